// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/kinds.h"
#include "core/kv/client/kv_client.h"

#include <algorithm>
#include <utility>

/// The session under which a client's writes are done once.
namespace core::kv {

bool KvClient::wantsSession(const Operation& operation) const {
    return operation.isWrite() && settings_.boolean("use-session");
}

/// A session whose opening was answered to nobody is one too many at the servers and makes room
/// like any that is not used.
void KvClient::openSession() {
    if (std::exchange(sessionComes_, true)) {
        return;
    }
    sessionServer_ = finder_->current();
    sessionAsked_ = env_.now();
    wire::HttpRequest request;
    request.method = "POST";
    request.target = "/sessions";
    request.headers = {{"Host", runtime::toString(sessionServer_)},
                       {"User-Agent", env_.self().name}};
    const http::CallOptions call{settings_.duration("connect-timeout"),
                                 settings_.duration("request-timeout")};
    http_.call(sessionServer_, request, call,
               [this](const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
                   handleSession(outcome);
               });
}

void KvClient::handleSession(const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
    const bool answered = outcome && outcome->status == 200;
    const auto session = answered ? parseNumberMember(outcome->body, "session") : std::nullopt;
    if (session) {
        session_ = *session;
        sessionComes_ = false;
        sessionBackoff_ = {};
        env_.observer().state("session", static_cast<std::int64_t>(session_));
        env_.observer().event(kKvSessionOpened, {{"session", static_cast<std::int64_t>(session_)}});
        for (const Number number : std::exchange(waiting_, {})) {
            attempt(number);
        }
        return;
    }
    const std::string* location =
        outcome && outcome->status == 307 ? outcome->find("Location") : nullptr;
    const auto leader = location == nullptr ? std::nullopt : endpointOfLocation(*location);
    if (leader && *leader != sessionServer_) {
        env_.observer().count("redirects");
        follow(*leader);
    } else {
        const auto answer = outcome ? parseKeyAnswer(outcome->body) : std::nullopt;
        noteFailure(!outcome ? http::toString(outcome.error())
                    : answer ? std::string_view(answer->error)
                             : "no-session",
                    sessionAsked_);
        finder_->failed(sessionServer_);
    }
    // As for operations; a first redirect costs no wait.
    const Duration wait =
        leader ? sessionBackoff_
               : env_.random("kv-client-backoff")
                     .between(Duration{},
                              std::max(sessionBackoff_, settings_.duration("retry-backoff")));
    sessionBackoff_ = std::clamp(
        2 * sessionBackoff_, settings_.duration("retry-backoff"),
        std::max(settings_.duration("retry-backoff"), settings_.duration("retry-backoff-most")));
    env_.after(wait, [this] {
        sessionComes_ = false;
        openSession();
    });
}

} // namespace core::kv
