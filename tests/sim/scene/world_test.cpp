// SPDX-License-Identifier: Apache-2.0
// Goal: at any time a world is what the scenario's timeline had made of it. Method: a run with
// every fault of the vocabulary, and what each of them means just before it, while it lasts and
// after.
#include "sim/faults/fault.h"
#include "sim/scene/world.h"
#include "tests/sim/scene/recorded.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sim::scene::testing {
namespace {

using enum ProcessCondition;
using trace::kNoIndex;

const std::string kEveryFault = R"(  - {at: 1 s, crash: web-1}
  - {at: 2 s, restart: web-1}
  - {at: 3 s, pause: web-2}
  - {at: 4 s, resume: web-2}
  - {at: 5 s, power-off: web-3}
  - {at: 6 s, power-on: web-3}
  - {at: 6500 ms, pause: web-3, for: 300 ms}
  - {at: 7 s, cut: uplink}
  - {at: 8 s, repair: uplink}
  - {at: 9 s, cut: uplink, one-way: true, for: 1 s}
  - {at: 11 s, partition: {name: split, groups: [[near], [web-1, web-2], [registry-host]]}}
  - {at: 11500 ms, partition: {name: gate, groups: [[far-1], [web-3]], one-way: true}, for: 1 s}
  - {at: 12 s, heal: split}
  - {at: 13 s, delay: uplink, by: 10 ms, jitter: 1 ms, for: 1 s}
  - {at: 13 s, loss: uplink, rate: 1 %, for: 2 s}
  - {at: 14 s, loss: uplink, rate: 2 %, for: 500 ms}
  - {at: 15500 ms, duplicate: uplink, rate: 1 %, for: 500 ms}
  - {at: 15500 ms, reorder: uplink, rate: 1 %, by: 1 ms, for: 500 ms}
  - {at: 17 s, slow-disk: web-1, factor: 10, for: 1 s}
  - {at: 17 s, fill-disk: web-1, for: 1 s}
  - {at: 17 s, fail-sync: web-1}
  - {at: 17 s, flip-bits: web-1, rate: 1 %, for: 1 s}
  - {at: 17 s, slow-cpu: web-1, factor: 2, for: 1 s}
  - {at: 19 s, drift-clock: web-2, by: 50 ppm, for: 1 s}
  - {at: 19 s, step-clock: web-2, by: 1 h}
  - {at: 20 s, step-clock: web-2, by: -60 min}
  - {at: 21 s, skew-clock: web-2, by: -5 s}
  - {at: 22 s, skew-clock: web-2, by: 0 s}
  - {at: 23 s, set: {rate: 30/s}, of: near}
  - {at: 24 s, power-on: web-1}
  - {at: 25 s, power-off: core, for: 1 s}
  - {at: 27 s, power-on: spare}
)";

class EveryFault : public ::testing::Test {
protected:
    EveryFault() {
        recorded_.record("run", shopWith(kEveryFault), core::Duration{30'000 * kMs});
        reader_ = recorded_.open("run");
        world_ = World::read(*reader_).value();
    }

    ProcessCondition process(std::string_view name, std::int64_t at) const {
        return world_->conditionOf(processNamed(*reader_, name), ms(at));
    }
    /// "split: 0 1 | 4" with host names.
    std::string partitions(std::int64_t at) const {
        std::string text;
        for (const PartitionView& view : world_->partitionsAt(ms(at))) {
            text += (text.empty() ? "" : "; ") + view.name;
            std::string separator = ":";
            for (const auto& group : view.groups) {
                text += separator;
                for (const trace::HostIndex host : group) {
                    text += " " + std::string(reader_->hostName(host));
                }
                separator = view.oneWay ? " ->" : " |";
            }
            text += " since " + std::to_string(view.since.ns / kMs);
        }
        return text;
    }
    std::string troubles(std::int64_t at) const {
        std::string text;
        for (const TroubleView& view : world_->troublesAt(ms(at))) {
            text += (text.empty() ? "" : "; ") + view.verb + " " +
                    std::string(view.host == kNoIndex ? reader_->linkName(view.link)
                                                      : reader_->hostName(view.host)) +
                    " " + std::to_string(view.since.ns / kMs);
        }
        return text;
    }

    Recorded recorded_;
    std::unique_ptr<trace::Reader> reader_;
    std::shared_ptr<const World> world_;
};

TEST_F(EveryFault, IsInTheScenario) {
    for (const faults::Verb verb : faults::allVerbs()) {
        if (verb == faults::Verb::Action) { // none of these components has one
            continue;
        }
        EXPECT_NE(kEveryFault.find(" " + std::string(toString(verb)) + ":"), std::string::npos)
            << toString(verb);
    }
}

TEST_F(EveryFault, TellsHowAProcessIs) {
    EXPECT_EQ(process("web-1", -1), NotStarted);
    EXPECT_EQ(process("web-1", 500), Running);
    EXPECT_EQ(world_->conditionOf(processNamed(*reader_, "web-1"), {1'000 * kMs - 1}), Running);
    EXPECT_EQ(process("web-1", 1'000), Crashed);
    EXPECT_EQ(process("web-1", 2'500), Running);
    EXPECT_EQ(process("web-2", 2'999), Running);
    EXPECT_EQ(process("web-2", 3'000), Paused);
    EXPECT_EQ(process("web-2", 3'999), Paused);
    EXPECT_EQ(process("web-2", 4'000), Running);
    EXPECT_EQ(process("web-3", 5'000), HostOff);
    EXPECT_EQ(process("web-3", 6'400), Running);
    EXPECT_EQ(process("web-3", 6'500), Paused);
    EXPECT_EQ(process("web-3", 6'800), Running);
    EXPECT_EQ(process("late", 100), HostOff);
    EXPECT_EQ(process("late", 28'000), Running);
    EXPECT_EQ(process("web-3", 30'000), Running) << "the end of the run ends nobody";
    EXPECT_EQ(world_->conditionOf(9'999, ms(1)), NotStarted);
}

TEST_F(EveryFault, TellsWhoHasPower) {
    const trace::HostIndex web = hostNamed(*reader_, "web-3");
    const trace::HostIndex core = hostNamed(*reader_, "core");
    const trace::HostIndex spare = hostNamed(*reader_, "spare");
    EXPECT_TRUE(world_->isPowered(web, ms(4'999)));
    EXPECT_FALSE(world_->isPowered(web, ms(5'000)));
    EXPECT_TRUE(world_->isPowered(web, ms(6'000)));
    EXPECT_FALSE(world_->isPowered(core, ms(25'500)));
    EXPECT_TRUE(world_->isPowered(core, ms(26'000)));
    EXPECT_FALSE(world_->isPowered(spare, ms(0)));
    EXPECT_TRUE(world_->isPowered(spare, ms(27'000)));
    EXPECT_FALSE(world_->isPowered(9'999, ms(0)));
}

TEST_F(EveryFault, TellsWhichLinksCarry) {
    const trace::LinkIndex uplink = linkNamed(*reader_, "uplink");
    const auto at = [&](std::int64_t time) { return world_->conditionOfLink(uplink, ms(time)); };
    EXPECT_EQ(at(6'999), (LinkCondition{true, true}));
    EXPECT_EQ(at(7'000), (LinkCondition{false, false}));
    EXPECT_EQ(at(8'000), (LinkCondition{true, true}));
    EXPECT_EQ(at(9'500), (LinkCondition{false, true}));
    EXPECT_EQ(at(10'000), (LinkCondition{true, true}));
}

TEST_F(EveryFault, TellsWhoIsSplitFromWhom) {
    const std::string split = "split: near-1 near-2 | web-1 web-2 | registry-host since 11000";
    const std::string gate = "gate: far-1 -> web-3 since 11500";
    EXPECT_EQ(partitions(10'999), "");
    EXPECT_EQ(partitions(11'000), split);
    EXPECT_EQ(partitions(11'700), gate + "; " + split);
    EXPECT_EQ(partitions(12'000), gate);
    EXPECT_EQ(partitions(12'500), "") << "it ended by itself";
}

TEST_F(EveryFault, TellsWhatElseIsWrong) {
    EXPECT_EQ(troubles(12'900), "");
    EXPECT_EQ(troubles(13'500), "delay uplink 13000; loss uplink 13000");
    EXPECT_EQ(troubles(14'200), "loss uplink 14000") << "the latest prevails";
    EXPECT_EQ(troubles(14'700), "loss uplink 13000") << "and the one before comes back";
    EXPECT_EQ(troubles(15'000), "");
    EXPECT_EQ(troubles(15'700), "duplicate uplink 15500; reorder uplink 15500");
    EXPECT_EQ(troubles(17'500), "fail-sync web-1 17000; fill-disk web-1 17000; flip-bits web-1 "
                                "17000; slow-cpu web-1 17000; slow-disk web-1 17000");
    EXPECT_EQ(troubles(18'000), "fail-sync web-1 17000") << "no sync of it has failed yet";
    EXPECT_EQ(troubles(19'500),
              "drift-clock web-2 19000; fail-sync web-1 17000; step-clock web-2 19000");
    EXPECT_EQ(troubles(20'500), "fail-sync web-1 17000") << "stepped back by as much";
    EXPECT_EQ(troubles(21'500), "fail-sync web-1 17000; skew-clock web-2 21000");
    EXPECT_EQ(troubles(22'500), "fail-sync web-1 17000") << "set right";
}

TEST_F(EveryFault, ListsAllOfThemTheRefusedToo) {
    const auto& faults = world_->faults();
    EXPECT_TRUE(std::is_sorted(faults.begin(), faults.end(),
                               [](const auto& a, const auto& b) { return a.at < b.at; }));
    std::set<std::string> verbs;
    for (const trace::FaultRow& fault : faults) {
        verbs.insert(fault.verb);
        EXPECT_EQ(fault.refused.empty(), fault.at != ms(24'000)) << fault.text << fault.refused;
    }
    EXPECT_EQ(verbs.size(), faults::allVerbs().size() - 1);
}

TEST_F(EveryFault, ChangesTheEpochWheneverAnythingChanges) {
    std::uint64_t before = world_->epochAt(ms(-1));
    EXPECT_EQ(before, 0U);
    std::string look;
    std::size_t epochs = 0;
    for (std::int64_t at = -1; at <= 30'000; ++at) {
        std::string now = partitions(at) + troubles(at);
        for (std::uint32_t i = 0; i < world_->header().hosts.size(); ++i) {
            now += world_->isPowered(i, ms(at)) ? '1' : '0';
        }
        for (std::uint32_t i = 0; i < world_->header().processes.size(); ++i) {
            now += static_cast<char>('A' + static_cast<int>(world_->conditionOf(i, ms(at))));
        }
        for (std::uint32_t i = 0; i < world_->header().links.size(); ++i) {
            const LinkCondition link = world_->conditionOfLink(i, ms(at));
            now += link.forwardUp ? '1' : '0';
            now += link.backwardUp ? '1' : '0';
        }
        const std::uint64_t epoch = world_->epochAt(ms(at));
        EXPECT_LE(before, epoch);
        if (at >= 0) {
            EXPECT_EQ(now != look, epoch != before) << at;
        }
        epochs += epoch != before ? 1 : 0;
        before = epoch;
        look = std::move(now);
    }
    EXPECT_GT(epochs, 25U);
}

TEST_F(EveryFault, KnowsWhoseAnAddressIs) {
    const trace::HostIndex web = hostNamed(*reader_, "web-1");
    EXPECT_EQ(world_->hostOf(world_->header().hosts[web].address, ms(1)), web);
    EXPECT_EQ(world_->hostOf({0x01020304}, ms(1)), kNoIndex);
}

TEST(BranchedWorld, IsThatOfTheWholeRun) {
    Recorded recorded;
    const core::Duration until{30'000 * kMs};
    recorded.record("whole", shopWith(kEveryFault), until);
    const auto whole = World::read(*recorded.open("whole")).value();
    for (const std::int64_t from : {5'500, 11'700, 14'200, 19'500}) {
        recorded.record("branch", shopWith(kEveryFault), until, ms(from), "whole");
        const auto branch = World::read(*recorded.open("branch")).value();
        for (std::int64_t at = 0; at <= 30'000; at += 50) {
            EXPECT_EQ(branch->epochAt(ms(at)), whole->epochAt(ms(at))) << from << " " << at;
            EXPECT_EQ(branch->partitionsAt(ms(at)), whole->partitionsAt(ms(at))) << from << at;
            EXPECT_EQ(branch->troublesAt(ms(at)), whole->troublesAt(ms(at))) << from << " " << at;
            for (std::uint32_t i = 0; i < whole->header().processes.size(); ++i) {
                EXPECT_EQ(branch->conditionOf(i, ms(at)), whole->conditionOf(i, ms(at))) << at;
            }
            for (std::uint32_t i = 0; i < whole->header().hosts.size(); ++i) {
                EXPECT_EQ(branch->isPowered(i, ms(at)), whole->isPowered(i, ms(at))) << at;
            }
        }
        std::filesystem::remove(recorded.file("branch"));
    }
}

} // namespace
} // namespace sim::scene::testing
