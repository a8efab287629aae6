// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kinds.h"
#include "core/kv/server/kv_server.h"

#include <nlohmann/json.hpp>

#include <utility>

/// Status, sessions, members, and what an operator may do.
namespace core::kv {

using Json = nlohmann::json;

void KvServer::handleStatus(RequestId id) {
    Json body{{"id", members_.self},
              {"name", env_.self().name},
              {"revision", store_.revision()},
              {"compact-revision", store_.compactRevision()},
              {"keys", store_.size()},
              {"leases", store_.leases().size()},
              {"sessions", sessions_.sessions()}};
    const raft::Raft* raft = replica_->raft();
    body["role"] = raft == nullptr ? "recovering" : raft::toString(raft->role());
    if (raft != nullptr) {
        body["ready"] = replica_->leads();
        body["term"] = raft->term();
        body["leader"] = replica_->leader();
        body["commit"] = raft->log().commit();
        body["applied"] = raft->log().applied();
        body["first-index"] = raft->log().firstIndex();
        body["last-index"] = raft->log().lastIndex();
        body["snapshot-index"] = raft->snapshot().index;
    }
    reply(id, 200, body.dump());
}

void KvServer::handleSessions(RequestId id, const wire::HttpRequest& request,
                              const Target& target) {
    const auto session = parseNumber(target.item);
    if (request.method == "POST" && target.item.empty()) {
        const auto most = static_cast<std::uint64_t>(settings_.integer("sessions"));
        proposeEntry(id, request.target, raft::encodeOpenSession(most),
                     [this, id](const raft::SessionResult& result) {
                         reply(id, 200, Json{{"session", result.session}}.dump());
                     });
    } else if (request.method == "DELETE" && session) {
        proposeEntry(id, request.target, raft::encodeCloseSession(*session),
                     [this, id](const raft::SessionResult&) {
                         reply(id, 200, Json{{"closed", true}}.dump());
                     });
    } else {
        refuse(id, 405, "method-not-allowed", "POST opens a session, DELETE with its id closes it");
    }
}

void KvServer::handleMembers(RequestId id, const wire::HttpRequest& request, const Target& target) {
    if (request.method == "GET") {
        answerMembers(id);
        return;
    }
    if (request.method == "POST" && target.item.empty()) {
        const auto member = parseMember(request.body);
        const auto change =
            member ? additionOf(*member)
                   : Result<raft::ConfigurationChange, std::string>(Failure{member.error()});
        if (!change) {
            refuse(id, 400, "bad-request", change.error());
            return;
        }
        changeMembers(id, request.target, *change);
        return;
    }
    const auto node = parseNumber(target.item);
    if (request.method != "DELETE" || !node) {
        refuse(id, 405, "method-not-allowed", "GET lists, POST adds, DELETE with an id removes");
        return;
    }
    raft::ConfigurationChange change;
    change.changes = {{raft::ChangeType::Remove, *node}};
    changeMembers(id, request.target, std::move(change));
}

void KvServer::changeMembers(RequestId id, const std::string& target,
                             raft::ConfigurationChange change) {
    if (sentToLeader(id, target)) {
        return;
    }
    expectAnswer(id, true);
    replica_->propose(std::move(change),
                      [this, id, target](const Result<Bytes, raft::RequestError>& outcome) {
                          if (!settle(id)) {
                              return;
                          }
                          if (outcome) {
                              answerMembers(id);
                          } else {
                              answerFailure(id, target, outcome.error());
                          }
                      });
}

void KvServer::answerMembers(RequestId id) {
    const raft::Raft* raft = replica_->raft();
    const raft::Configuration configuration =
        raft == nullptr ? raft::Configuration{} : raft->configuration();
    Json list = Json::array();
    for (const raft::NodeId node : configuration.members()) {
        Json member{{"id", node}, {"voter", configuration.isVoter(node)}};
        const auto known = replica_->members().find(node);
        if (known != replica_->members().end()) {
            member["name"] = known->second.name;
            member["address"] = runtime::toString(known->second.endpoint);
        }
        list.push_back(std::move(member));
    }
    reply(id, 200, Json{{"members", std::move(list)}, {"joint", configuration.isJoint()}}.dump());
}

Result<raft::ConfigurationChange, std::string>
KvServer::additionOf(const MemberRequest& member) const {
    raft::ConfigurationChange change;
    change.changes = {
        {member.learner ? raft::ChangeType::AddLearner : raft::ChangeType::AddVoter, member.id}};
    if (member.address.empty()) {
        if (!replica_->members().contains(member.id)) {
            return Failure{std::string("the address of the member is not known")};
        }
        return change;
    }
    const auto port = static_cast<std::uint16_t>(settings_.integer("raft-port"));
    const auto endpoint = endpointOf(env_, member.address, port);
    if (!endpoint) {
        return Failure{member.address + " is neither a host nor an address"};
    }
    change.context = raft::encodeMembers({{member.id, {*endpoint, member.address}}});
    return change;
}

void KvServer::handleTransfer(RequestId id, const wire::HttpRequest& request) {
    const auto to = parseNumberMember(request.body, "to");
    if (request.method != "POST" || !to) {
        refuse(id, 400, "bad-request", "POST with a body such as {\"to\": 2}");
        return;
    }
    if (sentToLeader(id, request.target)) {
        return;
    }
    const auto begun = replica_->transferLeadership(*to);
    if (begun) {
        reply(id, 202, Json{{"to", *to}}.dump());
    } else {
        answerFailure(id, request.target, begun.error());
    }
}

Result<void, std::string> KvServer::handleAction(std::string_view action,
                                                 const runtime::Settings& arguments) {
    if (!replica_ || replica_->raft() == nullptr) {
        return Failure{std::string("it is still reading its disk")};
    }
    if (action == "transfer-leadership") {
        return transferTo(arguments.text("to"));
    }
    if (action == "campaign") {
        if (replica_->raft()->isLeader()) {
            return Failure{std::string("it leads already")};
        }
        replica_->campaign();
        return {};
    }
    if (action == "take-snapshot") {
        if (const auto taken = replica_->takeSnapshot(); !taken) {
            return Failure{std::string("nothing was applied since the last one, or it is still "
                                       "being written")};
        }
        return {};
    }
    return changeByAction(action == "add-member", arguments);
}

Result<void, std::string> KvServer::transferTo(const std::string& name) {
    const raft::NodeId to = idOf(replica_->members(), name);
    if (to == raft::kNoNode) {
        return Failure{name + " is not among the members it knows"};
    }
    const auto begun = replica_->transferLeadership(to);
    if (!begun) {
        return Failure{"leadership cannot be handed over: " + std::string(toString(begun.error()))};
    }
    return {};
}

Result<void, std::string> KvServer::changeByAction(bool add, const runtime::Settings& arguments) {
    if (!replica_->leads()) {
        return Failure{std::string("it is not the leader")};
    }
    const std::string& name = arguments.text("member");
    auto node = static_cast<raft::NodeId>(arguments.integer("id"));
    node = node == raft::kNoNode ? idOf(replica_->members(), name) : node;
    if (node == raft::kNoNode) {
        return Failure{name + " is not among the members it knows: say its id"};
    }
    const bool learner = add && arguments.boolean("learner");
    raft::ConfigurationChange change;
    if (add) {
        const auto addition = additionOf({node, name, learner});
        if (!addition) {
            return Failure{addition.error()};
        }
        change = *addition;
    } else {
        change.changes = {{raft::ChangeType::Remove, node}};
    }
    replica_->propose(std::move(change), [this, add, learner,
                                          name](const Result<Bytes, raft::RequestError>& outcome) {
        const std::string_view what = !add ? "remove" : learner ? "add-learner" : "add";
        if (outcome) {
            env_.observer().event(kKvMemberChanged,
                                  {{"change", what}, {"member", std::string_view(name)}});
        } else {
            env_.observer().event(kKvMemberChangeFailed, {{"change", what},
                                                          {"member", std::string_view(name)},
                                                          {"reason", toString(outcome.error())}});
        }
    });
    return {};
}

} // namespace core::kv
