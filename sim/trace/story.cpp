// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/story.h"

#include "core/base/hash.h"
#include "sim/trace/reader.h"

namespace sim::trace {
namespace {

constexpr core::Duration kFoldWithin{10'000'000'000};
constexpr core::Duration kAtOnce{100'000'000};
constexpr std::size_t kPage = 4'096;

} // namespace

std::string toString(const StoryLine& line, Language language) {
    std::string seconds = core::formatSeconds(core::Duration{line.at.ns}, 3);
    if (seconds.size() < 8) {
        seconds.insert(0, 8 - seconds.size(), ' ');
    }
    std::string text = "[" + seconds + " s] " + line.text;
    const bool chinese = language == Language::Chinese;
    const std::string until = core::formatSeconds(core::Duration{line.until.ns}, 1) + " s";
    if (line.until - line.at < kAtOnce) {
        return text; // how often is nobody's interest
    }
    if (line.count > line.members) {
        const std::string count = std::to_string(line.count);
        text += chinese ? "（共 " + count + " 次，至 " + until + "）"
                        : " (" + count + " times until " + until + ")";
    } else {
        text += chinese ? "（至 " + until + "）" : " (until " + until + ")";
    }
    return text;
}

StoryBuilder::StoryBuilder(const RunHeader& header, const Catalogue& wording)
    : header_(header), wording_(wording), names_(header.hosts) {
    for (const ProcessEntry& process : header.processes) {
        ++groupSizes_[process.group];
    }
}

StoryBuilder::StoryBuilder(const StoryBuilder& before, const RunHeader& header,
                           const Catalogue& wording)
    : header_(header), wording_(wording), names_(before.names_), groupSizes_(before.groupSizes_),
      entries_(before.entries_), entryOf_(before.entryOf_) {}

Emitter StoryBuilder::emitterOf(ProcessIndex process, HostIndex host, LinkIndex link) const {
    Emitter emitter;
    if (process < header_.processes.size()) {
        emitter.process = header_.processes[process].name;
        host = host == kNoIndex ? header_.processes[process].host : host;
    }
    if (host < header_.hosts.size()) {
        emitter.host = header_.hosts[host].name;
    }
    if (link < header_.links.size()) {
        emitter.link = header_.links[link].name;
    }
    return emitter;
}

std::string_view StoryBuilder::groupOf(ProcessIndex process) const {
    if (process >= header_.processes.size()) {
        return {};
    }
    const std::string& group = header_.processes[process].group;
    return groupSizes_.at(group) > 1 ? std::string_view(group) : std::string_view();
}

void StoryBuilder::add(const StoryEvent& event) {
    std::vector<NamedValue> fields = names_.named(event.fields);
    std::string alike = wording_.format(
        event.kind, emitterOf(event.process, event.host, event.link), fields, Language::English);
    std::string group(groupOf(event.process));
    if (const auto many = wording_.formatMany(event.kind, group, fields, Language::English);
        many && !group.empty()) {
        alike = std::string(event.kind) + '\n' + group + '\n' + *many;
    } else {
        group.clear();
    }
    const auto [known, fresh] = entryOf_.try_emplace(std::move(alike), entries_.size());
    if (!fresh) {
        Entry& entry = entries_[known->second];
        if (event.at - entry.line.until <= kFoldWithin) {
            entry.line.until = event.at;
            ++entry.line.count;
            if (!group.empty()) {
                entry.members.insert(event.process);
            }
            return;
        }
        known->second = entries_.size();
    }
    StoryLine line{event.at,         event.at, 1,        1,
                   event.importance, {},       event.id, std::string(event.kind)};
    entries_.push_back({std::move(line),
                        event.process,
                        event.host,
                        event.link,
                        std::move(group),
                        std::move(fields),
                        {event.process}});
}

std::string StoryBuilder::membersOf(const Entry& entry, Language language) const {
    const std::size_t count = entry.members.size();
    const std::size_t size = groupSizes_.at(entry.group);
    const std::string number = std::to_string(count);
    if (language == Language::Chinese) {
        return count == size
                   ? "全部 " + number + " 个 " + entry.group + " "
                   : std::to_string(size) + " 个 " + entry.group + " 中有 " + number + " 个";
    }
    const std::string noun = entry.group.back() == 's' ? "" : " processes";
    const std::string all = size == 2 ? "both " : "all " + number + " ";
    return (count == size ? all : number + " of " + std::to_string(size) + " ") + entry.group +
           noun;
}

std::string StoryBuilder::textOf(const Entry& entry, Language language) const {
    if (entry.members.size() > 1) {
        if (auto many = wording_.formatMany(entry.line.kind, membersOf(entry, language),
                                            entry.fields, language)) {
            return std::move(*many);
        }
    }
    return wording_.format(entry.line.kind, emitterOf(entry.process, entry.host, entry.link),
                           entry.fields, language);
}

std::vector<StoryLine> StoryBuilder::lines(Language language) const {
    std::vector<StoryLine> lines;
    for (const Entry& entry : entries_) {
        lines.push_back(entry.line);
        lines.back().members = entry.members.size();
        lines.back().text = textOf(entry, language);
    }
    return lines;
}

core::Result<std::vector<StoryLine>, TraceError> storyOf(const Reader& reader, Language language,
                                                         int leastImportance) {
    StoryBuilder builder(reader.summary().header, reader.wording());
    std::uint64_t last = 0;
    while (true) {
        const auto page = reader.eventsAfter(last, kPage);
        if (!page) {
            return core::Failure{page.error()};
        }
        if (page->empty()) {
            return builder.lines(language);
        }
        for (const EventRow& event : *page) {
            if (event.importance >= leastImportance) {
                builder.add({event.at, event.importance, event.kind, event.process, event.host,
                             event.link, event.fields, event.id});
            }
        }
        last = page->back().id;
    }
}

StoryCollector::StoryCollector(const RunHeader& header, const Catalogue& wording, Language language,
                               int leastImportance)
    : wording_(wording), language_(language), leastImportance_(leastImportance),
      builder_(header, wording) {}

void StoryCollector::tell(SimTime at, const Report& report) {
    const int importance = wording_.importance(report.kind);
    if (importance >= leastImportance_) {
        const std::vector<NamedValue> fields = toValues(report.fields);
        builder_.add(
            {at, importance, report.kind, report.process, report.host, report.link, fields});
    }
}

void StoryCollector::hostPower(SimTime at, HostIndex host, bool on, Cause /*cause*/) {
    tell(at, reportHostPower(host, builder_.isSwitch(host), on));
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
