// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/error.h"
#include "sim/trace/outcome.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// What the recorder must know to write a file that continues another: it starts at a time of its
/// parent's run with all that is open then, and its row ids continue the parent's. chain.h says how
/// the two are read as one.
namespace sim::trace {

struct Branch {
    SimTime from;
    Level level = Level::Full; ///< the parent's; ids of messages exist only from Full on
    std::uint64_t seed = 0;    ///< the parent's
    std::string parent;        ///< its digest, 16 hexadecimal digits
    std::filesystem::path parentPath;
    std::map<std::uint64_t, std::string> blocks; ///< its digest blocks that end before `from`
    std::uint64_t lastEvent = 0;                 ///< its last row id before `from`
    std::uint64_t lastMessage = 0;               ///< the same; 0 below Full
    std::vector<std::filesystem::path> files;    ///< the parent, its parent, ...: none may change
};

/// What a branch must know of its parent. Errors: as Reader::open; NotParent if the file does not
/// cover `from`.
core::Result<Branch, TraceError> branchOf(const std::filesystem::path& parent, SimTime from);

} // namespace sim::trace
