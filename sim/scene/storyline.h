// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scene/calm_map.h"
#include "sim/trace/reader.h"
#include "sim/trace/story.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// What a room is told about a run: its headlines and changes in words, folded as in the story, and
/// the clock that gives each of them time to be seen. Does not change once made; threads may share
/// it.
namespace sim::scene {

/// One line of the story, in both languages.
struct Beat {
    SimTime at;
    SimTime until; ///< of the last occurrence that was folded into it
    std::uint64_t count = 1;
    int importance = 1;
    std::uint64_t event = 0; ///< events.id of the first occurrence
    std::string kind;
    std::string en;
    std::string zh;

    const std::string& text(trace::Language language) const {
        return language == trace::Language::Chinese && !zh.empty() ? zh : en;
    }

    friend bool operator==(const Beat&, const Beat&) = default;
};

/// A mark on the timeline. A fault that makes a headline has two marks.
struct Mark {
    enum class Kind : std::uint8_t {
        Fault,
        Repair, ///< what ends a fault: heal, repair, power-on, restart, resume
        RefusedFault,
        Action,
        Headline,
        FailedCheck, ///< also an expectation that does not hold, at the end of the run
    };
    Kind kind = Kind::Headline;
    SimTime at;
    std::string en;
    std::string zh;

    friend bool operator==(const Mark&, const Mark&) = default;
};

class Storyline {
public:
    /// Out of parts that are known already. REQUIRES: `beats` and `marks` by time.
    static std::shared_ptr<const Storyline> of(std::vector<Beat> beats, std::vector<Mark> marks,
                                               CalmMap calm, SimTime until);
    /// All of the trace up to what reader.refresh() found last. Errors: Io.
    static core::Result<std::shared_ptr<const Storyline>, trace::TraceError>
    read(const trace::Reader& reader);
    /// The same of a trace that has grown, or of a branch of that: the calm map stays as it is up
    /// to `playhead`. Of the same file only what is new is read.
    static core::Result<std::shared_ptr<const Storyline>, trace::TraceError>
    grown(const trace::Reader& reader, const Storyline& before, SimTime playhead);

    /// Importance 2 and 3, by time.
    const std::vector<Beat>& beats() const { return beats_; }
    const std::vector<Mark>& marks() const { return marks_; }
    const CalmMap& calm() const { return calm_; }
    SimTime until() const { return until_; }

    /// The headline that stands at a time: the last at or before it; nullptr: none yet.
    const Beat* headlineAt(SimTime at) const;
    /// The nearest headline after (before) a time; nullptr: none.
    const Beat* nextHeadline(SimTime at) const;
    const Beat* previousHeadline(SimTime at) const;

private:
    struct Heard;

    std::vector<Beat> beats_;
    std::vector<Mark> marks_;
    CalmMap calm_;
    SimTime until_;
    std::shared_ptr<const Heard> heard_; ///< for grown(); null if made of parts
};

} // namespace sim::scene
