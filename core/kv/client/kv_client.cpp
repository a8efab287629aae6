// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/kv_client.h"

#include "core/kv/client/kinds.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace core::kv {
namespace {

std::string historyName(const runtime::ProcessInfo& self) {
    return self.incarnation == 1 ? self.name : self.name + "#" + std::to_string(self.incarnation);
}

WorkloadOptions workloadOptions(const runtime::Settings& settings, std::string writer) {
    const auto share = [&](std::string_view name) {
        return static_cast<std::uint64_t>(settings.integer(name));
    };
    WorkloadOptions options;
    options.writer = std::move(writer);
    options.keyPrefix = settings.text("key-prefix");
    options.keys = settings.integer("keys");
    options.valueSize = static_cast<std::size_t>(settings.integer("value-size"));
    options.gets = share("gets");
    options.puts = share("puts");
    options.swaps = share("swaps");
    options.deletes = share("deletes");
    return options;
}

std::string swapBody(const Operation& operation) {
    nlohmann::json expect{{"absent", true}};
    if (operation.expected) {
        expect = {{"value", *operation.expected}};
    }
    return nlohmann::json{{"value", operation.value}, {"expect", std::move(expect)}}.dump();
}

} // namespace

KvClient::KvClient(runtime::Env& env, const runtime::Settings& settings)
    : env_(env), settings_(settings), name_(historyName(env.self())), http_(env),
      load_(env, settings_, [this] { begin(); }) {}

void KvClient::start() {
    const auto port = static_cast<std::uint16_t>(settings_.integer("port"));
    std::vector<runtime::Endpoint> servers;
    for (const std::string& server : settings_.list("servers")) {
        const auto address = env_.lookupHost(server);
        const auto literal = runtime::parseEndpoint(server);
        if (!address && !literal) {
            env_.fail("the server " + server + " is not in the hosts table");
            return;
        }
        servers.push_back(address ? runtime::Endpoint{*address, port} : *literal);
    }
    if (servers.empty()) {
        env_.fail("no servers are given");
        return;
    }
    const WorkloadOptions options = workloadOptions(settings_, name_);
    if (options.gets + options.puts + options.swaps + options.deletes == 0) {
        env_.fail("the mix of operations is empty");
        return;
    }
    finder_.emplace(std::move(servers));
    workload_.emplace(options);
    load_.start();
}

void KvClient::begin() {
    const Number number = nextNumber_++;
    Open& open = open_[number];
    open.operation = workload_->next(env_.random("kv-client-operation"));
    open.started = env_.now();
    open.seen = newest_;
    open.backoff = settings_.duration("retry-backoff");
    open.deadline =
        env_.after(settings_.duration("operation-timeout"), [this, number] { giveUp(number); });
    env_.observer().count("operations");
    showInvoked(number, open.operation);
    attempt(number);
}

void KvClient::attempt(Number number) {
    Open& open = open_.at(number);
    if (wantsSession(open.operation) && !takeSequence(number, open)) {
        return;
    }
    const bool stale = !open.operation.isWrite() && settings_.text("read-mode") == "stale";
    open.server = stale ? finder_->any(env_.random("kv-client-pick")) : finder_->current();
    open.attempted = env_.now();
    ++open.attempts;
    env_.observer().count("attempts");
    const http::CallOptions call{settings_.duration("connect-timeout"),
                                 settings_.duration("request-timeout")};
    open.exchange =
        http_.call(open.server, requestOf(open), call,
                   [this, number](const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
                       handleOutcome(number, outcome);
                   });
}

/// False if the operation has to wait for a session, or has ended because its own is gone.
bool KvClient::takeSequence(Number number, Open& open) {
    if (session_ == raft::kNoSession) {
        waiting_.push_back(number);
        openSession();
        return false;
    }
    if (open.session == session_) {
        return true;
    }
    if (open.maybeDone) { // in an earlier session: nobody can say any more
        finish(number, {Verdict::Unknown, {}, false});
        return false;
    }
    open.session = session_;
    open.sequence = nextSequence_++;
    unanswered_.insert(open.sequence);
    return true;
}

wire::HttpRequest KvClient::requestOf(const Open& open) const {
    const Operation& operation = open.operation;
    wire::HttpRequest request;
    request.target = "/kv/" + escape(operation.key);
    request.headers = {{"Host", runtime::toString(open.server)}, {"User-Agent", env_.self().name}};
    switch (operation.kind) {
    case OperationKind::Get:
        request.method = "GET";
        request.target += settings_.text("read-mode") == "stale" ? "?stale=1" : "";
        return request;
    case OperationKind::Put:
        request.method = "PUT";
        request.body = nlohmann::json{{"value", operation.value}}.dump();
        break;
    case OperationKind::CompareAndSet:
        request.method = "POST";
        request.target += "?cas";
        request.body = swapBody(operation);
        break;
    case OperationKind::Delete:
        request.method = "DELETE";
        break;
    }
    if (open.session != raft::kNoSession) {
        request.headers.push_back({std::string(kSessionHeader), std::to_string(open.session)});
        request.headers.push_back({std::string(kSequenceHeader), std::to_string(open.sequence)});
        request.headers.push_back(
            {std::string(kLowestHeader), std::to_string(*unanswered_.begin())});
    }
    return request;
}

/// Exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015).
void KvClient::retry(Number number, Open& open) {
    Duration wait = open.backoff;
    if (settings_.boolean("retry-jitter")) {
        wait = env_.random("kv-client-backoff").between(Duration{}, wait);
    }
    open.backoff = std::min(2 * open.backoff, settings_.duration("retry-backoff-most"));
    env_.observer().count("retries");
    open.retryTimer = env_.after(wait, [this, number] { attempt(number); });
}

/// The time for the operation is over. A write that may be under way stays in doubt.
void KvClient::giveUp(Number number) {
    Open& open = open_.at(number);
    const bool underWay = static_cast<bool>(open.exchange);
    http_.cancel(open.exchange);
    env_.cancel(open.retryTimer);
    const bool inDoubt = open.operation.isWrite() && (open.maybeDone || underWay);
    noteFailure("operation-timeout", open.attempted);
    finish(number, {inDoubt ? Verdict::Unknown : Verdict::Failed, {}, false});
}

void KvClient::finish(Number number, const Returned& returned) {
    const auto node = open_.extract(number);
    const Open& open = node.mapped();
    env_.cancel(open.deadline);
    std::erase(waiting_, number);
    if (open.session == session_) {
        unanswered_.erase(open.sequence);
    }
    const Operation& operation = open.operation;
    std::string_view outcome = "ok";
    if (returned.verdict == Verdict::Ok) {
        env_.observer().count("operations-ok");
        env_.observer().sample("latency", env_.now() - open.started);
        noteSuccess(open.started);
    } else {
        outcome = returned.verdict == Verdict::Failed ? "failed" : "unknown";
        env_.observer().count(returned.verdict == Verdict::Failed ? "operations-failed"
                                                                  : "operations-unknown");
        env_.observer().sample("latency-failed", env_.now() - open.started);
    }
    if (returned.verdict == Verdict::Unknown) {
        env_.observer().event(kKvWriteInDoubt, {{"key", std::string_view(operation.key)},
                                                {"attempts", open.attempts}});
    }
    const std::string value = returned.value.value_or("");
    env_.observer().event(kOperationReturned, {{"client", std::string_view(name_)},
                                               {"operation", static_cast<std::int64_t>(number)},
                                               {"kind", toString(operation.kind)},
                                               {"key", std::string_view(operation.key)},
                                               {"outcome", outcome},
                                               {"found", returned.value.has_value()},
                                               {"value", std::string_view(value)},
                                               {"succeeded", returned.succeeded}});
    load_.requestEnded(open.started);
}

void KvClient::showInvoked(Number number, const Operation& operation) {
    const bool swap = operation.kind == OperationKind::CompareAndSet;
    const std::string expected = operation.expected.value_or("");
    env_.observer().event(kOperationInvoked, {{"client", std::string_view(name_)},
                                              {"operation", static_cast<std::int64_t>(number)},
                                              {"kind", toString(operation.kind)},
                                              {"key", std::string_view(operation.key)},
                                              {"value", std::string_view(operation.value)},
                                              {"expected", std::string_view(expected)},
                                              {"if-absent", swap && !operation.expected}});
}

void KvClient::noteSuccess(Instant started) {
    const Instant now = env_.now();
    env_.observer().sample("success-gap", now - lastSuccess_.value_or(started));
    lastSuccess_ = now;
    if (failingSince_) {
        env_.observer().event(kKvServiceRecovered,
                              {{"after", now - *failingSince_}, {"failures", failures_}});
    }
    failingSince_.reset();
    failures_ = 0;
}

void KvClient::noteFailure(std::string_view reason, Instant since) {
    if (lastSuccess_ && since < *lastSuccess_) {
        return;
    }
    ++failures_;
    if (!failingSince_) {
        failingSince_ = env_.now();
        env_.observer().event(kKvServiceFailing, {{"reason", reason}});
    }
}

Result<void, std::string> KvClient::handleAction(std::string_view action,
                                                 const runtime::Settings&) {
    const bool pause = action == "pause-load";
    if (!load_.setPaused(pause)) {
        return Failure{std::string(pause ? "the load is paused already" : "the load is running")};
    }
    env_.observer().state("load-paused", pause);
    return {};
}

void KvClient::changeSetting(std::string_view name, const runtime::SettingValue& value) {
    settings_.set(std::string(name), value);
    if (name == "rate") {
        load_.rateChanged();
    }
}

std::unique_ptr<runtime::Process> makeKvClient(runtime::Env& env,
                                               const runtime::Settings& settings) {
    return std::make_unique<KvClient>(env, settings);
}

} // namespace core::kv
