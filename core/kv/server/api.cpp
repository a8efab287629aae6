// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/api.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <utility>

/// Bodies of requests and answers.
namespace core::kv {
namespace {

using Json = nlohmann::json;

/// nullptr unless `object` is an object with a member of that name.
const Json* memberOf(const Json& object, const char* name) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

const std::string* textIn(const Json& object, const char* name) {
    const Json* member = memberOf(object, name);
    return member == nullptr ? nullptr : member->get_ptr<const std::string*>();
}

/// Not negative, and no more than an int64 holds.
std::optional<std::uint64_t> numberIn(const Json& object, const char* name) {
    const Json* member = memberOf(object, name);
    if (member == nullptr || !member->is_number_unsigned()) {
        return std::nullopt;
    }
    const auto number = member->get<std::uint64_t>();
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return number <= kMost ? std::optional(number) : std::nullopt;
}

/// Octets that are no UTF-8 (from a log that another program wrote) are shown replaced.
std::string textOfJson(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json jsonOf(const KeyValue& kv) {
    return {{"key", kv.key},
            {"value", kv.value},
            {"create-revision", kv.createRevision},
            {"mod-revision", kv.modRevision},
            {"version", kv.version},
            {"lease", kv.lease}};
}

Json jsonOf(const Event& event) {
    if (event.type == EventType::Delete) {
        return {{"type", "delete"}, {"key", event.kv.key}, {"mod-revision", event.kv.modRevision}};
    }
    Json json = jsonOf(event.kv);
    json["type"] = "put";
    return json;
}

Parsed<Condition> conditionIn(const Json& body) {
    const Json* expect = memberOf(body, "expect");
    if (expect == nullptr || !expect->is_object() || expect->size() != 1) {
        return Failure{std::string(
            "expect is {\"absent\": true}, {\"value\": TEXT} or {\"mod-revision\": NUMBER}")};
    }
    if (const std::string* value = textIn(*expect, "value")) {
        return Condition{IfValue{*value}};
    }
    if (const auto revision = numberIn(*expect, "mod-revision")) {
        return Condition{IfModRevision{static_cast<Revision>(*revision)}};
    }
    const Json* absent = memberOf(*expect, "absent");
    if (absent != nullptr && *absent == true) {
        return Condition{IfAbsent{}};
    }
    return Failure{std::string("expect has none of absent, value, mod-revision")};
}

} // namespace

Parsed<Put> parsePut(std::string_view key, std::string_view json, bool swap) {
    const Json body = Json::parse(json, nullptr, false);
    if (!body.is_object()) {
        return Failure{std::string("the body is not a JSON object")};
    }
    const std::string* value = textIn(body, "value");
    if (value == nullptr) {
        return Failure{std::string("value is missing or not a text")};
    }
    if (value->size() > kMostValue) {
        return Failure{std::string("the value is too long")};
    }
    Put put{std::string(key), *value, kNoLease, Always{}};
    if (body.contains("lease")) {
        const auto lease = numberIn(body, "lease");
        if (!lease) {
            return Failure{std::string("lease is not a number")};
        }
        put.lease = *lease;
    }
    if (swap) {
        auto condition = conditionIn(body);
        if (!condition) {
            return Failure{condition.error()};
        }
        put.condition = std::move(*condition);
    }
    return put;
}

Parsed<std::optional<raft::SessionCommand>> parseSession(const wire::HttpRequest& request) {
    const std::string* session = request.find(kSessionHeader);
    const std::string* sequence = request.find(kSequenceHeader);
    const std::string* lowest = request.find(kLowestHeader);
    if (session == nullptr && sequence == nullptr && lowest == nullptr) {
        return std::optional<raft::SessionCommand>();
    }
    const auto numberOf = [](const std::string* text) {
        return text == nullptr ? 0 : parseNumber(*text).value_or(0);
    };
    raft::SessionCommand command{numberOf(session), numberOf(sequence), numberOf(lowest), {}};
    if (command.session == raft::kNoSession || command.lowestUnanswered == 0 ||
        command.sequence < command.lowestUnanswered) {
        return Failure{std::string("the session headers are incomplete or impossible")};
    }
    return std::optional(command);
}

Parsed<Duration> parseTtl(std::string_view json) {
    const Json body = Json::parse(json, nullptr, false);
    const std::string* text = textIn(body, "ttl");
    const auto ttl = text == nullptr ? std::nullopt : parseDuration(*text);
    if (!ttl || *ttl <= Duration{}) {
        return Failure{std::string("ttl is missing or no positive duration such as 30s")};
    }
    return *ttl;
}

Parsed<MemberRequest> parseMember(std::string_view json) {
    const Json body = Json::parse(json, nullptr, false);
    const auto id = numberIn(body, "id");
    if (!id || *id == 0) {
        return Failure{std::string("id is missing or no positive number")};
    }
    MemberRequest member;
    member.id = *id;
    if (const std::string* address = textIn(body, "address")) {
        member.address = *address;
    }
    const Json* learner = memberOf(body, "learner");
    member.learner = learner != nullptr && *learner == true;
    return member;
}

std::string encodeKey(const KeyValue& kv, Revision storeRevision, bool stale) {
    Json json = jsonOf(kv);
    json["revision"] = storeRevision;
    json["stale"] = stale;
    return textOfJson(json);
}

std::string encodeAbsent(Revision storeRevision, bool stale) {
    return textOfJson({{"error", "not-found"}, {"revision", storeRevision}, {"stale", stale}});
}

std::string encodeRange(const std::vector<KeyValue>& kvs, bool more, Revision storeRevision,
                        bool stale) {
    Json list = Json::array();
    for (const KeyValue& kv : kvs) {
        list.push_back(jsonOf(kv));
    }
    return textOfJson(
        {{"kvs", std::move(list)}, {"more", more}, {"revision", storeRevision}, {"stale", stale}});
}

std::string encodeEvents(const std::vector<Event>& events, Revision upTo) {
    Json list = Json::array();
    for (const Event& event : events) {
        list.push_back(jsonOf(event));
    }
    return textOfJson({{"events", std::move(list)}, {"revision", upTo}});
}

std::string encodeWrite(const Command& command, const Outcome& outcome) {
    Json json{{"revision", outcome.revision}};
    if (std::holds_alternative<Delete>(command)) {
        json["deleted"] = outcome.status == Status::Ok && outcome.kv.has_value();
    } else if (outcome.status == Status::Ok && outcome.kv) {
        json["create-revision"] = outcome.kv->createRevision;
        json["mod-revision"] = outcome.kv->modRevision;
        json["version"] = outcome.kv->version;
    }
    if (outcome.status == Status::ConditionFailed) {
        json["error"] = "condition-failed";
        json["current"] = outcome.kv ? jsonOf(*outcome.kv) : Json();
    }
    return textOfJson(json);
}

std::string encodeError(std::string_view code, std::string_view reason,
                        const std::map<std::string, std::int64_t>& numbers) {
    Json json{{"error", code}, {"reason", reason}};
    for (const auto& [name, number] : numbers) {
        json[name] = number;
    }
    return textOfJson(json);
}

std::optional<KeyAnswer> parseKeyAnswer(std::string_view json) {
    const Json body = Json::parse(json, nullptr, false);
    if (!body.is_object()) {
        return std::nullopt;
    }
    KeyAnswer answer;
    answer.revision = static_cast<Revision>(numberIn(body, "revision").value_or(0));
    const Json* current = memberOf(body, "current");
    if (const std::string* value = textIn(current == nullptr ? body : *current, "value")) {
        answer.value = *value;
    }
    if (const std::string* error = textIn(body, "error")) {
        answer.error = *error;
    }
    const auto isTrue = [&](const char* name) {
        const Json* member = memberOf(body, name);
        return member != nullptr && *member == true;
    };
    answer.deleted = isTrue("deleted");
    answer.stale = isTrue("stale");
    return answer;
}

std::optional<std::uint64_t> parseNumberMember(std::string_view json, const char* name) {
    return numberIn(Json::parse(json, nullptr, false), name);
}

} // namespace core::kv
