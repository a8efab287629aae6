// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kv_server.h"

#include "core/kv/server/kinds.h"

#include <utility>

namespace core::kv {
namespace {

raft::RaftOptions raftOptions(const runtime::Settings& settings, raft::NodeId self) {
    raft::RaftOptions options;
    options.id = self;
    options.electionTimeout = settings.duration("election-timeout");
    options.heartbeatInterval = settings.duration("heartbeat-interval");
    options.preVote = settings.boolean("pre-vote");
    options.checkQuorum = settings.boolean("check-quorum");
    options.leaseReads = settings.boolean("lease-reads");
    options.leaseDriftPpm = settings.integer("lease-drift");
    options.entriesPerRequest = static_cast<std::size_t>(settings.integer("entries-per-request"));
    return options;
}

raft::ReplicaOptions replicaOptions(const runtime::Settings& settings, const MemberTable& members) {
    raft::ReplicaOptions options;
    options.raft = raftOptions(settings, members.self);
    options.members = members.known;
    options.group = settings.text("group");
    options.bootstrap = members.bootstrap;
    options.port = static_cast<std::uint16_t>(settings.integer("raft-port"));
    options.snapshotEvery = static_cast<raft::LogIndex>(settings.integer("snapshot-every"));
    options.keepEntries = static_cast<raft::LogIndex>(settings.integer("keep-entries"));
    return options;
}

} // namespace

KvServer::KvServer(runtime::Env& env, const runtime::Settings& settings)
    : env_(env), settings_(settings),
      store_({[this](LeaseId lease, Duration ttl) { noteLeaseGranted(lease, ttl); },
              [this](LeaseId lease, bool expired, std::size_t keys) {
                  noteLeaseEnded(lease, expired, keys);
              }}),
      sessions_(store_), machine_(sessions_, [this] { noteApplied(); }) {}

void KvServer::start() {
    auto members = readMembers(env_, settings_);
    if (!members) {
        env_.fail(members.error());
        return;
    }
    if (settings_.boolean("lease-reads") && !settings_.boolean("check-quorum")) {
        env_.fail("lease-reads need check-quorum");
        return;
    }
    members_ = std::move(*members);
    server_ = std::make_unique<http::HttpServer>(
        env_, http::HttpServerOptions{},
        [this](RequestId id, wire::HttpRequest& request) { serve(id, request); },
        [this](RequestId id) { handleGone(id); });
    if (!server_->listen(static_cast<std::uint16_t>(settings_.integer("port")))) {
        env_.fail("the HTTP port is in use");
        return;
    }
    startReplica();
}

void KvServer::startReplica() {
    raft::ReplicaEvents events;
    events.leadership = [this](bool leads) { handleLeadership(leads); };
    events.restored = [this] { noteApplied(); };
    replica_ = std::make_unique<raft::Replica>(env_, replicaOptions(settings_, members_), machine_,
                                               std::move(events));
    replica_->start();
}

void KvServer::handleLeadership(bool leads) {
    hideLeases();
    if (leads) {
        for (const auto& [id, lease] : store_.leases()) {
            leases_.start(id, lease.ttl, env_.now());
            showLease(id);
        }
        env_.observer().event(kKvReady,
                              {{"keys", static_cast<std::int64_t>(store_.size())},
                               {"leases", static_cast<std::int64_t>(store_.leases().size())}});
    } else {
        env_.observer().event(kKvNoLongerReady);
    }
    armLeases();
}

/// Once for all commands applied in one handler.
void KvServer::noteApplied() {
    if (std::exchange(wakeUpDue_, true)) {
        return;
    }
    env_.after({}, [this] {
        wakeUpDue_ = false;
        showStore();
        answerWatches();
        compactIfLong();
    });
}

void KvServer::showStore() {
    if (std::exchange(shownRevision_, store_.revision()) == store_.revision()) {
        return;
    }
    env_.observer().state("revision", store_.revision());
    env_.observer().state("keys", static_cast<std::int64_t>(store_.size()));
}

void KvServer::serve(RequestId id, wire::HttpRequest& request) {
    env_.observer().count("requests");
    const Duration cost = settings_.duration("request-cpu");
    if (cost == Duration{}) {
        handle(id, request);
        return;
    }
    env_.compute(cost, [this, id, kept = std::move(request)] { handle(id, kept); });
}

void KvServer::changeSetting(std::string_view name, const runtime::SettingValue& value) {
    settings_.set(std::string(name), value);
}

std::unique_ptr<runtime::Process> makeKvServer(runtime::Env& env,
                                               const runtime::Settings& settings) {
    return std::make_unique<KvServer>(env, settings);
}

} // namespace core::kv
