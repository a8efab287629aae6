// SPDX-License-Identifier: Apache-2.0
#include "core/kv/store.h"

#include "core/base/planted.h"
#include "core/kv/packed_kv.h"

#include <algorithm>
#include <utility>

namespace core::kv {
Bytes Store::apply(raft::LogIndex index, ByteView octets) {
    const auto command = decodeCommand(octets);
    return encode(command ? perform(index, *command) : answer(Status::Unreadable));
}

Outcome Store::perform(raft::LogIndex index, const Command& command) {
    if (const auto* putting = std::get_if<Put>(&command)) {
        return put(*putting);
    }
    if (const auto* removing = std::get_if<Delete>(&command)) {
        return remove(*removing);
    }
    if (const auto* granting = std::get_if<GrantLease>(&command)) {
        return grant(index, *granting);
    }
    if (const auto* ending = std::get_if<EndLease>(&command)) {
        return end(*ending);
    }
    return compact(std::get<Compact>(command));
}

Outcome Store::answer(Status status) const {
    Outcome outcome;
    outcome.status = status;
    outcome.revision = state_.revision;
    return outcome;
}

bool Store::holds(const Condition& condition, const KeyValue* current) const {
    if (planted("cas-without-compare")) {
        return true;
    }
    if (std::holds_alternative<IfAbsent>(condition)) {
        return current == nullptr;
    }
    if (const auto* value = std::get_if<IfValue>(&condition)) {
        return current != nullptr && current->value == value->value;
    }
    if (const auto* revision = std::get_if<IfModRevision>(&condition)) {
        return (current == nullptr ? 0 : current->modRevision) == revision->revision;
    }
    return true;
}

Outcome Store::put(const Put& put) {
    const auto found = state_.keys.find(put.key);
    const KeyValue* current = found == state_.keys.end() ? nullptr : &found->second;
    if (!holds(put.condition, current)) {
        Outcome outcome = answer(Status::ConditionFailed);
        outcome.kv = current == nullptr ? std::nullopt : std::optional(*current);
        return outcome;
    }
    if (put.lease != kNoLease && !state_.leases.contains(put.lease)) {
        return answer(Status::LeaseNotFound);
    }
    const Revision revision = ++state_.revision;
    KeyValue& kv = state_.keys[put.key];
    if (current == nullptr) {
        kv.key = put.key;
        kv.createRevision = revision;
    }
    detach(kv);
    kv.value = put.value;
    kv.modRevision = revision;
    ++kv.version;
    kv.lease = put.lease;
    attach(put.key, put.lease);
    record({EventType::Put, kv});
    Outcome outcome = answer(Status::Ok);
    outcome.kv = kv;
    return outcome;
}

Outcome Store::remove(const Delete& command) {
    const auto found = state_.keys.find(command.key);
    const KeyValue* current = found == state_.keys.end() ? nullptr : &found->second;
    std::optional<KeyValue> before;
    if (current != nullptr) {
        before = *current;
    }
    const bool done = holds(command.condition, current);
    if (done && current != nullptr) {
        ++state_.revision;
        erase(command.key);
    }
    Outcome outcome = answer(done ? Status::Ok : Status::ConditionFailed);
    outcome.kv = std::move(before);
    return outcome;
}

Outcome Store::grant(raft::LogIndex index, const GrantLease& grant) {
    state_.leases[index].ttl = grant.ttl;
    if (listener_.leaseGranted) {
        listener_.leaseGranted(index, grant.ttl);
    }
    Outcome outcome = answer(Status::Ok);
    outcome.lease = index;
    return outcome;
}

Outcome Store::end(const EndLease& end) {
    const auto node = state_.leases.extract(end.lease);
    if (node.empty()) {
        return answer(Status::LeaseNotFound);
    }
    const std::set<std::string>& keys = node.mapped().keys;
    if (!keys.empty()) {
        ++state_.revision;
    }
    for (const std::string& key : keys) {
        erase(key);
    }
    if (listener_.leaseEnded) {
        listener_.leaseEnded(end.lease, end.expired, keys.size());
    }
    Outcome outcome = answer(Status::Ok);
    outcome.lease = end.lease;
    outcome.keysDeleted = keys.size();
    return outcome;
}

Outcome Store::compact(const Compact& compact) {
    if (compact.revision <= state_.compactRevision) {
        return answer(Status::Compacted);
    }
    if (compact.revision > state_.revision) {
        return answer(Status::FutureRevision);
    }
    forget(compact.revision);
    return answer(Status::Ok);
}

void Store::attach(const std::string& key, LeaseId lease) {
    if (lease != kNoLease) {
        state_.leases.at(lease).keys.insert(key);
    }
}

void Store::detach(const KeyValue& kv) {
    const auto lease = state_.leases.find(kv.lease);
    if (lease != state_.leases.end()) {
        lease->second.keys.erase(kv.key);
    }
}

/// Deletes a present key in the current revision.
void Store::erase(const std::string& key) {
    const auto node = state_.keys.extract(key);
    detach(node.mapped());
    Event event;
    event.type = EventType::Delete;
    event.kv.key = key;
    event.kv.modRevision = state_.revision;
    record(std::move(event));
}

void Store::record(Event event) {
    state_.historyOctets += octetsOf(event);
    state_.history.push_back(std::move(event));
    while (state_.history.size() > kMostHistoryEvents ||
           state_.historyOctets > kMostHistoryOctets) {
        const Revision oldest = state_.history.front().kv.modRevision;
        if (oldest == state_.revision) {
            return;
        }
        forget(oldest);
    }
}

void Store::forget(Revision revision) {
    while (!state_.history.empty() && state_.history.front().kv.modRevision <= revision) {
        state_.historyOctets -= octetsOf(state_.history.front());
        state_.history.pop_front();
    }
    state_.compactRevision = revision;
}

const KeyValue* Store::find(std::string_view key) const {
    const auto found = state_.keys.find(key);
    return found == state_.keys.end() ? nullptr : &found->second;
}

std::vector<KeyValue> Store::range(std::string_view prefix, std::size_t limit) const {
    std::vector<KeyValue> found;
    for (auto it = state_.keys.lower_bound(prefix);
         it != state_.keys.end() && it->first.starts_with(prefix) && found.size() < limit; ++it) {
        found.push_back(it->second);
    }
    return found;
}

std::size_t Store::countOf(std::string_view prefix) const {
    std::size_t count = 0;
    for (auto it = state_.keys.lower_bound(prefix);
         it != state_.keys.end() && it->first.starts_with(prefix); ++it) {
        ++count;
    }
    return count;
}

Result<std::vector<Event>, HistoryError> Store::events(std::string_view prefix, Revision since,
                                                       std::size_t limit) const {
    if (since < state_.compactRevision) {
        return Failure{HistoryError::Compacted};
    }
    auto it = std::upper_bound(
        state_.history.begin(), state_.history.end(), since,
        [](Revision revision, const Event& event) { return revision < event.kv.modRevision; });
    std::vector<Event> found;
    for (; it != state_.history.end(); ++it) {
        if (found.size() >= limit && it->kv.modRevision != found.back().kv.modRevision) {
            break;
        }
        if (it->kv.key.starts_with(prefix)) {
            found.push_back(*it);
        }
    }
    return found;
}

Revision Store::compactionPoint(std::size_t keep) const {
    if (state_.history.size() <= keep) {
        return 0;
    }
    return state_.history[state_.history.size() - keep - 1].kv.modRevision;
}

} // namespace core::kv
