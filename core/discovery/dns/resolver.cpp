// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/resolver.h"

#include "core/discovery/dns/kinds.h"
#include "core/discovery/dns/resolver_process.h"

#include <algorithm>

namespace core::discovery::dns {

using namespace literals;
using runtime::Settings;
using runtime::SettingValue;

namespace {
constexpr int kMaxChain = 16;
constexpr int kMaxFetches = 16;
} // namespace

DnsResolver::DnsResolver(runtime::Env& env, const Settings& settings)
    : env_(env), settings_(settings), cache_({}), view_(env),
      frontend_(env, static_cast<std::uint16_t>(settings.integer("udp-payload")),
                [this](const Client& client, const Message& query) { handle(client, query); }) {}

void DnsResolver::start() {
    auto config = readResolverConfig(
        settings_, [this](std::string_view host) { return env_.lookupHost(host); });
    if (!config) {
        env_.fail(config.error());
        return;
    }
    config_ = *std::move(config);
    cache_ = Cache(config_.cache);
    if (const auto opened = frontend_.open(); !opened) {
        env_.fail(opened.error());
    }
}

Result<void, std::string> DnsResolver::handleAction(std::string_view action,
                                                    const Settings& arguments) {
    if (action != "flush") {
        return Process::handleAction(action, arguments);
    }
    const std::string& text = arguments.text("name");
    std::optional<Name> name;
    if (!text.empty()) {
        const auto parsed = Name::parse(text);
        if (!parsed) {
            return Failure{"'" + text +
                           "' is no domain name: " + std::string(toString(parsed.error()))};
        }
        name = *parsed;
    }
    const auto dropped = cache_.flush(name);
    for (const CacheKey& key : dropped) {
        view_.dropped(key);
    }
    std::erase_if(failures_,
                  [&](const auto& failure) { return !name || failure.first.name == *name; });
    env_.observer().event(kinds::kFlushed,
                          {{"name", name ? name->toDisplay() : std::string("*")},
                           {"entries", static_cast<std::int64_t>(dropped.size())}});
    armExpiry();
    return {};
}

void DnsResolver::changeSetting(std::string_view name, const SettingValue& value) {
    settings_.set(std::string(name), value);
    auto config = readResolverConfig(
        settings_, [this](std::string_view host) { return env_.lookupHost(host); });
    if (!config) {
        return; // only a live setting changed, so what could be read at the start still can
    }
    config->zones = std::move(config_.zones);
    config_ = *std::move(config);
    cache_.setTtlLimits(config_.cache.minTtl, config_.cache.maxTtl, config_.cache.maxNegativeTtl);
    frontend_.setUdpPayload(config_.udpPayload);
}

void DnsResolver::handle(const Client& client, const Message& query) {
    env_.observer().count("queries");
    const Question& question = query.questions.front();
    const bool isData = question.type != Type::Any && question.type != Type::Axfr &&
                        question.type != Type::Ixfr && question.type != Type::Opt;
    if (!query.header.recursionDesired || question.cls != Class::In || !isData) {
        Message reply = makeReply(query, isData ? Rcode::Refused : Rcode::NotImp);
        reply.header.recursionAvailable = true;
        frontend_.reply(client, query, std::move(reply));
        return;
    }
    const std::uint64_t id = nextQuery_++;
    const auto& entry = queries_.emplace(id, ClientQuery{client, query, {}, 0, {}}).first->second;
    const bool hit = walk(entry, false).complete;
    env_.observer().count(hit ? "cache-hits" : "cache-misses");
    if (hit) {
        prefetchIfDue(question);
    }
    advance(id);
}

void DnsResolver::advance(std::uint64_t id) {
    ClientQuery& query = queries_.at(id);
    Walk found = walk(query, false);
    if (found.complete) {
        answer(id, std::move(found));
    } else if (found.tooLong || query.fetches >= kMaxFetches) {
        answerFailure(id, ExtendedError::kNoReachableAuthority);
    } else if (failedRecently(found.missing)) {
        if (!answerStale(id)) {
            answerFailure(id, ExtendedError::kCachedError);
        }
    } else {
        waitFor(id, found.missing);
    }
}

DnsResolver::Walk DnsResolver::walk(const ClientQuery& query, bool allowStale) {
    const Question& question = query.query.questions.front();
    Walk result;
    Name name = question.name;
    for (int length = 0; length < kMaxChain; ++length) {
        const CacheKey at{name, question.type};
        Step step = stepLearnt(query, at, result, name);
        if (step == Step::Missing) {
            step = stepCached(at, allowStale, result, name);
        }
        if (step != Step::Alias) {
            result.complete = step == Step::Done;
            result.missing = at;
            return result;
        }
    }
    result.tooLong = true;
    return result;
}

DnsResolver::Step DnsResolver::stepLearnt(const ClientQuery& query, const CacheKey& at, Walk& walk,
                                          Name& next) const {
    for (auto it = query.learnt.rbegin(); it != query.learnt.rend(); ++it) {
        const Harvest& learnt = **it;
        for (const Type type : {at.type, Type::Cname}) {
            const auto set = learnt.sets.find({at.name, type});
            if (set == learnt.sets.end()) {
                continue;
            }
            const std::uint32_t ttl = clampTtl(sharedTtl(set->second, config_.cache.highBit),
                                               config_.cache.minTtl, config_.cache.maxTtl);
            for (Record record : set->second) {
                record.ttl = ttl;
                walk.answers.push_back(std::move(record));
            }
            if (type == at.type) {
                return Step::Done;
            }
            next = std::get<NameRdata>(set->second.front().data).target;
            return Step::Alias;
        }
        if (learnt.negative && learnt.negative->key.name == at.name) {
            const bool gone = learnt.negative->key.type == Type::Any;
            walk.rcode = gone ? Rcode::NxDomain : Rcode::NoError;
            walk.soa = learnt.negative->soa;
            if (const auto* soa = walk.soa ? std::get_if<SoaRdata>(&walk.soa->data) : nullptr) {
                walk.soa->ttl = negativeTtl(effectiveTtl(walk.soa->ttl, config_.cache.highBit),
                                            soa->minimum, config_.cache.maxNegativeTtl);
            }
            return Step::Done;
        }
    }
    return Step::Missing;
}

DnsResolver::Step DnsResolver::stepCached(const CacheKey& at, bool allowStale, Walk& walk,
                                          Name& next) {
    for (const Type type : {at.type, Type::Cname}) {
        const auto found = cache_.find(at.name, type, env_.now());
        if (!found || (!found->ttl && !allowStale)) {
            continue;
        }
        if (found->entry->kind == CachedKind::NoData && type != at.type) {
            continue; // that it is no alias says nothing about the type asked for
        }
        appendCached(*found, walk);
        if (found->entry->kind == CachedKind::Positive && type != at.type) {
            next = std::get<NameRdata>(found->entry->data.front()).target;
            return Step::Alias;
        }
        return Step::Done;
    }
    return Step::Missing;
}

void DnsResolver::appendCached(const Cache::Found& found, Walk& walk) {
    const CacheEntry& entry = *found.entry;
    if (!found.ttl) {
        walk.stale = true;
        walk.staleness = std::max(walk.staleness, env_.now() - entry.expires());
    }
    const std::uint32_t ttl = found.ttl.value_or(config_.stale.staleTtl);
    for (const Rdata& data : entry.data) {
        walk.answers.push_back({found.key.name, found.key.type, Class::In, ttl, data});
    }
    walk.rcode = entry.kind == CachedKind::NxDomain ? Rcode::NxDomain : Rcode::NoError;
    if (entry.soa) {
        walk.soa = entry.soa;
        walk.soa->ttl = ttl;
    }
}

void DnsResolver::answer(std::uint64_t id, Walk walk) {
    const auto node = queries_.extract(id);
    const ClientQuery& query = node.mapped();
    env_.cancel(query.staleTimer);
    Message reply = makeReply(query.query, walk.rcode);
    reply.header.recursionAvailable = true;
    reply.answers = std::move(walk.answers);
    // Rotate the addresses at the end of the chain, so that clients spread (unbound's
    // rrset-roundrobin).
    const auto first =
        std::find_if(reply.answers.begin(), reply.answers.end(),
                     [](const Record& r) { return r.type == Type::A || r.type == Type::Aaaa; });
    const auto count = static_cast<std::uint64_t>(reply.answers.end() - first);
    if (config_.rotate && count > 1) {
        const auto shift = env_.random("rotation").below(count);
        std::rotate(first, first + static_cast<std::ptrdiff_t>(shift), reply.answers.end());
    }
    if (walk.soa) {
        reply.authorities.push_back(*walk.soa);
    }
    if (walk.stale) {
        const bool negative = walk.rcode == Rcode::NxDomain;
        reply.edns.emplace();
        reply.edns->options.push_back(encodeExtendedError(
            {negative ? ExtendedError::kStaleNxdomain : ExtendedError::kStaleAnswer, {}}));
    }
    frontend_.reply(query.client, query.query, std::move(reply));
}

void DnsResolver::answerFailure(std::uint64_t id, std::uint16_t infoCode) {
    const auto node = queries_.extract(id);
    const ClientQuery& query = node.mapped();
    env_.cancel(query.staleTimer);
    env_.observer().count("servfail-answers");
    Message reply = makeReply(query.query, Rcode::ServFail);
    reply.header.recursionAvailable = true;
    reply.edns.emplace();
    reply.edns->options.push_back(encodeExtendedError({infoCode, {}}));
    frontend_.reply(query.client, query.query, std::move(reply));
}

bool DnsResolver::answerStale(std::uint64_t id) {
    if (!config_.serveStale) {
        return false;
    }
    const ClientQuery& query = queries_.at(id);
    Walk found = walk(query, true);
    if (!found.complete) {
        return false;
    }
    const Question& question = query.query.questions.front();
    env_.observer().count("stale-answers");
    env_.observer().event(kinds::kStaleServed, {{"name", question.name.toDisplay()},
                                                {"type", typeText(question.type)},
                                                {"age", found.staleness}});
    answer(id, std::move(found));
    return true;
}

std::unique_ptr<runtime::Process> makeDnsResolver(runtime::Env& env, const Settings& settings) {
    return std::make_unique<DnsResolver>(env, settings);
}

} // namespace core::discovery::dns
