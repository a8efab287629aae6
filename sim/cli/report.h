// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/run/run.h"

namespace sim::cli {

/// Measures, verdicts, then "digest: HEX"; only the digest if `quiet`.
void printReport(const scenario::Scenario& scenario, const run::RunReport& report, bool quiet);

/// One JSON object: scenario, title, seed, simulated_ns, digest, measures, expectations, refusals,
/// interrupted.
void printJson(const scenario::Scenario& scenario, const run::RunReport& report);

} // namespace sim::cli
