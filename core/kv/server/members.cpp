// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/members.h"

namespace core::kv {

raft::NodeId idOf(const raft::Members& members, const std::string& name) {
    for (const auto& [id, member] : members) {
        if (member.name == name) {
            return id;
        }
    }
    return raft::kNoNode;
}

Result<MemberTable, std::string> readMembers(const runtime::Env& env,
                                             const runtime::Settings& settings) {
    MemberTable table;
    const auto port = static_cast<std::uint16_t>(settings.integer("raft-port"));
    raft::NodeId id = 0;
    for (const std::string& name : settings.list("members")) {
        const auto endpoint = endpointOf(env, name, port);
        if (!endpoint) {
            return Failure{"the member " + name + " is not in the hosts table"};
        }
        table.known[++id] = {*endpoint, name};
        table.bootstrap.voters.insert(id);
        if (name == env.self().name || name == env.self().host) {
            table.self = id;
        }
    }
    const auto chosen = static_cast<raft::NodeId>(settings.integer("id"));
    table.self = chosen == raft::kNoNode ? table.self : chosen;
    if (table.self == raft::kNoNode) {
        return Failure{std::string("this server is not among its members and has no id")};
    }
    table.known.try_emplace(
        table.self, raft::Member{runtime::Endpoint{env.self().address, port}, env.self().name});
    if (settings.boolean("join")) {
        table.bootstrap = {};
    }
    return table;
}

std::optional<runtime::Endpoint> endpointOf(const runtime::Env& env, const std::string& address,
                                            std::uint16_t port) {
    if (const auto host = env.lookupHost(address)) {
        return runtime::Endpoint{*host, port};
    }
    if (const auto literal = runtime::parseAddress(address)) {
        return runtime::Endpoint{*literal, port};
    }
    return runtime::parseEndpoint(address);
}

} // namespace core::kv
