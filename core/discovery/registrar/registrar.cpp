// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registrar/registrar.h"

#include <algorithm>
#include <utility>

namespace core::discovery::registrar {

using namespace literals;

namespace {

constexpr Duration kFirstRetry = 1_s;

wire::HttpRequest requestFor(std::string_view method, const RegistrarOptions& options,
                             bool withId) {
    wire::HttpRequest request;
    request.method = method;
    request.target = "/apps/" + options.registration.app;
    if (withId) {
        request.target += "/" + options.registration.id;
    }
    request.headers = {{"Host", runtime::toString(options.registry)}};
    return request;
}

} // namespace

Registrar::Registrar(runtime::Env& env, RegistrarOptions options)
    : env_(env), options_(std::move(options)), client_(env),
      heartbeat_(requestFor("PUT", options_, true)), retryWait_(kFirstRetry) {}

void Registrar::start() {
    show("registering");
    sendRegistration();
}

void Registrar::leave() {
    left_ = true;
    env_.cancel(timer_);
    if (std::exchange(registered_, false)) {
        show("left");
        client_.call(options_.registry, requestFor("DELETE", options_, true), options_.call,
                     [](Result<wire::HttpResponse, http::HttpFailure>) {});
    }
}

void Registrar::sendRegistration() {
    wire::HttpRequest request = requestFor("POST", options_, false);
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = registry::encodeRegistration(options_.registration);
    env_.observer().count("registrations-sent");
    client_.call(options_.registry, request, options_.call,
                 [this](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                     const int status = noteAnswer(outcome);
                     if (left_) {
                         return;
                     }
                     if (status < 200 || status > 299) {
                         retryRegistration();
                         return;
                     }
                     retryWait_ = kFirstRetry;
                     registered_ = true;
                     show("registered");
                     env_.observer().event(kJoined, {{"registry", options_.registry}});
                     later(options_.heartbeat, &Registrar::sendHeartbeat);
                 });
}

/// Waits 1 s, 2 s, 4 s, ... up to the heartbeat interval (at least 1 s), less up to a quarter at
/// random, so that a fleet does not come back in step.
void Registrar::retryRegistration() {
    const Duration jitter = env_.random("registrar-retry").between(Duration{}, retryWait_ / 4);
    later(retryWait_ - jitter, &Registrar::sendRegistration);
    retryWait_ = std::min(2 * retryWait_, std::max(options_.heartbeat, kFirstRetry));
}

void Registrar::sendHeartbeat() {
    env_.observer().count("heartbeats-sent");
    // The next one is due an interval after this one, however long the answer takes.
    later(options_.heartbeat, &Registrar::sendHeartbeat);
    client_.call(options_.registry, heartbeat_, options_.call,
                 [this](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                     const int status = noteAnswer(outcome);
                     if (status != 404 || left_ || !registered_) {
                         return;
                     }
                     registered_ = false;
                     show("registering");
                     env_.observer().event(kForgotten, {{"registry", options_.registry}});
                     env_.cancel(timer_);
                     sendRegistration();
                 });
}

void Registrar::later(Duration delay, void (Registrar::*what)()) {
    timer_ = env_.after(delay, [this, what] { (this->*what)(); });
}

int Registrar::noteAnswer(const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
    const bool answered = outcome.has_value();
    if (!answered) {
        env_.observer().count(registered_ ? "heartbeats-failed" : "registrations-failed");
    }
    if (std::exchange(reachable_, answered) != answered) {
        const std::string_view reason = answered ? "" : http::toString(outcome.error());
        if (answered) {
            env_.observer().event(kRegistryBack, {{"registry", options_.registry}});
        } else {
            env_.observer().event(kRegistryLost,
                                  {{"registry", options_.registry}, {"reason", reason}});
        }
    }
    return answered ? outcome->status : 0;
}

void Registrar::show(std::string_view state) {
    env_.observer().state("registration", state);
}

} // namespace core::discovery::registrar
