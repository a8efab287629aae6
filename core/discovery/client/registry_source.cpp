// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/registry_source.h"

#include "core/discovery/registrar/registrar.h"
#include "core/discovery/registry/protocol.h"

#include <algorithm>
#include <utility>

namespace core::discovery::client {

using namespace literals;

namespace {

constexpr Duration kFirstRetry = 1_s;
constexpr Duration kLongestRetry = 30_s;

} // namespace

RegistrySource::RegistrySource(runtime::Env& env, RegistrySourceOptions options)
    : env_(env), options_(std::move(options)), client_(env), retryWait_(kFirstRetry) {}

void RegistrySource::start() {
    ask();
}

void RegistrySource::lookup(Callback callback) {
    if (answered_) {
        callback(current(listed_ ? "no-addresses" : "registry-unreachable"));
    } else {
        waiting_.push_back(std::move(callback));
    }
}

void RegistrySource::refresh() {
    client_.cancel(exchange_);
    env_.cancel(timer_);
    version_.clear();
    ask();
}

void RegistrySource::ask() {
    wire::HttpRequest request;
    request.method = "GET";
    request.target = "/apps/" + options_.app;
    request.headers = {{"Host", runtime::toString(options_.registry)},
                       {"Accept", "application/json"}};
    const char* separator = "?";
    if (!version_.empty()) {
        request.target += "?delta=1&since=" + version_;
        request.headers.push_back({"If-None-Match", "\"" + version_ + "\""});
        separator = "&";
    }
    http::CallOptions call{options_.timeout, options_.timeout};
    if (options_.watch) {
        request.target += separator + std::string("wait=") + formatDuration(options_.watchWait);
        call.requestTimeout += options_.watchWait;
    }
    env_.observer().count(options_.watch ? "registry-watches" : "registry-fetches");
    exchange_ = client_.call(
        options_.registry, request, call,
        [this](Result<wire::HttpResponse, http::HttpFailure> outcome) { handleAnswer(outcome); });
}

void RegistrySource::handleAnswer(const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
    const bool listed = outcome && outcome->status == 200 && readList(*outcome);
    const bool good = listed || (outcome && outcome->status == 304);
    noteReachable(good, outcome ? "bad-response" : http::toString(outcome.error()));
    askAgain(!good);
    answered_ = true;
    answerWaiting(good ? "no-addresses" : "registry-unreachable");
}

/// Takes the list over; false if it is spoilt.
bool RegistrySource::readList(const wire::HttpResponse& response) {
    const auto list = registry::decodeAppList(response.body);
    if (!list || (list->delta && version_.empty())) {
        return false;
    }
    if (!list->delta) {
        instances_.clear();
    }
    for (const registry::Listed& listed : list->instances) {
        instances_[listed.id] = listed.endpoint;
    }
    for (const std::string& id : list->removed) {
        instances_.erase(id);
    }
    version_ = list->version;
    listed_ = true;
    if (handler_) {
        Addresses addresses;
        for (const auto& [id, endpoint] : instances_) {
            addresses.push_back(endpoint);
        }
        handler_(addresses);
    }
    return true;
}

void RegistrySource::noteReachable(bool reachable, std::string_view reason) {
    if (!reachable) {
        env_.observer().count("registry-failures");
    }
    if (std::exchange(reachable_, reachable) == reachable) {
        return;
    }
    if (reachable) {
        env_.observer().event(registrar::kRegistryBack, {{"registry", options_.registry}});
    } else {
        env_.observer().event(registrar::kRegistryLost,
                              {{"registry", options_.registry}, {"reason", reason}});
    }
}

/// A fetch comes every interval; a watch follows at once, after a failure with growing waits, of
/// which half is random, so that a restarted registry is not met by everybody at once.
void RegistrySource::askAgain(bool failed) {
    Duration wait = options_.watch ? Duration{} : options_.fetchInterval;
    if (options_.watch && failed) {
        wait = retryWait_ / 2 + env_.random("registry-retry").between(Duration{}, retryWait_ / 2);
        retryWait_ = std::min(2 * retryWait_, kLongestRetry);
    } else {
        retryWait_ = kFirstRetry;
    }
    timer_ = env_.after(wait, [this] { ask(); });
}

void RegistrySource::answerWaiting(std::string_view reason) {
    for (Callback& waiting : std::exchange(waiting_, {})) {
        waiting(current(reason));
    }
}

AddressSource::Answer RegistrySource::current(std::string_view reason) const {
    if (instances_.empty()) {
        return Failure{reason};
    }
    Addresses addresses;
    for (const auto& [id, endpoint] : instances_) {
        addresses.push_back(endpoint);
    }
    return addresses;
}

} // namespace core::discovery::client
