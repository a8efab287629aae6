// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/hit_text.h"
#include "tests/gui/stage/made_trace.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gui::stage {
namespace {

using sim::SimTime;
using sim::scene::Hit;

template <class Entries>
std::uint32_t indexOf(const Entries& entries, std::string_view name) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return entry.name == name; });
    EXPECT_NE(found, entries.end()) << name;
    return static_cast<std::uint32_t>(found - entries.begin());
}

std::string text(Hit::Kind kind, const char* name, std::int64_t seconds) {
    const auto world = smallTrace().frameAt(5).world;
    Hit hit;
    hit.kind = kind;
    hit.name = name;
    if (kind == Hit::Kind::Host) {
        hit.host = indexOf(world->header().hosts, name);
    } else if (kind == Hit::Kind::Process) {
        hit.process = indexOf(world->header().processes, name);
    } else if (kind == Hit::Kind::Link) {
        hit.link = indexOf(world->header().links, name);
    }
    return textOf(hit, *world, SimTime{seconds * 1'000'000'000}).toStdString();
}

TEST(HitText, TellsWhatAMachineIsAndHow) {
    EXPECT_EQ(text(Hit::Kind::Host, "kv-3", 5),
              "kv-3\nMachine with the address 10.0.0.3\nruns kv-3");
    EXPECT_NE(text(Hit::Kind::Host, "kv-3", 7).find("has no power"), std::string::npos);
    EXPECT_EQ(text(Hit::Kind::Host, "core", 5), "core\nSwitch");
}

TEST(HitText, TellsHowAProcessIs) {
    EXPECT_EQ(text(Hit::Kind::Process, "kv-3", 5), "kv-3\nkv-server on kv-3\nrunning");
    EXPECT_EQ(text(Hit::Kind::Process, "kv-3", 7),
              "kv-3\nkv-server on kv-3\nits machine has no power");
}

TEST(HitText, TellsWhatALinkCarries) {
    EXPECT_EQ(text(Hit::Kind::Link, "kv-1--core", 5),
              "kv-1--core\nLink: 500us one way, 1Gbit/s\ncarries both ways");
}

TEST(HitText, TellsThatATileOpensAndCloses) {
    Hit hit;
    hit.kind = Hit::Kind::Tile;
    hit.name = "user";
    const auto world = smallTrace().frameAt(5).world;
    EXPECT_EQ(textOf(hit, *world, {}).toStdString(), "user\nClick to show each of them");
    hit.isOpen = true;
    EXPECT_EQ(textOf(hit, *world, {}).toStdString(), "user\nClick to fold it up");
}

TEST(HitText, TellsOfAMessageWhoSentItToWhomAndWhatBecameOfIt) {
    const auto world = smallTrace().frameAt(5).world;
    sim::trace::MessageRow row;
    row.sent = {5'000'123'456};
    row.arrived = SimTime{5'000'700'000};
    row.fate = sim::trace::Fate::Delivered;
    row.role = core::wire::MessageRole::Request;
    row.protocol = "raft";
    row.summary = "vote request, term 2";
    row.fromProcess = indexOf(world->header().processes, "kv-1");
    row.toProcess = indexOf(world->header().processes, "kv-2");
    EXPECT_EQ(messageText(row, *world).toStdString(),
              "Request (raft): kv-1 to kv-2\nvote request, term 2\n"
              "sent at 5.000123 s, arrived at 5.000700 s");
    row.fate = sim::trace::Fate::LostOnLink;
    row.lostOn = indexOf(world->header().links, "kv-1--core");
    EXPECT_EQ(messageText(row, *world).toStdString(),
              "Request (raft): kv-1 to kv-2\nvote request, term 2\n"
              "sent at 5.000123 s, lost at 5.000700 s\nlost on the link kv-1--core");
}

TEST(HitText, TellsOfAFlightWhatIsKnownOfIt) {
    const auto world = smallTrace().frameAt(5).world;
    sim::scene::Flight flight;
    flight.sent = {5'000'000'000};
    flight.isOpen = true;
    flight.role = core::wire::MessageRole::Heartbeat;
    flight.from = indexOf(world->header().hosts, "kv-1");
    flight.to = indexOf(world->header().hosts, "kv-3");
    EXPECT_EQ(messageText(rowOf(flight), *world).toStdString(),
              "Heartbeat: kv-1 to kv-3\nsent at 5.000000 s, on its way");
}

TEST(HitText, TellsHowTheMachinesAreTogether) {
    const auto world = smallTrace().frameAt(5).world;
    EXPECT_EQ(summaryOf(*world, {5'000'000'000}).toStdString(), "5 machine(s).");
    EXPECT_EQ(summaryOf(*world, {7'000'000'000}).toStdString(),
              "5 machine(s). Without power: kv-3.");
}

std::string countText(const char* name, const char* label) {
    return textOfCount({name, sim::scene::Label{label, {}, 14, {}, {}}, {}}).toStdString();
}

TEST(CountText, SaysWhatANumberOnTheStageCounts) {
    EXPECT_EQ(countText("connect/7/age/text", "9× 1.0 s"),
              "9 connections wait for an answer, the longest for 1.0 s");
    EXPECT_EQ(countText("connect/7/age/text", "1.0 s"),
              "One connection has waited for an answer for 1.0 s");
    EXPECT_EQ(countText("link/a--b/rate/text", "170/s"),
              "So many messages a second on this link: 170/s");
    EXPECT_EQ(countText("connect/failed-3/count", "×11"), "11 connections failed here just now");
    EXPECT_EQ(countText("message/3/lost/count", "×4"),
              "4 messages were lost or refused here just now");
    EXPECT_EQ(countText("message/3/pile/count", "×5"), "5 messages at about this place");
    EXPECT_EQ(countText("tile/web/count", "×20"), "20 of the same kind, shown as one");
    EXPECT_EQ(countText("host/web-3/name", "web-3"), "");
    EXPECT_EQ(textOfCount({"connect/7/age", sim::scene::Box{}, {}}), QString());
}

} // namespace
} // namespace gui::stage
