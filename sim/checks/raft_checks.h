// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/checks/checks.h"

/// The safety of Raft (Ongaro and Ousterhout, 2014, figure 3) as seen from outside, for one group:
/// by the events `entry-appended`, `entry-applied` (index, term, and a chain: the hash of the log
/// up to there), `snapshot-installed` and `leader-elected` of core/raft, and the states `term`,
/// `vote`, `commit`, `applied`, `log-last`, `durable-index` and `durable-term`. Each costs what it
/// says, not what the log holds.
namespace sim::checks {

/// At most one leader a term; equal index and term mean equal logs up to there; a new leader has
/// what was applied in earlier terms; all servers apply the same entries in the same order; term
/// and commit index never go back while a process runs, durable terms never; one vote a term;
/// nothing is applied that is not committed and durable.
std::unique_ptr<Check> makeRaftSafety(std::vector<trace::ProcessIndex> members,
                                      std::vector<ProcessPlace> all);

} // namespace sim::checks
