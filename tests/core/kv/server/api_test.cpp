// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/api.h"

#include <gtest/gtest.h>

namespace core::kv {
namespace {

TEST(KvTarget, TakesAPathApart) {
    const auto target = parseTarget("/kv/a%2Fb/%E9%94%AE?stale=1&prefix=x%20y&cas");
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->resource, Resource::Keys);
    EXPECT_EQ(target->item, "a/b/\xe9\x94\xae");
    EXPECT_EQ(*target->parameter("prefix"), "x y");
    EXPECT_TRUE(target->has("cas"));
    EXPECT_EQ(target->parameter("none"), nullptr);
    EXPECT_EQ(parseTarget("/kv")->item, "");
    EXPECT_EQ(parseTarget("/leases/7")->resource, Resource::Leases);
}

TEST(KvTarget, RefusesWhatIsNoPathOfTheService) {
    for (const char* text : {"", "kv/a", "/", "/kvx/a", "/kv/%", "/kv/%2", "/kv/%zz", "/kv/%ff",
                             "/kv/%c0%80", "/kv/%ed%a0%80", "/kv/a?x=%ff", "/kv/%e9%94"}) {
        EXPECT_FALSE(parseTarget(text).has_value()) << text;
    }
}

TEST(KvTarget, EscapesReadBack) {
    const std::string key = "a b/\xe9\x94\xae?&=%\x01";
    const auto target = parseTarget("/kv/" + escape(key));
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->item, key);
    EXPECT_TRUE(target->query.empty());
}

TEST(KvApi, NumbersAreDigitsOnly) {
    EXPECT_EQ(parseNumber("18446744073709551615"), ~0ULL);
    for (const char* text : {"", "-1", "+1", "1 ", "0x1", "18446744073709551616"}) {
        EXPECT_FALSE(parseNumber(text).has_value()) << text;
    }
}

TEST(KvApi, ConditionsAreOneOfThree) {
    const auto conditionOf = [](const char* expect) {
        const auto put =
            parsePut("k", std::string(R"({"value":"v","expect":)") + expect + "}", true);
        return put ? std::optional(put->condition) : std::nullopt;
    };
    EXPECT_EQ(conditionOf(R"({"absent":true})"), Condition(IfAbsent{}));
    EXPECT_EQ(conditionOf(R"({"value":"x"})"), Condition(IfValue{"x"}));
    EXPECT_EQ(conditionOf(R"({"mod-revision":7})"), Condition(IfModRevision{7}));
    for (const char* bad : {"{}", "[]", R"({"absent":false})", R"({"mod-revision":-1})",
                            R"({"value":"x","absent":true})", R"({"other":1})"}) {
        EXPECT_EQ(conditionOf(bad), std::nullopt) << bad;
    }
}

TEST(KvApi, AnswersReadBack) {
    const KeyValue kv{"k", "v", 2, 5, 3, 0};
    const auto whole = parseKeyAnswer(encodeKey(kv, 9, true));
    EXPECT_EQ(whole->value, "v");
    EXPECT_EQ(whole->revision, 9);
    EXPECT_TRUE(whole->stale);
    Outcome outcome;
    outcome.status = Status::ConditionFailed;
    outcome.revision = 9;
    outcome.kv = kv;
    const auto failed = parseKeyAnswer(encodeWrite(Put{"k", "w", 0, IfAbsent{}}, outcome));
    EXPECT_EQ(failed->error, "condition-failed");
    EXPECT_EQ(failed->value, "v");
    EXPECT_EQ(parseKeyAnswer(encodeAbsent(4, false))->error, "not-found");
    EXPECT_FALSE(parseKeyAnswer("[]").has_value());
    EXPECT_FALSE(parseKeyAnswer("{").has_value());
}

TEST(KvApi, OctetsThatAreNoTextAreShownReplaced) {
    const KeyValue kv{"k", "\xff", 2, 2, 1, 0};
    EXPECT_TRUE(parseKeyAnswer(encodeKey(kv, 2, false)).has_value());
}

} // namespace
} // namespace core::kv
