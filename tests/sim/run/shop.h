// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/run/run.h"
#include "sim/scenario/model.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// The small scenario shop.yaml, and an ear that notes everything one run of it reports.
namespace sim::run::testing {

/// Loads shop.yaml, with the text of an overlay if there is one.
scenario::Scenario shop(const std::string& overlay = {});

/// One call of a sink.
struct OneReport {
    SimTime at;
    std::string what;       ///< name of the call; for a packet's end its fate
    std::uint64_t hash = 0; ///< over all arguments
};

struct Heard {
    RunReport report;
    std::vector<OneReport> reports; ///< in order
    /// Packets and octets by second, link, direction: reported lazily, so out of order.
    std::map<std::array<std::int64_t, 3>, std::array<std::uint64_t, 2>> traffic;

    std::size_t count(std::string_view what) const;
    /// The first report before `until` that the other run has not, or the other way round; empty
    /// if there is none.
    std::string firstDifference(const Heard& other, SimTime until) const;
};

/// Runs it up to `horizon` and listens.
Heard hear(const scenario::Scenario& scenario, SimTime horizon);

} // namespace sim::run::testing
