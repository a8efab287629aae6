// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/settings.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What a component declares about itself as data: its settings and the actions an operator may
/// take. Loader, command line and menus offer and validate them without knowing (or linking) the
/// component. All texts are literals.
namespace core::runtime {

/// A text in both of Orrery's languages.
struct Wording {
    std::string_view en;
    std::string_view zh;
};

enum class SettingType {
    Boolean,  ///< bool
    Integer,  ///< std::int64_t
    Size,     ///< std::int64_t octets; written "64 KiB", "1 MB", "200 B"
    Duration, ///< Duration; written with a unit
    Rate,     ///< Rate; written "5/s", "2/min", "1/3s"
    Text,     ///< std::string
    Choice,   ///< std::string, one of `choices`
    Process,  ///< std::string, the name of a process or of a group of processes in the scenario
    Host,     ///< std::string, the name of a host in the scenario
    TextList, ///< std::vector<std::string>
};
std::string_view toString(SettingType type);

struct SettingSpec {
    std::string_view name; ///< kebab-case
    SettingType type = SettingType::Text;
    Wording help; ///< one sentence
    /// The value when the scenario says nothing; nullopt makes the setting mandatory.
    std::optional<SettingValue> fallback;
    /// Bounds, inclusive, for Integer, Size (octets), Duration (ns), Rate (per million seconds).
    std::optional<std::int64_t> least;
    std::optional<std::int64_t> most;
    std::vector<std::string_view> choices; ///< for Choice only
    bool live = false; ///< may be changed while the process runs (Process::changeSetting)
};

struct ActionSpec {
    std::string_view name; ///< kebab-case verb: "set-record"
    Wording label;         ///< as a menu would say it
    Wording help;
    std::vector<SettingSpec> arguments;
};

/// What a component shows through its Observer. Measures, expectations and moments of a timeline
/// name these, so that a misspelt one is found before the run and not by a count of zero.
struct Shown {
    std::vector<std::string_view> events; ///< names of EventKinds
    std::vector<std::string_view> counters;
    std::vector<std::string_view> series;
};

struct ComponentSchema {
    std::string_view name;   ///< kebab-case, as in `component: dns-server`
    std::string_view family; ///< "discovery", "http", "jobs", "search", "mq"
    Wording label;           ///< "DNS server"
    Wording help;            ///< one or two sentences
    std::vector<SettingSpec> settings;
    std::vector<ActionSpec> actions;
    std::optional<Shown> shown; ///< nullopt: not declared, so any name may be its
};

} // namespace core::runtime
