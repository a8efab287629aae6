// SPDX-License-Identifier: Apache-2.0
// Goal: a copy becomes no run but one that differs in its future only. That what it becomes is
// right is proven with real processes in tests/cli/checkpoints_test.cpp.
#include "sim/run/checkpoints.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace sim::run::testing {
namespace {

using scenario::Scenario;

constexpr std::int64_t kSecond = 1'000'000'000;

TEST(Checkpoints, KnowScenariosByAllButTimelineOverlaysAndDuration) {
    const Scenario base = shop();
    EXPECT_TRUE(sameButTimeline(base, base));
    EXPECT_TRUE(sameButTimeline(
        base, shop("extends: shop.yaml\ntimeline:\n  - {at: 9 s, crash: web-1}\n")));
    Scenario longer = base;
    longer.duration = longer.duration * 2;
    longer.path = "elsewhere/shop.yaml";
    EXPECT_TRUE(sameButTimeline(base, longer));
    const std::vector<std::function<void(Scenario&)>> changes{
        [](Scenario& other) { ++other.seed; },
        [](Scenario& other) { other.start = other.start + core::Duration{1}; },
        [](Scenario& other) { other.topology.nodes[0].cores = 7; },
        [](Scenario& other) { other.topology.links[0].latency = core::Duration{7}; },
        [](Scenario& other) { other.processes.pop_back(); },
        [](Scenario& other) { other.processes[0].settings.set("ttl", core::Duration{7}); },
        [](Scenario& other) { other.processes[0].startDelay = core::Duration{7}; },
        [](Scenario& other) { other.measures.pop_back(); },
        [](Scenario& other) { ++other.expectations[0].bound; },
        [](Scenario& other) { other.run.cutChunks = !other.run.cutChunks; },
        [](Scenario& other) { other.sources[0].text += "# a remark\n"; },
        [](Scenario& other) { other.title.zh += "!"; },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Scenario other = base;
        changes[i](other);
        EXPECT_FALSE(sameButTimeline(base, other)) << i;
    }
}

/// Stops once, and then wants to be another run, in this very process.
class OneStop final : public Checkpoints {
public:
    OneStop(SimTime at, Continuation continuation)
        : at_(at), continuation_(std::move(continuation)) {}

    std::optional<SimTime> next(SimTime now, SimTime) override {
        return now < at_ ? std::optional(at_) : std::nullopt;
    }
    std::optional<Continuation> at(SimTime now) override {
        EXPECT_EQ(now, at_);
        return continuation_;
    }

private:
    SimTime at_;
    Continuation continuation_;
};

class GoingOn : public ::testing::Test {
protected:
    GoingOn() {
        std::string name =
            (std::filesystem::temp_directory_path() / "orrery-copies-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        RunRequest request;
        request.traceFile = folder_ / "parent";
        EXPECT_TRUE(run(shop(), request));
        wanted_.scenario = shop("extends: shop.yaml\ntimeline:\n  - {at: 12 s, crash: web-1}\n");
        wanted_.request.traceFile = folder_ / "branch";
        wanted_.request.branch = trace::branchOf(folder_ / "parent", {12 * kSecond}).value();
        wanted_.begun = [this] { ++begun_; };
    }
    ~GoingOn() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    core::Result<RunReport, RunError> goOnAt(std::int64_t at) {
        OneStop stop({at}, wanted_);
        RunRequest request;
        request.checkpoints = &stop;
        return run(shop(), request);
    }
    void expectRefused(std::int64_t at, const std::string& part) {
        const auto report = goOnAt(at);
        ASSERT_FALSE(report);
        EXPECT_NE(report.error().text.find(part), std::string::npos) << report.error().text;
        EXPECT_EQ(begun_, 0);
        EXPECT_FALSE(std::filesystem::exists(folder_ / "branch"));
    }

    std::filesystem::path folder_;
    Continuation wanted_;
    int begun_ = 0;
};

TEST_F(GoingOn, IsTheRunThatHadItsLinesFromTheStart) {
    const auto report = goOnAt(10 * kSecond);
    ASSERT_TRUE(report) << report.error().text;
    EXPECT_EQ(begun_, 1);
    RunRequest plain = wanted_.request;
    plain.traceFile = folder_ / "plain";
    const auto expected = run(wanted_.scenario, plain);
    ASSERT_TRUE(expected);
    EXPECT_EQ(report->digest, expected->digest);
    EXPECT_EQ(report->events, expected->events);
    EXPECT_EQ(report->end, expected->end);
}

TEST_F(GoingOn, IsAskedOnceMoreBeforeAnythingIsWritten) {
    wanted_.mayBegin = [this] {
        EXPECT_FALSE(std::filesystem::exists(folder_ / "branch"));
        return false;
    };
    expectRefused(10 * kSecond, "nobody wants it");
}

TEST_F(GoingOn, IsRefusedWhereThePastIsAnother) {
    wanted_.scenario = shop("extends: shop.yaml\ntimeline:\n  - {at: 9 s, crash: web-1}\n");
    const auto report = goOnAt(10 * kSecond);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, RunErrorKind::Checkpoint);
    EXPECT_EQ(report.error().earlier, SimTime{9 * kSecond});
}

TEST_F(GoingOn, IsRefusedWhenTheBranchBeginsBeforeOrBeyond) {
    expectRefused(12 * kSecond, "begins before");
    wanted_.request.until = core::Duration{11 * kSecond};
    expectRefused(10 * kSecond, "begins before");
}

TEST_F(GoingOn, IsRefusedForAnotherScenarioOrLevel) {
    wanted_.request.level = scenario::Level::Bytes;
    expectRefused(10 * kSecond, "level");
    wanted_.request.level = scenario::Level::Full;
    wanted_.scenario.seed = 5;
    expectRefused(10 * kSecond, "another scenario");
}

TEST_F(GoingOn, IsRefusedForAParentWithAnotherPast) {
    auto& blocks = wanted_.request.branch->blocks;
    ASSERT_GT(blocks.size(), 2U);
    std::next(blocks.begin())->second = "0123456789abcdef";
    expectRefused(10 * kSecond, "is not this run's parent");
}

} // namespace
} // namespace sim::run::testing
