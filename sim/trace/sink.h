// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/runtime/network.h"
#include "core/runtime/observer.h"
#include "core/wire/dissector.h"
#include "sim/kernel/sim_time.h"
#include "sim/trace/cause.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What the simulator reports while it runs. The recorder (sim/trace/recorder.h) implements it;
/// expectations and probes may listen too. Calls come in event order from the run's one thread,
/// with times that never decrease. Borrowed data is valid during the call only. Every id is given
/// out by the simulator from counters, the same at every trace level.
namespace sim::trace {

/// Indexes into the tables of RunHeader, from 0.
using HostIndex = std::uint32_t;
using LinkIndex = std::uint32_t;
using ProcessIndex = std::uint32_t;
inline constexpr std::uint32_t kNoIndex = 0xffffffff;

/// What became of a datagram or of a segment.
enum class Fate : std::uint8_t {
    Delivered,
    LostOnLink,    ///< random loss of a link, or a loss fault
    LinkCut,       ///< a link on its way was cut while it travelled
    NoRoute,       ///< no way to the destination when it was sent
    Partitioned,   ///< a partition stands between sender and receiver
    HostDown,      ///< the receiving host was off when it arrived
    NoListener,    ///< nobody has the port (datagram)
    ProcessGone,   ///< the receiving process ended before it could read it
    Duplicate,     ///< delivered, as a second copy
    QueueOverflow, ///< a link's queue was full
    StreamGone,    ///< the connection ended before it arrived
};
std::string_view toString(Fate fate);

struct DatagramSent {
    std::uint64_t packet = 0; ///< packet id, counted over datagrams and segments
    SimTime at;
    ProcessIndex process = kNoIndex; ///< sender
    HostIndex fromHost = kNoIndex;
    HostIndex toHost = kNoIndex; ///< kNoIndex: nobody has the address
    core::runtime::Endpoint from;
    core::runtime::Endpoint to;
    std::string_view protocol;
    core::ByteView payload;
    std::uint64_t copyOf = 0; ///< packet id of the original if this is a duplicate the network made
    Cause cause;
};

/// The end of a datagram or segment. `process` is who got it, if anybody.
struct PacketEnd {
    std::uint64_t packet = 0;
    SimTime at;
    Fate fate = Fate::Delivered;
    ProcessIndex process = kNoIndex;
    LinkIndex link = kNoIndex; ///< where it was lost, if on a link
};

struct ConnectionOpening {
    std::uint64_t connection = 0; ///< connection id
    SimTime at;
    ProcessIndex clientProcess = kNoIndex;
    HostIndex clientHost = kNoIndex;
    HostIndex serverHost = kNoIndex; ///< kNoIndex: nobody has the address
    core::runtime::Endpoint client;
    core::runtime::Endpoint server;
    std::string_view protocol;
    Cause cause;
};
struct ConnectionOpened {
    std::uint64_t connection = 0;
    SimTime at; ///< when the server accepted
    ProcessIndex serverProcess = kNoIndex;
};
struct ConnectionEnded {
    std::uint64_t connection = 0;
    SimTime at;
    core::wire::Direction side = core::wire::Direction::FromClient; ///< which end saw it
    core::runtime::StreamEnd end = core::runtime::StreamEnd::Finished;
    bool aborted = false; ///< this side called abort() or crashed
    Cause cause;
};

/// Stream bytes handed to the network: a first transmission or a retransmission.
struct SegmentSent {
    std::uint64_t packet = 0;
    SimTime at;
    std::uint64_t connection = 0;
    core::wire::Direction direction = core::wire::Direction::FromClient;
    std::uint64_t offset = 0; ///< of the first octet, from the start of the direction
    core::ByteView payload;
    bool fin = false;            ///< carries the end of the direction
    bool retransmission = false; ///< these octets were sent before
    Cause cause;
};

/// How an incarnation ended.
enum class ProcessEnd : std::uint8_t { Crashed, HostPowerOff, Failed, RunEnded };
std::string_view toString(ProcessEnd end);

struct FaultRecord {
    std::uint64_t timeline = 0; ///< id of the timeline entry, from 1 in order of the scenario
    SimTime at;
    std::string_view verb; ///< "power-off", "cut", "action", ...
    std::string_view text; ///< as written, one line
    /// What it resolved to: "host web-3", "process jobs-2", "link a--b", "a, b | c" (a
    /// partition's sides), the name of the partition that is healed; empty if refused.
    std::string_view target;
    std::string_view refused; ///< why it was impossible; empty if it was done
    bool over = false;        ///< the end of one that lasted a while and has no opposite verb
    HostIndex host = kNoIndex;
    ProcessIndex process = kNoIndex;
    LinkIndex link = kNoIndex;
    Cause cause; ///< the event it waited for, if any
    /// The parts of `text` by name, for other languages (sim/faults/fault.h); may be empty.
    std::span<const std::pair<std::string, std::string>> words{};
    bool ending = false; ///< the end of one that lasted a while
    bool oneWay = false; ///< of a partition
};

/// Receives everything. Default implementations ignore what they are told.
class Sink {
public:
    virtual ~Sink() = default;

    virtual void hostPower(SimTime at, HostIndex host, bool on, Cause cause) {
        (void)at, (void)host, (void)on, (void)cause;
    }
    virtual void linkState(SimTime at, LinkIndex link, bool forwardUp, bool backwardUp,
                           Cause cause) {
        (void)at, (void)link, (void)forwardUp, (void)backwardUp, (void)cause;
    }
    /// Traffic of one direction of a link since its last report, for charts: at least one report
    /// for each whole second (`second`, its begin) in which anything entered the link.
    virtual void linkTraffic(SimTime second, LinkIndex link, bool forward, std::uint64_t packets,
                             std::uint64_t octets) {
        (void)second, (void)link, (void)forward, (void)packets, (void)octets;
    }
    virtual void processStarted(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                                Cause cause) {
        (void)at, (void)process, (void)incarnation, (void)cause;
    }
    virtual void processEnded(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                              ProcessEnd how, std::string_view reason, Cause cause) {
        (void)at, (void)process, (void)incarnation, (void)how, (void)reason, (void)cause;
    }
    virtual void processPaused(SimTime at, ProcessIndex process, bool paused, Cause cause) {
        (void)at, (void)process, (void)paused, (void)cause;
    }
    virtual void addressMoved(SimTime at, core::runtime::Address address, HostIndex host,
                              bool claimed, Cause cause) {
        (void)at, (void)address, (void)host, (void)claimed, (void)cause;
    }

    virtual void datagramSent(const DatagramSent& sent) { (void)sent; }
    virtual void connectionOpening(const ConnectionOpening& opening) { (void)opening; }
    virtual void connectionOpened(const ConnectionOpened& opened) { (void)opened; }
    virtual void connectionEnded(const ConnectionEnded& ended) { (void)ended; }
    virtual void segmentSent(const SegmentSent& sent) { (void)sent; }
    virtual void packetEnd(const PacketEnd& end) { (void)end; }

    /// State of a process; kinds, keys and values as in core/runtime/observer.h.
    virtual void state(SimTime at, ProcessIndex process, std::string_view key,
                       const core::runtime::FieldValue& value, Cause cause) {
        (void)at, (void)process, (void)key, (void)value, (void)cause;
    }
    virtual void stateCleared(SimTime at, ProcessIndex process, std::string_view key, Cause cause) {
        (void)at, (void)process, (void)key, (void)cause;
    }
    /// Event ids count events and spans together, from 1.
    virtual void event(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                       std::span<const core::runtime::Field> fields, Cause cause) {
        (void)id, (void)at, (void)process, (void)kind, (void)fields, (void)cause;
    }
    virtual void spanBegan(std::uint64_t id, SimTime at, ProcessIndex process,
                           std::string_view kind, std::span<const core::runtime::Field> fields,
                           Cause cause) {
        (void)id, (void)at, (void)process, (void)kind, (void)fields, (void)cause;
    }
    virtual void spanEnded(std::uint64_t id, SimTime at, bool cut) {
        (void)id, (void)at, (void)cut;
    }
    /// `total` after the change.
    virtual void counter(SimTime at, ProcessIndex process, std::string_view name,
                         std::int64_t total) {
        (void)at, (void)process, (void)name, (void)total;
    }
    virtual void sample(SimTime at, ProcessIndex process, std::string_view series,
                        core::Duration value) {
        (void)at, (void)process, (void)series, (void)value;
    }

    /// Reported before it takes effect.
    virtual void fault(const FaultRecord& record) { (void)record; }
    /// The operator action just reported was refused by its process.
    virtual void faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) {
        (void)at, (void)timeline, (void)reason;
    }
    /// An invariant or expectation that failed while the run went on.
    virtual void checkFailed(SimTime at, std::string_view check, std::string_view text,
                             Cause cause) {
        (void)at, (void)check, (void)text, (void)cause;
    }
    /// A block of the digest is full: blocks count from 0, `end` is the time of its last event.
    virtual void digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) {
        (void)index, (void)end, (void)hash;
    }
};

} // namespace sim::trace
