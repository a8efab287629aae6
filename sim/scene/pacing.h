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

/// A headline and the flights that led to it.
struct Paced {
    SimTime at;
    /// Simulated time that the headline stands for: a few flights, so that what follows is seen.
    core::Duration hold;
    std::vector<CalmPoint> flights; ///< of its chain of causes, the latest first
    /// False: the chain leads to a row that is not in the trace yet.
    bool isWhole = true;

    friend bool operator==(const Paced&, const Paced&) = default;
};

/// Messages of one chain that get time of their own: the last ones before the headline. A chain of
/// heartbeats goes back to the start of the run; nobody wants to see all of it.
inline constexpr std::size_t kChainMessages = 8;

/// The headline of an event. Errors: Io; an event or message that is not in the trace (yet) ends
/// the chain.
core::Result<Paced, trace::TraceError> pacedOf(const trace::Reader& reader, SimTime at,
                                               std::uint64_t event);

/// All points of a run that lasts until `until`: headlines, their chains, what follows on them, and
/// changes (importance 2) at `changes`, a dozen between two headlines. The first twenty headlines
/// have time to be read; a run that has more goes on at the least that the visual language asks
/// for, with the last two messages of each chain and without changes. REQUIRES: both by time.
std::vector<CalmPoint> pointsOf(std::span<const Paced> headlines, std::span<const SimTime> changes,
                                SimTime until);

} // namespace sim::scene
