// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/zone.h"

#include "core/base/assert.h"
#include "core/discovery/dns/timing.h"

#include <algorithm>

namespace core::discovery::dns {

Zone::Zone(Name origin, SoaRdata soa, std::uint32_t defaultTtl)
    : origin_(std::move(origin)), soa_(std::move(soa)), defaultTtl_(defaultTtl) {
    nodes_[origin_]; // the apex always exists
}

void Zone::raiseSerial() {
    soa_.serial = nextSerial(soa_.serial);
}

std::optional<std::string> Zone::refusal(const Name& name, Type type) const {
    if (!name.isWithin(origin_)) {
        return name.toDisplay() + " is not in the zone " + origin_.toDisplay();
    }
    if (type == Type::Soa) {
        return "the SOA record is made from the zone's settings";
    }
    if (type == Type::Cname && name == origin_) {
        return "the apex " + name.toDisplay() + " cannot be an alias (RFC 1034 section 3.6.2)";
    }
    const auto node = nodes_.find(name);
    if (node == nodes_.end()) {
        return std::nullopt;
    }
    for (const auto& [present, set] : node->second) {
        if (present != type && (present == Type::Cname || type == Type::Cname)) {
            return "an alias (CNAME) must be alone at its name " + name.toDisplay();
        }
    }
    return std::nullopt;
}

Result<void, std::string> Zone::add(const Name& name, Type type, std::optional<std::uint32_t> ttl,
                                    const Rdata& data) {
    if (auto reason = refusal(name, type)) {
        return Failure{*std::move(reason)};
    }
    RecordSet& set = nodes_[name][type];
    if (type == Type::Cname && !set.data.empty() && set.data.front() != data) {
        return Failure{name.toDisplay() + " cannot be an alias of two names"};
    }
    if (set.data.empty()) {
        set.ttl = ttl;
    } else if (ttl.value_or(defaultTtl_) < set.ttl.value_or(defaultTtl_)) {
        set.ttl = ttl;
    }
    if (std::find(set.data.begin(), set.data.end(), data) == set.data.end()) {
        set.data.push_back(data);
    }
    return {};
}

Result<void, std::string> Zone::replace(const Name& name, Type type,
                                        std::optional<std::uint32_t> ttl,
                                        const std::vector<Rdata>& data) {
    ORRERY_ASSERT(!data.empty());
    if (auto reason = refusal(name, type)) {
        return Failure{*std::move(reason)};
    }
    if (type == Type::Cname && data.size() > 1) {
        return Failure{name.toDisplay() + " cannot be an alias of two names"};
    }
    nodes_[name][type] = RecordSet{ttl, {}, 0};
    for (const Rdata& item : data) {
        if (const auto added = add(name, type, ttl, item); !added) {
            return added;
        }
    }
    return {};
}

bool Zone::remove(const Name& name, Type type) {
    Node* node = findNode(name);
    if (node == nullptr) {
        return false;
    }
    const bool removed = type == Type::Any ? !node->empty() : node->erase(type) != 0;
    if (type == Type::Any) {
        node->clear();
    }
    if (node->empty() && !(name == origin_)) {
        nodes_.erase(name);
    }
    return removed;
}

Zone::Node* Zone::findNode(const Name& name) {
    const auto found = nodes_.find(name);
    return found == nodes_.end() ? nullptr : &found->second;
}

bool Zone::exists(const Name& name) const {
    // Also true for names that only have something below them (empty non-terminals, RFC 4592).
    const auto next = nodes_.lower_bound(name);
    return next != nodes_.end() && next->first.isWithin(name);
}

Zone::Node* Zone::findWildcard(const Name& name) {
    Name encloser = name;
    do {
        encloser = encloser.parent();
    } while (!exists(encloser));
    const auto wildcard = encloser.child("*");
    return wildcard ? findNode(*wildcard) : nullptr;
}

const Name* Zone::findDelegation(const Name& name) const {
    // The highest cut between the apex and the name decides, so look from the name upwards and
    // keep the last one found.
    const Name* highest = nullptr;
    for (Name at = name; !(at == origin_); at = at.parent()) {
        const auto node = nodes_.find(at);
        if (node != nodes_.end() && node->second.contains(Type::Ns)) {
            highest = &node->first;
        }
    }
    return highest;
}

void Zone::appendSet(const Name& owner, Type type, RecordSet& set, AddressOrder order,
                     std::vector<Record>& out) {
    const std::uint32_t ttl = set.ttl.value_or(defaultTtl_);
    const bool rotate = order == AddressOrder::Rotate && (type == Type::A || type == Type::Aaaa);
    const std::size_t first = rotate ? set.nextFirst % set.data.size() : 0;
    set.nextFirst = rotate ? (first + 1) % set.data.size() : set.nextFirst;
    for (std::size_t i = 0; i < set.data.size(); ++i) {
        out.push_back({owner, type, Class::In, ttl, set.data[(first + i) % set.data.size()]});
    }
}

void Zone::appendTargets(const std::vector<Rdata>& data, ZoneAnswer& answer) {
    for (const Rdata& item : data) {
        const Name* target = nullptr;
        if (const auto* name = std::get_if<NameRdata>(&item)) {
            target = &name->target;
        } else if (const auto* srv = std::get_if<SrvRdata>(&item)) {
            target = &srv->target;
        } else if (const auto* mx = std::get_if<MxRdata>(&item)) {
            target = &mx->exchange;
        }
        Node* node = target != nullptr ? findNode(*target) : nullptr;
        for (const Type type : {Type::A, Type::Aaaa}) {
            if (node != nullptr && node->contains(type)) {
                appendSet(*target, type, (*node)[type], AddressOrder::Fixed, answer.additionals);
            }
        }
    }
}

void Zone::appendNegativeSoa(ZoneAnswer& answer) const {
    const std::uint32_t ttl = std::min(defaultTtl_, soa_.minimum);
    answer.authorities.push_back({origin_, Type::Soa, Class::In, ttl, soa_});
}

void Zone::referTo(const Name& cut, ZoneAnswer& answer) {
    RecordSet& servers = nodes_[cut][Type::Ns];
    answer.authoritative = !answer.answers.empty(); // an alias before the cut was ours
    appendSet(cut, Type::Ns, servers, AddressOrder::Fixed, answer.authorities);
    appendTargets(servers.data, answer);
}

bool Zone::answerFrom(Node& node, Name& name, Type type, AddressOrder order, ZoneAnswer& answer) {
    const auto alias = node.find(Type::Cname);
    if (alias != node.end() && type != Type::Cname && type != Type::Any) {
        appendSet(name, Type::Cname, alias->second, order, answer.answers);
        name = std::get<NameRdata>(alias->second.data.front()).target;
        return name.isWithin(origin_);
    }
    bool found = name == origin_ && (type == Type::Soa || type == Type::Any);
    if (found) {
        answer.answers.push_back({origin_, Type::Soa, Class::In, defaultTtl_, soa_});
    }
    for (auto& [present, set] : node) {
        if (present == type || type == Type::Any) {
            appendSet(name, present, set, order, answer.answers);
            if (present != Type::Cname && present != Type::Ptr) {
                appendTargets(set.data, answer);
            }
            found = true;
        }
    }
    if (!found) {
        appendNegativeSoa(answer); // NODATA
    }
    return false;
}

ZoneAnswer Zone::answer(const Question& question, AddressOrder order) {
    ZoneAnswer answer;
    if (!question.name.isWithin(origin_) ||
        (question.cls != Class::In && question.cls != Class::Any)) {
        answer.rcode = Rcode::Refused;
        answer.authoritative = false;
        return answer;
    }
    Name name = question.name;
    for (int length = 0; length < kMaxChain; ++length) {
        if (const Name* cut = findDelegation(name)) {
            referTo(*cut, answer);
            return answer;
        }
        Node* node = findNode(name);
        if (node == nullptr && exists(name)) {
            appendNegativeSoa(answer);
            return answer;
        }
        if (node == nullptr) {
            node = findWildcard(name);
        }
        if (node == nullptr) {
            answer.rcode = Rcode::NxDomain; // of the last name of the chain (RFC 6604)
            appendNegativeSoa(answer);
            return answer;
        }
        if (!answerFrom(*node, name, question.type, order, answer)) {
            return answer;
        }
    }
    answer.rcode = Rcode::ServFail; // a loop of aliases, or a chain beyond reason
    return answer;
}

} // namespace core::discovery::dns
