// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace sim::cli {

/// What a finished child said. Every run is a process of its own: SimGrid allows one engine a
/// process, and a fresh process has other addresses, which a digest must not depend on.
struct ChildResult {
    int code = 0;       ///< exit code; 128 + signal if it was killed
    std::string output; ///< its stdout
};

/// Runs this very program once for each command, at most `jobs` at a time, and tells `done` of
/// each as it ends: its position in `commands` and what it said. stderr is passed through. Ctrl-C
/// reaches the children too; no further ones are started then. False if a child cannot be started.
bool runChildren(const std::vector<std::vector<std::string>>& commands, std::size_t jobs,
                 const std::function<void(std::size_t index, const ChildResult& result)>& done);

} // namespace sim::cli
