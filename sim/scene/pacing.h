// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scene/calm_map.h"
#include "sim/trace/reader.h"

#include <cstdint>
#include <span>
#include <vector>

/// How much screen time the calm clock gives to what a room is told. The numbers and their reasons:
/// docs/explanation/calm-clock.md.
namespace sim::scene {

/// A headline or a change, the flights that led to it, and what moves after it.
struct Paced {
    SimTime at;
    bool isHeadline = true;
    core::Duration flight;            ///< what a message takes thereabouts
    std::vector<CalmPoint> chain;     ///< flights of its chain of causes, the latest first
    std::vector<CalmPoint> cost;      ///< of a fault: the first flights that it ends, by time
    std::vector<CalmStretch> traffic; ///< after it, by time, apart: a message is on its way
    SimTime seen;                     ///< up to there `traffic` is known; `at`: nothing is
    /// False: what led to it, or what follows on it, is not in the trace yet.
    bool isWhole = true;

    friend bool operator==(const Paced&, const Paced&) = default;
};

/// Messages of one chain that get time of their own: the last ones before the headline. A chain of
/// heartbeats goes back to the start of the run; nobody wants to see all of it.
inline constexpr std::size_t kChainMessages = 8;
/// Messages lost or refused after a fault that get time of their own: the first ones.
inline constexpr std::size_t kCostMessages = 4;

/// The headline of an event. Errors: Io; an event or message that is not in the trace (yet) ends
/// the chain.
core::Result<Paced, trace::TraceError> headlineOf(const trace::Reader& reader, SimTime at,
                                                  std::uint64_t event);
/// A change (importance 2).
Paced changeOf(const trace::Reader& reader, SimTime at);

/// Which beats get time of their own, told one by one in the order of the story: every headline,
/// and a dozen changes between two headlines. The first twenty headlines have time to be read; a
/// run that has more goes on at the least that the visual language asks for, without changes.
class Attention {
public:
    bool isFor(bool headline);

private:
    std::size_t headlines_ = 0;
    std::size_t inARow_ = 0;
};

/// Of a run that lasts until `until`: headlines, their chains, what follows on them, and changes;
/// and where nothing moves meanwhile. REQUIRES: `told` by time, those that Attention is for.
CalmPlan planOf(std::span<const Paced> told, SimTime until);

} // namespace sim::scene
