// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/outbox.h"

#include <span>

/// The roles of a Raft server and what moves it from one to another: the paper, figure 4, with the
/// pre-vote of the thesis (9.6), check-quorum (6.2) and removal (4.2.2). Tests compare the code
/// with this table and draw the picture in docs/explanation/raft.md from it.
namespace core::raft {

struct RoleEdge {
    Role from;
    RoleReason why;
    Role to;

    friend bool operator==(const RoleEdge&, const RoleEdge&) = default;
};

/// All edges there are.
std::span<const RoleEdge> roleEdges();

} // namespace core::raft
