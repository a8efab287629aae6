// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kinds.h"
#include "core/kv/server/kv_server.h"

#include <utility>

/// How a request meets the replica and how it is answered.
namespace core::kv {

using raft::RequestError;
using raft::SessionStatus;

void KvServer::propose(RequestId id, const wire::HttpRequest& request, const Command& command,
                       Applied applied) {
    const auto session = parseSession(request);
    if (!session) {
        refuse(id, 400, "bad-session", session.error());
        return;
    }
    const Bytes inner = encode(command);
    Bytes entry;
    if (*session) {
        raft::SessionCommand inSession = **session;
        inSession.command = inner;
        entry = raft::encodeInSession(inSession);
    } else {
        entry = raft::encodeWithoutSession(inner);
    }
    env_.observer().count("writes");
    proposeEntry(
        id, request.target, std::move(entry),
        [this, id, applied = std::move(applied)](const raft::SessionResult& result) mutable {
            const auto outcome = decodeOutcome(result.result);
            if (!outcome || outcome->status == Status::Unreadable) {
                refuse(id, 400, "unreadable", "the store does not understand the command");
            } else if (outcome->status == Status::LeaseNotFound) {
                refuse(id, 404, "lease-not-found", "there is no such lease (any more)");
            } else {
                applied(*outcome);
            }
        });
}

void KvServer::proposeEntry(RequestId id, const std::string& target, Bytes entry,
                            UniqueFunction<void(const raft::SessionResult&)> done) {
    if (sentToLeader(id, target)) {
        return;
    }
    expectAnswer(id, true);
    replica_->propose(std::move(entry), [this, id, target, done = std::move(done)](
                                            Result<Bytes, RequestError> outcome) mutable {
        if (!settle(id)) {
            return;
        }
        if (!outcome) {
            answerFailure(id, target, outcome.error());
            return;
        }
        const auto result = raft::decodeSessionResult(*outcome);
        const SessionStatus status = result ? result->status : SessionStatus::Unreadable;
        switch (status) {
        case SessionStatus::Applied:
        case SessionStatus::Opened:
        case SessionStatus::Closed:
            done(*result);
            return;
        case SessionStatus::Expired:
            refuse(id, 410, "session-expired", "the session is closed or made room for others");
            return;
        case SessionStatus::Answered:
            refuse(id, 409, "answered-before", "the session says that it has this answer");
            return;
        case SessionStatus::TooMany:
            refuse(id, 429, "too-many-unanswered", "too many commands of the session are open");
            return;
        case SessionStatus::Unreadable:
            refuse(id, 400, "unreadable", "the command is unreadable");
            return;
        }
    });
}

void KvServer::whenReadable(RequestId id, const std::string& target, UniqueFunction<void()> done) {
    if (settings_.text("read-mode") == "leader" && sentToLeader(id, target)) {
        return;
    }
    expectAnswer(id, false);
    replica_->read(
        [this, id, target, done = std::move(done)](Result<void, RequestError> outcome) mutable {
            if (!settle(id)) {
                return;
            }
            if (outcome) {
                done();
            } else {
                answerFailure(id, target, outcome.error());
            }
        });
}

bool KvServer::sentToLeader(RequestId id, const std::string& target) {
    if (replica_->leads()) {
        return false;
    }
    answerFailure(id, target, replica_->raft() ? RequestError::NotLeader : RequestError::Stopped);
    return true;
}

void KvServer::answerFailure(RequestId id, const std::string& target, RequestError error) {
    const auto unavailable = [&](std::string_view code, std::string_view reason) {
        reply(id, 503, encodeError(code, reason), wire::HttpHeader{"Retry-After", "1"});
    };
    const raft::NodeId leader = replica_->leader();
    const auto known = replica_->members().find(leader);
    switch (error) {
    case RequestError::NotLeader:
        if (leader == members_.self) {
            unavailable("leader-starting", "this member leads, but is not ready yet");
        } else if (known != replica_->members().end()) {
            env_.observer().count("redirects");
            const runtime::Endpoint http{known->second.endpoint.address,
                                         static_cast<std::uint16_t>(settings_.integer("port"))};
            reply(id, 307,
                  encodeError("not-leader", "ask " + known->second.name,
                              {{"leader", static_cast<std::int64_t>(leader)}}),
                  wire::HttpHeader{"Location", "http://" + runtime::toString(http) + target});
        } else {
            unavailable("no-leader", "no leader is known at present");
        }
        return;
    case RequestError::Busy:
        unavailable("busy", "too much is waiting, or leadership is being handed over");
        return;
    case RequestError::OutcomeUnknown:
        env_.observer().count("unknown-outcomes");
        reply(id, 504,
              encodeError("outcome-unknown",
                          "leadership ended meanwhile: the command may or may not be applied"));
        return;
    case RequestError::Refused:
        refuse(id, 409, "refused", "that is impossible at present");
        return;
    case RequestError::Stopped:
        unavailable("recovering", "this member is still reading its disk");
        return;
    }
}

void KvServer::expectAnswer(RequestId id, bool write) {
    waiting_[id] = env_.after(settings_.duration("request-timeout"), [this, id, write] {
        waiting_.erase(id);
        if (!write) {
            refuse(id, 504, "timed-out", "no majority confirmed the leader in time");
            return;
        }
        env_.observer().count("unknown-outcomes");
        env_.observer().event(kKvOutcomeUnknown,
                              {{"after", settings_.duration("request-timeout")}});
        refuse(id, 504, "outcome-unknown",
               "no majority answered in time: the command may or may not be applied");
    });
}

bool KvServer::settle(RequestId id) {
    const auto node = waiting_.extract(id);
    if (node.empty()) {
        return false;
    }
    env_.cancel(node.mapped());
    return true;
}

void KvServer::reply(RequestId id, int status, std::string body,
                     std::optional<wire::HttpHeader> header) {
    wire::HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    const raft::NodeId leader = replica_->leader();
    if (leader != raft::kNoNode) {
        response.headers.push_back({std::string(kLeaderHeader), std::to_string(leader)});
    }
    if (header) {
        response.headers.push_back(std::move(*header));
    }
    response.body = std::move(body);
    server_->reply(id, response);
}

void KvServer::refuse(RequestId id, int status, std::string_view code, std::string_view reason) {
    reply(id, status, encodeError(code, reason));
}

} // namespace core::kv
