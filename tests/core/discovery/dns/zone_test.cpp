// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/text_form.h"
#include "core/discovery/dns/zone.h"

#include <gtest/gtest.h>

namespace core::discovery::dns {
namespace {

Name name(std::string_view text) {
    return Name::parse(text).value();
}

Zone makeZone(const std::vector<std::string>& lines) {
    Zone zone(name("shop.test"), SoaRdata{name("ns.shop.test"), {}, 1, 1, 1, 1, 30}, 60);
    const TextContext context{name("shop.test"), {}};
    for (const std::string& line : lines) {
        const auto record = parseRecordLine(line, context).value();
        for (const Rdata& data : record.data) {
            EXPECT_TRUE(zone.add(record.name, record.type, record.ttl, data)) << line;
        }
    }
    return zone;
}

ZoneAnswer ask(Zone& zone, std::string_view text, Type type = Type::A) {
    return zone.answer({name(text), type, Class::In}, AddressOrder::Fixed);
}

std::vector<std::string> texts(const std::vector<Record>& records) {
    std::vector<std::string> lines;
    for (const Record& record : records) {
        lines.push_back(recordText(record));
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Zone, TellsNoDataFromNoNameAndBoundsTheSoaTtl) {
    Zone zone = makeZone({"web A 10.0.0.1"});
    const ZoneAnswer noData = ask(zone, "web.shop.test", Type::Txt);
    EXPECT_EQ(noData.rcode, Rcode::NoError);
    EXPECT_TRUE(noData.answers.empty());
    ASSERT_EQ(noData.authorities.size(), 1u);
    EXPECT_EQ(noData.authorities[0].ttl, 30u);
    const ZoneAnswer noName = ask(zone, "gone.shop.test");
    EXPECT_EQ(noName.rcode, Rcode::NxDomain);
    EXPECT_EQ(noName.authorities[0].type, Type::Soa);
}

TEST(Zone, AnEmptyNonTerminalExists) {
    Zone zone = makeZone({"a.b.c A 10.0.0.1"});
    EXPECT_EQ(ask(zone, "b.c.shop.test").rcode, Rcode::NoError);
    EXPECT_EQ(ask(zone, "c.shop.test").rcode, Rcode::NoError);
    EXPECT_EQ(ask(zone, "x.c.shop.test").rcode, Rcode::NxDomain);
}

TEST(Zone, FollowsAliasesInsideAndStopsOutside) {
    Zone zone = makeZone({"www CNAME web", "web A 10.0.0.1", "cdn CNAME cdn.example."});
    EXPECT_EQ(
        texts(ask(zone, "www.shop.test").answers),
        (Lines{"www.shop.test. 60 IN CNAME web.shop.test.", "web.shop.test. 60 IN A 10.0.0.1"}));
    EXPECT_EQ(texts(ask(zone, "cdn.shop.test").answers),
              Lines{"cdn.shop.test. 60 IN CNAME cdn.example."});
    EXPECT_EQ(texts(ask(zone, "www.shop.test", Type::Cname).answers),
              Lines{"www.shop.test. 60 IN CNAME web.shop.test."});
}

TEST(Zone, TheEndOfAnAliasDecidesTheRcode) {
    Zone zone = makeZone({"www CNAME gone"});
    const ZoneAnswer answer = ask(zone, "www.shop.test");
    EXPECT_EQ(answer.rcode, Rcode::NxDomain); // RFC 6604
    EXPECT_EQ(answer.answers.size(), 1u);
}

TEST(Zone, EndsALoopOfAliases) {
    Zone zone = makeZone({"a CNAME b", "b CNAME a"});
    EXPECT_EQ(ask(zone, "a.shop.test").rcode, Rcode::ServFail);
}

TEST(Zone, RefersToAChildZoneWithGlueAndWithoutAuthority) {
    Zone zone = makeZone({"eu NS ns.eu", "ns.eu A 10.0.0.4", "www CNAME web.eu"});
    const ZoneAnswer referral = ask(zone, "web.eu.shop.test");
    EXPECT_FALSE(referral.authoritative);
    EXPECT_TRUE(referral.answers.empty());
    EXPECT_EQ(texts(referral.authorities), Lines{"eu.shop.test. 60 IN NS ns.eu.shop.test."});
    EXPECT_EQ(texts(referral.additionals), Lines{"ns.eu.shop.test. 60 IN A 10.0.0.4"});
    const ZoneAnswer glue = ask(zone, "ns.eu.shop.test"); // glue is not ours to answer
    EXPECT_TRUE(glue.answers.empty());
    EXPECT_TRUE(ask(zone, "www.shop.test").authoritative); // the alias was ours
}

TEST(Zone, AWildcardAnswersOnlyWhereNothingExists) {
    Zone zone = makeZone({"* A 10.0.0.9", "web.eu A 10.0.0.1"});
    EXPECT_EQ(texts(ask(zone, "any.shop.test").answers), Lines{"any.shop.test. 60 IN A 10.0.0.9"});
    EXPECT_EQ(texts(ask(zone, "a.b.shop.test").answers), Lines{"a.b.shop.test. 60 IN A 10.0.0.9"});
    EXPECT_EQ(ask(zone, "other.eu.shop.test").rcode, Rcode::NxDomain); // RFC 4592 section 2.2.1
    EXPECT_EQ(ask(zone, "any.shop.test", Type::Txt).rcode, Rcode::NoError);
}

TEST(Zone, RefusesNamesOutside) {
    Zone zone = makeZone({});
    EXPECT_EQ(ask(zone, "shop.example").rcode, Rcode::Refused);
    EXPECT_FALSE(zone.add(name("shop.example"), Type::A, std::nullopt, ARdata{}));
}

TEST(Zone, AnAliasIsAloneAndNeverAtTheApex) {
    Zone zone = makeZone({"web A 10.0.0.1", "www CNAME web"});
    const NameRdata target{name("x.test")};
    EXPECT_FALSE(zone.add(name("web.shop.test"), Type::Cname, std::nullopt, target));
    EXPECT_FALSE(zone.add(name("www.shop.test"), Type::A, std::nullopt, ARdata{}));
    EXPECT_FALSE(zone.add(name("www.shop.test"), Type::Cname, std::nullopt, target));
    EXPECT_FALSE(zone.add(name("shop.test"), Type::Cname, std::nullopt, target));
}

TEST(Zone, ASetSharesTheSmallestTtlAndHasNoDuplicates) {
    Zone zone = makeZone({"web 300 A 10.0.0.1", "web 20 A 10.0.0.2", "web 500 A 10.0.0.1"});
    EXPECT_EQ(texts(ask(zone, "web.shop.test").answers),
              (Lines{"web.shop.test. 20 IN A 10.0.0.1", "web.shop.test. 20 IN A 10.0.0.2"}));
}

TEST(Zone, RotationStartsEachAnswerOneFurtherOn) {
    Zone zone = makeZone({"web A 10.0.0.1 10.0.0.2 10.0.0.3"});
    std::vector<std::string> first;
    for (int i = 0; i < 4; ++i) {
        const auto answer =
            zone.answer({name("web.shop.test"), Type::A, Class::In}, AddressOrder::Rotate);
        first.push_back(rdataText(answer.answers[0].data));
    }
    EXPECT_EQ(first, (Lines{"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1"}));
}

} // namespace
} // namespace core::discovery::dns
