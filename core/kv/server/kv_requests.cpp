// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kinds.h"
#include "core/kv/server/kv_server.h"

#include <algorithm>
#include <utility>

/// Keys: reading, writing, watching.
namespace core::kv {
namespace {

constexpr std::uint64_t kDefaultRange = 1'000;
constexpr std::uint64_t kMostRange = 10'000;

/// Of DELETE: ?mod-revision=N.
Parsed<Condition> deleteCondition(const Target& target) {
    const std::string* text = target.parameter("mod-revision");
    if (text == nullptr) {
        return Condition{Always{}};
    }
    const auto revision = parseNumber(*text);
    if (!revision || *revision > static_cast<std::uint64_t>(INT64_MAX)) {
        return Failure{std::string("mod-revision is not a number")};
    }
    return Condition{IfModRevision{static_cast<Revision>(*revision)}};
}

std::string keyOrPrefix(const Target& target) {
    const std::string* prefix = target.parameter("prefix");
    return target.item.empty() ? (prefix == nullptr ? std::string() : *prefix) : target.item;
}

} // namespace

void KvServer::handle(RequestId id, const wire::HttpRequest& request) {
    const auto target = parseTarget(request.target);
    if (!target) {
        refuse(id, 404, "no-such-resource", "the path is not one of this service");
        return;
    }
    switch (target->resource) {
    case Resource::Keys:
        handleKeys(id, request, *target);
        return;
    case Resource::Leases:
        handleLeases(id, request, *target);
        return;
    case Resource::Members:
        handleMembers(id, request, *target);
        return;
    case Resource::Sessions:
        handleSessions(id, request, *target);
        return;
    case Resource::Status:
        handleStatus(id);
        return;
    case Resource::Transfer:
        handleTransfer(id, request);
        return;
    }
}

void KvServer::handleKeys(RequestId id, const wire::HttpRequest& request, const Target& target) {
    if (target.item.size() > kMostKey) {
        refuse(id, 414, "key-too-long", "a key has at most 4,096 octets");
    } else if (request.method == "GET" && target.has("wait")) {
        handleWatch(id, target);
    } else if (request.method == "GET") {
        handleRead(id, request.target, target);
    } else if (target.item.empty() || (request.method != "PUT" && request.method != "DELETE" &&
                                       !(request.method == "POST" && target.has("cas")))) {
        refuse(id, 405, "method-not-allowed", "keys know GET, PUT, DELETE and POST with ?cas");
    } else {
        handleWrite(id, request, target);
    }
}

void KvServer::handleRead(RequestId id, const std::string& text, const Target& target) {
    env_.observer().count("reads");
    if (target.has("stale") || settings_.text("read-mode") == "stale") {
        env_.observer().count("stale-reads");
        answerRead(id, target, true);
        return;
    }
    whenReadable(id, text, [this, id, target] { answerRead(id, target, false); });
}

void KvServer::answerRead(RequestId id, const Target& target, bool stale) {
    if (!target.item.empty()) {
        const KeyValue* kv = store_.find(target.item);
        if (kv == nullptr) {
            reply(id, 404, encodeAbsent(store_.revision(), stale));
        } else {
            reply(id, 200, encodeKey(*kv, store_.revision(), stale));
        }
        return;
    }
    const std::string* limitText = target.parameter("limit");
    const auto limit = limitText == nullptr ? kDefaultRange : parseNumber(*limitText);
    if (!limit || *limit == 0 || *limit > kMostRange) {
        refuse(id, 400, "bad-limit", "limit is a number from 1 to 10000");
        return;
    }
    std::vector<KeyValue> found =
        store_.range(keyOrPrefix(target), static_cast<std::size_t>(*limit) + 1);
    const bool more = found.size() > *limit;
    found.resize(std::min(found.size(), static_cast<std::size_t>(*limit)));
    reply(id, 200, encodeRange(found, more, store_.revision(), stale));
}

void KvServer::handleWrite(RequestId id, const wire::HttpRequest& request, const Target& target) {
    Command command;
    std::string complaint;
    if (request.method == "DELETE") {
        auto condition = deleteCondition(target);
        complaint = condition ? std::string() : condition.error();
        if (condition) {
            command = Delete{target.item, std::move(*condition)};
        }
    } else {
        auto put = parsePut(target.item, request.body, request.method == "POST");
        complaint = put ? std::string() : put.error();
        if (put) {
            command = std::move(*put);
        }
    }
    if (!complaint.empty()) {
        refuse(id, 400, "bad-request", complaint);
        return;
    }
    propose(id, request, command, [this, id, command](const Outcome& outcome) {
        reply(id, outcome.status == Status::ConditionFailed ? 412 : 200,
              encodeWrite(command, outcome));
    });
}

void KvServer::handleWatch(RequestId id, const Target& target) {
    env_.observer().count("watches");
    const auto wait = parseDuration(*target.parameter("wait"));
    const std::string* sinceText = target.parameter("since");
    const auto since = sinceText == nullptr ? static_cast<std::uint64_t>(store_.revision())
                                            : parseNumber(*sinceText);
    if (!wait || *wait < Duration{} || !since || *since > static_cast<std::uint64_t>(INT64_MAX)) {
        refuse(id, 400, "bad-watch", "wait is a duration such as 30s, since a revision");
        return;
    }
    const Watch watch{keyOrPrefix(target), target.item.empty(), static_cast<Revision>(*since)};
    const auto now = lookUp(store_, watch);
    if (!now || !now->events.empty()) {
        answerWatch(id, now);
        return;
    }
    watches_.add(id.value, watch);
    waiting_[id] = env_.after(std::min(*wait, settings_.duration("most-wait")), [this, id] {
        waiting_.erase(id);
        if (const auto ended = watches_.remove(id.value)) {
            answerWatch(id, lookUp(store_, *ended));
        }
    });
}

void KvServer::answerWatches() {
    for (const WatchTable::Ready& ready : watches_.takeReady(store_)) {
        const RequestId id{ready.token};
        settle(id);
        answerWatch(id, ready.answer);
    }
}

void KvServer::answerWatch(RequestId id, const Result<WatchAnswer, HistoryError>& answer) {
    if (answer) {
        reply(id, 200, encodeEvents(answer->events, answer->upTo));
        return;
    }
    env_.observer().event(kKvWatchCompacted, {{"compact-revision", store_.compactRevision()}});
    reply(id, 410,
          encodeError(
              "compacted", "events after that revision are forgotten: read all again",
              {{"compact-revision", store_.compactRevision()}, {"revision", store_.revision()}}));
}

void KvServer::handleGone(RequestId id) {
    settle(id);
    watches_.remove(id.value);
}

} // namespace core::kv
