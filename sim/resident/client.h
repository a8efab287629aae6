// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"
#include "sim/resident/link.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>

/// The other side of a resident: a run that asks a copy to go on in its place.
namespace sim::resident {

struct Outcome {
    enum class Kind {
        Nobody, ///< went on: the run is to be computed here
        Done,
        Broken, ///< the copy that went on died; what it recorded is there
    };
    Kind kind = Kind::Nobody;
    int code = 0;     ///< Done: exit code of the run
    std::string text; ///< else: what happened
};

/// Asks for the run that `words` describe, to be recorded from `from` on, and waits for its end;
/// its outputs are those of this process. `begun` is told the time of the copy as soon as it goes
/// on. An interrupt is passed on.
Outcome goOnThere(const std::filesystem::path& socket, SimTime from, const Words& words,
                  const std::atomic<bool>& interrupted,
                  const std::function<void(SimTime copy)>& begun);

} // namespace sim::resident
