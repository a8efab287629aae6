// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/kinds.h"
#include "core/discovery/registry/protocol.h"
#include "core/discovery/registry/registry.h"

#include <algorithm>
#include <utility>

/// The requests of a registry: what each HTTP call does.
namespace core::discovery::registry {

using http::RequestId;

namespace {

/// Answers without content, encoded once for all runs.
const http::EncodedResponse& emptyAnswer(int status) {
    const auto make = [](int code) {
        wire::HttpResponse response;
        response.status = code;
        return http::encode(response);
    };
    static const http::EncodedResponse kOk = make(200);
    static const http::EncodedResponse kNoContent = make(204);
    static const http::EncodedResponse kNotFound = make(404);
    return status == 200 ? kOk : status == 204 ? kNoContent : kNotFound;
}

} // namespace

void Registry::serve(RequestId id, wire::HttpRequest& request) {
    const Duration cost = settings_.duration("request-cpu");
    if (cost == Duration{}) {
        handle(id, request);
        return;
    }
    env_.compute(cost, [this, id, kept = std::move(request)] { handle(id, kept); });
}

void Registry::handle(RequestId id, const wire::HttpRequest& request) {
    const auto target = parseTarget(request.target);
    if (!target) {
        refuse(id, 404, "no such resource");
        return;
    }
    const bool ofApp = !target->app.empty() && target->id.empty();
    if (!target->id.empty() && request.method == "PUT") {
        handleHeartbeat(id, target->app, target->id);
    } else if (!target->id.empty() && request.method == "DELETE") {
        handleDeregister(id, target->app, target->id);
    } else if (ofApp && request.method == "POST") {
        handleRegister(id, target->app, request.body);
    } else if (ofApp && (request.method == "GET" || request.method == "HEAD")) {
        handleFetch(id, request);
    } else if (target->app.empty() && (request.method == "GET" || request.method == "HEAD")) {
        handleApps(id);
    } else {
        refuseMethod(id, *target);
    }
}

void Registry::handleRegister(RequestId id, std::string_view app, const std::string& body) {
    auto registration = decodeRegistration(app, body);
    if (!registration) {
        refuse(id, 400, toString(registration.error()));
        return;
    }
    if (registration->lease == Duration{}) {
        registration->lease = settings_.duration("default-lease");
    }
    registration->lease = std::min(registration->lease, settings_.duration("most-lease"));
    env_.observer().count("registrations");
    const RegisterOutcome outcome = table_.registerInstance(*registration, env_.now());
    server_->reply(id, emptyAnswer(204));
    if (outcome == RegisterOutcome::Added) {
        preservation_.instanceAdded();
    }
    if (outcome != RegisterOutcome::Renewed) {
        env_.observer().event(outcome == RegisterOutcome::Added ? kRegistered : kInstanceMoved,
                              {{"app", app},
                               {"instance", std::string_view(registration->id)},
                               {"address", registration->endpoint}});
    }
    // After the event, which says why there is a lease (again).
    showLease(registration->id, *table_.find(app, registration->id));
    if (outcome != RegisterOutcome::Renewed) {
        listChanged(app);
    }
}

void Registry::handleHeartbeat(RequestId id, std::string_view app, std::string_view instance) {
    env_.observer().count("heartbeats");
    const Lease* lease = table_.heartbeat(app, instance, env_.now());
    if (lease == nullptr) {
        env_.observer().count("heartbeats-unknown");
        env_.observer().event(kUnknownHeartbeat, {{"app", app}, {"instance", instance}});
        server_->reply(id, emptyAnswer(404));
        return;
    }
    preservation_.renewed();
    showLease(instance, *lease);
    server_->reply(id, emptyAnswer(200));
}

void Registry::handleDeregister(RequestId id, std::string_view app, std::string_view instance) {
    if (!dropInstance({std::string(app), std::string(instance)})) {
        server_->reply(id, emptyAnswer(404));
        return;
    }
    env_.observer().event(kDeregistered, {{"app", app}, {"instance", instance}});
    server_->reply(id, emptyAnswer(200));
    listChanged(app);
}

void Registry::handleApps(RequestId id) {
    std::vector<std::pair<std::string, std::string>> apps;
    for (std::string& app : table_.apps()) {
        std::string version = toString(cache_.tag(app));
        apps.emplace_back(std::move(app), std::move(version));
    }
    wire::HttpResponse response;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = encodeApps(apps);
    server_->reply(id, response);
}

void Registry::handleFetch(RequestId id, const wire::HttpRequest& request) {
    const Target target = *parseTarget(request.target);
    const VersionTag current = cache_.tag(target.app);
    const auto since = parseVersionTag(target.parameter("since").value_or(""));
    const bool delta = target.parameter("delta").has_value();
    const auto waitText = target.parameter("wait");
    if (waitText) {
        const auto wait = parseDuration(*waitText);
        if (!wait || wait->ns < 0) {
            refuse(id, 400, "wait is not a duration such as 30s");
            return;
        }
        watch(id, target.app, since.value_or(VersionTag{}), *wait, delta);
        return;
    }
    env_.observer().count("fetches");
    if (settings_.duration("response-cache") > Duration{}) {
        replyEncoded(id, cache_.copyOf(target.app));
        return;
    }
    const std::string* match = request.find("If-None-Match");
    if (match != nullptr && parseVersionTag(*match) == current) {
        env_.observer().count("not-modified");
        replyEncoded(id, cache_.unchanged(target.app));
    } else if (delta && since && since->epoch == current.epoch) {
        replyEncoded(id, cache_.changes(target.app, since->version));
    } else {
        replyEncoded(id, cache_.whole(target.app));
    }
}

void Registry::watch(RequestId id, std::string_view app, VersionTag since, Duration wait,
                     bool delta) {
    env_.observer().count("watches");
    const VersionTag current = cache_.tag(app);
    if (since != current) { // behind, or from before a restart
        const bool sameRun = since.epoch == current.epoch;
        replyEncoded(id, delta && sameRun ? cache_.changes(app, since.version) : cache_.whole(app));
        return;
    }
    if (!server_->peerOf(id)) {
        return; // left while the request waited for the processor
    }
    Watch watch{{}, delta, std::string(app)};
    watch.timer = env_.after(std::min(wait, settings_.duration("most-wait")), [this, id] {
        watches_.remove(id.value);
        const auto node = watching_.extract(id);
        if (!node.empty()) {
            replyEncoded(id, cache_.unchanged(node.mapped().app));
        }
    });
    watching_.emplace(id, std::move(watch));
    watches_.add(app, {id.value, since.version});
}

void Registry::answerWatch(RequestId id, std::string_view app, std::uint64_t since) {
    const auto node = watching_.extract(id);
    if (node.empty()) {
        return;
    }
    env_.cancel(node.mapped().timer);
    replyEncoded(id, node.mapped().delta ? cache_.changes(app, since) : cache_.whole(app));
}

/// Sends a cached answer; counts an encoding if this one had to be made for it.
void Registry::replyEncoded(RequestId id, const http::EncodedResponse& response) {
    server_->reply(id, response);
    const std::uint64_t made = cache_.encodings();
    if (made > shownEncodings_) {
        env_.observer().count("encodings", static_cast<std::int64_t>(made - shownEncodings_));
        shownEncodings_ = made;
    }
}

void Registry::refuse(RequestId id, int status, std::string_view reason) {
    wire::HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = "{\"error\":\"" + std::string(reason) + "\"}";
    server_->reply(id, response);
}

/// RFC 9110, 15.5.6: says which methods the resource has.
void Registry::refuseMethod(RequestId id, const Target& target) {
    wire::HttpResponse response;
    response.status = 405;
    response.headers = {{"Allow", target.app.empty()  ? "GET, HEAD"
                                  : target.id.empty() ? "GET, HEAD, POST"
                                                      : "PUT, DELETE"}};
    server_->reply(id, response);
}

} // namespace core::discovery::registry
