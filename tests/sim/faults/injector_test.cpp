// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/faults/room.h"

#include <optional>

/// What each verb does to whom, until its end; verbs on links, disks and clocks are in
/// verbs_test.cpp.
namespace sim::faults {
namespace {

using Words = std::vector<std::string>;

Words targetsOf(const Room& room) {
    Words targets;
    for (const Room::Record& record : room.records) {
        targets.push_back(record.verb + " " + record.target);
    }
    return targets;
}

void becomeLeader(Room& room, core::Duration when, std::string process) {
    room.step(at(when), std::move(process),
              [](Env& env) { env.observer().state("role", std::string_view("leader")); });
}

core::runtime::EventKind kindNamed(std::string_view name) {
    return {name};
}

} // namespace

TEST(Injector, CrashLastsUntilItsEnd) {
    Room room;
    room.line(at(1_s), faultOn(Verb::Crash, "web-2", 2_s));
    room.run(2_s);
    EXPECT_FALSE(room.world.running(kWeb2));
    EXPECT_TRUE(room.world.running(kWeb1));
    room.run(4_s);
    EXPECT_TRUE(room.world.running(kWeb2));
    EXPECT_EQ(targetsOf(room), (Words{"crash process web-2", "restart process web-2"}));
    EXPECT_EQ(room.records[0].text, "crash #1");
    EXPECT_EQ(room.records[1].text, "end of: crash #1");
    EXPECT_EQ(room.records[1].time, at(3_s));
}

TEST(Injector, EndOfACrashLeavesAloneWhoRunsAgain) {
    Room room;
    room.line(at(1_s), faultOn(Verb::Crash, "jobs-1", 5_s));
    room.line(at(2_s), faultOn(Verb::Restart, "jobs-1"));
    std::optional<std::uint32_t> incarnation;
    room.step(at(7_s), "jobs-1", [&](Env& env) { incarnation = env.self().incarnation; });
    room.run(8_s);
    EXPECT_EQ(incarnation, 2u);
    EXPECT_EQ(room.refused, (Words{"1: jobs-1 is running again already"}));
}

TEST(Injector, RestartBeginsANewIncarnation) {
    Room room;
    room.line(at(1_s), faultOn(Verb::Restart, "jobs-1"));
    std::optional<std::uint32_t> incarnation;
    room.step(at(2_s), "jobs-1", [&](Env& env) { incarnation = env.self().incarnation; });
    room.run(3_s);
    EXPECT_EQ(incarnation, 2u);
}

TEST(Injector, PauseHoldsHandlersUntilTheResume) {
    Room room;
    room.line(at(1050_ms), faultOn(Verb::Pause, "web-2"));
    room.line(at(2050_ms), faultOn(Verb::Resume, "web-2"));
    room.line(at(3050_ms), faultOn(Verb::Pause, "web-2", 1_s));
    room.run(5_s);
    EXPECT_EQ(room.beats(1050_ms, 2050_ms), 0u);
    EXPECT_EQ(room.beats(2050_ms, 2051_ms), 10u);
    EXPECT_EQ(room.beats(3050_ms, 4050_ms), 0u);
    EXPECT_EQ(room.beats(4050_ms, 4051_ms), 10u);
}

TEST(Injector, PowerOffTakesAHostDownUntilItsEnd) {
    Room room;
    room.line(at(1_s), faultOn(Verb::PowerOff, "b", 1_s));
    room.line(at(3_s), faultOn(Verb::PowerOff, "b"));
    room.line(at(4_s), faultOn(Verb::PowerOn, "b"));
    std::vector<bool> up;
    for (const core::Duration when : {500_ms, 1500_ms, 2500_ms, 3500_ms, 4500_ms}) {
        room.run(when);
        EXPECT_EQ(room.world.running(kWeb2), room.topology.isNodeUp(1));
        EXPECT_EQ(room.world.running(kJobs1), room.topology.isNodeUp(1));
        up.push_back(room.topology.isNodeUp(1));
    }
    EXPECT_EQ(up, (std::vector<bool>{true, false, true, false, true}));
    EXPECT_TRUE(room.refused.empty());
}

TEST(Injector, ActionReachesItsProcessAndMayBeRefused) {
    Room room;
    for (const char* name : {"dance", "balk"}) {
        Fault fault = faultOn(Verb::Action, "jobs-2");
        fault.name = name;
        room.line(at(1_s), fault);
    }
    Fault paused = faultOn(Verb::Action, "web-2");
    paused.name = "dance";
    room.line(at(1_s), faultOn(Verb::Pause, "web-2"));
    room.line(at(2_s), paused);
    room.run(3_s);
    EXPECT_EQ(room.heard, (Words{"jobs-2 dance", "jobs-2 balk"}));
    EXPECT_EQ(room.refused, (Words{"2: not today", "4: web-2 is paused and answers nobody"}));
}

TEST(Injector, SettingChangesForAllMembersOfAGroup) {
    Room room;
    Fault fault = faultOn(Verb::Set, "jobs");
    fault.name = "size";
    fault.arguments.set("size", std::int64_t{7});
    room.line(at(1_s), fault);
    room.run(2_s);
    EXPECT_EQ(room.heard, (Words{"jobs-1 set size", "jobs-2 set size"}));
    EXPECT_EQ(room.world.plan(kJobs1).settings.integer("size"), 7);
}

TEST(Injector, GroupNamesAllItsMembersAndEachOnce) {
    Room room;
    Fault fault = faultOn(Verb::Crash, "jobs");
    fault.targets.push_back({"jobs-1", {}});
    room.line(at(1_s), fault);
    room.run(2_s);
    EXPECT_EQ(targetsOf(room), (Words{"crash process jobs-1", "crash process jobs-2"}));
    EXPECT_TRUE(room.refused.empty());
}

TEST(Injector, RoleIsLookedUpAtTheMoment) {
    Room room;
    becomeLeader(room, 1_s, "jobs-1");
    becomeLeader(room, 3_s, "jobs-2");
    const Target leader{"jobs", "leader"};
    room.line(at(500_ms), faultOn(Verb::Crash, leader));
    room.line(at(2_s), faultOn(Verb::Crash, leader));
    room.line(at(4_s), faultOn(Verb::PowerOff, leader));
    room.run(5_s);
    EXPECT_EQ(room.refused, (Words{"3: there is no leader of jobs at this moment"}));
    EXPECT_FALSE(room.world.running(kJobs1));
    EXPECT_TRUE(room.topology.isNodeUp(1));
    EXPECT_FALSE(room.topology.isNodeUp(2));
}

TEST(Injector, EntryEndsForWhoHadTheRoleWhenItBegan) {
    Room room;
    becomeLeader(room, 1_s, "jobs-1");
    room.line(at(2_s), faultOn(Verb::Crash, Target{"jobs", "leader"}, 3_s));
    becomeLeader(room, 3_s, "jobs-2");
    std::optional<std::uint32_t> other;
    room.step(at(6_s), "jobs-2", [&](Env& env) { other = env.self().incarnation; });
    room.run(7_s);
    EXPECT_TRUE(room.world.running(kJobs1));
    EXPECT_EQ(other, 1u);
}

TEST(Injector, RefusedEntrySaysWhyAndHasNoEnd) {
    Room room;
    room.line(at(1_s), faultOn(Verb::PowerOff, "c"));
    room.line(at(2_s), faultOn(Verb::PowerOff, "c", 1_s));
    room.line(at(2_s), faultOn(Verb::Crash, "jobs-2"));
    room.line(at(2_s), faultOn(Verb::Restart, "jobs-2"));
    room.line(at(2_s), faultOn(Verb::Resume, "web-1"));
    room.line(at(2_s), faultOn(Verb::PowerOn, "a"));
    room.line(at(2_s), faultOn(Verb::Heal, "split"));
    room.run(5_s);
    EXPECT_FALSE(room.topology.isNodeUp(2));
    EXPECT_EQ(room.refused, (Words{"2: c has no power already", "3: jobs-2 is not running",
                                   "4: its host has no power", "5: web-1 is not paused",
                                   "6: a has power already", "7: there is no partition split"}));
    EXPECT_EQ(room.injector.refusals().front(), "power-off #2: c has no power already");
}

TEST(Injector, EntryWaitsForTheNthEventThatMatches) {
    Room room;
    TimelineEntry entry;
    entry.after = EventMoment{"won", "jobs", {{"term", "3"}, {"by", "1.5s"}}, 2, 250_ms};
    entry.fault = faultOn(Verb::Crash, "web-1");
    room.line(entry);
    const auto win = [&](core::Duration when, std::string who, std::string_view kind,
                         std::int64_t term) {
        room.step(at(when), std::move(who), [kind, term](Env& env) {
            env.observer().event(kindNamed(kind), {{"term", term}, {"by", 1500_ms}});
        });
    };
    win(1_s, "jobs-1", "won", 3);
    win(2_s, "jobs-1", "lost", 3); // another kind
    win(3_s, "jobs-2", "won", 2);  // another value
    win(4_s, "web-2", "won", 3);   // another group
    win(5_s, "jobs-2", "won", 3);
    win(6_s, "jobs-2", "won", 3); // once is enough
    room.run(7_s);
    Words crashes;
    for (const Room::Record& record : room.records) {
        if (record.verb == "crash") {
            crashes.push_back(core::formatDuration(record.time - SimTime{}));
            EXPECT_EQ(record.entry, 1u);
            EXPECT_EQ(record.cause, trace::Cause::event(5)); // events 1 to 4 were not it
        }
    }
    EXPECT_EQ(crashes, (Words{"5.25s"}));
}

TEST(Injector, EntriesOfOneNanosecondRunInTheOrderOfTheirIds) {
    Room room;
    std::vector<TimelineEntry> entries;
    for (const char* name : {"first", "second", "third"}) {
        TimelineEntry entry;
        entry.id = entries.size() + 1;
        entry.at = at(1_s);
        entry.fault = faultOn(Verb::Action, "jobs-1");
        entry.fault.name = name;
        entries.push_back(entry);
    }
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        room.injector.add(*entry);
    }
    room.run(2_s);
    EXPECT_EQ(room.heard, (Words{"jobs-1 first", "jobs-1 second", "jobs-1 third"}));
}

TEST(Injector, EntryRunsBeforeEverythingElseOfItsNanosecond) {
    Room room;
    // The beat of 1 s is due at this very instant.
    room.line(at(1_s), faultOn(Verb::Crash, "web-1"));
    room.run(2_s);
    EXPECT_EQ(room.arrivals.size(), 9u);
}

TEST(Injector, AnotherEntryShiftsNoDrawsAndNoOrder) {
    const auto arrivalsWith = [](bool more) {
        Room room(7);
        Fault loss = faultOn(Verb::Loss, "a--b");
        loss.perMillion = 300'000;
        room.line(at(1_ms), loss);
        if (more) {
            // Draws at another link and orders of its own.
            Fault other = faultOn(Verb::Loss, "b--c");
            other.perMillion = 500'000;
            room.line(at(2_ms), other);
            room.line(at(100_ms), faultOn(Verb::Crash, "jobs-2"));
            room.line(at(300_ms), faultOn(Verb::Restart, "jobs-2"));
        }
        room.run(20_s);
        return room.arrivals;
    };
    const auto without = arrivalsWith(false);
    EXPECT_EQ(without, arrivalsWith(true));
    EXPECT_GT(without.size(), 100u);
    EXPECT_LT(without.size(), 180u);
}

} // namespace sim::faults
