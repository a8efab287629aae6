// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/name.h"
#include "core/discovery/dns/rdata.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The data of one zone and how an authoritative server answers from it: the algorithm of RFC 1034
/// section 4.3.2 with wildcards as clarified by RFC 4592, negative answers as in RFC 2308 (the SOA
/// record's TTL is the smaller of its own and its minimum field), one TTL a set (RFC 2181 section
/// 5.2). Class IN only; no DNSSEC.
namespace core::discovery::dns {

/// The order of the addresses in an answer.
enum class AddressOrder {
    Fixed,  ///< as entered
    Rotate, ///< each answer starts one further on
};

/// All records of one name and type.
struct RecordSet {
    std::optional<std::uint32_t> ttl; ///< nullopt: the zone's default
    std::vector<Rdata> data;          ///< at least one, no duplicates
    std::size_t nextFirst = 0;        ///< rotation
};

/// The sections of an answer.
struct ZoneAnswer {
    Rcode rcode = Rcode::NoError;
    bool authoritative = true; ///< false for a referral and for Refused
    std::vector<Record> answers;
    std::vector<Record> authorities;
    std::vector<Record> additionals;
};

class Zone {
public:
    /// `soa.minimum` is the negative TTL.
    Zone(Name origin, SoaRdata soa, std::uint32_t defaultTtl);

    const Name& origin() const { return origin_; }
    const SoaRdata& soa() const { return soa_; }
    std::uint32_t defaultTtl() const { return defaultTtl_; }
    void setDefaultTtl(std::uint32_t ttl) { defaultTtl_ = ttl; }
    void setNegativeTtl(std::uint32_t ttl) { soa_.minimum = ttl; }
    void raiseSerial();

    /// Adds data to a set; a different TTL lowers the set's. Errors (a sentence): outside the zone,
    /// SOA, CNAME beside other data.
    Result<void, std::string> add(const Name& name, Type type, std::optional<std::uint32_t> ttl,
                                  const Rdata& data);
    /// Replaces a whole set. REQUIRES: `data` is not empty. Errors as add().
    Result<void, std::string> replace(const Name& name, Type type, std::optional<std::uint32_t> ttl,
                                      const std::vector<Rdata>& data);
    /// Removes a set, or with Type::Any all of the name. False if there was nothing.
    bool remove(const Name& name, Type type);

    /// Refused for names outside the zone.
    ZoneAnswer answer(const Question& question, AddressOrder order);

    const std::map<Name, std::map<Type, RecordSet>>& nodes() const { return nodes_; }

private:
    using Node = std::map<Type, RecordSet>;
    static constexpr int kMaxChain = 16;

    std::optional<std::string> refusal(const Name& name, Type type) const;
    Node* findNode(const Name& name);
    bool exists(const Name& name) const;
    Node* findWildcard(const Name& name);
    const Name* findDelegation(const Name& name) const;
    void referTo(const Name& cut, ZoneAnswer& answer);
    /// True if the chain goes on at `name`, which is then the alias's target.
    bool answerFrom(Node& node, Name& name, Type type, AddressOrder order, ZoneAnswer& answer);
    void appendSet(const Name& owner, Type type, RecordSet& set, AddressOrder order,
                   std::vector<Record>& out);
    void appendTargets(const std::vector<Rdata>& data, ZoneAnswer& answer);
    void appendNegativeSoa(ZoneAnswer& answer) const;

    Name origin_;
    SoaRdata soa_;
    std::uint32_t defaultTtl_;
    std::map<Name, Node> nodes_; ///< canonical order: a name is followed by what lies below it
};

} // namespace core::discovery::dns
