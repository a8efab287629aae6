// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ids.h"
#include "sim/kernel/sim_time.h"
#include "sim/topology/topology.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// The physics of shared bandwidth: bulk transfers over links whose bandwidth is divided max-min
/// fairly among the flows that cross them (SimGrid 3.32, model CM02 without cross-traffic; Casanova
/// and Marchal 2002). Links here carry bandwidth only: latency, jitter and loss belong to the
/// caller, who schedules the delivery some time after the completion.
///
/// The caller's event loop is the outer one. SimGrid is entered when a flow starts, is cancelled or
/// completes, never in between, and its engine is created with the first flow. Its clock is a
/// double that counts busy time only; every idle period rebases it. A flow that never shared a link
/// ends at the integer formula of topology::transferTime exactly; the end of others is SimGrid's,
/// rounded up to nanoseconds. (A double holds those to the nanosecond for some days without an idle
/// moment; later they may come one or two off, still the same in every run.)
namespace sim::fluid {

struct FlowTag;
using FlowId = core::Id<FlowTag>;

struct Completion {
    FlowId flow;
    SimTime at; ///< when the last bit has left the narrowest link
};

/// REQUIRES of every call with a time: times never decrease. SimGrid allows one engine a process,
/// ever: of all Fluids of a process only one may start flows.
class Fluid {
public:
    /// Bandwidths are read at the first flow. The topology is borrowed.
    explicit Fluid(const topology::Topology& topology);
    ~Fluid();
    Fluid(const Fluid&) = delete;
    Fluid& operator=(const Fluid&) = delete;

    /// Starts to move octets over all directions of the route at once. No octets or an empty route
    /// complete at `now`. Ids count from 1.
    /// REQUIRES: octets >= 0; no direction occurs twice.
    FlowId start(SimTime now, std::span<const topology::DirectedLink> route, std::int64_t octets);

    /// Ends a flow without a completion; what it used is shared by the others from `now` on. A flow
    /// that is over (also one whose completion was not taken yet) is forgotten; else nothing.
    void cancel(SimTime now, FlowId flow);

    /// When takeCompletions must be called next if no flow starts or is cancelled before;
    /// SimTime::max() while nothing flows. At that time there may turn out to be nothing to take.
    SimTime nextCompletion();

    /// The flows that are complete at `now`, by time and then id; each is reported once. Valid
    /// until the next call.
    std::span<const Completion> takeCompletions(SimTime now);

    /// How many flows share a direction.
    std::uint32_t activeFlows(topology::DirectedLink direction) const {
        return direction < active_.size() ? active_[direction] : 0;
    }
    std::size_t activeFlows() const;

    /// The flows that cross a direction, oldest first: what a cut of it must cancel.
    std::vector<FlowId> flowsOn(topology::DirectedLink direction) const;

private:
    struct Machine; ///< SimGrid and the flows in it
    void settle(SimTime now);
    void sortPending();

    const topology::Topology* topology_;
    std::vector<std::uint32_t> active_; ///< by direction; empty before the first flow
    std::uint64_t lastId_ = 0;
    SimTime next_ = SimTime::max(); ///< of the flows in the machine, if nextKnown_
    bool nextKnown_ = true;
    std::vector<Completion> pending_;  ///< over, not taken yet; by time, then id
    std::vector<Completion> taken_;    ///< answer of the last takeCompletions
    std::unique_ptr<Machine> machine_; ///< writes to the above; goes first
};

} // namespace sim::fluid
