// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/branch.h"

#include "core/base/time.h"
#include "sim/trace/chain.h"
#include "sim/trace/reader.h"

namespace sim::trace {
namespace {

core::Failure<TraceError> notParent(const std::filesystem::path& path, const std::string& why) {
    return {TraceError{TraceErrorKind::NotParent, path.string() + " " + why}};
}

std::string seconds(SimTime at) {
    return core::formatSeconds({at.ns}, 3) + " s";
}

/// The largest row id before a time; 0: there is none.
core::Result<std::uint64_t, TraceError> lastRow(const Reader& reader, const std::string& table,
                                                const std::string& time, SimTime before) {
    const auto answer = reader.query("SELECT coalesce(max(id), 0) FROM " + table + " WHERE " +
                                     time + " < " + std::to_string(before.ns));
    if (!answer) {
        return core::Failure{answer.error()};
    }
    return std::strtoull(answer->rows.at(0).at(0).value_or("0").c_str(), nullptr, 10);
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
    if ((*reader)->files().size() >= kMaxChain) {
        return notParent(parent, "is a branch of a branch of " + std::to_string(kMaxChain) +
                                     " traces, the most that open together; write it as a whole "
                                     "first, with 'orrery export " +
                                     parent.string() + " --to WHOLE.trace', and branch from that");
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
    const auto event = lastRow(**reader, "events", "at", from);
    const auto message = lastRow(**reader, "messages", "sent", from);
    if (!event || !message) {
        return core::Failure{event ? message.error() : event.error()};
    }
    branch.lastEvent = *event;
    branch.lastMessage = *message;
    branch.files = (*reader)->files();
    return branch;
}

} // namespace sim::trace
