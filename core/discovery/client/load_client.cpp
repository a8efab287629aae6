// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/load_client.h"

#include "core/discovery/client/kinds.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace core::discovery::client {

using namespace literals;

namespace {

constexpr Duration kLeastPause = 1_ms;

/// "10.0.0.1:80 10.0.0.2:80", or "nothing".
std::string textOfAddresses(const Addresses& addresses) {
    std::string text;
    for (const runtime::Endpoint& address : addresses) {
        text += (text.empty() ? "" : " ") + runtime::toString(address);
    }
    return text.empty() ? "nothing" : text;
}

std::string_view reasonOfStatus(int status) {
    switch (status) {
    case 500:
        return "status-500";
    case 502:
        return "status-502";
    case 503:
        return "status-503";
    case 504:
        return "status-504";
    default:
        return "status-5xx";
    }
}

http::HttpClientOptions clientOptions(const runtime::Settings& settings) {
    http::HttpClientOptions options;
    if (!settings.boolean("keep-connections")) {
        options.idlePerEndpoint = 0;
    }
    return options;
}

} // namespace

LoadClient::LoadClient(runtime::Env& env, const runtime::Settings& settings,
                       std::unique_ptr<AddressSource> source)
    : env_(env), settings_(settings), source_(std::move(source)),
      picker_(makePicker(settings.text("balance"))), client_(env, clientOptions(settings)) {}

void LoadClient::start() {
    if (!source_) {
        return; // the incarnation ends: makeSource() has said why
    }
    const auto spoils = [](char c) { return c <= ' ' || c == 0x7f; };
    const std::string& path = settings_.text("path");
    const std::string& service = settings_.text("service");
    if (!path.starts_with('/') || std::any_of(path.begin(), path.end(), spoils) ||
        std::any_of(service.begin(), service.end(), spoils)) {
        env_.fail("a path must begin with '/', and neither it nor a service's name has blanks");
        return;
    }
    source_->onChange([this](const Addresses& addresses) { handleBelief(addresses); });
    source_->start();
    startLoad();
}

void LoadClient::startLoad() {
    if (openLoop()) {
        scheduleArrival(true);
        return;
    }
    for (std::int64_t user = 0; user < settings_.integer("users"); ++user) {
        think(true);
    }
}

/// The first arrival of a steady stream comes at a random moment of the interval, so that many
/// clients do not beat in step.
void LoadClient::scheduleArrival(bool first) {
    if (settings_.rate("rate").isZero()) {
        return; // until the rate is changed
    }
    Duration gap = arrivalGap();
    if (first && settings_.text("arrival") == "fixed") {
        gap = env_.random("client-start").between(Duration{}, gap);
    }
    arrival_ = env_.after(gap, [this] {
        scheduleArrival(false);
        beginRequest();
    });
}

Duration LoadClient::arrivalGap() {
    const Duration mean = settings_.rate("rate").interval();
    return settings_.text("arrival") == "poisson" ? env_.random("client-arrival").exponential(mean)
                                                  : mean;
}

/// One user's pause before its next request. After one that took no time (no address is known, no
/// port is free) even a user who never thinks needs kLeastPause, or time would stand still.
void LoadClient::think(bool first, bool tookNoTime) {
    Duration pause = settings_.duration("think-time");
    if (settings_.text("think-distribution") == "exponential") {
        pause = env_.random("client-think").exponential(pause);
    } else if (first) {
        pause = env_.random("client-start").between(Duration{}, pause);
    }
    env_.after(tookNoTime ? std::max(pause, kLeastPause) : pause, [this] {
        if (loadPaused_) {
            ++idleUsers_;
        } else {
            beginRequest();
        }
    });
}

void LoadClient::beginRequest() {
    if (loadPaused_) {
        return; // an arrival of the open loop; the closed loop's users stop in think()
    }
    env_.observer().count("requests-sent");
    const RequestNumber number = nextNumber_++;
    Request& request = requests_[number];
    request.started = env_.now();
    request.backoff = settings_.duration("retry-backoff");
    source_->lookup([this, number](AddressSource::Answer answer) {
        noteLookup(answer);
        if (!answer) {
            endRequest(number, false, answer.error());
            return;
        }
        requests_.at(number).addresses = std::move(*answer);
        attempt(number);
    });
}

void LoadClient::attempt(RequestNumber number) {
    Request& request = requests_.at(number);
    if (request.attempts == 0 || settings_.boolean("try-next")) {
        request.last = picker_->pick(request.addresses, request.tried, env_.random("client-pick"));
        request.tried.push_back(request.last);
        if (request.tried.size() >= request.addresses.size()) {
            request.tried.assign(1, request.last); // all were tried: anybody but the last
        }
    }
    ++request.attempts;
    env_.observer().count("attempts");
    wire::HttpRequest message;
    message.method = "GET";
    message.target = settings_.text("path");
    message.headers = {{"Host", settings_.text("service")}, {"User-Agent", env_.self().name}};
    const http::CallOptions call{settings_.duration("connect-timeout"),
                                 settings_.duration("request-timeout")};
    client_.call(request.last, message, call,
                 [this, number](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                     handleOutcome(number, outcome);
                 });
}

void LoadClient::handleOutcome(RequestNumber number,
                               const Result<wire::HttpResponse, http::HttpFailure>& outcome) {
    if (!outcome) {
        handleFailure(number, http::toString(outcome.error()));
    } else if (outcome->status >= 500) {
        handleFailure(number, reasonOfStatus(outcome->status));
    } else {
        handleSuccess(number, outcome->status);
    }
}

void LoadClient::handleSuccess(RequestNumber number, int status) {
    const Request& request = requests_.at(number);
    if (const auto trouble = health_.noteSuccess(request.last)) {
        env_.observer().event(kAddressRecovered, {{"address", request.last},
                                                  {"after", env_.now() - trouble->since},
                                                  {"failures", trouble->failures}});
    }
    if (status >= 400) { // the caller's fault: no retry would help
        endRequest(number, false, "status-4xx");
        return;
    }
    env_.observer().sample("latency", env_.now() - request.started);
    endRequest(number, true, "");
}

void LoadClient::handleFailure(RequestNumber number, std::string_view reason) {
    const Request& request = requests_.at(number);
    env_.observer().count("attempts-failed");
    // One that was struck off the list while the attempt went on is of no interest any more.
    if (std::binary_search(belief_.begin(), belief_.end(), request.last) &&
        health_.noteFailure(request.last, env_.now())) {
        env_.observer().event(kAddressFailing, {{"address", request.last}, {"reason", reason}});
    }
    if (request.attempts > settings_.integer("retries")) {
        endRequest(number, false, reason);
        return;
    }
    env_.observer().event(
        kAttemptFailed,
        {{"address", request.last}, {"reason", reason}, {"attempt", request.attempts}});
    retry(number);
}

/// Exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015).
void LoadClient::retry(RequestNumber number) {
    Request& request = requests_.at(number);
    Duration wait = request.backoff;
    if (settings_.boolean("retry-jitter")) {
        wait = env_.random("client-backoff").between(Duration{}, wait);
    }
    request.backoff = std::min(2 * request.backoff, settings_.duration("retry-backoff-most"));
    env_.observer().count("retries");
    env_.after(wait, [this, number] { attempt(number); });
}

void LoadClient::endRequest(RequestNumber number, bool ok, std::string_view reason) {
    const auto node = requests_.extract(number);
    env_.observer().count(ok ? "requests-ok" : "requests-failed");
    if (!ok) {
        const Request& request = node.mapped();
        env_.observer().sample("latency-failed", env_.now() - request.started);
        env_.observer().event(
            kRequestFailed,
            {{"address", request.last}, {"reason", reason}, {"attempts", request.attempts}});
    }
    if (!openLoop()) {
        think(false, node.mapped().started == env_.now());
    }
}

void LoadClient::noteLookup(const AddressSource::Answer& answer) {
    if (std::exchange(lookupFails_, !answer.has_value()) == !answer.has_value()) {
        return;
    }
    if (answer) {
        env_.observer().event(kLookupRecovered);
    } else {
        env_.observer().event(kLookupFailing, {{"reason", answer.error()}});
    }
}

void LoadClient::handleBelief(const Addresses& addresses) {
    Addresses sorted = addresses;
    std::sort(sorted.begin(), sorted.end());
    const bool first = !std::exchange(believes_, true);
    if (!first && sorted == belief_) {
        return;
    }
    const Addresses before = std::exchange(belief_, std::move(sorted));
    env_.observer().state("belief", std::string_view(textOfAddresses(belief_)));
    showChange(first, before);
    for (const AddressHealth::Trouble& trouble : health_.giveUpOutside(belief_)) {
        env_.observer().event(kGaveUpOnAddress, {{"address", trouble.address},
                                                 {"after", env_.now() - trouble.since},
                                                 {"failures", trouble.failures}});
    }
}

/// What is new beside `before` and what is gone, rather than two long lists.
void LoadClient::showChange(bool first, const Addresses& before) {
    Addresses added;
    Addresses removed;
    std::set_difference(belief_.begin(), belief_.end(), before.begin(), before.end(),
                        std::back_inserter(added));
    std::set_difference(before.begin(), before.end(), belief_.begin(), belief_.end(),
                        std::back_inserter(removed));
    const std::string addedText = textOfAddresses(added);
    const std::string removedText = textOfAddresses(removed);
    const runtime::Field addedField{"added", std::string_view(addedText)};
    const runtime::Field removedField{"removed", std::string_view(removedText)};
    if (first) {
        env_.observer().event(kAddressesLearned, {addedField});
    } else if (removed.empty()) {
        env_.observer().event(kAddressesAdded, {addedField});
    } else if (added.empty()) {
        env_.observer().event(kAddressesRemoved, {removedField});
    } else {
        env_.observer().event(kAddressesReplaced, {addedField, removedField});
    }
}

Result<void, std::string> LoadClient::handleAction(std::string_view action,
                                                   const runtime::Settings&) {
    if (action == "refresh") {
        source_->refresh();
        return {};
    }
    const bool pause = action == "pause-load";
    if (std::exchange(loadPaused_, pause) == pause) {
        return Failure{std::string(pause ? "the load is paused already" : "the load is running")};
    }
    env_.observer().state("load-paused", pause);
    const std::int64_t users = std::exchange(idleUsers_, 0);
    for (std::int64_t user = 0; user < users; ++user) {
        think(true);
    }
    return {};
}

void LoadClient::changeSetting(std::string_view name, const runtime::SettingValue& value) {
    settings_.set(std::string(name), value);
    if (name == "rate" && openLoop()) {
        env_.cancel(arrival_);
        scheduleArrival(true);
    }
    const std::string& discovery = settings_.text("discovery");
    if ((name == "dns-cache-time" && discovery == "dns") ||
        (name == "fetch-interval" && discovery == "registry")) {
        source_->setInterval(settings_.duration(name));
    }
}

} // namespace core::discovery::client
