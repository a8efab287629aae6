// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/world.h"
#include "sim/trace/reader.h"
#include "sim/trace/rows.h"

#include <span>
#include <vector>

/// From when to when the faults of a run held, by the rows of the trace: one when a fault begins
/// and, if it ends by itself, one when it does (of the same line of the timeline). As in
/// sim/faults/injector.h, of several troubles of one verb on a host or link the latest that still
/// lasts prevails.
///
/// Two things follow from the line's text, as the trace has no row for them: an amount of nothing
/// ("loss ... rate 0 %") is no trouble, and steps of a clock that add up to nothing have put it
/// right. One cannot be known: when the syncs of `fail-sync ... count N` have failed. It lasts
/// until N processes of that host gave up, as they do over a failed sync, else to the end.
namespace sim::scene {

struct PartitionSpan {
    PartitionView view;
    SimTime until = SimTime::max(); ///< held in [view.since, until)
};
/// By name, then time.
std::vector<PartitionSpan> partitionSpans(std::span<const trace::FaultRow> faults,
                                          const trace::RunHeader& header);

struct TroubleSpan {
    TroubleView view;
    SimTime from; ///< prevailed in [from, until); later than view.since if it came back
    SimTime until = SimTime::max();
};
/// By verb, host, link, then time.
std::vector<TroubleSpan> troubleSpans(std::span<const trace::FaultRow> faults,
                                      const trace::WorldHistory& history,
                                      const trace::RunHeader& header);

} // namespace sim::scene
