// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/checks.h"

#include <gtest/gtest.h>

#include <memory>

namespace sim::checks {
namespace {

using namespace core::literals;
using core::runtime::Field;

constexpr trace::ProcessIndex kRegistry = 0;
constexpr trace::ProcessIndex kWeb = 1;

SimTime second(std::int64_t n) {
    return SimTime{} + n * 1_s;
}

/// A run as the simulator would report it, with one registry and one service.
class RegistryChecks : public testing::Test {
protected:
    void watch(std::string_view name) {
        check = makeCheck(name, {kRegistry}, {{"registry", 10}, {"web-1", 11}});
        check->processStarted(second(0), kRegistry, 1, {});
        check->processStarted(second(0), kWeb, 1, {});
        registered(second(1));
    }
    void event(SimTime when, std::string_view kind, std::optional<core::Duration> age = {}) {
        std::vector<Field> fields{{"app", std::string_view("web")},
                                  {"instance", std::string_view("web-1")}};
        if (age) {
            fields.push_back({"age", *age});
        }
        check->event(++events, when, kRegistry, kind, fields, {});
    }
    void registered(SimTime when) {
        event(when, "registered");
        check->state(when, kRegistry, "lease/web-1", 16_s, {});
    }
    void removed(SimTime when, std::string_view kind, core::Duration age = 15_s) {
        check->stateCleared(when, kRegistry, "lease/web-1", {});
        event(when, kind, age);
    }
    void fault(SimTime when, std::string_view verb, std::string_view target, bool over = false,
               trace::ProcessIndex process = trace::kNoIndex) {
        trace::FaultRecord record;
        record.at = when;
        record.verb = verb;
        record.target = target;
        record.over = over;
        record.process = process;
        check->fault(record);
    }
    bool holds() const { return check->violation().empty(); }

    std::unique_ptr<Check> check;
    std::uint64_t events = 0;
};

class Evicted : public RegistryChecks {
protected:
    void SetUp() override { watch("no-living-instance-evicted"); }
};

TEST_F(Evicted, ALeaseThatExpiresUnderALivingOwnerIsAViolation) {
    removed(second(20), "lease-expired");
    EXPECT_EQ(check->violation(), "at 20.000000 s registry dropped web-1, which runs and could be "
                                  "heard all the time");
}

TEST_F(Evicted, TheDeadThePausedAndTheRestartedMayBeDropped) {
    check->processEnded(second(6), kWeb, 1, trace::ProcessEnd::HostPowerOff, "", {});
    removed(second(20), "lease-expired");
    check->processStarted(second(21), kWeb, 2, {});
    removed(second(30), "lease-expired");
    check->processPaused(second(60), kWeb, true, {});
    removed(second(70), "lease-expired");
    check->processPaused(second(71), kWeb, false, {});
    removed(second(80), "lease-expired");
    EXPECT_TRUE(holds());
    removed(second(90), "lease-expired");
    EXPECT_FALSE(holds()) << "it ran since 71 s and was heard at 75 s";
}

TEST_F(Evicted, TroubleOfTheNetworkExcusesUntilItIsOver) {
    fault(second(10), "partition", "partition split");
    removed(second(20), "lease-expired");
    fault(second(30), "heal", "partition split");
    check->linkState(second(31), 4, true, false, {});
    removed(second(50), "lease-expired");
    check->linkState(second(60), 4, true, true, {});
    fault(second(61), "loss", "link a--b");
    removed(second(80), "lease-expired");
    fault(second(90), "loss", "link a--b", true);
    check->hostPower(second(91), 99, false, {}); // a switch
    removed(second(110), "lease-expired");
    check->hostPower(second(111), 99, true, {});
    removed(second(120), "lease-expired");
    EXPECT_TRUE(holds()) << check->violation();
    removed(second(130), "lease-expired");
    EXPECT_FALSE(holds()) << "heard at 115 s, after everything was whole again";
}

TEST_F(Evicted, TheDeathOfAnotherMachineExcusesNothing) {
    check->hostPower(second(10), 10, false, {});
    fault(second(10), "slow-cpu", "host x");
    removed(second(20), "lease-expired");
    EXPECT_FALSE(holds());
}

TEST_F(Evicted, AnOperatorMayEndALease) {
    fault(second(18), "action", "process registry", false, kRegistry);
    removed(second(20), "lease-expired");
    EXPECT_TRUE(holds());
}

TEST_F(Evicted, OnlyTheWatchedRegistriesCount) {
    const std::vector<Field> fields{{"instance", std::string_view("web-1")}, {"age", 15_s}};
    check->event(++events, second(20), 2, "lease-expired", fields, {});
    EXPECT_TRUE(holds());
}

class Resurrected : public RegistryChecks {
protected:
    void SetUp() override { watch("no-instance-resurrected"); }
};

TEST_F(Resurrected, ALateHeartbeatMustNotBringALeaseBack) {
    check->state(second(5), kRegistry, "lease/web-1", 20_s, {});
    removed(second(20), "lease-expired");
    EXPECT_TRUE(holds());
    check->state(second(21), kRegistry, "lease/web-1", 36_s, {});
    EXPECT_EQ(check->violation(), "at 21.000000 s registry lists web-1 again, which it had removed "
                                  "and which has not registered since");
}

TEST_F(Resurrected, WhatARegistryForgotCountsAsRemoved) {
    check->stateCleared(second(20), kRegistry, "lease/web-1", {});
    check->state(second(21), kRegistry, "lease/web-1", 36_s, {});
    EXPECT_FALSE(holds());
}

TEST_F(Resurrected, ARegistrationOrARestartOfTheRegistryBeginsAnew) {
    removed(second(20), "deregistered");
    registered(second(21));
    removed(second(30), "lease-expired");
    check->processEnded(second(31), kRegistry, 1, trace::ProcessEnd::Crashed, "", {});
    check->state(second(40), kRegistry, "lease/web-1", 50_s, {});
    EXPECT_TRUE(holds()) << check->violation();
}

TEST_F(Resurrected, WhoSignedOffIsNotRegisteredUntilItAsksAgain) {
    const auto registration = [this](SimTime when, std::string_view value) {
        check->state(when, kWeb, "registration", value, {});
    };
    registration(second(1), "registered");
    registration(second(10), "left");
    removed(second(10), "deregistered");
    check->processEnded(second(11), kWeb, 1, trace::ProcessEnd::Crashed, "", {});
    check->processStarted(second(12), kWeb, 2, {});
    registration(second(12), "registering");
    registered(second(13));
    EXPECT_TRUE(holds());
    registration(second(14), "left");
    registered(second(15));
    EXPECT_EQ(check->violation(), "at 15.000000 s registry registers web-1, which had signed off");
}

} // namespace
} // namespace sim::checks
