// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"

/// Finds Raft's frames in a connection. Roles: heartbeats and their answers are Heartbeat; append
/// requests and snapshot chunks Replication; votes, "campaign now" and read-index requests Request;
/// all answers but those to heartbeats Reply; hellos Other.
namespace core::raft::wire {

inline constexpr std::string_view kProtocol = "raft";

core::wire::ProtocolDissectors dissectors();

} // namespace core::raft::wire
