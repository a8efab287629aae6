// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/runtime/settings.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The fault vocabulary as data: what a scenario file, a command line or a click may ask for. The
/// same words stand in files, code, menus and traces. sim/faults/injector.h carries them out.
namespace sim::faults {

enum class Verb {
    Crash,      ///< process: ends at once, connections reset; unsynced writes survive
    Restart,    ///< process: crash if it runs, then start
    Pause,      ///< process: no handler runs; its host still acknowledges and accepts
    Resume,     ///< process
    PowerOff,   ///< host: silence; unsynced writes may be lost
    PowerOn,    ///< host: starts its processes
    Cut,        ///< link: both directions, or one
    Repair,     ///< link
    Partition,  ///< named: groups of hosts that cannot reach each other
    Heal,       ///< a partition by name, or all
    Delay,      ///< link: extra latency and jitter
    Loss,       ///< link: share of datagrams lost, per million
    Duplicate,  ///< link: share of datagrams delivered twice, per million
    Reorder,    ///< link: share of datagrams held back by `amount`, per million
    SlowDisk,   ///< host: disk operations take `factor` times as long
    FillDisk,   ///< host: no free space until freed by the end of the fault
    FailSync,   ///< host: the next `count` syncs fail
    FlipBits,   ///< host: share of reads with one bit flipped, per million
    SkewClock,  ///< host: calendar off by `amount` from the truth
    StepClock,  ///< host: calendar jumps by `amount`
    DriftClock, ///< host: both clocks run `ppb` parts per billion fast (or slow)
    SlowCpu,    ///< host: compute takes `factor` times as long
    Action,     ///< operator action of a component
    Set,        ///< live setting of a component
};
/// "power-off"; the key in scenario files.
std::string_view toString(Verb verb);
std::optional<Verb> parseVerb(std::string_view text);
/// Every verb, in the order of the enumeration.
std::span<const Verb> allVerbs();

/// Whom an entry aims at: a name ("web-3"), or the member of a group that has a role at that
/// moment ("leader of jobs").
struct Target {
    std::string name; ///< host, process, group, link or partition
    std::string role; ///< empty: by name; else the value of the state "role"

    friend bool operator==(const Target&, const Target&) = default;
};

/// "web-3" or "leader of jobs".
std::string toString(const Target& target);
/// The same backwards. Names hold no blanks, so whatever has " of " names a role.
Target parseTarget(std::string_view text);

/// One fault, action or setting change. Fields that the verb does not use stay at their defaults.
struct Fault {
    Verb verb = Verb::Crash;
    std::vector<Target> targets; ///< one or more; none for Partition and "heal all"
    std::string name;            ///< of a partition (Heal too), an action or a setting
    std::vector<std::vector<std::string>> groups; ///< Partition: hosts, or "leader of jobs",
                                                  ///< by side
    bool oneWay = false;               ///< Cut: only from the link's first to its second end;
                                       ///< Partition: nothing passes from groups[0] to the others
    core::Duration amount;             ///< Delay, Reorder, SkewClock, StepClock
    core::Duration jitter;             ///< Delay
    std::int64_t perMillion = 0;       ///< Loss, Duplicate, Reorder, FlipBits
    std::int64_t ppb = 0;              ///< DriftClock
    std::int64_t factorPercent = 100;  ///< SlowDisk, SlowCpu: 300 = three times as long
    std::int64_t count = 1;            ///< FailSync
    core::runtime::Settings arguments; ///< Action: arguments; Set: the one setting `name`
    /// The fault ends by itself after so long, as if by its inverse verb.
    std::optional<core::Duration> lasting;

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// A moment that depends on what happens: `wait` after the nth event of a kind.
struct EventMoment {
    std::string kind;
    std::string process; ///< process or group that must have emitted it; empty: any
    std::vector<std::pair<std::string, std::string>>
        where; ///< field = value as text, all must match
    std::int64_t nth = 1;
    core::Duration wait; ///< at least 1 ns

    friend bool operator==(const EventMoment&, const EventMoment&) = default;
};

/// One line of a timeline. Ids count from 1 in order of the effective scenario: base lines first,
/// then those of each overlay.
struct TimelineEntry {
    std::uint64_t id = 0;
    std::optional<SimTime> at; ///< exactly one of `at` and `after` is set
    std::optional<EventMoment> after;
    Fault fault;
    std::string text; ///< one line, as a person would read it: "power-off web-3"
    /// The parts of that line by name, for other languages: "verb", "subject", and what follows
    /// them as in the file ("of", "by", "for", ...), in order. May be empty.
    std::vector<std::pair<std::string, std::string>> words{};

    friend bool operator==(const TimelineEntry&, const TimelineEntry&) = default;
};

} // namespace sim::faults
