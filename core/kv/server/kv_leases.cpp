// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kinds.h"
#include "core/kv/server/kv_server.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

/// Leases: the leader's clock decides when one has run out, the log that it has ended.
namespace core::kv {
namespace {

using namespace literals;

/// When the end of a lease could not be proposed, how soon it is tried again.
constexpr Duration kEndAgain = 500_ms;

std::string leaseKey(LeaseId lease) {
    return "lease/" + std::to_string(lease);
}

std::int64_t signedOf(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

} // namespace

void KvServer::handleLeases(RequestId id, const wire::HttpRequest& request, const Target& target) {
    const auto lease = parseNumber(target.item);
    if (target.item.empty() && request.method == "POST") {
        handleGrant(id, request);
    } else if (!lease) {
        refuse(id, 404, "lease-not-found", "leases are numbers");
    } else if (request.method == "GET") {
        whenReadable(id, request.target, [this, id, lease] { answerLease(id, *lease); });
    } else if (request.method == "PUT") {
        handleKeepAlive(id, request.target, *lease);
    } else if (request.method == "DELETE") {
        propose(id, request, EndLease{*lease, false}, [this, id](const Outcome& outcome) {
            reply(id, 200,
                  nlohmann::json{{"lease", outcome.lease},
                                 {"keys-deleted", outcome.keysDeleted},
                                 {"revision", outcome.revision}}
                      .dump());
        });
    } else {
        refuse(id, 405, "method-not-allowed", "leases know POST, GET, PUT and DELETE");
    }
}

void KvServer::handleGrant(RequestId id, const wire::HttpRequest& request) {
    const auto asked = parseTtl(request.body);
    if (!asked) {
        refuse(id, 400, "bad-request", asked.error());
        return;
    }
    const Duration ttl =
        std::clamp(*asked, settings_.duration("least-lease"), settings_.duration("most-lease"));
    propose(id, request, GrantLease{ttl}, [this, id, ttl](const Outcome& outcome) {
        // A repeated grant may have been clamped otherwise the first time.
        const auto found = store_.leases().find(outcome.lease);
        const Duration granted = found == store_.leases().end() ? ttl : found->second.ttl;
        reply(id, 200,
              nlohmann::json{{"lease", outcome.lease}, {"ttl", formatDuration(granted)}}.dump());
    });
}

/// No log entry, as in etcd. The leader first makes sure that it still leads: a deposed one would
/// promise a life that its successor knows nothing of.
void KvServer::handleKeepAlive(RequestId id, const std::string& target, LeaseId lease) {
    env_.observer().count("keep-alives");
    if (sentToLeader(id, target)) {
        return;
    }
    whenReadable(id, target, [this, id, target, lease] {
        if (sentToLeader(id, target)) {
            return; // another member led by the time the read was confirmed
        }
        const auto found = store_.leases().find(lease);
        if (found == store_.leases().end() || !leases_.renew(lease, env_.now())) {
            refuse(id, 404, "lease-not-found", "the lease has ended");
            return;
        }
        showLease(lease);
        armLeases();
        reply(id, 200,
              nlohmann::json{{"lease", lease}, {"ttl", formatDuration(found->second.ttl)}}.dump());
    });
}

void KvServer::answerLease(RequestId id, LeaseId lease) {
    const auto found = store_.leases().find(lease);
    if (found == store_.leases().end()) {
        refuse(id, 404, "lease-not-found", "there is no such lease (any more)");
        return;
    }
    nlohmann::json body{
        {"lease", lease}, {"ttl", formatDuration(found->second.ttl)}, {"keys", found->second.keys}};
    if (const Instant* deadline = leases_.deadlineOf(lease)) { // at the leader
        body["remaining"] = formatDuration(std::max(Duration{}, *deadline - env_.now()));
    }
    reply(id, 200, body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void KvServer::noteLeaseGranted(LeaseId lease, Duration ttl) {
    if (!replica_->leads()) {
        return;
    }
    leases_.start(lease, ttl, env_.now());
    env_.observer().event(kKvLeaseGranted, {{"lease", signedOf(lease)}, {"ttl", ttl}});
    showLease(lease);
    armLeases();
}

void KvServer::noteLeaseEnded(LeaseId lease, bool expired, std::size_t keysDeleted) {
    if (!replica_->leads()) {
        return;
    }
    leases_.remove(lease);
    env_.observer().event(expired ? kKvLeaseExpired : kKvLeaseRevoked,
                          {{"lease", signedOf(lease)}, {"keys", signedOf(keysDeleted)}});
    env_.observer().clearState(leaseKey(lease));
    armLeases();
}

void KvServer::armLeases() {
    env_.cancel(leaseTimer_);
    const Instant deadline = leases_.deadline();
    if (deadline != Instant::max()) {
        leaseTimer_ = env_.after(deadline - env_.now(), [this] { expireLeases(); });
    }
}

void KvServer::expireLeases() {
    for (const LeaseId lease : leases_.takeDue(env_.now())) {
        replica_->propose(raft::encodeWithoutSession(encode(EndLease{lease, true})),
                          [this, lease](const Result<Bytes, raft::RequestError>& outcome) {
                              if (!outcome && replica_->leads()) {
                                  leases_.putOff(lease, env_.now() + kEndAgain);
                                  armLeases();
                              }
                          });
    }
    armLeases();
}

/// When it runs out by this host's clock.
void KvServer::showLease(LeaseId lease) {
    if (const Instant* deadline = leases_.deadlineOf(lease)) {
        env_.observer().state(leaseKey(lease), Duration{deadline->ns});
    }
}

/// What is shown of leases is the leader's; none here any more. The store may know some of them no
/// more: what comes with the news of another leader is applied first.
void KvServer::hideLeases() {
    for (const LeaseId lease : leases_.takeAll()) {
        env_.observer().clearState(leaseKey(lease));
    }
}

/// As etcd's automatic compaction by revision: the leader proposes it.
void KvServer::compactIfLong() {
    const auto keep = static_cast<std::size_t>(settings_.integer("history-events"));
    if (compacting_ || !replica_->leads() || store_.historySize() <= keep + keep / 4) {
        return;
    }
    compacting_ = true;
    const Revision revision = store_.compactionPoint(keep);
    replica_->propose(raft::encodeWithoutSession(encode(Compact{revision})),
                      [this, revision](const Result<Bytes, raft::RequestError>& outcome) {
                          compacting_ = false;
                          if (outcome) {
                              env_.observer().event(kKvCompacted, {{"revision", revision}});
                          }
                      });
}

} // namespace core::kv
