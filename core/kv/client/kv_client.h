// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/http_client.h"
#include "core/kv/client/leader_finder.h"
#include "core/kv/client/workload.h"
#include "core/kv/server/api.h"
#include "core/load/generator.h"
#include "core/runtime/process.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The component `kv-client`: makes a mix of operations on a kv-server group, finds the leader,
/// repeats what failed under one session so that it is done once, and reports every operation with
/// its call and return as a history. What it shows is in README.md.
namespace core::kv {

class KvClient final : public runtime::Process {
public:
    KvClient(runtime::Env& env, const runtime::Settings& settings);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    using Number = std::uint64_t;
    enum class Verdict { Ok, Failed, Unknown };
    /// An operation without an answer yet.
    struct Open {
        Operation operation;
        Instant started;
        Revision seen = 0; ///< the newest revision this client knew when it began
        std::int64_t attempts = 0;
        std::int64_t redirects = 0; ///< since the last attempt that was answered otherwise
        bool maybeDone = false;     ///< an attempt ended without saying whether it was done
        Duration backoff;
        raft::SessionId session = raft::kNoSession; ///< in which it has its sequence
        std::uint64_t sequence = 0;
        runtime::Endpoint server; ///< of the last attempt
        Instant attempted;        ///< when that began
        http::ExchangeId exchange;
        runtime::CallId retryTimer;
        runtime::CallId deadline;
    };
    /// What came of an operation, for the history.
    struct Returned {
        Verdict verdict = Verdict::Ok;
        std::optional<std::string> value; ///< get
        bool succeeded = true;            ///< cas: done; delete: the key was there
    };

    // kv_client.cpp
    void begin();
    void attempt(Number number);
    bool takeSequence(Number number, Open& open);
    wire::HttpRequest requestOf(const Open& open) const;
    void retry(Number number, Open& open);
    void giveUp(Number number);
    void finish(Number number, const Returned& returned);
    void showInvoked(Number number, const Operation& operation);
    void noteSuccess(Instant started);
    /// `since` when the attempt began: one that began before the last success is no news.
    void noteFailure(std::string_view reason, Instant since);

    // kv_client_answers.cpp
    void handleOutcome(Number number, const Result<wire::HttpResponse, http::HttpFailure>& outcome);
    void handleLost(Number number, Open& open, http::HttpFailure failure);
    void handleRedirect(Number number, Open& open, const wire::HttpResponse& response);
    void handleAnswer(Number number, Open& open, int status, const KeyAnswer& answer);
    void handleRefusal(Number number, Open& open, int status, const KeyAnswer& answer);
    void handleSessionExpired(Number number, Open& open);
    void noteRevision(const Open& open, const KeyAnswer& answer);
    void follow(const runtime::Endpoint& leader);

    // kv_client_session.cpp
    void openSession();
    void handleSession(const Result<wire::HttpResponse, http::HttpFailure>& outcome);
    bool wantsSession(const Operation& operation) const;

    runtime::Env& env_;
    runtime::Settings settings_;
    std::string name_; ///< in the history: unlike that of other incarnations
    std::optional<LeaderFinder> finder_;
    std::optional<Workload> workload_;
    http::HttpClient http_;
    load::Generator load_;
    std::map<Number, Open> open_;
    Number nextNumber_ = 1;

    raft::SessionId session_ = raft::kNoSession;
    bool sessionComes_ = false;
    runtime::Endpoint sessionServer_;
    Instant sessionAsked_;
    Duration sessionBackoff_;
    std::uint64_t nextSequence_ = 1;
    std::set<std::uint64_t> unanswered_; ///< sequences of the session
    std::vector<Number> waiting_;        ///< for a session

    Revision newest_ = 0;
    std::optional<Instant> lastSuccess_;
    std::optional<Instant> failingSince_;
    std::int64_t failures_ = 0;
};

std::unique_ptr<runtime::Process> makeKvClient(runtime::Env& env,
                                               const runtime::Settings& settings);

} // namespace core::kv
