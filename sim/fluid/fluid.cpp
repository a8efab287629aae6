// SPDX-License-Identifier: Apache-2.0
#include "sim/fluid/fluid.h"

#include "core/base/assert.h"
#include "sim/fluid/engine.h"
#include "sim/topology/transfer_time.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace sim::fluid {
namespace {

using topology::DirectedLink;

/// Nanoseconds. Doubles that stand for the same instant differ by far less, so this keeps an end
/// that is meant to be a whole nanosecond from being rounded up to the next one.
constexpr double kRoundingNoise = 0.01;

} // namespace

struct Fluid::Machine {
    struct Flow : Engine::Transfer {
        FlowId id;
        std::vector<DirectedLink> route;
        SimTime undisturbedEnd; ///< start + transferTime at the narrowest link
        bool shared = false;    ///< met another flow on some link
    };

    Machine(Fluid& owner, const std::vector<std::int64_t>& bandwidths)
        : engine(bandwidths), sole(bandwidths.size(), nullptr), fluid(&owner) {}
    ~Machine() {
        while (!flows.empty()) {
            cancel(flows.begin()->first);
        }
    }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    double toSeconds(SimTime t) const {
        return baseSeconds + static_cast<double>((t - base).ns) * 1e-9;
    }
    SimTime toTime(double seconds) const {
        const double ns = std::ceil((seconds - baseSeconds) * 1e9 - kRoundingNoise);
        return base + core::Duration{static_cast<std::int64_t>(ns)};
    }

    void add(SimTime now, FlowId id, std::span<const DirectedLink> route, std::int64_t octets);
    void remove(FlowId id);
    void cancel(FlowId id);
    void share(Flow& flow);
    void advance(SimTime now);
    void note(std::span<const Engine::End> ends);
    void endUndisturbed(SimTime now);
    SimTime next();

    Engine engine;
    std::map<FlowId, Flow> flows;
    std::vector<Flow*> sole;                     ///< by direction: its flow while there is one
    std::set<std::pair<SimTime, FlowId>> lonely; ///< flows that never shared, by their end
    SimTime announcedEnd = SimTime::max();       ///< SimGrid's next, if nothing changed since
    SimTime base;                                ///< baseSeconds of SimGrid is this time
    double baseSeconds = 0;
    Fluid* fluid;
};

void Fluid::Machine::add(SimTime now, FlowId id, std::span<const DirectedLink> route,
                         std::int64_t octets) {
    if (flows.empty()) {
        base = now;
        baseSeconds = engine.clock();
    }
    Flow& flow = flows[id];
    flow.user = &flow;
    flow.id = id;
    flow.route.assign(route.begin(), route.end());
    std::int64_t narrowest = fluid->topology_->bitsPerSecond(route.front());
    for (const DirectedLink hop : route) {
        narrowest = std::min(narrowest, fluid->topology_->bitsPerSecond(hop));
    }
    flow.undisturbedEnd = now + topology::transferTime(octets, narrowest);
    lonely.emplace(flow.undisturbedEnd, id);
    for (const DirectedLink hop : route) {
        std::uint32_t& active = fluid->active_[hop];
        if (active++ == 0) {
            sole[hop] = &flow;
            continue;
        }
        if (Flow* other = std::exchange(sole[hop], nullptr)) {
            share(*other);
        }
        share(flow);
    }
    engine.start(flow, flow.route, octets * 8);
}

void Fluid::Machine::share(Flow& flow) {
    if (!std::exchange(flow.shared, true)) {
        lonely.erase({flow.undisturbedEnd, flow.id});
    }
}

void Fluid::Machine::cancel(FlowId id) {
    note(engine.cancel(flows.at(id)));
    remove(id);
}

/// Forgets a flow. REQUIRES: SimGrid no longer runs it.
void Fluid::Machine::remove(FlowId id) {
    const auto found = flows.find(id);
    Flow& flow = found->second;
    for (const DirectedLink hop : flow.route) {
        --fluid->active_[hop];
        sole[hop] = nullptr; // whoever is left has shared
    }
    lonely.erase({flow.undisturbedEnd, id});
    flows.erase(found);
}

/// Lets SimGrid come to `now`; what ended is then in pending_.
void Fluid::Machine::advance(SimTime now) {
    if (flows.empty()) {
        return;
    }
    const std::size_t before = fluid->pending_.size();
    const SimTime announced = std::exchange(announcedEnd, SimTime::max());
    note(engine.advance(toSeconds(now)));
    if (announced <= now && fluid->pending_.size() == before) {
        note(engine.advanceToNextEnd()); // it was within the rounding noise after `now`
    }
    endUndisturbed(now);
}

void Fluid::Machine::note(std::span<const Engine::End> ends) {
    for (const Engine::End& end : ends) {
        const Flow& flow = *static_cast<Flow*>(end.transfer->user);
        fluid->pending_.push_back({flow.id, flow.shared ? toTime(end.date) : flow.undisturbedEnd});
        remove(flow.id);
    }
}

/// Flows that are over by the formula, but not yet by SimGrid's doubles (after days without an
/// idle moment these are some nanoseconds off).
void Fluid::Machine::endUndisturbed(SimTime now) {
    while (!lonely.empty() && lonely.begin()->first <= now) {
        const auto [at, id] = *lonely.begin();
        cancel(id);
        fluid->pending_.push_back({id, at});
    }
}

SimTime Fluid::Machine::next() {
    if (flows.empty()) {
        return SimTime::max();
    }
    const double end = engine.nextEnd();
    ORRERY_ASSERT(end >= 0);
    announcedEnd = toTime(end);
    return lonely.empty() ? announcedEnd : std::min(announcedEnd, lonely.begin()->first);
}

Fluid::Fluid(const topology::Topology& topology) : topology_(&topology) {}
Fluid::~Fluid() = default;

/// Brings everything to `now` and orders what ended.
void Fluid::settle(SimTime now) {
    if (machine_ == nullptr) {
        return;
    }
    const std::size_t before = pending_.size();
    machine_->advance(now);
    nextKnown_ = false;
    if (pending_.size() != before) {
        sortPending();
    }
}

void Fluid::sortPending() {
    std::sort(pending_.begin(), pending_.end(), [](const Completion& a, const Completion& b) {
        return std::pair(a.at, a.flow) < std::pair(b.at, b.flow);
    });
}

FlowId Fluid::start(SimTime now, std::span<const DirectedLink> route, std::int64_t octets) {
    ORRERY_ASSERT(octets >= 0);
    const FlowId id{++lastId_};
    settle(now);
    if (octets == 0 || route.empty()) {
        const auto place = std::find_if(pending_.begin(), pending_.end(),
                                        [&](const Completion& c) { return c.at > now; });
        pending_.insert(place, {id, now});
        return id;
    }
    if (machine_ == nullptr) {
        std::vector<std::int64_t> bandwidths(2 * topology_->linkCount());
        for (DirectedLink d = 0; d < bandwidths.size(); ++d) {
            bandwidths[d] = topology_->bitsPerSecond(d);
        }
        active_.assign(bandwidths.size(), 0);
        machine_ = std::make_unique<Machine>(*this, bandwidths);
    }
    machine_->add(now, id, route, octets);
    nextKnown_ = false;
    return id;
}

void Fluid::cancel(SimTime now, FlowId flow) {
    settle(now);
    if (machine_ != nullptr && machine_->flows.contains(flow)) {
        machine_->cancel(flow);
        sortPending();
        return;
    }
    std::erase_if(pending_, [&](const Completion& c) { return c.flow == flow; });
}

SimTime Fluid::nextCompletion() {
    if (!nextKnown_) {
        next_ = machine_->next();
        nextKnown_ = true;
    }
    return pending_.empty() ? next_ : std::min(next_, pending_.front().at);
}

std::span<const Completion> Fluid::takeCompletions(SimTime now) {
    settle(now);
    const auto end = std::find_if(pending_.begin(), pending_.end(),
                                  [&](const Completion& c) { return c.at > now; });
    taken_.assign(pending_.begin(), end);
    pending_.erase(pending_.begin(), end);
    return taken_;
}

std::size_t Fluid::activeFlows() const {
    return machine_ == nullptr ? 0 : machine_->flows.size();
}

std::vector<FlowId> Fluid::flowsOn(DirectedLink direction) const {
    std::vector<FlowId> result;
    if (activeFlows(direction) > 0) {
        for (const auto& [id, flow] : machine_->flows) {
            if (std::find(flow.route.begin(), flow.route.end(), direction) != flow.route.end()) {
                result.push_back(id);
            }
        }
    }
    return result;
}

} // namespace sim::fluid
