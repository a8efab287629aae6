// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/network/carrier.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sim::network::test {

using namespace core::literals;

/// What became of a packet.
struct Fate {
    std::uint64_t packet = 0;
    SimTime at;
    trace::Fate fate = trace::Fate::Delivered;
    bool duplicate = false;

    friend bool operator==(const Fate&, const Fate&) = default;
};

/// A carrier over a topology, with packets of bare octets.
class Net final : public FlightOwner, public EventTarget {
public:
    explicit Net(topology::TopologySpec spec)
        : topology(std::move(spec)), carrier(kernel, topology, 1, nullptr) {}

    /// Does it at that moment, ahead of ordinary events.
    void at(core::Duration moment, std::function<void()> act) {
        acts_.push_back(std::move(act));
        kernel.scheduleTimeline({moment.ns}, acts_.size(), *this, acts_.size() - 1);
    }
    void fire(std::uint64_t index) override { acts_[index](); }

    /// Sends now; the packet's id.
    std::uint64_t send(std::uint32_t from, std::uint32_t to, std::int64_t octets,
                       std::uint64_t flow = 0, bool bulk = false) {
        Flight& flight = carrier.prepare();
        flight.owner = this;
        flight.packet = ++packets_;
        flight.from = from;
        flight.to = to;
        flight.wireOctets = octets;
        flight.fragments = 1;
        flight.flow = flow;
        flight.bulk = bulk;
        flight.duplicate = false;
        carrier.launch(flight);
        return packets_;
    }

    void run(core::Duration until) { kernel.run({until.ns}); }
    /// When a packet arrived; -1 ns if it did not.
    SimTime arrivalOf(std::uint64_t packet) const {
        for (const Fate& fate : fates) {
            if (fate.packet == packet && fate.fate == trace::Fate::Delivered) {
                return fate.at;
            }
        }
        return {-1};
    }
    std::vector<std::uint64_t> lostFor(trace::Fate reason) const {
        std::vector<std::uint64_t> packets;
        for (const Fate& fate : fates) {
            if (fate.fate == reason) {
                packets.push_back(fate.packet);
            }
        }
        return packets;
    }

    void arrived(Flight& flight) override {
        fates.push_back({flight.packet, kernel.now(), trace::Fate::Delivered, flight.duplicate});
    }
    void lost(Flight& flight, trace::Fate fate, trace::LinkIndex) override {
        fates.push_back({flight.packet, kernel.now(), fate, flight.duplicate});
    }
    void duplicated(const Flight& original) override {
        Flight& copy = carrier.prepare();
        const std::uint32_t slot = copy.slot;
        copy = original;
        copy.slot = slot;
        copy.duplicate = true;
        carrier.launch(copy);
    }

    Kernel kernel;
    topology::Topology topology;
    Carrier carrier;
    std::vector<Fate> fates;

private:
    std::uint64_t packets_ = 0;
    std::vector<std::function<void()>> acts_;
};

inline std::uint32_t addNode(topology::TopologySpec& spec, bool isSwitch) {
    spec.nodes.emplace_back();
    spec.nodes.back().isSwitch = isSwitch;
    return static_cast<std::uint32_t>(spec.nodes.size() - 1);
}

inline topology::LinkSpec& addLink(topology::TopologySpec& spec, std::uint32_t from,
                                   std::uint32_t to, core::Duration latency,
                                   std::int64_t bitsPerSecond) {
    spec.links.emplace_back();
    spec.links.back().from = from;
    spec.links.back().to = to;
    spec.links.back().latency = latency;
    spec.links.back().bitsPerSecond = bitsPerSecond;
    return spec.links.back();
}

/// An octet a microsecond.
inline constexpr std::int64_t kSlow = 8'000'000;

/// Hosts 0 and 1 at switch 2, link 0 and link 1, each 1 ms and an octet a microsecond.
inline topology::TopologySpec pairOfHosts() {
    topology::TopologySpec spec;
    addNode(spec, false);
    addNode(spec, false);
    addNode(spec, true);
    addLink(spec, 0, 2, 1_ms, kSlow);
    addLink(spec, 1, 2, 1_ms, kSlow);
    return spec;
}

/// Host 0 at switch 2, host 1 at switch 3; between the switches link 2 (1 ms) and link 3 (10 ms).
inline topology::TopologySpec twoWays() {
    topology::TopologySpec spec;
    addNode(spec, false);
    addNode(spec, false);
    addNode(spec, true);
    addNode(spec, true);
    addLink(spec, 0, 2, 1_ms, kSlow);
    addLink(spec, 1, 3, 1_ms, kSlow);
    addLink(spec, 2, 3, 1_ms, kSlow);
    addLink(spec, 2, 3, 10_ms, kSlow);
    return spec;
}

} // namespace sim::network::test
