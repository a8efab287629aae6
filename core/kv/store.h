// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/base/result.h"
#include "core/kv/command.h"
#include "core/kv/types.h"
#include "core/raft/state_machine.h"

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// A replicated map of keys with revisions, leases and a bounded history of events, after etcd v3
/// (etcd documentation, "Data model", "KV API guarantees", "Lease API"; etcd 3.5, mvcc and lease
/// packages). Commands and results are those of command.h.
///
/// Deviations from etcd: one key a command (no general transactions); values of past revisions
/// live in the history of events only; leases are named by the store; a keep-alive is no command
/// (as in etcd) and the remaining time is not checkpointed, so a new leader's timers start in full.
namespace core::kv {

/// The history drops its oldest revisions beyond these, besides Compact: so that it is bounded
/// whatever the leader does. The newest revision is always kept whole.
inline constexpr std::size_t kMostHistoryEvents = 100'000;
inline constexpr std::size_t kMostHistoryOctets = 64 << 20;

/// Watching from a revision whose successors are not all there any more.
enum class HistoryError { Compacted };

struct Lease {
    Duration ttl;
    std::set<std::string> keys; ///< attached to it

    friend bool operator==(const Lease&, const Lease&) = default;
};

/// Told during apply() after the change; not during restore().
struct StoreListener {
    UniqueFunction<void(LeaseId, Duration ttl)> leaseGranted;
    UniqueFunction<void(LeaseId, bool expired, std::size_t keysDeleted)> leaseEnded;
};

class Store final : public raft::StateMachine {
public:
    explicit Store(StoreListener listener = {}) : listener_(std::move(listener)) {}

    Bytes apply(raft::LogIndex index, ByteView command) override;
    Bytes snapshot() const override;
    bool restore(ByteView snapshot) override;

    Revision revision() const { return state_.revision; }
    /// Events of this and earlier revisions are gone; 0: none is.
    Revision compactRevision() const { return state_.compactRevision; }

    /// nullptr if absent. Valid until the next apply() or restore().
    const KeyValue* find(std::string_view key) const;
    /// Keys that start with `prefix` in order of their octets, at most `limit`.
    std::vector<KeyValue> range(std::string_view prefix, std::size_t limit) const;
    /// How many keys start with `prefix`.
    std::size_t countOf(std::string_view prefix) const;
    std::size_t size() const { return state_.keys.size(); }

    const std::map<LeaseId, Lease>& leases() const { return state_.leases; }

    /// Events after revision `since` of keys that start with `prefix`, in order; the events of one
    /// revision stay together, so that more than `limit` may come.
    Result<std::vector<Event>, HistoryError> events(std::string_view prefix, Revision since,
                                                    std::size_t limit) const;
    std::size_t historySize() const { return state_.history.size(); }
    /// What to compact so that about the `keep` newest events stay; 0: nothing to compact.
    Revision compactionPoint(std::size_t keep) const;

private:
    struct State {
        Revision revision = 1;
        Revision compactRevision = 0;
        std::map<std::string, KeyValue, std::less<>> keys;
        std::map<LeaseId, Lease> leases;
        std::deque<Event> history; ///< by modRevision, all above compactRevision
        std::size_t historyOctets = 0;
    };

    Outcome perform(raft::LogIndex index, const Command& command);
    Outcome put(const Put& put);
    Outcome remove(const Delete& command);
    Outcome grant(raft::LogIndex index, const GrantLease& grant);
    Outcome end(const EndLease& end);
    Outcome compact(const Compact& compact);
    Outcome answer(Status status) const;
    bool holds(const Condition& condition, const KeyValue* current) const;
    void attach(const std::string& key, LeaseId lease);
    void detach(const KeyValue& kv);
    void erase(const std::string& key);
    void record(Event event);
    /// Drops all events up to and including those of `revision`.
    void forget(Revision revision);
    static std::optional<State> readState(ByteView snapshot);

    State state_;
    StoreListener listener_;
};

} // namespace core::kv
