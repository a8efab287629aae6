// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/branch.h"

#include "core/base/time.h"
#include "sim/trace/reader.h"

namespace sim::trace {
namespace {

core::Failure<TraceError> notParent(const std::filesystem::path& path, const std::string& why) {
    return {TraceError{TraceErrorKind::NotParent, path.string() + " " + why}};
}

std::string seconds(SimTime at) {
    return core::formatSeconds({at.ns}, 3) + " s";
}

/// The one cell of the answer; nullopt for NULL.
core::Result<std::optional<std::uint64_t>, TraceError> single(const Reader& reader,
                                                              const std::string& sql) {
    const auto table = reader.query(sql);
    if (!table) {
        return core::Failure{table.error()};
    }
    const auto& cell = table->rows.at(0).at(0);
    return cell ? std::optional(std::uint64_t{std::stoull(*cell)}) : std::nullopt;
}

/// The last row ids of the parent's own before the branch.
core::Result<void, TraceError> addLastRows(const Reader& parent, SimTime begin, Branch& branch) {
    const auto last = [&](const std::string& table, const std::string& time) {
        return single(parent, "SELECT max(id) FROM " + table + " WHERE " + time +
                                  " >= " + std::to_string(begin.ns) + " AND " + time + " < " +
                                  std::to_string(branch.from.ns));
    };
    const auto event = last("events", "at");
    const auto message = last("messages", "sent");
    if (!event || !message) {
        return core::Failure{event ? message.error() : event.error()};
    }
    branch.lastEvent = *event;
    branch.lastMessage = *message;
    if (!branch.ofBranch) {
        branch.lastEvent = event->value_or(0);
        branch.lastMessage = message->value_or(0);
    }
    return {};
}

} // namespace

core::Result<Branch, TraceError> branchOf(const std::filesystem::path& parent, SimTime from) {
    const auto reader = Reader::open(parent);
    if (!reader) {
        return core::Failure{reader.error()};
    }
    const TraceSummary& summary = (*reader)->summary();
    if (summary.digest.empty()) {
        return notParent(parent, "is incomplete and has no digest; a branch needs a whole parent");
    }
    if (summary.until < from) {
        return notParent(parent, "ends at " + seconds(summary.until) + ", before the branch at " +
                                     seconds(from));
    }
    const SimTime begin{summary.header.recordFrom.ns};
    if (from < begin) {
        return notParent(parent,
                         "starts at " + seconds(begin) + ", after the branch at " + seconds(from));
    }
    Branch branch;
    branch.from = from;
    branch.level = summary.level;
    branch.seed = summary.header.seed;
    branch.parent = summary.digest;
    branch.parentPath = parent;
    const auto blocks = (*reader)->digestBlocks();
    if (!blocks) {
        return core::Failure{blocks.error()};
    }
    for (const DigestBlock& block : *blocks) {
        if (block.until < from) {
            branch.blocks.emplace(block.block, block.hash);
        }
    }
    branch.ofBranch = begin.ns > 0;
    if (auto added = addLastRows(**reader, begin, branch); !added) {
        return core::Failure{added.error()};
    }
    return branch;
}

} // namespace sim::trace
