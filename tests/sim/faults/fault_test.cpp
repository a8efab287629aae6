// SPDX-License-Identifier: Apache-2.0
#include "sim/faults/fault.h"

#include <gtest/gtest.h>

namespace sim::faults {
namespace {

TEST(Verbs, AreReadBackFromTheirText) {
    EXPECT_EQ(allVerbs().size(), 24U);
    for (const Verb verb : allVerbs()) {
        EXPECT_EQ(parseVerb(toString(verb)), verb) << toString(verb);
    }
}

TEST(Verbs, AreNotReadFromOtherWords) {
    EXPECT_EQ(parseVerb("Power-Off"), std::nullopt);
    EXPECT_EQ(parseVerb(""), std::nullopt);
}

TEST(Targets, AreANameOrARoleInAGroup) {
    EXPECT_EQ(toString(Target{"web-3", {}}), "web-3");
    EXPECT_EQ(toString(Target{"jobs", "leader"}), "leader of jobs");
}

} // namespace
} // namespace sim::faults
