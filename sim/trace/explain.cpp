// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/explain.h"

#include <charconv>
#include <set>
#include <utility>

namespace sim::trace {
namespace {

struct Step {
    ChainLink link;
    RowCause cause;
};

core::Result<Step, TraceError> faultStep(const Reader& reader, RowCause what) {
    const auto faults = reader.faults();
    if (!faults) {
        return core::Failure{faults.error()};
    }
    for (const FaultRow& fault : *faults) {
        if (fault.timeline == what.id) {
            std::string text = fault.text;
            if (!fault.target.empty()) {
                text += " (" + fault.target + ")";
            }
            return Step{{what, fault.at, std::move(text)}, fault.cause};
        }
    }
    return core::Failure{TraceError{TraceErrorKind::NotFound,
                                    "the trace has no timeline entry " + std::to_string(what.id)}};
}

core::Result<Step, TraceError> stepAt(const Reader& reader, RowCause what, Language language) {
    if (what.kind == CauseRow::Timeline) {
        return faultStep(reader, what);
    }
    if (what.kind == CauseRow::Message) {
        const auto message = reader.message(what.id);
        if (!message) {
            return core::Failure{message.error()};
        }
        return Step{{what, message->sent, reader.describe(*message)}, message->cause};
    }
    const auto event = reader.event(what.id);
    if (!event) {
        return core::Failure{event.error()};
    }
    return Step{{what, event->at, reader.describe(*event, language)}, event->cause};
}

} // namespace

std::optional<RowCause> parseRowName(std::string_view text) {
    CauseRow kind = CauseRow::Event;
    if (!text.empty() && (text.front() == 'e' || text.front() == 'm' || text.front() == 't')) {
        kind = text.front() == 'm'   ? CauseRow::Message
               : text.front() == 't' ? CauseRow::Timeline
                                     : CauseRow::Event;
        text.remove_prefix(1);
    }
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id == 0) {
        return std::nullopt;
    }
    return RowCause{kind, id};
}

std::string rowName(const RowCause& row) {
    switch (row.kind) {
    case CauseRow::Message:
        return "message " + std::to_string(row.id);
    case CauseRow::Event:
        return "event " + std::to_string(row.id);
    case CauseRow::Timeline:
        return "timeline " + std::to_string(row.id);
    case CauseRow::None:
        return "start";
    }
    return "start";
}

core::Result<std::vector<ChainLink>, TraceError> chainOf(const Reader& reader, RowCause what,
                                                         Language language) {
    std::vector<ChainLink> chain;
    std::set<std::pair<CauseRow, std::uint64_t>> seen; // a damaged trace may run in circles
    while (what.kind != CauseRow::None && seen.emplace(what.kind, what.id).second) {
        auto step = stepAt(reader, what, language);
        if (!step && chain.empty()) {
            return core::Failure{step.error()};
        }
        if (!step) { // still on its way into a growing file
            chain.push_back({what, chain.back().at, "(not in this trace)"});
            break;
        }
        chain.push_back(std::move(step->link));
        what = step->cause;
    }
    return chain;
}

core::Result<std::vector<std::string>, TraceError> explain(const Reader& reader, RowCause what,
                                                           Language language) {
    const auto chain = chainOf(reader, what, language);
    if (!chain) {
        return core::Failure{chain.error()};
    }
    const bool chinese = language == Language::Chinese;
    std::vector<std::string> lines;
    for (const ChainLink& link : *chain) {
        std::string seconds = core::formatSeconds(core::Duration{link.at.ns}, 6);
        seconds.insert(0, seconds.size() < 11 ? 11 - seconds.size() : 0, ' ');
        const std::string_view because = lines.empty() ? "" : chinese ? "原因：" : "because ";
        lines.push_back("[" + seconds + " s] " + std::string(because) + link.text + "  (" +
                        rowName(link.what) + ")");
    }
    if (chain->back().what.kind == CauseRow::Timeline) {
        lines.emplace_back(chinese ? "源头：场景时间线中的这一行。"
                                   : "It began with this line of the scenario's timeline.");
    } else {
        lines.emplace_back(chinese ? "源头：程序自身的启动或定时器。"
                                   : "It began with the program's own start or timer.");
    }
    return lines;
}

} // namespace sim::trace
