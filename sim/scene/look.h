// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/cast.h"
#include "sim/scene/slice.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What processes tell of themselves at one time, sorted by what it means (sim/scene/aspects.h),
/// and compared with the truth: whoever believes in a machine without power, in an address that
/// nobody has, or in a leader that leads no more, believes something false.
namespace sim::scene {

/// One thing that a process believes in.
struct Belief {
    trace::ProcessIndex process = trace::kNoIndex; ///< kNoIndex: nobody is there
    std::string text;                              ///< its tag or its name
    bool isFalse = false;
    std::size_t believers = 1;

    friend bool operator==(const Belief&, const Belief&) = default;
};

/// Several of them under one key.
struct BeliefCard {
    std::string key;
    const AspectRow* row = nullptr;
    std::vector<Belief> beliefs;
    std::optional<double> left; ///< share of its time that is left, if it expires

    bool isFalse() const; ///< one of them is

    friend bool operator==(const BeliefCard&, const BeliefCard&) = default;
};

/// A word with what follows it; both may be empty.
struct Note {
    const AspectRow* row = nullptr;
    std::string value;

    friend bool operator==(const Note&, const Note&) = default;
};

struct ProcessLook {
    ProcessCondition condition = ProcessCondition::NotStarted;
    std::string role;
    std::int64_t term = -1;       ///< -1: has none
    bool leads = false;           ///< by its own account
    bool fails = false;           ///< nothing that it asks for is answered well
    bool deposed = false;         ///< but another one of its group leads in a later term
    std::optional<Belief> leader; ///< whom it follows, if anybody but itself
    std::vector<BeliefCard> cards;
    std::string members;
    bool isOutsider = false; ///< it is not one of them
    std::vector<Note> notes;
    std::vector<Note> alarms;
    std::vector<double> rings; ///< what expires at this process: share that is left

    bool lives() const {
        return condition == ProcessCondition::Running || condition == ProcessCondition::Paused;
    }
    bool believesFalse() const;
};

/// In a living machine.
constexpr bool isDead(ProcessCondition condition) {
    return condition == ProcessCondition::Crashed || condition == ProcessCondition::Failed;
}

/// By process.
using Looks = std::vector<ProcessLook>;

/// REQUIRES: `states` hold at `at`.
Looks looksAt(const Cast& cast, const std::vector<const StateSpan*>& states, SimTime at);

/// One card of each key for several processes, counting who believes what; leaders likewise.
std::vector<BeliefCard> joinedCards(const Looks& looks,
                                    const std::vector<trace::ProcessIndex>& processes);
std::vector<Belief> joinedLeaders(const Looks& looks,
                                  const std::vector<trace::ProcessIndex>& processes);

} // namespace sim::scene
