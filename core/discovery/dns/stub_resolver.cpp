// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/stub_resolver.h"

#include "core/discovery/dns/exchange.h"
#include "core/discovery/dns/timing.h"

#include <algorithm>
#include <limits>

namespace core::discovery::dns {

using namespace literals;

namespace {

constexpr std::size_t kMaxServers = 3; // MAXNS of glibc's resolv.h
constexpr int kMaxChain = 16;

std::vector<Attempt> glibcPlan(const StubResolverOptions& options) {
    const auto servers = static_cast<int>(std::min(options.servers.size(), kMaxServers));
    std::vector<Attempt> plan;
    for (int round = 0; round < std::max(options.attempts, 1); ++round) {
        for (int i = 0; i < servers; ++i) {
            plan.push_back({options.servers[static_cast<std::size_t>(i)],
                            glibcWait(options.timeout, servers, i)});
        }
    }
    return plan;
}

/// Follows the aliases inside the answer from the question's name to addresses.
Result<Resolution, ResolveError> readAddresses(const Message& reply) {
    Name name = reply.questions.front().name;
    Resolution resolution;
    std::uint32_t ttl = std::numeric_limits<std::int32_t>::max();
    for (int length = 0; length < kMaxChain; ++length) {
        const Record* alias = nullptr;
        for (const Record& record : reply.answers) {
            if (!(record.name == name) || record.cls != Class::In) {
                continue;
            }
            if (const auto* a = std::get_if<ARdata>(&record.data)) {
                resolution.addresses.push_back(a->address);
                ttl = std::min(ttl, effectiveTtl(record.ttl, HighBitRule::Rfc2181));
            } else if (record.type == Type::Cname) {
                alias = &record;
            }
        }
        if (!resolution.addresses.empty()) {
            resolution.ttl = 1_s * ttl;
            return resolution;
        }
        if (alias == nullptr) {
            break;
        }
        ttl = std::min(ttl, effectiveTtl(alias->ttl, HighBitRule::Rfc2181));
        name = std::get<NameRdata>(alias->data).target;
    }
    return Failure{reply.header.rcode == Rcode::NxDomain ? ResolveError::NameNotFound
                                                         : ResolveError::NoData};
}

ResolveError resolveErrorOf(ExchangeError error) {
    switch (error) {
    case ExchangeError::TimedOut:
        return ResolveError::TimedOut;
    case ExchangeError::ServerFailure:
        return ResolveError::ServerFailure;
    case ExchangeError::NoSocket:
        return ResolveError::NoSocket;
    }
    return ResolveError::ServerFailure;
}

} // namespace

std::string_view toString(ResolveError error) {
    switch (error) {
    case ResolveError::NameNotFound:
        return "no such name";
    case ResolveError::NoData:
        return "the name has no address";
    case ResolveError::ServerFailure:
        return "the name server failed";
    case ResolveError::TimedOut:
        return "no name server answered in time";
    case ResolveError::BadName:
        return "not a domain name";
    case ResolveError::NoServers:
        return "no name server is configured";
    case ResolveError::NoSocket:
        return "no free port";
    }
    return "unknown error";
}

struct StubResolver::Query {
    Result<Name, DnsError> name;
    Callback callback;
    runtime::CallId soon; ///< the deferred start
    std::unique_ptr<Exchange> exchange;
};

StubResolver::StubResolver(runtime::Env& env, StubResolverOptions options)
    : env_(env), options_(std::move(options)) {}

StubResolver::~StubResolver() {
    for (auto& [id, query] : queries_) {
        env_.cancel(query->soon);
    }
}

QueryId StubResolver::resolveAddresses(std::string_view name, Callback callback) {
    const QueryId id{nextId_++};
    auto query =
        std::make_unique<Query>(Query{Name::parse(name), std::move(callback), {}, nullptr});
    Query& started = *query;
    queries_.emplace(id, std::move(query));
    if (started.name && !options_.servers.empty()) {
        begin(id);
        return id;
    }
    const ResolveError error = started.name ? ResolveError::NoServers : ResolveError::BadName;
    started.soon = env_.after({}, [this, id, error] { finish(id, Failure{error}); });
    return id;
}

void StubResolver::begin(QueryId id) {
    Query& query = *queries_.at(id);
    Exchange::Options options;
    options.ednsPayload = options_.ednsPayload;
    options.sending = [this](const runtime::Endpoint&, bool) { ++queriesSent_; };
    query.exchange = std::make_unique<Exchange>(
        env_, Question{*query.name, Type::A, Class::In}, glibcPlan(options_), std::move(options),
        [this, id](Result<Exchange::Outcome, ExchangeError> outcome) {
            finish(id, outcome ? readAddresses(outcome->reply)
                               : Failure{resolveErrorOf(outcome.error())});
        });
    query.exchange->start();
}

void StubResolver::finish(QueryId id, Result<Resolution, ResolveError> outcome) {
    auto node = queries_.extract(id);
    Callback callback = std::move(node.mapped()->callback);
    callback(std::move(outcome)); // may destroy this
}

void StubResolver::cancel(QueryId query) {
    const auto found = queries_.find(query);
    if (found != queries_.end()) {
        env_.cancel(found->second->soon);
        queries_.erase(found);
    }
}

} // namespace core::discovery::dns
