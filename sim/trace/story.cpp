// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/story.h"

#include "core/base/hash.h"
#include "sim/trace/reader.h"

namespace sim::trace {
namespace {

constexpr core::Duration kFoldWithin{10'000'000'000};
constexpr std::size_t kPage = 4'096;

} // namespace

std::string toString(const StoryLine& line, Language language) {
    std::string seconds = core::formatSeconds(core::Duration{line.at.ns}, 3);
    if (seconds.size() < 8) {
        seconds.insert(0, 8 - seconds.size(), ' ');
    }
    std::string text = "[" + seconds + " s] " + line.text;
    if (line.count > 1) {
        const std::string count = std::to_string(line.count);
        const std::string until = core::formatSeconds(core::Duration{line.until.ns}, 1) + " s";
        text += language == Language::Chinese ? "（共 " + count + " 次，至 " + until + "）"
                                              : " (" + count + " times until " + until + ")";
    }
    return text;
}

void StoryBuilder::add(SimTime at, int importance, std::string text) {
    const auto known = lineOf_.find(text);
    if (known != lineOf_.end()) {
        StoryLine& line = lines_[known->second];
        if (at - line.until <= kFoldWithin) {
            line.until = at;
            ++line.count;
            return;
        }
    }
    lineOf_[text] = lines_.size();
    lines_.push_back({at, at, 1, importance, std::move(text)});
}

core::Result<std::vector<StoryLine>, TraceError> storyOf(const Reader& reader, Language language,
                                                         int leastImportance) {
    StoryBuilder builder;
    std::uint64_t last = 0;
    while (true) {
        const auto page = reader.eventsAfter(last, kPage);
        if (!page) {
            return core::Failure{page.error()};
        }
        if (page->empty()) {
            return builder.lines();
        }
        for (const EventRow& event : *page) {
            if (event.importance >= leastImportance) {
                builder.add(event.at, event.importance, reader.describe(event, language));
            }
        }
        last = page->back().id;
    }
}

StoryCollector::StoryCollector(const RunHeader& header, const Catalogue& wording, Language language,
                               int leastImportance)
    : header_(header), wording_(wording), language_(language), leastImportance_(leastImportance) {}

void StoryCollector::tell(SimTime at, const Report& report) {
    const int importance = wording_.importance(report.kind);
    if (importance < leastImportance_) {
        return;
    }
    Emitter emitter;
    HostIndex host = report.host;
    if (report.process < header_.processes.size()) {
        emitter.process = header_.processes[report.process].name;
        host = host == kNoIndex ? header_.processes[report.process].host : host;
    }
    if (host < header_.hosts.size()) {
        emitter.host = header_.hosts[host].name;
    }
    if (report.link < header_.links.size()) {
        emitter.link = header_.links[report.link].name;
    }
    builder_.add(at, importance,
                 wording_.format(report.kind, emitter, toValues(report.fields), language_));
}

void StoryCollector::hostPower(SimTime at, HostIndex host, bool on, Cause /*cause*/) {
    tell(at, reportHostPower(host, on));
}
void StoryCollector::linkState(SimTime at, LinkIndex link, bool forwardUp, bool backwardUp,
                               Cause /*cause*/) {
    tell(at, reportLinkState(link, forwardUp, backwardUp));
}
void StoryCollector::processStarted(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                                    Cause /*cause*/) {
    tell(at, reportProcessStarted(process, incarnation));
}
void StoryCollector::processEnded(SimTime at, ProcessIndex process, std::uint32_t /*incarnation*/,
                                  ProcessEnd how, std::string_view reason, Cause /*cause*/) {
    if (const auto report = reportProcessEnded(process, how, reason)) {
        tell(at, *report);
    }
}
void StoryCollector::processPaused(SimTime at, ProcessIndex process, bool paused, Cause /*cause*/) {
    tell(at, reportProcessPaused(process, paused));
}
void StoryCollector::addressMoved(SimTime at, core::runtime::Address address, HostIndex host,
                                  bool claimed, Cause /*cause*/) {
    tell(at, reportAddressMoved(address, host, claimed));
}
void StoryCollector::event(std::uint64_t /*id*/, SimTime at, ProcessIndex process,
                           std::string_view kind, std::span<const core::runtime::Field> fields,
                           Cause /*cause*/) {
    tell(at, {std::string(kind), process, kNoIndex, kNoIndex, {fields.begin(), fields.end()}});
}
void StoryCollector::spanBegan(std::uint64_t id, SimTime at, ProcessIndex process,
                               std::string_view kind, std::span<const core::runtime::Field> fields,
                               Cause cause) {
    event(id, at, process, kind, fields, cause);
}
void StoryCollector::fault(const FaultRecord& record) {
    tell(record.at, reportFault(record));
}
void StoryCollector::faultRefused(SimTime at, std::uint64_t /*timeline*/, std::string_view reason) {
    tell(at, reportRefusal(reason));
}
void StoryCollector::checkFailed(SimTime at, std::string_view check, std::string_view text,
                                 Cause /*cause*/) {
    tell(at, reportCheckFailed(check, text));
}

void StoryHasher::word(std::uint64_t value) {
    hash_ = core::combine64(hash_, value);
}
void StoryHasher::text(std::string_view value) {
    word(core::hash64(value));
}

void StoryHasher::value(const core::runtime::FieldValue& value) {
    word(value.index());
    if (const auto* borrowed = std::get_if<std::string_view>(&value)) {
        text(*borrowed);
    } else if (const auto* flag = std::get_if<bool>(&value)) {
        word(*flag ? 1 : 0);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        word(static_cast<std::uint64_t>(*number));
    } else if (const auto* duration = std::get_if<core::Duration>(&value)) {
        word(static_cast<std::uint64_t>(duration->ns));
    } else if (const auto* address = std::get_if<core::runtime::Address>(&value)) {
        word(address->value);
    } else if (const auto* endpoint = std::get_if<core::runtime::Endpoint>(&value)) {
        word(endpoint->address.value);
        word(endpoint->port);
    }
}

void StoryHasher::begin(char what, SimTime at, ProcessIndex process, std::string_view name) {
    word(static_cast<std::uint64_t>(what));
    word(static_cast<std::uint64_t>(at.ns));
    word(process);
    text(name);
}

void StoryHasher::state(SimTime at, ProcessIndex process, std::string_view key,
                        const core::runtime::FieldValue& fieldValue, Cause /*cause*/) {
    begin('s', at, process, key);
    value(fieldValue);
}
void StoryHasher::stateCleared(SimTime at, ProcessIndex process, std::string_view key,
                               Cause /*cause*/) {
    begin('c', at, process, key);
}
void StoryHasher::event(std::uint64_t /*id*/, SimTime at, ProcessIndex process,
                        std::string_view kind, std::span<const core::runtime::Field> fields,
                        Cause /*cause*/) {
    begin('e', at, process, kind);
    for (const core::runtime::Field& field : fields) {
        text(field.name);
        value(field.value);
    }
}
void StoryHasher::spanBegan(std::uint64_t id, SimTime at, ProcessIndex process,
                            std::string_view kind, std::span<const core::runtime::Field> fields,
                            Cause cause) {
    event(id, at, process, kind, fields, cause);
    word('b');
}
void StoryHasher::spanEnded(std::uint64_t id, SimTime at, bool cut) {
    word('x');
    word(static_cast<std::uint64_t>(at.ns));
    word(id);
    word(cut ? 1 : 0);
}

} // namespace sim::trace
