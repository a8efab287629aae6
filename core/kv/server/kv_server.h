// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/http_server.h"
#include "core/kv/server/api.h"
#include "core/kv/server/lease_clock.h"
#include "core/kv/server/members.h"
#include "core/kv/server/watch_table.h"
#include "core/kv/store.h"
#include "core/raft/replica.h"
#include "core/raft/sessions.h"
#include "core/runtime/process.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

/// The component `kv-server`: one member of a replicated key-value store, with an HTTP interface.
/// Writes, leases and membership are the leader's affair: other members redirect (307, as etcd v2
/// and HashiCorp Vault do). The interface and what is shown are in docs/reference/kv.md.
namespace core::kv {

/// Tells when commands were applied, after the machine behind it.
class AppliedMachine final : public raft::StateMachine {
public:
    AppliedMachine(raft::StateMachine& inner, UniqueFunction<void()> applied)
        : inner_(inner), applied_(std::move(applied)) {}

    Bytes apply(raft::LogIndex index, ByteView command) override {
        Bytes result = inner_.apply(index, command);
        applied_();
        return result;
    }
    Bytes snapshot() const override { return inner_.snapshot(); }
    bool restore(ByteView snapshot) override { return inner_.restore(snapshot); }

private:
    raft::StateMachine& inner_;
    UniqueFunction<void()> applied_;
};

class KvServer final : public runtime::Process {
public:
    KvServer(runtime::Env& env, const runtime::Settings& settings);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    using RequestId = http::RequestId;
    using Applied = UniqueFunction<void(const Outcome&)>;

    // kv_server.cpp
    void startReplica();
    void handleLeadership(bool leads);
    void noteApplied();
    void showStore();
    void serve(RequestId id, wire::HttpRequest& request);

    // kv_requests.cpp
    void handle(RequestId id, const wire::HttpRequest& request);
    void handleKeys(RequestId id, const wire::HttpRequest& request, const Target& target);
    void handleRead(RequestId id, const std::string& text, const Target& target);
    void answerRead(RequestId id, const Target& target, bool stale);
    void handleWrite(RequestId id, const wire::HttpRequest& request, const Target& target);
    void handleWatch(RequestId id, const Target& target);
    void answerWatches();
    void answerWatch(RequestId id, const Result<WatchAnswer, HistoryError>& answer);
    void handleGone(RequestId id);

    // kv_leases.cpp
    void handleLeases(RequestId id, const wire::HttpRequest& request, const Target& target);
    void handleGrant(RequestId id, const wire::HttpRequest& request);
    void handleKeepAlive(RequestId id, const std::string& target, LeaseId lease);
    void answerLease(RequestId id, LeaseId lease);
    void noteLeaseGranted(LeaseId lease, Duration ttl);
    void noteLeaseEnded(LeaseId lease, bool expired, std::size_t keysDeleted);
    void armLeases();
    void expireLeases();
    void showLease(LeaseId lease);
    void hideLeases();
    void compactIfLong();

    // kv_admin.cpp
    void handleStatus(RequestId id);
    void handleSessions(RequestId id, const wire::HttpRequest& request, const Target& target);
    void handleMembers(RequestId id, const wire::HttpRequest& request, const Target& target);
    void handleTransfer(RequestId id, const wire::HttpRequest& request);
    void answerMembers(RequestId id);
    void changeMembers(RequestId id, const std::string& target, raft::ConfigurationChange change);
    Result<raft::ConfigurationChange, std::string> additionOf(const MemberRequest& member) const;
    Result<void, std::string> transferTo(const std::string& name);
    Result<void, std::string> changeByAction(bool add, const runtime::Settings& arguments);

    // kv_answers.cpp
    /// Proposes for a request, inside its session if it names one; `applied` sees what the store
    /// answered, all else is answered here.
    void propose(RequestId id, const wire::HttpRequest& request, const Command& command,
                 Applied applied);
    void proposeEntry(RequestId id, const std::string& target, Bytes entry,
                      UniqueFunction<void(const raft::SessionResult&)> done);
    /// Calls `done` when the store may be read linearizably; answers itself if it may not.
    void whenReadable(RequestId id, const std::string& target, UniqueFunction<void()> done);
    /// Answers a request that only the leader serves unless this is the leader.
    bool sentToLeader(RequestId id, const std::string& target);
    void answerFailure(RequestId id, const std::string& target, raft::RequestError error);
    /// Starts the request's time-out.
    void expectAnswer(RequestId id, bool write);
    /// False if the request was answered, has timed out or is gone.
    bool settle(RequestId id);
    void reply(RequestId id, int status, std::string body,
               std::optional<wire::HttpHeader> header = {});
    void refuse(RequestId id, int status, std::string_view code, std::string_view reason);

    runtime::Env& env_;
    runtime::Settings settings_;
    MemberTable members_;
    Store store_;
    raft::SessionMachine sessions_;
    AppliedMachine machine_;
    std::unique_ptr<raft::Replica> replica_;
    std::unique_ptr<http::HttpServer> server_;
    std::map<RequestId, runtime::CallId> waiting_; ///< time-outs of requests and ends of watches
    WatchTable watches_;
    LeaseClock leases_;
    runtime::CallId leaseTimer_;
    bool wakeUpDue_ = false;
    bool compacting_ = false;
    Revision shownRevision_ = 0;
};

std::unique_ptr<runtime::Process> makeKvServer(runtime::Env& env,
                                               const runtime::Settings& settings);

} // namespace core::kv
