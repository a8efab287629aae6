// SPDX-License-Identifier: Apache-2.0
#include "sim/faults/fault.h"

#include <array>

namespace sim::faults {
namespace {

struct Word {
    Verb verb;
    std::string_view text;
};

/// The one list of verbs, in the order of the enumeration.
constexpr std::array kWords{Word{Verb::Crash, "crash"},
                            Word{Verb::Restart, "restart"},
                            Word{Verb::Pause, "pause"},
                            Word{Verb::Resume, "resume"},
                            Word{Verb::PowerOff, "power-off"},
                            Word{Verb::PowerOn, "power-on"},
                            Word{Verb::Cut, "cut"},
                            Word{Verb::Repair, "repair"},
                            Word{Verb::Partition, "partition"},
                            Word{Verb::Heal, "heal"},
                            Word{Verb::Delay, "delay"},
                            Word{Verb::Loss, "loss"},
                            Word{Verb::Duplicate, "duplicate"},
                            Word{Verb::Reorder, "reorder"},
                            Word{Verb::SlowDisk, "slow-disk"},
                            Word{Verb::FillDisk, "fill-disk"},
                            Word{Verb::FailSync, "fail-sync"},
                            Word{Verb::FlipBits, "flip-bits"},
                            Word{Verb::SkewClock, "skew-clock"},
                            Word{Verb::StepClock, "step-clock"},
                            Word{Verb::DriftClock, "drift-clock"},
                            Word{Verb::SlowCpu, "slow-cpu"},
                            Word{Verb::Action, "action"},
                            Word{Verb::Set, "set"}};

constexpr auto kVerbs = [] {
    std::array<Verb, kWords.size()> verbs{};
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        verbs[i] = kWords[i].verb;
    }
    return verbs;
}();

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (static_cast<std::size_t>(kWords[i].verb) != i) {
            return false;
        }
    }
    return kWords.back().verb == Verb::Set;
}
static_assert(inOrder(), "toString indexes the list by the enumeration");

} // namespace

std::span<const Verb> allVerbs() {
    return kVerbs;
}

std::string_view toString(Verb verb) {
    return kWords[static_cast<std::size_t>(verb)].text;
}

std::optional<Verb> parseVerb(std::string_view text) {
    for (const Word& word : kWords) {
        if (word.text == text) {
            return word.verb;
        }
    }
    return std::nullopt;
}

std::string toString(const Target& target) {
    return target.role.empty() ? target.name : target.role + " of " + target.name;
}

Target parseTarget(std::string_view text) {
    constexpr std::string_view kOf = " of ";
    const std::size_t of = text.find(kOf);
    if (of == std::string_view::npos) {
        return {std::string(text), {}};
    }
    return {std::string(text.substr(of + kOf.size())), std::string(text.substr(0, of))};
}

} // namespace sim::faults
