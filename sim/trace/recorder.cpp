// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/recorder.h"

#include "sim/trace/branch.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/cause_map.h"
#include "sim/trace/kind_table.h"
#include "sim/trace/message_tracker.h"
#include "sim/trace/open_rows.h"
#include "sim/trace/report.h"
#include "sim/trace/rollups.h"
#include "sim/trace/schema.h"
#include "sim/trace/trace_file.h"
#include "sim/trace/value.h"
#include "sim/trace/writer.h"

#include <algorithm>
#include <array>
#include <set>

namespace sim::trace {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
/// Rows before a branch are looked through in portions of so many octets.
constexpr std::size_t kPrefixOctets = 64 * 1024;

std::int64_t cell(std::uint64_t id) {
    return static_cast<std::int64_t>(id);
}

RowBatch& putIndex(RowBatch& batch, std::uint32_t index) {
    return batch.integerOrNull(index, index != kNoIndex);
}

RowBatch& putCause(RowBatch& batch, const RowCause& cause) {
    return batch.integerOrNull(static_cast<int>(cause.kind), cause.id != 0)
        .integerOrNull(cell(cause.id), cause.id != 0);
}

void putValue(RowBatch& batch, const core::runtime::FieldValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        batch.integer(*flag ? 1 : 0);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        batch.integer(*number);
    } else if (const auto* duration = std::get_if<core::Duration>(&value)) {
        batch.integer(duration->ns);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        batch.text(*text);
    } else {
        batch.text(valueText(toValue(value), Language::English));
    }
    batch.text(typeName(value));
}

} // namespace

struct Recorder::Parts {
    struct EventRow {
        std::string_view kind;
        ProcessIndex process = kNoIndex;
        HostIndex host = kNoIndex;
        LinkIndex link = kNoIndex;
        bool isSpan = false;
        std::span<const core::runtime::Field> fields;
    };

    Parts(const RunHeader& header, Level theLevel, const RecorderOptions& theOptions,
          std::unique_ptr<Writer> theWriter)
        : options(theOptions), level(theLevel), writer(std::move(theWriter)), causes(level),
          tracker(level, options.dissectors, *writer, causes), withMessages(level != Level::Story),
          kinds(options.wording), openKeys(header.processes.size()) {
        options.branch = nullptr; // borrowed for the call
        for (const ProcessEntry& process : header.processes) {
            hostOf.push_back(process.host);
        }
        for (const HostEntry& host : header.hosts) {
            isSwitch.push_back(host.isSwitch);
        }
    }

    /// What is reported until `from` is not written.
    void omitUntil(SimTime from) {
        if (prefix == nullptr) {
            prefix = std::make_unique<OpenRows>(from);
        }
        prefix->startAt(from);
        tracker.skipEndedBefore(from);
    }

    RowBatch& row(Row kind) { return writer->batch().row(kind); }
    /// For tables whose ids have no other meaning than their order.
    RowBatch& numberedRow(Row kind) {
        return row(kind).integer(++lastNumber[static_cast<std::size_t>(kind)]);
    }

    /// Before anything that happens at `at`: closes seconds that are over, notes the first row of
    /// each 10 ms, and hands rows over.
    void reach(SimTime at) {
        if (prefix != nullptr && at >= prefix->from()) {
            leavePrefix();
        }
        const std::int64_t step = at.ns / kTimeStepNs;
        if (step > lastStep) {
            if (withMessages) {
                tracker.advance(at);
            }
            closeSecond(at.ns / kSecondNs);
            lastStep = step;
            row(Row::TimeIndex)
                .integer(step * kTimeStepNs)
                .integer(cell(tracker.nextRow()))
                .integer(cell(nextEvent));
        }
        now = at;
        if (prefix == nullptr) {
            writer->flushIfDue(at);
        } else if (writer->batch().octets() >= kPrefixOctets) {
            prefix->absorb(writer->batch());
        }
    }

    /// The file starts here: with what is open.
    void leavePrefix() {
        closeSecond(prefix->from().ns / kSecondNs);
        prefix->absorb(writer->batch());
        if (branch->lastEvent != nextEvent - 1 || branch->lastMessage != tracker.nextRow() - 1) {
            refuseParent(branch->from);
        }
        prefix->release(writer->batch());
        prefix.reset();
    }

    void refuseParent(SimTime at) {
        if (!notParent) {
            notParent = TraceError{TraceErrorKind::NotParent,
                                   branch->parentPath.string() +
                                       " is not this run's parent: they differ before " +
                                       core::formatSeconds({at.ns}, 3) + " s"};
        }
    }

    void closeSecond(std::int64_t current) {
        if (current > second) {
            rollups.flush(second, writer->batch());
            tracker.flushTraffic(second);
            second = current;
        }
    }

    std::uint64_t addEvent(SimTime at, const EventRow& event, const Cause& cause) {
        const KindTable::Kind& kind = kinds.note(event.kind, event.fields, writer->batch());
        HostIndex host = event.host;
        if (host == kNoIndex && event.process < hostOf.size()) {
            host = hostOf[event.process];
        }
        const std::uint64_t id = nextEvent++;
        RowBatch& batch = row(Row::Event);
        batch.integer(cell(id)).integer(at.ns).integer(kind.id).integer(kind.importance);
        putIndex(batch, event.process);
        putIndex(batch, host);
        putIndex(batch, event.link).integer(event.isSpan ? 1 : 0);
        if (event.fields.empty()) {
            batch.null();
        } else {
            json.clear();
            appendJson(json, event.fields);
            batch.text(json);
        }
        putCause(batch, causes.translate(cause));
        return id;
    }

    void addReport(SimTime at, const Report& report, const Cause& cause) {
        addEvent(at, {report.kind, report.process, report.host, report.link, false, report.fields},
                 cause);
    }

    std::int64_t keyOf(std::string_view name) {
        const auto known = keys.find(name);
        if (known != keys.end()) {
            return known->second;
        }
        const auto id = static_cast<std::int64_t>(keys.size() + 1);
        row(Row::Key).integer(id).text(name);
        keys.emplace(name, id);
        return id;
    }

    /// `value` nullptr: the key has no value from now on.
    void addState(SimTime at, ProcessIndex process, std::int64_t key,
                  const core::runtime::FieldValue* value, const Cause& cause) {
        const std::uint64_t pair = std::uint64_t{process} << 32 | static_cast<std::uint64_t>(key);
        if (everSet.insert(pair).second) {
            row(Row::StateKey).integer(process).integer(key);
        }
        RowBatch& batch = row(Row::State);
        batch.integer(nextState++).integer(process).integer(key).integer(at.ns);
        if (value == nullptr) {
            batch.null().null();
        } else {
            putValue(batch, *value);
        }
        putCause(batch, causes.translate(cause));
        if (process >= openKeys.size()) {
            openKeys.resize(process + 1);
        }
        if (value == nullptr) {
            openKeys[process].erase(key);
        } else {
            openKeys[process].insert(key);
        }
    }

    /// A digest block against the parent's.
    void compare(std::uint64_t index, SimTime end, const std::string& hash) {
        const auto known = branch->blocks.find(index);
        if (known == branch->blocks.end() || known->second != hash) {
            refuseParent(end);
        }
    }

    RecorderOptions options; ///< but for `branch`
    Level level;
    std::unique_ptr<Writer> writer;
    std::unique_ptr<Database> settled; ///< once the writer has ended
    CauseMap causes;
    MessageTracker tracker;
    Rollups rollups;
    bool withMessages;
    std::vector<HostIndex> hostOf; ///< by process
    std::vector<bool> isSwitch;    ///< by host
    std::optional<Branch> branch;
    std::unique_ptr<OpenRows> prefix; ///< while what is reported lies before the branch
    std::optional<TraceError> notParent;
    struct Block {
        std::uint64_t index = 0;
        SimTime end;
        std::string hash;
    };
    std::vector<Block> rehearsed; ///< digest blocks, while no parent is known
    std::array<std::int64_t, kRowKinds> lastNumber{};
    SimTime now;
    std::int64_t lastStep = -1;
    std::int64_t second = 0;
    std::uint64_t nextEvent = 1;
    std::int64_t nextState = 1;
    KindTable kinds;
    std::map<std::string, std::int64_t, std::less<>> keys;
    std::vector<std::set<std::int64_t>> openKeys; ///< with a value, by process
    std::set<std::uint64_t> everSet;              ///< pairs of process and key
    std::string json;
};

Recorder::Recorder(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Recorder::~Recorder() = default;

namespace {

core::Result<void, TraceError> checkParent(const Branch& branch, Level level, std::uint64_t seed) {
    if (branch.level == level && branch.seed == seed) {
        return {};
    }
    return core::Failure{TraceError{
        TraceErrorKind::NotParent,
        branch.parentPath.string() + " is not this run's parent: its level is " +
            std::string(toString(branch.level)) + " and its seed " + std::to_string(branch.seed) +
            ", here they are " + std::string(toString(level)) + " and " + std::to_string(seed)}};
}

} // namespace

core::Result<std::unique_ptr<Recorder>, TraceError>
Recorder::create(const std::filesystem::path& path, const RunHeader& header, Level level,
                 const RecorderOptions& options) {
    if (options.branch != nullptr) {
        if (auto parent = checkParent(*options.branch, level, header.seed); !parent) {
            return core::Failure{parent.error()};
        }
    }
    auto database = createTraceFile(path, header, level, options.wording, options.maxFileOctets);
    if (!database) {
        return core::Failure{database.error()};
    }
    auto writer = Writer::start(std::move(database).value());
    if (!writer) {
        return core::Failure{writer.error()};
    }
    std::unique_ptr<Recorder> recorder(
        new Recorder(std::make_unique<Parts>(header, level, options, std::move(writer).value())));
    if (options.branch != nullptr) {
        recorder->parts_->branch = *options.branch;
        recorder->parts_->omitUntil(options.branch->from);
    }
    return recorder;
}

std::unique_ptr<Recorder> Recorder::rehearse(const RunHeader& header, Level level,
                                             const RecorderOptions& options) {
    std::unique_ptr<Recorder> recorder(
        new Recorder(std::make_unique<Parts>(header, level, options, std::make_unique<Writer>())));
    recorder->parts_->omitUntil(SimTime::max());
    return recorder;
}

core::Result<void, TraceError> Recorder::begin(const std::filesystem::path& path,
                                               const RunHeader& header, const Branch& branch) {
    Parts& parts = *parts_;
    ORRERY_ASSERT(parts.prefix != nullptr && !parts.branch && branch.from > parts.now);
    if (auto parent = checkParent(branch, parts.level, header.seed); !parent) {
        return parent;
    }
    parts.branch = branch;
    for (const Parts::Block& block : parts.rehearsed) {
        parts.compare(block.index, block.end, block.hash);
    }
    if (parts.notParent) {
        return core::Failure{*parts.notParent};
    }
    auto database = createTraceFile(path, header, parts.level, parts.options.wording,
                                    parts.options.maxFileOctets);
    if (!database) {
        return core::Failure{database.error()};
    }
    parts.omitUntil(branch.from);
    return parts.writer->begin(std::move(database).value());
}

core::Result<void, TraceError> Recorder::settle(SimTime end) {
    parts_->reach(end);
    if (parts_->notParent) {
        return core::Failure{*parts_->notParent};
    }
    parts_->closeSecond(parts_->second + 1);
    parts_->tracker.finish(end);
    if (parts_->prefix != nullptr) {
        parts_->writer->batch().clear(); // stopped before the branch: nothing to record
    }
    auto database = parts_->writer->stop();
    if (!database) {
        return core::Failure{database.error()};
    }
    parts_->settled = std::move(*database);
    return {};
}

core::Result<void, TraceError> Recorder::finish(const RunOutcome& outcome) {
    if (parts_->settled == nullptr) {
        if (auto settled = settle(outcome.end); !settled) {
            return core::Failure{settled.error()};
        }
    }
    return completeTraceFile(*parts_->settled, outcome);
}

std::optional<TraceError> Recorder::failure() const {
    if (parts_->notParent) {
        return parts_->notParent;
    }
    return parts_->writer->failure();
}

void Recorder::hostPower(SimTime at, HostIndex host, bool on, Cause cause) {
    parts_->reach(at);
    parts_->numberedRow(Row::HostPower).integer(at.ns).integer(host).integer(on ? 1 : 0);
    const bool isSwitch = host < parts_->isSwitch.size() && parts_->isSwitch[host];
    parts_->addReport(at, reportHostPower(host, isSwitch, on), cause);
}

void Recorder::linkState(SimTime at, LinkIndex link, bool forwardUp, bool backwardUp, Cause cause) {
    parts_->reach(at);
    parts_->numberedRow(Row::LinkState)
        .integer(at.ns)
        .integer(link)
        .integer(forwardUp ? 1 : 0)
        .integer(backwardUp ? 1 : 0);
    parts_->addReport(at, reportLinkState(link, forwardUp, backwardUp), cause);
}

void Recorder::linkTraffic(SimTime second, LinkIndex link, bool forward, std::uint64_t packets,
                           std::uint64_t octets) {
    // A second is told when it is over, or later.
    const SimTime begin = parts_->branch ? parts_->branch->from : SimTime::max();
    if ((parts_->branch || parts_->prefix != nullptr) &&
        second.ns / kSecondNs < begin.ns / kSecondNs) {
        return; // the parent was told too
    }
    parts_->row(Row::LinkTraffic)
        .integer(second.ns / kSecondNs)
        .integer(link)
        .integer(forward ? 0 : 1)
        .integer(cell(packets))
        .integer(cell(octets));
}

void Recorder::processStarted(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                              Cause cause) {
    parts_->reach(at);
    parts_->row(Row::Incarnation).integer(process).integer(incarnation).integer(at.ns);
    parts_->addReport(at, reportProcessStarted(process, incarnation), cause);
}

void Recorder::processEnded(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                            ProcessEnd how, std::string_view reason, Cause cause) {
    parts_->reach(at);
    parts_->row(Row::IncarnationEnd)
        .integer(process)
        .integer(incarnation)
        .integer(at.ns)
        .text(toString(how))
        .text(reason);
    if (const auto report = reportProcessEnded(process, how, reason)) {
        parts_->addReport(at, *report, cause);
    }
    if (process < parts_->openKeys.size()) {
        for (const std::int64_t key : std::set<std::int64_t>(parts_->openKeys[process])) {
            parts_->addState(at, process, key, nullptr, cause);
        }
    }
}

void Recorder::processPaused(SimTime at, ProcessIndex process, bool paused, Cause cause) {
    parts_->reach(at);
    parts_->numberedRow(Row::Pause).integer(at.ns).integer(process).integer(paused ? 1 : 0);
    parts_->addReport(at, reportProcessPaused(process, paused), cause);
}

void Recorder::addressMoved(SimTime at, core::runtime::Address address, HostIndex host,
                            bool claimed, Cause cause) {
    parts_->reach(at);
    parts_->numberedRow(Row::AddressMove)
        .integer(at.ns)
        .text(core::runtime::toString(address))
        .integer(host)
        .integer(claimed ? 1 : 0);
    parts_->addReport(at, reportAddressMoved(address, host, claimed), cause);
}

void Recorder::datagramSent(const DatagramSent& sent) {
    parts_->reach(sent.at);
    if (parts_->withMessages) {
        parts_->tracker.datagramSent(sent);
    }
}

void Recorder::connectionOpening(const ConnectionOpening& opening) {
    parts_->reach(opening.at);
    if (parts_->withMessages) {
        parts_->tracker.connectionOpening(opening);
    }
}

void Recorder::connectionOpened(const ConnectionOpened& opened) {
    parts_->reach(opened.at);
    if (parts_->withMessages) {
        parts_->tracker.connectionOpened(opened);
    }
}

void Recorder::connectionEnded(const ConnectionEnded& ended) {
    parts_->reach(ended.at);
    if (parts_->withMessages) {
        parts_->tracker.connectionEnded(ended);
    }
}

void Recorder::segmentSent(const SegmentSent& sent) {
    parts_->reach(sent.at);
    if (parts_->withMessages) {
        parts_->tracker.segmentSent(sent);
    }
}

void Recorder::packetEnd(const PacketEnd& end) {
    parts_->reach(end.at);
    if (parts_->withMessages) {
        parts_->tracker.packetEnd(end);
        parts_->tracker.advance(end.at);
    }
}

void Recorder::state(SimTime at, ProcessIndex process, std::string_view key,
                     const core::runtime::FieldValue& value, Cause cause) {
    parts_->reach(at);
    parts_->addState(at, process, parts_->keyOf(key), &value, cause);
}

void Recorder::stateCleared(SimTime at, ProcessIndex process, std::string_view key, Cause cause) {
    parts_->reach(at);
    parts_->addState(at, process, parts_->keyOf(key), nullptr, cause);
}

void Recorder::event(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                     std::span<const core::runtime::Field> fields, Cause cause) {
    parts_->reach(at);
    const std::uint64_t row =
        parts_->addEvent(at, {kind, process, kNoIndex, kNoIndex, false, fields}, cause);
    parts_->causes.setEvent(id, row);
}

void Recorder::spanBegan(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                         std::span<const core::runtime::Field> fields, Cause cause) {
    parts_->reach(at);
    const std::uint64_t row =
        parts_->addEvent(at, {kind, process, kNoIndex, kNoIndex, true, fields}, cause);
    parts_->causes.setEvent(id, row);
}

void Recorder::spanEnded(std::uint64_t id, SimTime at, bool cut) {
    parts_->reach(at);
    parts_->row(Row::SpanEnd)
        .integer(cell(parts_->causes.rowOfEvent(id)))
        .integer(at.ns)
        .integer(cut ? 1 : 0);
}

void Recorder::counter(SimTime at, ProcessIndex process, std::string_view name,
                       std::int64_t total) {
    parts_->reach(at);
    parts_->rollups.counter(process, name, total);
}

void Recorder::sample(SimTime at, ProcessIndex process, std::string_view series,
                      core::Duration value) {
    parts_->reach(at);
    parts_->rollups.sample(process, series, value);
}

void Recorder::fault(const FaultRecord& record) {
    parts_->reach(record.at);
    RowBatch& batch = parts_->numberedRow(Row::Fault);
    batch.integer(cell(record.timeline))
        .integer(record.at.ns)
        .text(record.verb)
        .text(record.text)
        .text(record.target)
        .text(record.refused);
    putIndex(batch, record.host);
    putIndex(batch, record.process);
    putIndex(batch, record.link);
    putCause(batch, parts_->causes.translate(record.cause));
    parts_->addReport(record.at, reportFault(record), record.cause);
}

void Recorder::faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) {
    parts_->reach(at);
    parts_->row(Row::FaultRefused).integer(cell(timeline)).text(reason);
    parts_->addReport(at, reportRefusal(reason), Cause::timeline(timeline));
}

void Recorder::checkFailed(SimTime at, std::string_view check, std::string_view text, Cause cause) {
    parts_->reach(at);
    RowBatch& batch = parts_->numberedRow(Row::Check);
    batch.integer(at.ns).text(check).text(text);
    putCause(batch, parts_->causes.translate(cause));
    parts_->addReport(at, reportCheckFailed(check, text), cause);
}

void Recorder::digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) {
    parts_->reach(end);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex(16, '0');
    for (auto digit = hex.rbegin(); digit != hex.rend(); ++digit, hash >>= 4) {
        *digit = kDigits[hash & 15];
    }
    if (parts_->prefix != nullptr) {
        if (parts_->branch) {
            parts_->compare(index, end, hex);
        } else {
            parts_->rehearsed.push_back({index, end, std::move(hex)});
        }
        return;
    }
    parts_->row(Row::DigestBlock).integer(cell(index)).integer(end.ns).text(hex);
}

} // namespace sim::trace
