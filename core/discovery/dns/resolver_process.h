// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/dns/cache.h"
#include "core/discovery/dns/exchange.h"
#include "core/discovery/dns/frontend.h"
#include "core/discovery/dns/resolver_config.h"
#include "core/discovery/dns/resolver_view.h"
#include "core/runtime/process.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// The inside of dns-resolver: client queries walk the cache along aliases; where it has nothing,
/// a fetch asks the zone's servers, one for all clients that wait for the same name and type.
/// Sources: RFC 1034 section 5.3.3, RFC 2308, RFC 8767; bailiwick as in RFC 5452 section 6.
namespace core::discovery::dns {

/// What one reply taught, for the client queries that waited for it: also data with a TTL of 0,
/// which may be used for these answers and for nothing else.
struct Harvest {
    struct Negative {
        CacheKey key; ///< type Any: the name does not exist
        std::optional<Record> soa;
    };
    std::map<CacheKey, std::vector<Record>> sets;
    std::optional<Negative> negative;
};

/// Takes from a reply what belongs to the question and lies within `bailiwick`.
Harvest harvest(const Message& reply, const CacheKey& asked, const Name& bailiwick);

/// The servers a referral names, with their glue; nullopt if the reply is no referral downwards
/// from `zone` towards `name`.
std::optional<UpstreamZone> readReferral(const Message& reply, const Name& name, const Name& zone,
                                         const HostLookup& lookupHost);

class DnsResolver final : public runtime::Process {
public:
    DnsResolver(runtime::Env& env, const runtime::Settings& settings);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    struct ClientQuery {
        Client client;
        Message query;
        std::vector<std::shared_ptr<const Harvest>> learnt; ///< newest last
        int fetches = 0;
        runtime::CallId staleTimer;
    };
    struct Fetch {
        std::unique_ptr<Exchange> exchange;
        UpstreamZone zone;
        int referrals = 0;
        std::vector<std::uint64_t> waiting; ///< client queries, in order of arrival
    };
    /// A walk along the aliases of a question.
    struct Walk {
        bool complete = false;
        CacheKey missing; ///< what to fetch if not complete
        bool tooLong = false;
        Rcode rcode = Rcode::NoError;
        std::vector<Record> answers;
        std::optional<Record> soa;
        bool stale = false;
        Duration staleness; ///< of the oldest part
    };
    enum class Step { Done, Alias, Missing };

    void handle(const Client& client, const Message& query);
    void advance(std::uint64_t id);
    Walk walk(const ClientQuery& query, bool allowStale);
    Step stepLearnt(const ClientQuery& query, const CacheKey& at, Walk& walk, Name& next) const;
    Step stepCached(const CacheKey& at, bool allowStale, Walk& walk, Name& next);
    void appendCached(const Cache::Found& found, Walk& walk);
    void answer(std::uint64_t id, Walk walk);
    void answerFailure(std::uint64_t id, std::uint16_t infoCode);
    bool answerStale(std::uint64_t id);
    void prefetchIfDue(const Question& question);

    void waitFor(std::uint64_t id, const CacheKey& key);
    /// False if no server is known for the name.
    bool startFetch(const CacheKey& key);
    void ask(const CacheKey& key, Fetch& fetch);
    void handleOutcome(const CacheKey& key, Result<Exchange::Outcome, ExchangeError> outcome);
    void fetched(const CacheKey& key, const Message& reply, const Name& bailiwick);
    void failed(const CacheKey& key);
    bool failedRecently(const CacheKey& key) const;
    void remember(const Harvest& harvest, bool authoritative);
    void show(const Name& name, Type type);
    void armExpiry();
    void expire();

    runtime::Env& env_;
    runtime::Settings settings_;
    ResolverConfig config_;
    Cache cache_;
    ResolverView view_;
    Frontend frontend_;
    std::map<std::uint64_t, ClientQuery> queries_;
    std::map<CacheKey, Fetch> fetches_;
    std::map<CacheKey, Instant> failures_; ///< no new fetch before
    std::uint64_t nextQuery_ = 1;
    runtime::CallId expiryTimer_;
};

} // namespace core::discovery::dns
