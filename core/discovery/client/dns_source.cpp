// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/dns_source.h"

#include <utility>

namespace core::discovery::client {
namespace {

std::string_view reasonOf(dns::ResolveError error) {
    switch (error) {
    case dns::ResolveError::NameNotFound:
        return "name-not-found";
    case dns::ResolveError::NoData:
        return "no-addresses";
    case dns::ResolveError::ServerFailure:
        return "dns-server-failure";
    case dns::ResolveError::TimedOut:
        return "dns-timed-out";
    case dns::ResolveError::BadName:
        return "bad-dns-name";
    case dns::ResolveError::NoServers:
        return "no-dns-server";
    case dns::ResolveError::NoSocket:
        return "no-free-port";
    }
    return "dns-failure";
}

} // namespace

DnsSource::DnsSource(runtime::Env& env, DnsSourceOptions options, ResolveFunction resolve)
    : env_(env), options_(std::move(options)), resolve_(std::move(resolve)) {}

void DnsSource::lookup(Callback callback) {
    if (options_.caching == DnsCaching::None) {
        resolve_(options_.name, [this, done = std::move(callback)](Outcome outcome) mutable {
            const Answer answer = answerOf(outcome);
            believe(answer);
            done(answer);
        });
        return;
    }
    if (valid_ && env_.now() < expires_) {
        callback(cached_);
        return;
    }
    waiting_.push_back(std::move(callback));
    if (waiting_.size() > 1) {
        return;
    }
    resolve_(options_.name, [this](Outcome outcome) {
        cached_ = answerOf(outcome);
        const Duration keep = timeToKeep(outcome);
        expires_ = keep == Duration::max() ? Instant::max() : env_.now() + keep;
        valid_ = true;
        believe(cached_);
        for (Callback& waiting : std::exchange(waiting_, {})) {
            waiting(cached_);
        }
    });
}

DnsSource::Answer DnsSource::answerOf(const Outcome& outcome) const {
    if (!outcome) {
        return Failure{reasonOf(outcome.error())};
    }
    Addresses addresses;
    for (const runtime::Address address : outcome->addresses) {
        addresses.push_back({address, options_.port});
    }
    return addresses;
}

Duration DnsSource::timeToKeep(const Outcome& outcome) const {
    if (!outcome) {
        return options_.negative;
    }
    switch (options_.caching) {
    case DnsCaching::Ttl:
        return outcome->ttl;
    case DnsCaching::Fixed:
        return options_.keep;
    case DnsCaching::Forever:
        return Duration::max();
    case DnsCaching::None:
        break;
    }
    return {};
}

/// A failed query changes no belief: the client merely cannot ask.
void DnsSource::believe(const Answer& answer) {
    if (answer && handler_) {
        handler_(*answer);
    }
}

} // namespace core::discovery::client
