// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/checks.h"

#include <gtest/gtest.h>

namespace sim::checks {
namespace {

using namespace core::literals;

constexpr SimTime kWhen{1'500'000'000};

TEST(Checks, EveryListedCheckCanBeMadeAndNoOther) {
    for (const CheckInfo& info : allChecks()) {
        EXPECT_NE(makeCheck(info.name, {}), nullptr) << info.name;
        EXPECT_FALSE(info.help.empty());
    }
    EXPECT_EQ(makeCheck("no-such-check", {}), nullptr);
}

TEST(Checks, AProcessThatGivesUpBreaksItsGroupsRuleButACrashDoesNot) {
    const auto check = makeCheck("no-process-fails", {1});
    check->processEnded(kWhen, 1, 1, trace::ProcessEnd::Crashed, "", {});
    check->processEnded(kWhen, 2, 1, trace::ProcessEnd::Failed, "elsewhere", {});
    EXPECT_EQ(check->violation(), "");
    check->processEnded(kWhen, 1, 2, trace::ProcessEnd::Failed, "port in use", {});
    EXPECT_EQ(check->violation(), "at 1.500000 s a process gave up: port in use");
}

TEST(Checks, ARefusedFaultBreaksTheRuleWhetherFoundBeforeOrAfter) {
    trace::FaultRecord record;
    record.at = kWhen;
    record.text = "crash web-1";
    record.refused = "web-1 is not running";
    const auto before = makeCheck("no-refused-faults", {});
    before->fault(record);
    EXPECT_EQ(before->violation(),
              "at 1.500000 s crash web-1 was impossible: web-1 is not running");

    const auto after = makeCheck("no-refused-faults", {});
    record.refused = "";
    after->fault(record);
    EXPECT_EQ(after->violation(), "");
    after->faultRefused(kWhen, 1, "not the leader");
    EXPECT_EQ(after->violation(), "at 1.500000 s crash web-1 was impossible: not the leader");
}

TEST(Checks, TheFirstViolationIsKept) {
    const auto check = makeCheck("time-never-goes-back", {});
    check->event(1, {5}, 0, "a", {}, {});
    check->event(2, {4}, 0, "b", {}, {});
    const std::string first = check->violation();
    EXPECT_NE(first, "");
    check->event(1, {3}, 0, "c", {}, {});
    EXPECT_EQ(check->violation(), first);
}

} // namespace
} // namespace sim::checks
