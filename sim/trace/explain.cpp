// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/explain.h"

#include <array>
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

/// Whom an event names in its fields.
class Named {
public:
    Named(const RunHeader& header, const EventRow& event) : header_(header) {
        for (const NamedValue& field : event.fields) {
            if (const auto* address = std::get_if<core::runtime::Address>(&field.value)) {
                addAddress(*address);
            } else if (const auto* endpoint = std::get_if<core::runtime::Endpoint>(&field.value)) {
                addAddress(endpoint->address);
            } else if (const auto* text = std::get_if<std::string>(&field.value)) {
                addName(*text);
            }
        }
    }
    bool nobody() const { return hosts_.empty(); }

    /// Whether an event befell one of these: a process, its host, or a link of that.
    bool concerns(const EventRow& event) const {
        if (event.link < header_.links.size()) {
            const LinkEntry& link = header_.links[event.link];
            return hosts_.contains(link.from) || hosts_.contains(link.to);
        }
        if (event.process < header_.processes.size()) {
            return processes_.contains(event.process);
        }
        return hosts_.contains(event.host);
    }

private:
    void addHost(HostIndex host) {
        hosts_.insert(host);
        for (ProcessIndex i = 0; i < header_.processes.size(); ++i) {
            if (header_.processes[i].host == host) {
                processes_.insert(i);
            }
        }
    }
    void addAddress(core::runtime::Address address) {
        for (HostIndex i = 0; i < header_.hosts.size(); ++i) {
            if (!header_.hosts[i].isSwitch && header_.hosts[i].address == address) {
                addHost(i);
            }
        }
    }
    void addName(const std::string& name) {
        for (HostIndex i = 0; i < header_.hosts.size(); ++i) {
            if (header_.hosts[i].name == name) {
                addHost(i);
            }
        }
        for (ProcessIndex i = 0; i < header_.processes.size(); ++i) {
            if (header_.processes[i].name == name) {
                hosts_.insert(header_.processes[i].host);
                processes_.insert(i);
            }
        }
    }

    const RunHeader& header_;
    std::set<HostIndex> hosts_;
    std::set<ProcessIndex> processes_;
};

/// What begins a trouble, and what ends it for the same host, process or link.
struct Trouble {
    std::string_view begins;
    std::string_view ends;
};
constexpr std::array kTroubles{
    Trouble{"host-power-off", "host-power-on"},      Trouble{"switch-power-off", "switch-power-on"},
    Trouble{"process-crashed", "process-restarted"}, Trouble{"process-failed", "process-restarted"},
    Trouble{"process-paused", "process-resumed"},    Trouble{"link-cut", "link-repaired"},
    Trouble{"link-cut-one-way", "link-repaired"},    Trouble{"fault-partition", "fault-heal"}};

/// What lasted when `event` happened: of those it names the latest trouble, else a partition or
/// a switch without power.
core::Result<std::optional<EventRow>, TraceError> troubleDuring(const Reader& reader,
                                                                const EventRow& event) {
    constexpr std::size_t kPage = 4'096;
    const Named named(reader.summary().header, event);
    std::vector<EventRow> lasting;
    for (std::uint64_t last = 0; !named.nobody() && last < event.id;) {
        const auto page = reader.eventsAfter(last, kPage);
        if (!page) {
            return core::Failure{page.error()};
        }
        if (page->empty()) {
            break;
        }
        last = page->back().id;
        for (const EventRow& row : *page) {
            for (const Trouble& trouble : kTroubles) {
                if (row.id >= event.id ||
                    (row.kind != trouble.begins && row.kind != trouble.ends)) {
                    continue;
                }
                std::erase_if(lasting, [&](const EventRow& earlier) {
                    return earlier.kind == trouble.begins && earlier.host == row.host &&
                           earlier.process == row.process && earlier.link == row.link;
                });
                if (row.kind == trouble.begins) {
                    lasting.push_back(row);
                }
            }
        }
    }
    std::optional<EventRow> best;
    for (const EventRow& row : lasting) {
        // These lie between the parties without being either of them.
        const bool between = row.kind == "fault-partition" || row.kind == "switch-power-off";
        if (between ? !best.has_value() : named.concerns(row)) {
            best = row;
        }
    }
    return best;
}

/// Walks from `what` to its root.
core::Result<std::vector<ChainLink>, TraceError> walk(const Reader& reader, RowCause what,
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
    auto chain = walk(reader, what, language);
    if (!chain || chain->back().what.kind == CauseRow::Timeline) {
        return chain;
    }
    for (std::size_t i = 0; i < chain->size(); ++i) {
        if ((*chain)[i].what.kind != CauseRow::Event) {
            continue;
        }
        const auto event = reader.event((*chain)[i].what.id);
        const auto trouble =
            event ? troubleDuring(reader, *event)
                  : core::Result<std::optional<EventRow>, TraceError>(std::optional<EventRow>());
        if (!trouble) {
            return core::Failure{trouble.error()};
        }
        if (*trouble) {
            auto more = walk(reader, {CauseRow::Event, (*trouble)->id}, language);
            if (!more) {
                return more;
            }
            more->front().meanwhile = true;
            chain->insert(chain->end(), more->begin(), more->end());
            return chain;
        }
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
        const std::string_view because = lines.empty() ? ""
                                         : link.meanwhile
                                             ? (chinese ? "当时仍在持续：" : "while this lasted: ")
                                         : chinese ? "原因："
                                                   : "because ";
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
