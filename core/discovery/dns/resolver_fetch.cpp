// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/kinds.h"
#include "core/discovery/dns/resolver_process.h"

#include <algorithm>

namespace core::discovery::dns {

using namespace literals;

namespace {
constexpr int kMaxReferrals = 8;
constexpr std::size_t kMaxFailures = 10'000;
} // namespace

void DnsResolver::waitFor(std::uint64_t id, const CacheKey& key) {
    ClientQuery& query = queries_.at(id);
    ++query.fetches;
    if (!fetches_.contains(key) && !startFetch(key)) {
        if (!answerStale(id)) {
            answerFailure(id, ExtendedError::kNoReachableAuthority);
        }
        return;
    }
    fetches_.at(key).waiting.push_back(id);
    if (config_.serveStale && !query.staleTimer && walk(query, true).complete) {
        query.staleTimer = env_.after(config_.stale.clientResponse, [this, id] {
            queries_.at(id).staleTimer = {};
            (void)answerStale(id); // if it cannot, the client waits for the fetch
        });
    }
}

bool DnsResolver::startFetch(const CacheKey& key) {
    const UpstreamZone* zone = config_.zoneOf(key.name);
    if (zone == nullptr) {
        return false;
    }
    Fetch& fetch = fetches_[key];
    fetch.zone = *zone;
    ask(key, fetch);
    return true;
}

void DnsResolver::ask(const CacheKey& key, Fetch& fetch) {
    Exchange::Options options;
    options.ednsPayload = config_.udpPayload;
    options.sending = [this](const runtime::Endpoint&, bool) {
        env_.observer().count("upstream-queries");
    };
    options.timedOut = [this, name = key.name.toDisplay()](const runtime::Endpoint& server) {
        env_.observer().count("upstream-timeouts");
        env_.observer().event(kinds::kUpstreamTimeout, {{"server", server}, {"name", name}});
    };
    fetch.exchange = std::make_unique<Exchange>(
        env_, Question{key.name, key.type, Class::In}, config_.planFor(fetch.zone),
        std::move(options), [this, key](Result<Exchange::Outcome, ExchangeError> outcome) {
            handleOutcome(key, std::move(outcome));
        });
    fetch.exchange->start();
}

void DnsResolver::handleOutcome(const CacheKey& key,
                                Result<Exchange::Outcome, ExchangeError> outcome) {
    if (!outcome) {
        failed(key);
        return;
    }
    Fetch& fetch = fetches_.at(key);
    if (UpstreamZone* zone = config_.zoneOf(key.name)) {
        const auto server = std::find(zone->servers.begin(), zone->servers.end(), outcome->server);
        if (server != zone->servers.end()) {
            zone->preferred = static_cast<std::size_t>(server - zone->servers.begin());
        }
    }
    const Message& reply = outcome->reply;
    auto next = readReferral(reply, key.name, fetch.zone.suffix,
                             [this](std::string_view host) { return env_.lookupHost(host); });
    if (next && fetch.referrals < kMaxReferrals) {
        fetch.zone = *std::move(next);
        ++fetch.referrals;
        ask(key, fetch);
        return;
    }
    const bool lame = !reply.header.authoritative && !reply.header.recursionAvailable &&
                      reply.answers.empty() && reply.header.rcode == Rcode::NoError;
    if (next || lame) {
        failed(key); // referrals without end, or a server that knows nothing of the zone
        return;
    }
    const Name bailiwick = fetch.zone.suffix;
    fetched(key, reply, bailiwick);
}

void DnsResolver::fetched(const CacheKey& key, const Message& reply, const Name& bailiwick) {
    const auto node = fetches_.extract(key);
    failures_.erase(key);
    const auto learnt = std::make_shared<const Harvest>(harvest(reply, key, bailiwick));
    remember(*learnt, reply.header.authoritative);
    for (const std::uint64_t id : node.mapped().waiting) {
        const auto query = queries_.find(id);
        if (query != queries_.end()) {
            query->second.learnt.push_back(learnt);
            advance(id);
        }
    }
}

void DnsResolver::failed(const CacheKey& key) {
    const auto node = fetches_.extract(key);
    env_.observer().event(kinds::kUpstreamFailed,
                          {{"name", key.name.toDisplay()}, {"type", typeText(key.type)}});
    if (failures_.size() >= kMaxFailures) {
        std::erase_if(failures_,
                      [this](const auto& failure) { return failure.second <= env_.now(); });
    }
    const auto known = cache_.find(key.name, key.type, env_.now());
    const bool staleServes = config_.serveStale && known.has_value();
    if (failures_.size() < kMaxFailures) {
        failures_[key] =
            env_.now() + (staleServes ? config_.stale.failureRecheck : config_.servfailTtl);
    }
    for (const std::uint64_t id : node.mapped().waiting) {
        if (queries_.contains(id) && !answerStale(id)) {
            answerFailure(id, ExtendedError::kNoReachableAuthority);
        }
    }
}

bool DnsResolver::failedRecently(const CacheKey& key) const {
    const auto failure = failures_.find(key);
    return failure != failures_.end() && env_.now() < failure->second;
}

void DnsResolver::remember(const Harvest& harvest, bool authoritative) {
    const Rank rank = authoritative ? Rank::AuthoritativeAnswer : Rank::Answer;
    for (const auto& [key, set] : harvest.sets) {
        if (cache_.storePositive(set, rank, env_.now())) {
            view_.dropped({key.name, Type::Any});
            show(key.name, key.type);
        }
    }
    if (harvest.negative && harvest.negative->soa) {
        const CacheKey& key = harvest.negative->key;
        const auto before = key.type == Type::Any ? cache_.keysOf(key.name)
                                                  : std::vector<CacheKey>{{key.name, Type::Any}};
        if (cache_.storeNegative(key.name, key.type, *harvest.negative->soa, env_.now())) {
            for (const CacheKey& gone : before) {
                view_.dropped(gone);
            }
            show(key.name, key.type);
        }
    }
    for (const CacheKey& key : cache_.takeEvicted()) {
        view_.dropped(key);
    }
    armExpiry();
}

void DnsResolver::show(const Name& name, Type type) {
    if (const auto found = cache_.find(name, type, env_.now())) {
        view_.stored(found->key, *found->entry);
    }
}

void DnsResolver::armExpiry() {
    env_.cancel(expiryTimer_);
    expiryTimer_ = {};
    if (const auto next = cache_.nextExpiry()) {
        expiryTimer_ = env_.after(*next - env_.now(), [this] { expire(); });
    }
}

void DnsResolver::expire() {
    const bool keepsStale = config_.cache.maxStale > Duration{};
    for (const Cache::Expired& expired : cache_.expire(env_.now())) {
        if (!expired.dropped || !keepsStale) {
            view_.expired(expired.key);
        }
    }
    armExpiry();
}

void DnsResolver::prefetchIfDue(const Question& question) {
    const auto found = cache_.find(question.name, question.type, env_.now());
    const CacheKey key{question.name, question.type};
    if (!config_.prefetch || !found || !found->ttl ||
        *found->ttl * std::uint64_t{10} > found->entry->ttl || fetches_.contains(key) ||
        failedRecently(key) || !startFetch(key)) {
        return;
    }
    env_.observer().count("prefetches");
    env_.observer().event(kinds::kPrefetch,
                          {{"name", question.name.toDisplay()}, {"type", typeText(question.type)}});
}

} // namespace core::discovery::dns
