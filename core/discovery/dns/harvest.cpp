// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/resolver_process.h"

namespace core::discovery::dns {

namespace {

constexpr int kMaxChain = 16;

/// The SOA record of the authority section that speaks for `name`.
std::optional<Record> findSoa(const Message& reply, const Name& name, const Name& bailiwick) {
    for (const Record& record : reply.authorities) {
        if (std::holds_alternative<SoaRdata>(record.data) && name.isWithin(record.name) &&
            record.name.isWithin(bailiwick)) {
            return record;
        }
    }
    return std::nullopt;
}

} // namespace

Harvest harvest(const Message& reply, const CacheKey& asked, const Name& bailiwick) {
    Harvest result;
    Name name = asked.name;
    for (int length = 0; length < kMaxChain && name.isWithin(bailiwick); ++length) {
        std::vector<Record> set;
        const Record* alias = nullptr;
        for (const Record& record : reply.answers) {
            if (record.cls != Class::In || !(record.name == name)) {
                continue;
            }
            if (record.type == asked.type) {
                set.push_back(record);
            } else if (record.type == Type::Cname) {
                alias = &record;
            }
        }
        if (!set.empty()) {
            result.sets[{name, asked.type}] = std::move(set);
            return result;
        }
        if (alias == nullptr) {
            const auto soa = findSoa(reply, name, bailiwick);
            if (reply.header.rcode == Rcode::NxDomain) {
                result.negative = Harvest::Negative{{name, Type::Any}, soa};
            } else if (soa || name == asked.name) {
                result.negative = Harvest::Negative{{name, asked.type}, soa};
            }
            return result;
        }
        result.sets[{name, Type::Cname}] = {*alias};
        name = std::get<NameRdata>(alias->data).target;
    }
    return result;
}

std::optional<UpstreamZone> readReferral(const Message& reply, const Name& name, const Name& zone,
                                         const HostLookup& lookupHost) {
    if (reply.header.rcode != Rcode::NoError || reply.header.authoritative ||
        !reply.answers.empty()) {
        return std::nullopt;
    }
    UpstreamZone next;
    for (const Record& record : reply.authorities) {
        const bool downwards = record.name.isWithin(zone) && !(record.name == zone);
        const auto* delegation = std::get_if<NameRdata>(&record.data);
        if (record.type != Type::Ns || delegation == nullptr || !downwards ||
            !name.isWithin(record.name)) {
            continue;
        }
        next.suffix = record.name;
        const Name& server = delegation->target;
        bool glued = false;
        for (const Record& glue : reply.additionals) {
            const auto* a = std::get_if<ARdata>(&glue.data);
            if (a != nullptr && glue.name == server) {
                next.servers.push_back({a->address, kDnsPort});
                glued = true;
            }
        }
        if (const auto host = glued ? std::nullopt : lookupHost(server.toDisplay())) {
            next.servers.push_back({*host, kDnsPort});
        }
    }
    return next.servers.empty() ? std::nullopt : std::optional(std::move(next));
}

} // namespace core::discovery::dns
