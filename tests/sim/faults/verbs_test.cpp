// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/faults/room.h"

#include <algorithm>
#include <map>

/// What the verbs on links, disks, clocks and cpus do, and that it ends.
namespace sim::faults {
namespace {

using core::Duration;

/// A fault on a--b from 1.05 s to 2.05 s, and the room after 4 s.
void runWith(Room& room, Fault fault) {
    fault.lasting = 1_s;
    room.line(at(1050_ms), std::move(fault));
    room.run(4_s);
}

/// How late each beat of a second arrived, by its number.
std::map<int, Duration> delays(const Room& room) {
    std::map<int, Duration> found;
    for (const auto& [when, number] : room.arrivals) {
        found.emplace(number, when - at(100_ms * (number + 1)));
    }
    return found;
}

/// Times a call of jobs-1 at `when` takes.
void timeCall(Room& room, Duration when, Duration& took,
              std::function<void(Env&, core::UniqueFunction<void()>)> call) {
    room.step(at(when), "jobs-1", [&room, &took, call = std::move(call)](Env& env) {
        const SimTime begun = room.kernel.now();
        call(env, [&room, &took, begun] { took = room.kernel.now() - begun; });
    });
}

void syncDir(Env& env, core::UniqueFunction<void()> done) {
    env.disk().syncDir([done = std::move(done)](auto outcome) mutable {
        EXPECT_TRUE(outcome);
        done();
    });
}

} // namespace

TEST(LinkVerbs, CutStopsALinkUntilItsEnd) {
    Room room;
    runWith(room, faultOn(Verb::Cut, "a--b"));
    EXPECT_EQ(room.beats(0_s, 1050_ms), 10u);
    EXPECT_EQ(room.beats(1050_ms, 2050_ms), 0u);
    EXPECT_EQ(room.beats(2050_ms, 3050_ms), 10u);
}

TEST(LinkVerbs, OneWayCutStopsOneDirectionUntilTheRepair) {
    Room room;
    Fault cut = faultOn(Verb::Cut, "a--b");
    cut.oneWay = true;
    room.line(at(1_s), cut);
    room.line(at(2_s), faultOn(Verb::Repair, "a--b"));
    room.run(1500_ms);
    EXPECT_FALSE(room.topology.isUp(topology::forward(0)));
    EXPECT_TRUE(room.topology.isUp(topology::backward(0)));
    room.run(2500_ms);
    EXPECT_TRUE(room.topology.isUp(topology::forward(0)));
}

TEST(LinkVerbs, PartitionSplitsHostsUntilItsEnd) {
    Room room;
    Fault split;
    split.verb = Verb::Partition;
    split.name = "split";
    split.groups = {{"a"}, {"b", "c"}};
    runWith(room, split);
    EXPECT_EQ(room.beats(1050_ms, 2050_ms), 0u);
    EXPECT_EQ(room.beats(2050_ms, 3050_ms), 10u);
    EXPECT_TRUE(room.refused.empty());
}

TEST(LinkVerbs, HealEndsOnePartitionByNameOrAll) {
    Room room;
    for (const char* name : {"first", "second", "third"}) {
        Fault split;
        split.verb = Verb::Partition;
        split.name = name;
        split.groups = {{"a"}, {"b"}};
        room.line(at(1_s), split);
    }
    Fault one = faultOn(Verb::Heal, "second");
    one.name = "second"; // scenarios say it in both places
    room.line(at(2_s), one);
    Fault all;
    all.verb = Verb::Heal;
    room.line(at(3_s), all);
    room.run(2500_ms);
    EXPECT_EQ(room.world.carrier().partitions().standing(),
              (std::vector<std::string>{"first", "third"}));
    room.run(3500_ms);
    EXPECT_TRUE(room.world.carrier().partitions().standing().empty());
    EXPECT_TRUE(room.refused.empty());
}

TEST(LinkVerbs, DelayAddsLatencyUntilItsEnd) {
    Room room;
    Fault delay = faultOn(Verb::Delay, "a--b");
    delay.amount = 30_ms;
    runWith(room, delay);
    const auto late = delays(room);
    EXPECT_EQ(late.at(12), late.at(5) + 30_ms);
    EXPECT_EQ(late.at(25), late.at(5));
}

TEST(LinkVerbs, LossDropsItsShareUntilItsEnd) {
    Room room;
    Fault loss = faultOn(Verb::Loss, "a--b");
    loss.perMillion = 1'000'000;
    runWith(room, loss);
    EXPECT_EQ(room.beats(1050_ms, 2050_ms), 0u);
    EXPECT_EQ(room.beats(2050_ms, 3050_ms), 10u);
}

TEST(LinkVerbs, DuplicateDeliversItsShareTwiceUntilItsEnd) {
    Room room;
    Fault twice = faultOn(Verb::Duplicate, "a--b");
    twice.perMillion = 1'000'000;
    runWith(room, twice);
    EXPECT_EQ(room.beats(1050_ms, 2050_ms), 20u);
    EXPECT_EQ(room.beats(2050_ms, 3050_ms), 10u);
}

TEST(LinkVerbs, ReorderHoldsItsShareBackUntilItsEnd) {
    Room room;
    Fault reorder = faultOn(Verb::Reorder, "a--b");
    reorder.perMillion = 500'000;
    reorder.amount = 250_ms;
    runWith(room, reorder);
    const auto sorted = [&](SimTime from, SimTime to) {
        std::vector<int> numbers;
        for (const auto& [when, number] : room.arrivals) {
            if (when >= from && when < to) {
                numbers.push_back(number);
            }
        }
        return std::is_sorted(numbers.begin(), numbers.end());
    };
    EXPECT_TRUE(sorted(at(0_s), at(1050_ms)));
    EXPECT_FALSE(sorted(at(1050_ms), at(2350_ms)));
    EXPECT_TRUE(sorted(at(2350_ms), at(4_s)));
}

TEST(HostVerbs, SlowDiskMultipliesTimesUntilItsEnd) {
    Room room;
    Fault slow = faultOn(Verb::SlowDisk, "b", 1_s);
    slow.factorPercent = 300;
    room.line(at(1_s), slow);
    Duration during;
    Duration after;
    timeCall(room, 1500_ms, during, syncDir);
    timeCall(room, 2500_ms, after, syncDir);
    room.run(3_s);
    EXPECT_EQ(after, 2_ms);
    EXPECT_EQ(during, 6_ms);
}

TEST(HostVerbs, FillDiskLeavesNoSpaceUntilItsEnd) {
    Room room;
    room.line(at(1_s), faultOn(Verb::FillDisk, "b", 1_s));
    std::vector<bool> created;
    for (const Duration when : {500_ms, 1500_ms, 2500_ms}) {
        room.step(at(when), "jobs-1", [&created](Env& env) {
            const std::string name = std::to_string(created.size());
            const auto opened = env.disk().open(name, core::runtime::OpenMode::CreateNew);
            created.push_back(opened.has_value());
        });
    }
    room.run(3_s);
    EXPECT_EQ(created, (std::vector<bool>{true, false, true}));
}

TEST(HostVerbs, FailSyncFailsTheNextSyncs) {
    Room room;
    Fault fail = faultOn(Verb::FailSync, "b");
    fail.count = 2;
    room.line(at(1_s), fail);
    std::vector<bool> synced;
    for (const Duration when : {500_ms, 1500_ms, 1600_ms, 1700_ms}) {
        room.step(at(when), "jobs-1", [&synced](Env& env) {
            env.disk().syncDir([&synced](auto done) { synced.push_back(done.has_value()); });
        });
    }
    room.run(3_s);
    EXPECT_EQ(synced, (std::vector<bool>{true, false, false, true}));
}

TEST(HostVerbs, FlipBitsSpoilsReadsUntilItsEnd) {
    Room room;
    Fault flip = faultOn(Verb::FlipBits, "b", 1_s);
    flip.perMillion = 1'000'000;
    room.line(at(1_s), flip);
    // A flipped bit is in what a cold read returns: the power loss empties the page cache.
    room.world.setUnsyncedFate(1, storage::UnsyncedFate::Kept);
    const std::string text(100, 'x');
    room.step(at(100_ms), "jobs-1", [&](Env& env) {
        for (const char* name : {"during", "after"}) {
            const auto file = env.disk().open(name, core::runtime::OpenMode::CreateNew);
            ASSERT_TRUE(file && env.disk().append(*file, core::viewOf(text)));
        }
    });
    room.line(at(200_ms), faultOn(Verb::PowerOff, "b", 100_ms));
    std::map<std::string, bool> intact;
    const auto read = [&](Duration when, std::string name) {
        room.step(at(when), "jobs-1", [&, name](Env& env) {
            const auto file = env.disk().open(name, core::runtime::OpenMode::Existing);
            ASSERT_TRUE(file);
            env.disk().read(*file, 0, 100,
                            [&, name](core::Result<core::Bytes, core::runtime::DiskError> bytes) {
                                ASSERT_TRUE(bytes);
                                intact[name] = core::textOf(*bytes) == text;
                            });
        });
    };
    read(1500_ms, "during");
    read(2500_ms, "after");
    room.run(3_s);
    EXPECT_EQ(intact, (std::map<std::string, bool>{{"after", true}, {"during", false}}));
}

TEST(LinkVerbs, TheEffectThatStillLastsPrevails) {
    Room room;
    const auto delayOf = [&] { return room.world.carrier().trouble(topology::forward(0)).delay; };
    Fault first = faultOn(Verb::Delay, "a--b", 4_s); // 1 s to 5 s
    first.amount = 10_ms;
    room.line(at(1_s), first);
    Fault second = faultOn(Verb::Delay, "a--b", 2_s); // 2 s to 4 s
    second.amount = 20_ms;
    room.line(at(2_s), second);
    Fault third = faultOn(Verb::Delay, "a--b", 5_s); // 3 s to 8 s
    third.amount = 30_ms;
    room.line(at(3_s), third);
    std::vector<Duration> delays;
    for (const Duration when : {1500_ms, 2500_ms, 3500_ms, 4500_ms, 5500_ms, 8500_ms}) {
        room.run(when);
        delays.push_back(delayOf());
    }
    EXPECT_EQ(delays, (std::vector<Duration>{10_ms, 20_ms, 30_ms, 30_ms, 30_ms, 0_ms}));
}

TEST(LinkVerbs, AnEarlierEffectComesBackAfterALaterOne) {
    Room room;
    Fault lasting = faultOn(Verb::Loss, "a--b"); // for good
    lasting.perMillion = 1'000;
    room.line(at(1_s), lasting);
    Fault burst = faultOn(Verb::Loss, "a--b", 1_s);
    burst.perMillion = 500'000;
    room.line(at(2_s), burst);
    room.run(2500_ms);
    EXPECT_EQ(room.world.carrier().trouble(topology::forward(0)).lossPerMillion, 500'000);
    room.run(3500_ms);
    EXPECT_EQ(room.world.carrier().trouble(topology::backward(0)).lossPerMillion, 1'000);
}

TEST(HostVerbs, ADriftThatStillLastsPrevails) {
    Room room;
    Fault first = faultOn(Verb::DriftClock, "b", 4_s); // 0 s to 4 s
    first.ppb = 100'000'000;
    room.line(at(0_s), first);
    Fault second = faultOn(Verb::DriftClock, "b", 2_s); // 1 s to 3 s
    second.ppb = 200'000'000;
    room.line(at(1_s), second);
    room.run(6_s);
    // 1 s at 110 %, 2 s at 120 %, 1 s at 110 %, 2 s at 100 %.
    EXPECT_EQ(room.world.clock(1).monotonic(room.kernel.now()), core::Instant{} + 6600_ms);
}

TEST(LinkVerbs, ALinkStaysCutUntilEveryCutHasEnded) {
    Room room;
    Fault oneWay = faultOn(Verb::Cut, "a--b", 4_s); // 1 s to 5 s
    oneWay.oneWay = true;
    room.line(at(1_s), oneWay);
    room.line(at(2_s), faultOn(Verb::Cut, "a--b", 1_s)); // 2 s to 3 s
    std::vector<std::pair<bool, bool>> up;
    for (const Duration when : {1500_ms, 2500_ms, 3500_ms, 5500_ms}) {
        room.run(when);
        up.emplace_back(room.topology.isUp(topology::forward(0)),
                        room.topology.isUp(topology::backward(0)));
    }
    EXPECT_EQ(up, (std::vector<std::pair<bool, bool>>{
                      {false, true}, {false, false}, {false, true}, {true, true}}));
    EXPECT_TRUE(room.refused.empty());
}

TEST(LinkVerbs, WhatIsSoAlreadyIsRefused) {
    Room room;
    room.line(at(1_s), faultOn(Verb::Repair, "a--b"));
    room.line(at(2_s), faultOn(Verb::Cut, "a--b", 4_s));
    room.line(at(3_s), faultOn(Verb::Cut, "a--b"));
    Fault oneWay = faultOn(Verb::Cut, "a--b");
    oneWay.oneWay = true;
    room.line(at(3_s), oneWay);
    room.line(at(4_s), faultOn(Verb::Repair, "a--b"));
    room.line(at(5_s), faultOn(Verb::Cut, "a--b")); // this one stays when the first one ends
    room.run(7_s);
    EXPECT_EQ(room.refused,
              (std::vector<std::string>{"1: a--b is not cut", "3: a--b is cut already",
                                        "4: a--b is cut already", "2: a--b is repaired already"}));
    EXPECT_FALSE(room.topology.isUp(topology::forward(0)));
}

TEST(HostVerbs, SkewedAndSteppedClocksAreWrongByTheAmount) {
    Room room;
    Fault skew = faultOn(Verb::SkewClock, "b", 1_s);
    skew.amount = 5_s;
    room.line(at(1_s), skew);
    Fault step = faultOn(Verb::StepClock, "c");
    step.amount = -2_s;
    room.line(at(1_s), step);
    room.line(at(1_s), step);
    std::vector<Duration> errors;
    for (const Duration when : {500_ms, 1500_ms, 2500_ms}) {
        room.run(when);
        for (const std::uint32_t host : {1u, 2u}) {
            errors.push_back(room.world.clock(host).calendar(at(when)) -
                             room.world.clock(0).calendar(at(when)));
        }
    }
    EXPECT_EQ(errors, (std::vector<Duration>{0_s, 0_s, 5_s, -4_s, 0_s, -4_s}));
}

TEST(HostVerbs, DriftingClockGainsUntilItsEnd) {
    Room room;
    Fault drift = faultOn(Verb::DriftClock, "b", 1_s);
    drift.ppb = 100'000'000; // a tenth
    room.line(at(1_s), drift);
    room.run(4_s);
    EXPECT_EQ(room.world.clock(1).monotonic(at(4_s)).ns, (4100_ms).ns);
    EXPECT_EQ(room.world.clock(0).monotonic(at(4_s)).ns, (4_s).ns);
}

TEST(HostVerbs, SlowCpuMultipliesWorkUntilItsEnd) {
    Room room;
    Fault slow = faultOn(Verb::SlowCpu, "b", 1_s);
    slow.factorPercent = 250;
    room.line(at(1_s), slow);
    const auto compute = [](Env& env, core::UniqueFunction<void()> done) {
        env.compute(10_ms, std::move(done));
    };
    Duration during;
    Duration after;
    timeCall(room, 1500_ms, during, compute);
    timeCall(room, 2500_ms, after, compute);
    room.run(3_s);
    EXPECT_EQ(during, 25_ms);
    EXPECT_EQ(after, 10_ms);
}

} // namespace sim::faults
