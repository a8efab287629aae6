// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/kinds.h"
#include "core/kv/client/kv_client.h"

#include <algorithm>
#include <utility>

/// What an attempt's end means: done, not done, or nobody knows.
namespace core::kv {
namespace {

/// After so many redirects in a row the members disagree about who leads: wait.
constexpr std::int64_t kMostRedirects = 3;

/// Whether the request can have reached the server.
bool mayHaveArrived(http::HttpFailure failure) {
    return failure != http::HttpFailure::Refused && failure != http::HttpFailure::ConnectTimedOut &&
           failure != http::HttpFailure::NoFreePort;
}

} // namespace

void KvClient::handleOutcome(Number number,
                             const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
    Open& open = open_.at(number);
    open.exchange = {};
    if (!outcome) {
        handleLost(number, open, outcome.error());
        return;
    }
    if (outcome->status == 307) {
        handleRedirect(number, open, *outcome);
        return;
    }
    open.redirects = 0;
    const auto answer = parseKeyAnswer(outcome->body);
    if (!answer) {
        handleLost(number, open, http::HttpFailure::BadResponse);
        return;
    }
    noteRevision(open, *answer);
    handleAnswer(number, open, outcome->status, *answer);
}

void KvClient::handleLost(Number number, Open& open, http::HttpFailure failure) {
    env_.observer().count("attempts-failed");
    open.maybeDone = open.maybeDone || mayHaveArrived(failure);
    noteFailure(http::toString(failure), open.attempted);
    finder_->failed(open.server);
    retry(number, open);
}

void KvClient::handleRedirect(Number number, Open& open, const wire::HttpResponse& response) {
    env_.observer().count("redirects");
    const std::string* location = response.find("Location");
    const auto leader = location == nullptr ? std::nullopt : endpointOfLocation(*location);
    if (!leader || *leader == open.server || ++open.redirects > kMostRedirects) {
        open.redirects = 0;
        noteFailure("redirects", open.attempted);
        finder_->failed(open.server);
        retry(number, open);
        return;
    }
    follow(*leader);
    attempt(number);
}

void KvClient::follow(const runtime::Endpoint& leader) {
    if (finder_->current() == leader) {
        return;
    }
    finder_->told(leader);
    env_.observer().state("leader", leader);
    env_.observer().event(kKvLeaderFound, {{"address", leader}});
}

void KvClient::handleAnswer(Number number, Open& open, int status, const KeyAnswer& answer) {
    const Operation& operation = open.operation;
    const bool absent = status == 404 && answer.error == "not-found";
    if (operation.kind == OperationKind::Get && (status == 200 || absent)) {
        if (answer.stale) {
            env_.observer().count("stale-answers");
        } else {
            workload_->learn(operation.key, answer.value);
        }
        finish(number, {Verdict::Ok, answer.value, true});
    } else if (operation.isWrite() && status == 200) {
        const bool deletes = operation.kind == OperationKind::Delete;
        workload_->learn(operation.key, deletes ? std::nullopt : std::optional(operation.value));
        finish(number, {Verdict::Ok, {}, !deletes || answer.deleted});
    } else if (operation.kind == OperationKind::CompareAndSet && status == 412) {
        workload_->learn(operation.key, answer.value);
        finish(number, {Verdict::Ok, {}, false});
    } else {
        handleRefusal(number, open, status, answer);
    }
}

void KvClient::handleRefusal(Number number, Open& open, int status, const KeyAnswer& answer) {
    env_.observer().count("attempts-failed");
    if (answer.error == "session-expired") {
        handleSessionExpired(number, open);
        return;
    }
    if (answer.error == "answered-before") { // it was done; what came of it is forgotten
        finish(number, {Verdict::Unknown, {}, false});
        return;
    }
    open.maybeDone = open.maybeDone || answer.error == "outcome-unknown";
    noteFailure(answer.error, open.attempted);
    if (status >= 500 || status == 429) {
        finder_->failed(open.server);
        retry(number, open);
        return;
    }
    finish(number, {open.operation.isWrite() && open.maybeDone ? Verdict::Unknown : Verdict::Failed,
                    {},
                    false});
}

void KvClient::handleSessionExpired(Number number, Open& open) {
    if (open.session == session_) {
        env_.observer().event(kKvSessionLost, {{"session", static_cast<std::int64_t>(session_)}});
        env_.observer().clearState("session");
        session_ = raft::kNoSession;
        unanswered_.clear();
        nextSequence_ = 1;
    }
    attempt(number);
}

/// A read must not show less than this client knew when it began to read.
void KvClient::noteRevision(const Open& open, const KeyAnswer& answer) {
    newest_ = std::max(newest_, answer.revision);
    if (!open.operation.isWrite() && answer.revision != 0 && answer.revision < open.seen) {
        env_.observer().count("reads-went-back");
        env_.observer().event(kKvReadWentBack, {{"key", std::string_view(open.operation.key)},
                                                {"address", open.server},
                                                {"revision", answer.revision},
                                                {"known", open.seen}});
    }
}

} // namespace core::kv
