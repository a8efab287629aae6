// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/error.h"
#include "sim/trace/outcome.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

/// A file that continues another: it starts at a time of its parent's run with all that is open
/// then, and its row ids continue the parent's. The parent's rows before that time, each replaced
/// by the row of the same id in the branch if there is one, and the branch's rows are together
/// what a recording of the whole run would hold.
namespace sim::trace {

struct Branch {
    SimTime from;
    Level level = Level::Full; ///< the parent's; ids of messages exist only from Full on
    std::uint64_t seed = 0;    ///< the parent's
    std::string parent;        ///< its digest, 16 hexadecimal digits
    std::filesystem::path parentPath;
    std::map<std::uint64_t, std::string> blocks; ///< its digest blocks that end before `from`
    bool ofBranch = false;                       ///< the parent is a branch itself
    /// Its last row ids before `from`; nullopt if nothing happened between its begin, later than
    /// 0, and `from`.
    std::optional<std::uint64_t> lastEvent;
    std::optional<std::uint64_t> lastMessage;

    /// Whether the parent, a branch itself, begins after this block.
    bool isEarlier(std::uint64_t block) const {
        return ofBranch && (blocks.empty() || block < blocks.begin()->first);
    }
};

/// What a branch must know of its parent. Errors: as Reader::open; NotParent if the file does not
/// cover `from`.
core::Result<Branch, TraceError> branchOf(const std::filesystem::path& parent, SimTime from);

} // namespace sim::trace
