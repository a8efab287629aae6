// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/raft/replica.h"
#include "core/runtime/env.h"
#include "core/runtime/settings.h"

#include <cstdint>
#include <optional>
#include <string>

/// Who is who in a group as the settings of one member tell it: the i-th name of `members` has id
/// i. The HTTP port is the same at every member.
namespace core::kv {

struct MemberTable {
    raft::NodeId self = raft::kNoNode;
    raft::Members known;           ///< those of the settings, and this server
    raft::Configuration bootstrap; ///< empty for a server that joins
};

/// By its name; kNoNode if there is none.
raft::NodeId idOf(const raft::Members& members, const std::string& name);

/// Errors are sentences: a name is not in the hosts table, or this server not in the list.
Result<MemberTable, std::string> readMembers(const runtime::Env& env,
                                             const runtime::Settings& settings);

/// A host name with the default port, or "10.0.0.4:2380".
std::optional<runtime::Endpoint> endpointOf(const runtime::Env& env, const std::string& address,
                                            std::uint16_t port);

} // namespace core::kv
