// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/runtime/address.h"
#include "sim/fluid/fluid.h"
#include "sim/kernel/kernel.h"
#include "sim/network/partitions.h"
#include "sim/topology/topology.h"
#include "sim/trace/cause.h"
#include "sim/trace/sink.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

/// Carries packets over the links: the message path. Every link direction is a first-in-first-out
/// server and packets cut through, so that uncontended time is octets over the narrowest
/// bandwidth plus the sum of the latencies. The sender's egress is booked at the send, each later
/// link when the head of the packet reaches it; queues form where traffic exceeds bandwidth. Bulk
/// packets take the fluid path instead: they share bandwidth max-min fairly (sim/fluid) and then
/// travel the sum of the latencies; a message on a link with n bulk flows gets 1/(n+1) of it.
namespace sim::network {

struct Flight;

/// Told what became of the flights it launched, exactly once each.
class FlightOwner {
public:
    virtual void arrived(Flight& flight) = 0;
    /// `link` is where it was lost, or kNoIndex.
    virtual void lost(Flight& flight, trace::Fate fate, trace::LinkIndex link) = 0;
    /// The network makes a second copy: the owner prepares and launches it, marked `duplicate`.
    virtual void duplicated(const Flight& original) = 0;

protected:
    ~FlightOwner() = default;
};

/// One link of a packet's way.
struct Hop {
    topology::DirectedLink link = topology::kNone;
    SimTime entered; ///< when it began to use the link, once it did
};

/// One packet under way. The owner fills the second part; the carrier keeps the first, which is
/// what it looks at on every link: one cache line.
struct alignas(64) Flight {
    SimTime sentAt;
    SimTime tail;               ///< when the last octet reaches the next node
    std::vector<Hop> path;      ///< capacity is kept for the next flight
    std::uint32_t entered = 0;  ///< hops of the path so far
    std::uint32_t slot = 0;     ///< where it is kept
    std::uint64_t number = 0;   ///< of this packet in its flow
    core::Duration bulkLatency; ///< still to travel when a bulk flow is complete

    FlightOwner* owner = nullptr;
    std::uint64_t packet = 0;    ///< packet id
    std::uint32_t from = 0;      ///< node
    std::uint32_t to = 0;        ///< node
    std::int64_t wireOctets = 0; ///< on each link, headers included
    std::int64_t fragments = 1;  ///< each may be lost; one lost loses all
    std::uint64_t flow = 0;      ///< key of the flow, for its random draws
    std::uint64_t ownerKey = 0;  ///< whatever the owner wants to find again
    bool bulk = false;           ///< travels by the fluid path
    bool duplicate = false;      ///< a copy made by the network
    core::runtime::Endpoint source;
    core::runtime::Endpoint destination;
    trace::Cause cause;
    core::Bytes payload;
};

/// What faults do to one direction of a link, beyond its figures in the topology.
struct LinkTrouble {
    core::Duration delay;
    core::Duration jitter;
    std::int64_t lossPerMillion = 0;
    std::int64_t duplicatePerMillion = 0;
    std::int64_t reorderPerMillion = 0;
    core::Duration reorderBy;

    /// Whether what it does to a packet is drawn.
    bool random() const {
        return jitter.ns > 0 || lossPerMillion > 0 || duplicatePerMillion > 0 ||
               reorderPerMillion > 0;
    }
};

class Carrier final : public EventTarget {
public:
    /// REQUIRES: kernel and topology outlive the carrier.
    Carrier(Kernel& kernel, topology::Topology& topology, std::uint64_t seed, trace::Sink* sink);

    Partitions& partitions() { return partitions_; }
    topology::Topology& topology() { return topology_; }

    /// Counts the packets of each flow, so that random draws can be keyed by (flow, number). Counts
    /// without being asked where a link of the topology loses or jitters; call it before the run
    /// starts if a fault will, so that no other fault's beginning decides where counting begins.
    void countFlows() { countingFlows_ = true; }

    /// A flight to fill in; every field of the owner's part must be set. Ends with launch().
    Flight& prepare();
    /// Sends a prepared flight on its way. The owner may be told of a loss before this returns.
    void launch(Flight& flight);

    /// Whether something sent now would find a way (links, switches, partitions).
    bool reachable(std::uint32_t from, std::uint32_t to);
    /// Time of a packet of `wireOctets` over idle links; nullopt if there is no way.
    std::optional<core::Duration> idleTime(std::uint32_t from, std::uint32_t to,
                                           std::int64_t wireOctets);
    /// Whether a packet that is not simulated as a flight (a handshake) is lost by chance.
    bool losesByChance(std::uint32_t from, std::uint32_t to, std::uint64_t flow,
                       std::uint64_t number);
    bool hostOn(std::uint32_t node) const { return topology_.isNodeUp(node); }
    /// Call when a node loses power: what waits in its network card is lost.
    void noteHostOff(std::uint32_t node);

    /// Both directions of a link, or one.
    void setLinkUp(topology::DirectedLink direction, bool up);
    const LinkTrouble& trouble(topology::DirectedLink direction) const {
        return links_[direction].trouble;
    }
    void setTrouble(topology::DirectedLink direction, const LinkTrouble& trouble);

    std::size_t inFlight() const { return inFlight_; }

    /// Tells the sink of the traffic of each link's last second; at the end of a run.
    void reportTraffic();

    void fire(std::uint64_t flight) override;

private:
    /// One direction of a link. What every packet needs comes first: one cache line.
    struct alignas(64) LinkState {
        SimTime freeAt;
        core::Duration latency;
        std::int64_t bitsPerSecond = 1;
        core::Duration longestWait = core::Duration::max(); ///< a packet that finds more is dropped
        bool plain = true;       ///< adds no delay and loses nothing by chance
        std::int64_t second = 0; ///< the figures below are of
        std::uint64_t packets = 0;
        std::uint64_t octets = 0;

        SimTime lastCut{-1};
        LinkTrouble trouble;
    };
    /// Takes the completions of the fluid model when they are due.
    struct BulkTarget final : EventTarget {
        Carrier* carrier = nullptr;
        void fire(std::uint64_t) override { carrier->takeBulk(); }
    };

    void describe(topology::DirectedLink direction);
    void finish(Flight& flight);
    void lose(Flight& flight, trace::Fate fate, topology::DirectedLink at);
    /// Books the next link of the path and schedules what follows, or loses the packet.
    void enterNextLink(Flight& flight);
    void arrive(Flight& flight);
    void startBulk(Flight& flight);
    void takeBulk();
    void awaitBulk();
    /// Ends and loses the bulk flows on a direction that was cut or lost power.
    void loseBulk(topology::DirectedLink link);
    void countTraffic(topology::DirectedLink link, const Flight& flight);
    /// Whether a link was cut, a switch or the sender went down under the packet.
    std::optional<topology::DirectedLink> cutUnder(const Flight& flight) const;
    bool drawLoss(const Flight& flight, topology::DirectedLink link);
    core::Duration drawDelay(const Flight& flight, topology::DirectedLink link);
    void duplicateIfDrawn(const Flight& flight);
    std::uint64_t drawKey(const Flight& flight, topology::DirectedLink link,
                          std::uint64_t what) const;

    Kernel& kernel_;
    topology::Topology& topology_;
    Partitions partitions_;
    std::uint64_t seed_;
    std::vector<LinkState> links_; ///< by directed link
    std::int64_t duplicating_ = 0; ///< directions that duplicate packets
    std::vector<SimTime> lastOff_; ///< by node
    SimTime lastTrouble_{-1};      ///< latest cut or power loss: nothing to look for before it
    bool countingFlows_ = false;
    std::unordered_map<std::uint64_t, std::uint64_t> flowNumbers_; ///< looked up, never iterated
    std::deque<Flight> flights_;                                   ///< stable addresses
    std::vector<std::uint32_t> freeFlights_;
    std::size_t inFlight_ = 0;
    trace::Sink* sink_;
    fluid::Fluid fluid_;
    std::map<fluid::FlowId, std::uint32_t> bulk_; ///< flow -> slot of its flight
    BulkTarget bulkTarget_;
    EventHandle bulkEvent_;
};

} // namespace sim::network
