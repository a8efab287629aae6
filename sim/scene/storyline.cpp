// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/storyline.h"

#include "sim/scene/pacing.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace sim::scene {
namespace {

using trace::Language;
using trace::TraceError;
using Done = core::Result<void, TraceError>;

constexpr std::size_t kPage = 4'096;
constexpr int kHeadline = 3;
constexpr std::string_view kFaultKind = "fault-";

constexpr std::array<std::string_view, 6> kRepairs{
    "fault-heal", "fault-repair", "fault-power-on", "fault-restart", "fault-resume", "fault-over"};

std::optional<Mark::Kind> markOf(std::string_view kind) {
    if (kind == "fault-refused" || kind == "action-refused") {
        return Mark::Kind::RefusedFault;
    }
    if (kind == "fault-action" || kind == "fault-set") {
        return Mark::Kind::Action;
    }
    if (std::find(kRepairs.begin(), kRepairs.end(), kind) != kRepairs.end()) {
        return Mark::Kind::Repair;
    }
    return kind.starts_with(kFaultKind) ? std::optional(Mark::Kind::Fault) : std::nullopt;
}

bool byTime(const Mark& a, const Mark& b) {
    return a.at < b.at;
}

std::vector<Beat> beatsOf(const trace::StoryBuilder& builder) {
    std::vector<Beat> beats;
    for (trace::StoryLine& line : builder.lines(Language::English)) {
        beats.push_back({line.at,
                         line.until,
                         line.count,
                         line.importance,
                         line.event,
                         std::move(line.kind),
                         std::move(line.text),
                         {}});
    }
    std::size_t next = 0;
    for (trace::StoryLine& line : builder.lines(Language::Chinese)) {
        beats[next++].zh = std::move(line.text);
    }
    return beats;
}

/// Expectations that do not hold: known when the run has ended.
Done addVerdicts(const trace::Reader& reader, std::vector<Mark>& marks) {
    const auto expectations = reader.expectations();
    if (!expectations) {
        return core::Failure{expectations.error()};
    }
    for (const trace::ExpectationResult& expectation : *expectations) {
        if (expectation.verdict == trace::Verdict::Fails) {
            const std::string& en =
                expectation.label.en.empty() ? expectation.name : expectation.label.en;
            const std::string& zh = expectation.label.zh.empty() ? en : expectation.label.zh;
            marks.push_back({Mark::Kind::FailedCheck, reader.summary().until,
                             "does not hold: " + en, "不成立：" + zh});
        }
    }
    return {};
}

} // namespace

/// What has been read of a file. Another Storyline goes on from a copy.
struct Storyline::Heard {
    Heard(const trace::Reader& reader)
        : path(reader.path()), builder(reader.summary().header, reader.wording()) {}
    Heard(const Heard& before, const trace::Reader& reader)
        : path(before.path), scanned(before.scanned), last(before.last),
          builder(before.builder, reader.summary().header, reader.wording()), lines(before.lines),
          paced(before.paced) {}

    /// Whether the file of `reader` begins with what was heard.
    bool isOf(const trace::Reader& reader) const {
        if (path != reader.path()) {
            return false;
        }
        const auto known =
            last.id == 0 ? trace::Reader::Answer<trace::EventRow>(last) : reader.event(last.id);
        return known && known->at == last.at && known->kind == last.kind;
    }
    Done listen(const trace::Reader& reader);
    void hear(const trace::Reader& reader, const trace::EventRow& event);
    Done pace(const trace::Reader& reader, const std::vector<Beat>& beats);

    std::filesystem::path path;
    std::uint64_t scanned = 0;   ///< events.id up to which all were looked at
    trace::EventRow last;        ///< the last one that was heard
    trace::StoryBuilder builder; ///< its header and catalogue may be gone
    std::vector<Mark> lines;     ///< of the timeline
    std::vector<Paced> paced;    ///< of the beats that get time, in their order
};

Done Storyline::Heard::listen(const trace::Reader& reader) {
    const auto newest = reader.lastEvent();
    if (!newest) {
        return core::Failure{newest.error()};
    }
    for (std::uint64_t from = scanned; from < *newest;) {
        const auto page = reader.toldAfter(from, kPage);
        if (!page) {
            return core::Failure{page.error()};
        }
        for (const trace::EventRow& event : *page) {
            if (event.id <= *newest) {
                hear(reader, event);
            }
        }
        from = page->empty() ? *newest : page->back().id;
    }
    scanned = *newest;
    return {};
}

void Storyline::Heard::hear(const trace::Reader& reader, const trace::EventRow& event) {
    if (const auto kind = markOf(event.kind)) {
        Mark mark{*kind, event.at, reader.describe(event, Language::English),
                  reader.describe(event, Language::Chinese)};
        if (lines.empty() || lines.back() != mark) { // a line may have many targets
            lines.push_back(std::move(mark));
        }
    }
    if (event.importance > 1) {
        builder.add({event.at, event.importance, event.kind, event.process, event.host, event.link,
                     event.fields, event.id});
        last = event;
    }
}

Done Storyline::Heard::pace(const trace::Reader& reader, const std::vector<Beat>& beats) {
    Attention attention;
    std::size_t next = 0;
    for (const Beat& beat : beats) {
        const bool headline = beat.importance >= kHeadline;
        if (!attention.isFor(headline)) {
            continue;
        }
        const std::size_t index = next++;
        if (index < paced.size() && paced[index].isWhole) {
            continue;
        }
        auto known = headline ? headlineOf(reader, beat.at, beat.event)
                              : core::Result<Paced, TraceError>(changeOf(reader, beat.at));
        if (!known) {
            return core::Failure{known.error()};
        }
        paced.resize(std::max(paced.size(), index + 1));
        paced[index] = std::move(*known);
    }
    return {};
}

std::shared_ptr<const Storyline> Storyline::of(std::vector<Beat> beats, std::vector<Mark> marks,
                                               CalmMap calm, SimTime until) {
    auto story = std::make_shared<Storyline>();
    story->beats_ = std::move(beats);
    story->marks_ = std::move(marks);
    story->calm_ = std::move(calm);
    story->until_ = until;
    return story;
}

core::Result<std::shared_ptr<const Storyline>, TraceError>
Storyline::read(const trace::Reader& reader) {
    return grown(reader, {}, {});
}

core::Result<std::shared_ptr<const Storyline>, TraceError>
Storyline::grown(const trace::Reader& reader, const Storyline& before, SimTime playhead) {
    const bool goesOn = before.heard_ != nullptr && before.heard_->isOf(reader);
    auto heard =
        goesOn ? std::make_shared<Heard>(*before.heard_, reader) : std::make_shared<Heard>(reader);
    auto done = heard->listen(reader);
    std::vector<Beat> beats = beatsOf(heard->builder);
    std::vector<Mark> marks = heard->lines;
    done = done ? heard->pace(reader, beats) : done;
    done = done ? addVerdicts(reader, marks) : done;
    if (!done) {
        return core::Failure{done.error()};
    }
    for (const Beat& beat : beats) {
        if (beat.importance >= kHeadline) {
            const bool failed = beat.kind == "check-failed";
            marks.push_back({failed ? Mark::Kind::FailedCheck : Mark::Kind::Headline, beat.at,
                             beat.en, beat.zh});
        }
    }
    std::stable_sort(marks.begin(), marks.end(), byTime);
    const SimTime until = reader.summary().until;
    CalmMap calm = CalmMap::continued(before.calm_, playhead,
                                      CalmMap::ofPlan(planOf(heard->paced, until), until));
    auto story = std::make_shared<Storyline>();
    story->beats_ = std::move(beats);
    story->marks_ = std::move(marks);
    story->calm_ = std::move(calm);
    story->until_ = until;
    story->heard_ = std::move(heard);
    return std::shared_ptr<const Storyline>(std::move(story));
}

const Beat* Storyline::headlineAt(SimTime at) const {
    const Beat* found = nullptr;
    for (const Beat& beat : beats_) {
        if (beat.at > at) {
            break;
        }
        found = beat.importance == kHeadline ? &beat : found;
    }
    return found;
}

const Beat* Storyline::nextHeadline(SimTime at) const {
    const auto found = std::find_if(beats_.begin(), beats_.end(), [&](const Beat& beat) {
        return beat.at > at && beat.importance == kHeadline;
    });
    return found == beats_.end() ? nullptr : &*found;
}

const Beat* Storyline::previousHeadline(SimTime at) const {
    const auto found = std::find_if(beats_.rbegin(), beats_.rend(), [&](const Beat& beat) {
        return beat.at < at && beat.importance == kHeadline;
    });
    return found == beats_.rend() ? nullptr : &*found;
}

} // namespace sim::scene
