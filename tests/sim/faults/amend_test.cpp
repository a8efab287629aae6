// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/faults/room.h"

/// A timeline that is exchanged on the way: what lies ahead changes, what began goes on.
namespace sim::faults {
namespace {

TimelineEntry lineAt(std::uint64_t id, core::Duration when, Verb verb, const std::string& target,
                     std::optional<core::Duration> lasting = {}) {
    TimelineEntry line;
    line.id = id;
    line.at = at(when);
    line.fault.verb = verb;
    line.fault.targets = {{target, {}}};
    line.fault.lasting = lasting;
    line.text = std::string(toString(verb)) + " #" + std::to_string(id);
    return line;
}

using Lines = std::vector<TimelineEntry>;

/// What the room saw, and the digest of its run.
std::pair<std::vector<std::string>, std::string> outcomeOf(Room& room) {
    std::vector<std::string> told;
    for (const Room::Record& record : room.records) {
        told.push_back(std::to_string(record.time.ns) + " " + record.text + " " + record.target);
    }
    return {told, room.kernel.digest().hex()};
}

class Amended : public ::testing::Test {
protected:
    /// Runs `before` until `when` and `after` from there on: the same as `after` from the start.
    static void prove(const Lines& before, core::Duration when, const Lines& after) {
        Room changed;
        for (const TimelineEntry& line : before) {
            changed.injector.add(line);
        }
        changed.run(when);
        ASSERT_GT(changed.injector.partsFrom(after), changed.kernel.now());
        changed.injector.amend(after);
        EXPECT_EQ(changed.injector.partsFrom(after), SimTime::max());
        changed.run(9_s);
        Room whole;
        for (const TimelineEntry& line : after) {
            whole.injector.add(line);
        }
        whole.run(9_s);
        EXPECT_EQ(outcomeOf(changed), outcomeOf(whole));
        EXPECT_GT(whole.records.size(), 1U);
    }

    const TimelineEntry crash_ = lineAt(1, 2_s, Verb::Crash, "web-1", 3_s);
    const TimelineEntry pause_ = lineAt(2, 5_s, Verb::Pause, "web-2", 1_s);
    const TimelineEntry power_ = lineAt(3, 5_s, Verb::PowerOff, "b", 2_s);
    const TimelineEntry other_ = lineAt(2, 4_s, Verb::PowerOff, "a", 1_s);
};

TEST_F(Amended, ByMoreLinesIsAsIfTheyHadAlwaysBeenThere) {
    prove({crash_}, 3_s, {crash_, pause_, power_});
}

TEST_F(Amended, ByFewerLinesForgetsThem) {
    prove({crash_, pause_, power_}, 3_s, {crash_, pause_});
}

TEST_F(Amended, ByOthersOfTheSameNumberTakesThese) {
    prove({crash_, pause_, power_}, 3_s, {crash_, other_});
}

TEST_F(Amended, TwiceIsAsIfTheLastHadAlwaysBeenThere) {
    Room room;
    room.injector.add(crash_);
    room.run(3_s);
    room.injector.amend({crash_, pause_});
    room.injector.amend({crash_, power_});
    room.run(9_s);
    Room whole;
    whole.injector.add(crash_);
    whole.injector.add(power_);
    whole.run(9_s);
    EXPECT_EQ(outcomeOf(room), outcomeOf(whole));
}

TEST_F(Amended, PartsWhereTheFirstLineDiffers) {
    Room room;
    for (const TimelineEntry& line : {crash_, pause_, power_}) {
        room.injector.add(line);
    }
    EXPECT_EQ(room.injector.partsFrom({crash_, pause_, power_}), SimTime::max());
    EXPECT_EQ(room.injector.partsFrom({crash_, pause_}), at(5_s));
    EXPECT_EQ(room.injector.partsFrom({crash_, other_, power_}), at(4_s));
    EXPECT_EQ(room.injector.partsFrom({}), at(2_s));
    TimelineEntry renumbered = power_;
    renumbered.id = 4;
    EXPECT_EQ(room.injector.partsFrom({crash_, pause_, renumbered}), at(5_s));
}

TEST_F(Amended, PartsAtOnceFromALineThatWaitsForAnEvent) {
    TimelineEntry waits = lineAt(4, 0_s, Verb::Crash, "web-1");
    waits.at.reset();
    waits.after = EventMoment{"beat", "", {}, 1, {}};
    Room without;
    EXPECT_EQ(without.injector.partsFrom({waits}), SimTime{});
    Room with;
    with.injector.add(waits);
    EXPECT_EQ(with.injector.partsFrom({}), SimTime{});
    EXPECT_EQ(with.injector.partsFrom({waits, power_}), at(5_s));
}

} // namespace
} // namespace sim::faults
