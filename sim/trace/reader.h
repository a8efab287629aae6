// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/wire/dissector.h"
#include "sim/trace/cause_map.h"
#include "sim/trace/error.h"
#include "sim/trace/header.h"
#include "sim/trace/outcome.h"
#include "sim/trace/rows.h"
#include "sim/trace/sink.h"
#include "sim/trace/stop_flag.h"
#include "sim/trace/value.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reads a trace, also while it is written: each call is one short transaction. Plain values come
/// out; nothing of SQLite shows. One thread at a time.
namespace sim::trace {

class Catalogue;

struct MessageRow {
    std::uint64_t id = 0;
    SimTime sent;
    std::optional<SimTime> arrived; ///< or when it was lost; nullopt: in flight
    std::optional<Fate> fate;       ///< nullopt: in flight
    ProcessIndex fromProcess = kNoIndex;
    ProcessIndex toProcess = kNoIndex;
    HostIndex fromHost = kNoIndex;
    HostIndex toHost = kNoIndex;
    std::string protocol;
    core::wire::MessageRole role = core::wire::MessageRole::Other;
    std::uint64_t octets = 0;
    std::string summary;
    bool malformed = false;
    std::uint64_t connection = 0; ///< 0: a datagram
    core::wire::Direction direction = core::wire::Direction::FromClient;
    std::uint64_t begin = 0; ///< first octet in its direction of the connection
    core::runtime::Endpoint from;
    core::runtime::Endpoint to;
    std::uint64_t retransmits = 0;
    std::uint64_t copyOf = 0; ///< message id of the original, for a copy the network made
    LinkIndex lostOn = kNoIndex;
    RowCause cause;
};

/// A connection, from the call of connect() on.
struct ConnectionRow {
    std::uint64_t id = 0;
    SimTime opening;
    std::optional<SimTime> opened; ///< when the server accepted
    HostIndex clientHost = kNoIndex;
    HostIndex serverHost = kNoIndex; ///< kNoIndex: nobody had the address
    core::runtime::Endpoint client;
    core::runtime::Endpoint server;
    std::string protocol;
    std::optional<SimTime> clientEnded;
    std::string clientEnd; ///< "finished", "reset", "refused", "timed-out", "aborted"; or empty
    std::optional<SimTime> serverEnded;
    std::string serverEnd;
};

/// What crossed the wire: a datagram or a piece of a stream (level bytes only).
struct SegmentRow {
    std::uint64_t id = 0; ///< packet number, in order of sending
    SimTime sent;
    std::optional<SimTime> arrived; ///< or when it was lost; nullopt: in flight
    std::optional<Fate> fate;       ///< nullopt: in flight
    LinkIndex lostOn = kNoIndex;
    core::Bytes payload;
    std::uint64_t connection = 0; ///< 0: a datagram
    core::wire::Direction direction = core::wire::Direction::FromClient;
    std::uint64_t begin = 0; ///< first octet in its direction of the connection
    bool fin = false;
    bool retransmission = false;
    // Datagrams only:
    HostIndex fromHost = kNoIndex;
    HostIndex toHost = kNoIndex;
    core::runtime::Endpoint from;
    core::runtime::Endpoint to;
    std::uint64_t copyOf = 0; ///< message id of the original, for a copy the network made
};

/// An event of a component, a report of the simulator, or a span.
struct EventRow {
    std::uint64_t id = 0;
    SimTime at;
    std::string kind;
    int importance = 1;
    ProcessIndex process = kNoIndex;
    HostIndex host = kNoIndex;
    LinkIndex link = kNoIndex;
    std::vector<NamedValue> fields;
    bool isSpan = false;
    std::optional<SimTime> until; ///< spans that ended
    bool cut = false;             ///< the span ended with its incarnation
    RowCause cause;
};

struct StateRow {
    ProcessIndex process = kNoIndex;
    std::string key;
    SimTime since;
    Value value;
    RowCause cause;
};

struct FaultRow {
    std::uint64_t timeline = 0;
    SimTime at;
    std::string verb, text, target, refused;
    HostIndex host = kNoIndex;
    ProcessIndex process = kNoIndex;
    LinkIndex link = kNoIndex;
    RowCause cause;
};

struct DigestBlock {
    std::uint64_t block = 0;
    SimTime until;
    std::string hash; ///< 16 hexadecimal digits
};

struct CounterRow {
    std::int64_t second = 0;
    ProcessIndex process = kNoIndex;
    std::string name;
    std::int64_t total = 0; ///< at the end of that second
};

/// The answer to a free query, as text; nullopt for NULL.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;
};

/// What a trace says about itself as a whole.
struct TraceSummary {
    RunHeader header;
    Level level = Level::Full;
    RunStatus status = RunStatus::Running;
    SimTime until;      ///< simulated time that the file covers
    std::string digest; ///< 16 hexadecimal digits; empty while incomplete
    std::string storyHash;
};

class Reader {
public:
    template <class T>
    using Answer = core::Result<T, TraceError>;

    /// A branch is opened together with its parent, the parent's parent, ... and shows the whole
    /// run; only summary().header tells it apart. Errors: CannotOpen, NotATrace (empty, truncated,
    /// something else), NewerSchema, NoParent, Io.
    static Answer<std::unique_ptr<Reader>> open(const std::filesystem::path& path);
    /// Leaves WAL mode if the run is complete and this was the last reader.
    ~Reader();

    const TraceSummary& summary() const;
    const Catalogue& wording() const;
    const std::filesystem::path& path() const;
    /// The file, then its parents if it is a branch.
    std::vector<std::filesystem::path> files() const;
    /// One sentence if the run is incomplete, which files belong together; else empty.
    std::string notice() const;
    /// Reads status and progress again; true if anything was added.
    Answer<bool> refresh();

    /// Messages that are on their way at some time in [begin, end), by id.
    Answer<std::vector<MessageRow>> messagesIn(SimTime begin, SimTime end) const;
    Answer<MessageRow> message(std::uint64_t id) const;
    /// The next messages by id, from the first one after `id`, at most `limit`; empty at the end.
    Answer<std::vector<MessageRow>> messagesAfter(std::uint64_t id, std::size_t limit) const;
    /// Connections and segments by id, in pages like messagesAfter.
    Answer<std::vector<ConnectionRow>> connectionsAfter(std::uint64_t id, std::size_t limit) const;
    Answer<std::vector<SegmentRow>> segmentsAfter(std::uint64_t id, std::size_t limit) const;
    /// Events at times in [begin, end) of at least `importance`, in order.
    Answer<std::vector<EventRow>> eventsIn(SimTime begin, SimTime end, int importance = 1) const;
    Answer<EventRow> event(std::uint64_t id) const;
    Answer<std::vector<EventRow>> eventsAfter(std::uint64_t id, std::size_t limit) const;
    /// The next events by id after `id` that a room is told of: of importance 2 and 3, and every
    /// line of the timeline ("fault-..."), however important.
    Answer<std::vector<EventRow>> toldAfter(std::uint64_t id, std::size_t limit) const;
    /// The highest events.id so far; 0: none.
    Answer<std::uint64_t> lastEvent() const;
    /// The next headline (importance 3) later than `at`, the last one earlier; nullopt: none.
    Answer<std::optional<EventRow>> nextHeadline(SimTime at) const;
    Answer<std::optional<EventRow>> previousHeadline(SimTime at) const;
    /// Spans open at some time in [begin, end).
    Answer<std::vector<EventRow>> spansIn(SimTime begin, SimTime end) const;
    /// Every key that has a value at `at`, changes at that very instant included, by process, key.
    Answer<std::vector<StateRow>> stateAt(SimTime at) const;
    Answer<std::vector<FaultRow>> faults() const;
    /// What whoever draws needs (sim/trace/rows.h).
    Answer<WorldHistory> worldHistory() const;
    /// Messages that are on their way at some time in [begin, end), and those not delivered that
    /// were so from `lossesFrom` on, by id.
    Answer<std::vector<FlightRow>> flightsIn(SimTime begin, SimTime lossesFrom, SimTime end) const;
    /// Messages sent at times in [begin, end), by id: the first `most` of them.
    Answer<std::vector<FlightRow>> flightsSentIn(SimTime begin, SimTime end,
                                                 std::size_t most) const;
    /// Changes of states at times in [begin, end), in order: the first `most` of them.
    Answer<std::vector<StateChange>> stateChangesIn(SimTime begin, SimTime end,
                                                    std::size_t most) const;
    /// Connects that began at a time in [begin, end), by id.
    Answer<std::vector<ConnectRow>> connectsIn(SimTime begin, SimTime end) const;
    /// The slow ones of all connects after an id.
    Answer<SlowConnects> slowConnectsAfter(std::uint64_t id) const;
    Answer<std::vector<CounterRow>> counters() const;
    /// Of whole seconds in [first, end), those whose names end so: the first `most` of them. A
    /// counter has a row for every second in which it grew.
    Answer<std::vector<CounterRow>> countersIn(std::int64_t first, std::int64_t end,
                                               std::string_view ending, std::size_t most) const;
    Answer<std::vector<DigestBlock>> digestBlocks() const;
    Answer<std::vector<MeasureResult>> measures() const;
    Answer<std::vector<ExpectationResult>> expectations() const;
    /// Any one SELECT. Error: BadQuery, also for a statement that would write.
    Answer<Table> query(std::string_view sql) const;
    /// The same without keeping it: columns first, then row after row, until one returns false.
    using Cells = std::vector<std::optional<std::string>>;
    Answer<void> query(std::string_view sql,
                       const std::function<bool(const std::vector<std::string>&)>& onColumns,
                       const std::function<bool(const Cells&)>& onRow) const;

    /// While alive, what is asked of the reader may end with the error Cancelled, and soon does
    /// while
    /// `*stop` is true, which any thread may set. nullptr: never. What the reader keeps for later
    /// is read all the same.
    class Interruptible {
    public:
        Interruptible(const Reader& reader, const StopFlag* stop);
        ~Interruptible();
        Interruptible(const Interruptible&) = delete;
        Interruptible& operator=(const Interruptible&) = delete;

    private:
        const Reader& reader_;
        const StopFlag* before_;
    };

    /// What people call the emitter of an event: names or empty texts.
    std::string_view processName(ProcessIndex process) const;
    std::string_view hostName(HostIndex host) const;
    std::string_view linkName(LinkIndex link) const;
    /// The event in words.
    std::string describe(const EventRow& event, Language language) const;
    /// "dns query, web-1 to dns: A www.example", for chains and differences.
    std::string describe(const MessageRow& message) const;

private:
    struct Parts;
    explicit Reader(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace sim::trace
