// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"
#include "sim/trace/header.h"

#include <cstdint>
#include <string_view>

/// How the stage shows what components tell of themselves: one table of state keys, one of
/// components, one of lasting faults. A new component adds rows, and code only for a new aspect.
namespace sim::scene {

enum class Aspect : std::uint8_t {
    Role,    ///< "leader", "candidate", "pre-candidate"; else a plain follower
    Term,    ///< number that grows with every election: hue and number
    Leader,  ///< whom it follows: the name of a process, or an endpoint; empty: nobody
    Targets, ///< addresses it would talk to: a dashed card with their tags
    Lease,   ///< the key's last part names a process it lists; until (its own monotonic clock)
    Expiry,  ///< until when the Targets under `about` hold (its own monotonic clock)
    Timer,   ///< what was left when it was set: a ring round its silhouette
    Members, ///< names, those that only listen in brackets, an outgoing half behind "+"
    Number,  ///< shown with its word where there is room
    Word,    ///< a word of the component
    Alarm,   ///< shown while it is true
};

struct AspectRow {
    std::string_view key; ///< of the state; "*" stands for anything
    Aspect aspect;
    std::string_view en = {};
    std::string_view zh = {};
    std::string_view about = {}; ///< Expiry: what the key begins with that it is about
};

/// The first row that matches; nullptr: the stage does not show it.
const AspectRow* aspectOf(std::string_view key);
/// What the "*" of the row stands for in the key; empty if there is none.
std::string_view variablePart(const AspectRow& row, std::string_view key);

struct ComponentRow {
    std::string_view component; ///< "*" stands for anything
    GlyphKind silhouette;
    bool isTarget = false; ///< clients choose one of several: each has a tag, a letter and a hue
    bool elects = false;   ///< has terms: then hues stand for terms
    std::string_view blank = {}; ///< a word for one that runs and tells nothing (yet)
};

/// Every component matches one.
const ComponentRow& componentRow(std::string_view component);

/// In the language of the room.
struct WordRow {
    std::string_view name;
    std::string_view en;
    std::string_view zh;
};

/// Lasting faults ("slow-disk"), values of states ("registering") and the stage's own words
/// ("legend-lost"); a name that is in no row is its own word.
std::string_view wordOf(std::string_view name, bool chinese);

} // namespace sim::scene
