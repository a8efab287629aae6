// SPDX-License-Identifier: Apache-2.0
#include "sim/network/carrier.h"

#include "core/base/random.h"
#include "sim/topology/transfer_time.h"

#include <algorithm>

namespace sim::network {
namespace {

/// From a host to itself: through the kernel, no link involved.
constexpr core::Duration kLoopback{10'000};
constexpr std::int64_t kMillion = 1'000'000;

/// What a draw decides; part of its key.
enum Draw : std::uint64_t { kLoss = 1, kJitter, kReorder, kDuplicate };

} // namespace

Carrier::Carrier(Kernel& kernel, topology::Topology& topology, std::uint64_t seed,
                 trace::Sink* sink)
    : kernel_(kernel), topology_(topology), partitions_(topology.nodeCount()), seed_(seed),
      links_(topology.linkCount() * 2), lastOff_(topology.nodeCount(), SimTime{-1}), sink_(sink),
      fluid_(topology) {
    bulkTarget_.carrier = this;
    for (topology::DirectedLink direction = 0; direction < links_.size(); ++direction) {
        describe(direction);
    }
}

/// Copies what a packet needs of the topology and works out what it can skip.
void Carrier::describe(topology::DirectedLink direction) {
    const topology::LinkSpec& spec = topology_.spec().links[topology::linkOf(direction)];
    LinkState& link = links_[direction];
    link.latency = spec.latency;
    link.bitsPerSecond = spec.bitsPerSecond;
    if (spec.queueBytes > 0) {
        link.longestWait = topology::transferTime(spec.queueBytes, spec.bitsPerSecond);
    }
    const bool random = spec.jitter.ns > 0 || spec.lossPerMillion > 0 || link.trouble.random();
    link.plain = !random && link.trouble.delay.ns == 0;
    countingFlows_ = countingFlows_ || random;
}

void Carrier::setTrouble(topology::DirectedLink direction, const LinkTrouble& trouble) {
    LinkTrouble& present = links_[direction].trouble;
    duplicating_ += (trouble.duplicatePerMillion > 0) - (present.duplicatePerMillion > 0);
    present = trouble;
    describe(direction);
}

Flight& Carrier::prepare() {
    if (freeFlights_.empty()) {
        Flight& flight = flights_.emplace_back();
        flight.slot = static_cast<std::uint32_t>(flights_.size() - 1);
        return flight;
    }
    Flight& flight = flights_[freeFlights_.back()];
    freeFlights_.pop_back();
    return flight;
}

void Carrier::finish(Flight& flight) {
    flight.payload.clear();
    --inFlight_;
    freeFlights_.push_back(flight.slot);
}

void Carrier::launch(Flight& flight) {
    ++inFlight_;
    flight.sentAt = kernel_.now();
    flight.tail = kernel_.now();
    flight.path.clear();
    flight.entered = 0;
    if (countingFlows_ && !flight.duplicate) {
        flight.number = flowNumbers_[flight.flow]++;
    }
    if (flight.from == flight.to) {
        kernel_.schedule(kernel_.now() + kLoopback, *this, flight.slot);
        return;
    }
    if (partitions_.blocks(flight.from, flight.to)) {
        lose(flight, trace::Fate::Partitioned, topology::kNone);
        return;
    }
    const auto route = topology_.route(flight.from, flight.to);
    if (!route) {
        lose(flight, trace::Fate::NoRoute, topology::kNone);
        return;
    }
    route->forEach([&flight](topology::DirectedLink link) {
        flight.path.push_back({link, {}, {}, {}});
    });
    if (duplicating_ > 0) {
        duplicateIfDrawn(flight);
    }
    if (flight.bulk) {
        startBulk(flight);
    } else {
        enterNextLink(flight);
    }
}

void Carrier::enterNextLink(Flight& flight) {
    Hop& hop = flight.path[flight.entered];
    const topology::DirectedLink index = hop.link;
    LinkState& link = links_[index];
    const SimTime now = kernel_.now();
    if (lastTrouble_ >= flight.sentAt && !topology_.carries(index)) {
        lose(flight, trace::Fate::LinkCut, index);
        return;
    }
    const SimTime start = std::max(now, link.freeAt);
    if (start - now > link.longestWait) {
        lose(flight, trace::Fate::QueueOverflow, index);
        return;
    }
    if (!link.plain && drawLoss(flight, index)) {
        lose(flight, trace::Fate::LostOnLink, index);
        return;
    }
    const std::int64_t sharers = 1 + std::int64_t{fluid_.activeFlows(index)};
    const core::Duration busy =
        topology::transferTime(flight.wireOctets * sharers, link.bitsPerSecond);
    countTraffic(index, flight);
    const core::Duration latency =
        link.plain ? link.latency : link.latency + drawDelay(flight, index);
    link.freeAt = start + busy;
    hop.booked = now;
    hop.out = std::max(start + busy, flight.tail);
    hop.cleared = hop.out + latency;
    flight.tail = hop.cleared;
    const bool last = ++flight.entered == flight.path.size();
    kernel_.schedule(last ? flight.tail : start + latency, *this, flight.slot);
}

void Carrier::startBulk(Flight& flight) {
    flight.bulkLatency = {};
    std::vector<topology::DirectedLink> links;
    for (Hop& hop : flight.path) {
        const topology::DirectedLink index = hop.link;
        if (drawLoss(flight, index)) {
            lose(flight, trace::Fate::LostOnLink, index);
            return;
        }
        hop.booked = kernel_.now();
        hop.out = SimTime{} + flight.bulkLatency; // after the flow's completion
        flight.bulkLatency += topology_.latency(index) + drawDelay(flight, index);
        hop.cleared = SimTime{} + flight.bulkLatency;
        ++flight.entered;
        links.push_back(index);
        countTraffic(index, flight);
    }
    const fluid::FlowId flow = fluid_.start(kernel_.now(), links, flight.wireOctets);
    bulk_[flow] = flight.slot;
    awaitBulk();
}

void Carrier::awaitBulk() {
    kernel_.cancel(bulkEvent_);
    bulkEvent_ = {};
    const SimTime next = fluid_.nextCompletion();
    if (next != SimTime::max()) {
        bulkEvent_ = kernel_.schedule(std::max(next, kernel_.now()), bulkTarget_, 0);
    }
}

void Carrier::takeBulk() {
    bulkEvent_ = {};
    for (const fluid::Completion& done : fluid_.takeCompletions(kernel_.now())) {
        const auto found = bulk_.find(done.flow);
        Flight& flight = flights_[found->second];
        for (Hop& hop : flight.path) {
            hop.out += done.at - SimTime{};
            hop.cleared += done.at - SimTime{};
        }
        const SimTime at = done.at + flight.bulkLatency;
        kernel_.schedule(std::max(at, kernel_.now()), *this, flight.slot);
        bulk_.erase(found);
    }
    awaitBulk();
}

void Carrier::loseBulk(topology::DirectedLink link) {
    for (const fluid::FlowId flow : fluid_.flowsOn(link)) {
        fluid_.cancel(kernel_.now(), flow);
        const auto found = bulk_.find(flow);
        Flight& flight = flights_[found->second];
        bulk_.erase(found);
        lose(flight, trace::Fate::LinkCut, link);
    }
    awaitBulk();
}

void Carrier::countTraffic(topology::DirectedLink index, const Flight& flight) {
    if (sink_ == nullptr) {
        return;
    }
    LinkState& link = links_[index];
    const std::int64_t second = kernel_.now().ns / 1'000'000'000;
    if (second != link.second && link.packets != 0) {
        sink_->linkTraffic({link.second * 1'000'000'000}, topology::linkOf(index), index % 2 == 0,
                           link.packets, link.octets);
        link.packets = 0;
        link.octets = 0;
    }
    link.second = second;
    ++link.packets;
    link.octets += static_cast<std::uint64_t>(flight.wireOctets);
}

void Carrier::reportTraffic() {
    for (std::uint32_t index = 0; index < links_.size(); ++index) {
        LinkState& link = links_[index];
        if (sink_ != nullptr && link.packets != 0) {
            sink_->linkTraffic({link.second * 1'000'000'000}, topology::linkOf(index),
                               index % 2 == 0, link.packets, link.octets);
            link.packets = 0;
            link.octets = 0;
        }
    }
}

void Carrier::fire(std::uint64_t slot) {
    Flight& flight = flights_[slot];
    if (lastTrouble_ >= flight.sentAt) {
        if (const auto cut = cutUnder(flight)) {
            lose(flight, trace::Fate::LinkCut, *cut);
            return;
        }
    }
    if (flight.entered < flight.path.size()) {
        enterNextLink(flight);
    } else {
        arrive(flight);
    }
}

void Carrier::arrive(Flight& flight) {
    if (partitions_.blockedSince(flight.sentAt, flight.from, flight.to)) {
        lose(flight, trace::Fate::Partitioned, topology::kNone);
    } else if (!topology_.isNodeUp(flight.to)) {
        lose(flight, trace::Fate::HostDown, topology::kNone);
    } else {
        flight.owner->arrived(flight);
        finish(flight);
    }
}

void Carrier::lose(Flight& flight, trace::Fate fate, topology::DirectedLink at) {
    kernel_.digest().mix(flight.packet << 8 | static_cast<std::uint64_t>(fate));
    flight.owner->lost(flight, fate,
                       at == topology::kNone ? trace::kNoIndex : topology::linkOf(at));
    finish(flight);
}

std::optional<topology::DirectedLink> Carrier::cutUnder(const Flight& flight) const {
    for (std::size_t i = 0; i < flight.entered; ++i) {
        const Hop& hop = flight.path[i];
        const SimTime cut = links_[hop.link].lastCut;
        const SimTime off = lastOff_[topology_.source(hop.link)];
        // A sender, or a switch, loses what it has not passed on.
        if ((cut >= hop.booked && cut <= hop.cleared) || (off >= hop.booked && off < hop.out)) {
            return hop.link;
        }
    }
    return std::nullopt;
}

std::uint64_t Carrier::drawKey(const Flight& flight, topology::DirectedLink link,
                               std::uint64_t what) const {
    std::uint64_t key = core::combine64(seed_, flight.flow);
    key = core::combine64(key, flight.number);
    key = core::combine64(key, std::uint64_t{link} << 8 | (flight.duplicate ? 1U << 7 : 0U) | what);
    return key;
}

bool Carrier::drawLoss(const Flight& flight, topology::DirectedLink index) {
    const std::int64_t perMillion =
        std::min(kMillion, topology_.spec().links[topology::linkOf(index)].lossPerMillion +
                               links_[index].trouble.lossPerMillion);
    if (perMillion == 0) {
        return false;
    }
    core::RandomStream draws(drawKey(flight, index, kLoss));
    for (std::int64_t i = 0; i < flight.fragments; ++i) {
        if (draws.chance(static_cast<std::uint64_t>(perMillion), kMillion)) {
            return true;
        }
    }
    return false;
}

core::Duration Carrier::drawDelay(const Flight& flight, topology::DirectedLink index) {
    const LinkTrouble& trouble = links_[index].trouble;
    const core::Duration jitter =
        topology_.spec().links[topology::linkOf(index)].jitter + trouble.jitter;
    core::Duration delay = trouble.delay;
    if (jitter.ns > 0) {
        delay += core::RandomStream(drawKey(flight, index, kJitter)).between({0}, jitter);
    }
    if (trouble.reorderPerMillion > 0 &&
        core::RandomStream(drawKey(flight, index, kReorder))
            .chance(static_cast<std::uint64_t>(trouble.reorderPerMillion), kMillion)) {
        delay += trouble.reorderBy;
    }
    return delay;
}

void Carrier::duplicateIfDrawn(const Flight& flight) {
    if (flight.duplicate) {
        return;
    }
    for (const Hop& hop : flight.path) {
        const std::int64_t perMillion = links_[hop.link].trouble.duplicatePerMillion;
        if (perMillion == 0 || !core::RandomStream(drawKey(flight, hop.link, kDuplicate))
                                    .chance(static_cast<std::uint64_t>(perMillion), kMillion)) {
            continue;
        }
        flight.owner->duplicated(flight);
        return;
    }
}

bool Carrier::reachable(std::uint32_t from, std::uint32_t to) {
    return from == to || (!partitions_.blocks(from, to) && topology_.route(from, to).has_value());
}

std::optional<core::Duration> Carrier::idleTime(std::uint32_t from, std::uint32_t to,
                                                std::int64_t wireOctets) {
    if (from == to) {
        return kLoopback;
    }
    if (partitions_.blocks(from, to)) {
        return std::nullopt;
    }
    const auto route = topology_.route(from, to);
    if (!route) {
        return std::nullopt;
    }
    core::Duration latency = topology_.latency(*route);
    route->forEach([&](topology::DirectedLink link) { latency += links_[link].trouble.delay; });
    return latency + topology::transferTime(wireOctets, topology_.narrowest(*route));
}

bool Carrier::losesByChance(std::uint32_t from, std::uint32_t to, std::uint64_t flow,
                            std::uint64_t number) {
    const auto route = topology_.route(from, to);
    if (from == to || !route) {
        return false;
    }
    Flight probe;
    probe.flow = flow;
    probe.number = number;
    bool lost = false;
    route->forEach([&](topology::DirectedLink link) { lost = lost || drawLoss(probe, link); });
    return lost;
}

void Carrier::setLinkUp(topology::DirectedLink direction, bool up) {
    if (!up && topology_.isUp(direction)) {
        links_[direction].lastCut = kernel_.now();
        links_[direction].freeAt = kernel_.now(); // what waited is lost
        lastTrouble_ = kernel_.now();
        topology_.setUp(direction, false);
        loseBulk(direction);
        return;
    }
    topology_.setUp(direction, up);
}

void Carrier::noteHostOff(std::uint32_t node) {
    lastOff_[node] = kernel_.now();
    lastTrouble_ = kernel_.now();
    for (const topology::DirectedLink link : topology_.leaving(node)) {
        links_[link].freeAt = kernel_.now();
        loseBulk(link);
        if (topology_.spec().nodes[node].isSwitch) {
            loseBulk(topology::opposite(link));
        }
    }
}

} // namespace sim::network
