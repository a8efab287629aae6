// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/export.h"
#include "sim/trace/export_file.h"

namespace sim::trace {
namespace {

using Done = core::Result<void, TraceError>;

constexpr std::size_t kPage = 4'096;

std::string jsonText(std::string_view text) {
    std::string json;
    appendJsonText(json, text);
    return json;
}

/// Microseconds with three decimals: exact nanoseconds.
std::string micros(std::int64_t ns) {
    std::string fraction = std::to_string(1000 + ns % 1000).substr(1);
    return std::to_string(ns / 1000) + "." + fraction;
}

/// Writes one trace event after another with the commas between them.
class Events {
public:
    Events(const Reader& reader, ExportFile& out) : reader_(reader), out_(out) {
        out_.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[");
    }
    void end() { out_.write("\n]}\n"); }

    /// `rest`: further members, each with a comma before it.
    void add(char phase, std::string_view name, std::int64_t ns, ProcessIndex process,
             HostIndex host, const std::string& rest) {
        const auto& processes = reader_.summary().header.processes;
        if (host == kNoIndex && process < processes.size()) {
            host = processes[process].host;
        }
        out_.write(first_ ? "\n" : ",\n");
        first_ = false;
        out_.write("{\"ph\":\"" + std::string(1, phase) + "\",\"name\":" + jsonText(name) +
                   ",\"ts\":" + micros(ns) + ",\"pid\":" + number(host) +
                   ",\"tid\":" + number(process) + rest + "}");
    }

private:
    /// Numbers from 1; 0 stands for the network as a whole.
    static std::string number(std::uint32_t index) {
        return std::to_string(index == kNoIndex ? 0 : std::uint64_t{index} + 1);
    }

    const Reader& reader_;
    ExportFile& out_;
    bool first_ = true;
};

void addNames(const Reader& reader, Events& events) {
    const RunHeader& header = reader.summary().header;
    events.add('M', "process_name", 0, kNoIndex, kNoIndex, ",\"args\":{\"name\":\"network\"}");
    for (HostIndex host = 0; host < header.hosts.size(); ++host) {
        events.add('M', "process_name", 0, kNoIndex, host,
                   ",\"args\":{\"name\":" + jsonText(header.hosts[host].name) + "}");
    }
    for (ProcessIndex process = 0; process < header.processes.size(); ++process) {
        events.add('M', "thread_name", 0, process, kNoIndex,
                   ",\"args\":{\"name\":" + jsonText(header.processes[process].name) + "}");
    }
}

void addEvent(const Reader& reader, Events& events, const EventRow& event) {
    const std::string name = reader.describe(event, Language::English);
    const std::string args = ",\"args\":{\"kind\":" + jsonText(event.kind) +
                             ",\"event\":" + std::to_string(event.id) + "}";
    if (!event.isSpan) {
        events.add('i', name, event.at.ns, event.process, event.host,
                   (event.process == kNoIndex ? ",\"s\":\"p\"" : ",\"s\":\"t\"") + args);
        return;
    }
    const std::string id =
        ",\"cat\":" + jsonText(event.kind) + ",\"id\":" + std::to_string(event.id);
    events.add('b', name, event.at.ns, event.process, event.host, id + args);
    events.add('e', name, event.until.value_or(reader.summary().until).ns, event.process,
               event.host, id);
}

/// A slice of one nanosecond at each end, joined by an arrow.
void addMessage(Events& events, const MessageRow& message) {
    const std::string name =
        message.protocol + " " +
        (message.summary.empty() ? std::to_string(message.octets) + " B" : message.summary);
    const std::string fate(message.fate ? toString(*message.fate) : "in flight");
    const std::string slice = ",\"dur\":0.001,\"args\":{\"message\":" + std::to_string(message.id) +
                              ",\"fate\":" + jsonText(fate) + "}";
    const std::string arrow = ",\"cat\":\"message\",\"id\":" + std::to_string(message.id);
    events.add('X', name, message.sent.ns, message.fromProcess, message.fromHost, slice);
    const bool arrives =
        message.arrived && (message.fate == Fate::Delivered || message.fate == Fate::Duplicate);
    if (arrives) {
        events.add('s', "message", message.sent.ns, message.fromProcess, message.fromHost, arrow);
        events.add('X', name, message.arrived->ns, message.toProcess, message.toHost, slice);
        events.add('f', "message", message.arrived->ns, message.toProcess, message.toHost,
                   arrow + ",\"bp\":\"e\"");
    }
}

template <class Row, class Add>
Done addAll(const Reader& reader, ExportFile& out,
            core::Result<std::vector<Row>, TraceError> (Reader::*fetch)(std::uint64_t, std::size_t)
                const,
            Add&& add) {
    std::uint64_t last = 0;
    while (out.good()) {
        const auto page = (reader.*fetch)(last, kPage);
        if (!page) {
            return core::Failure{page.error()};
        }
        if (page->empty()) {
            break;
        }
        for (const Row& row : *page) {
            add(row);
        }
        last = page->back().id;
    }
    return {};
}

} // namespace

Done exportPerfetto(const Reader& reader, const std::filesystem::path& file) {
    ExportFile out(file);
    Events events(reader, out);
    addNames(reader, events);
    auto done = addAll<EventRow>(reader, out, &Reader::eventsAfter,
                                 [&](const EventRow& event) { addEvent(reader, events, event); });
    if (done) {
        done = addAll<MessageRow>(reader, out, &Reader::messagesAfter,
                                  [&](const MessageRow& message) { addMessage(events, message); });
    }
    if (!done) {
        return done;
    }
    const auto counters = reader.counters();
    if (!counters) {
        return core::Failure{counters.error()};
    }
    for (const CounterRow& row : *counters) {
        const std::string name = std::string(reader.processName(row.process)) + " " + row.name;
        events.add('C', name, (row.second + 1) * 1'000'000'000, row.process, kNoIndex,
                   ",\"args\":{\"total\":" + std::to_string(row.total) + "}");
    }
    events.end();
    return out.finish();
}

} // namespace sim::trace
