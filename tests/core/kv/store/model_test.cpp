// SPDX-License-Identifier: Apache-2.0
// Goal: the store does what its definition says over any sequence of commands, with snapshots in
// between. Method: a twin that keeps every event since the beginning and answers by going through
// all of them.
#include "core/base/random.h"
#include "core/kv/store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace core::kv {
namespace {

/// The list of all events is its only memory of keys.
class Twin {
public:
    Outcome apply(raft::LogIndex index, const Command& command) {
        Outcome outcome =
            std::visit([&](const auto& typed) { return perform(index, typed); }, command);
        outcome.revision = revision;
        return outcome;
    }

    std::optional<KeyValue> find(const std::string& key) const {
        std::optional<KeyValue> found;
        for (const Event& event : events) {
            if (event.kv.key == key) {
                found = event.type == EventType::Put ? std::optional(event.kv) : std::nullopt;
            }
        }
        return found;
    }

    std::vector<std::string> keys() const {
        std::vector<std::string> names;
        for (const Event& event : events) {
            if (find(event.kv.key)) {
                names.push_back(event.kv.key);
            }
        }
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        return names;
    }

    std::vector<Event> after(const std::string& prefix, Revision since) const {
        std::vector<Event> found;
        for (const Event& event : events) {
            if (event.kv.modRevision > since && event.kv.key.rfind(prefix, 0) == 0) {
                found.push_back(event);
            }
        }
        return found;
    }

    std::vector<Event> events;
    std::vector<LeaseId> leases;
    Revision revision = 1;
    Revision compacted = 0;

private:
    bool hasLease(LeaseId id) const {
        return std::find(leases.begin(), leases.end(), id) != leases.end();
    }

    static bool holds(const Condition& condition, const std::optional<KeyValue>& current) {
        switch (condition.index()) {
        case 1:
            return !current;
        case 2:
            return current && current->value == std::get<IfValue>(condition).value;
        case 3:
            return std::get<IfModRevision>(condition).revision ==
                   (current ? current->modRevision : 0);
        default:
            return true;
        }
    }

    Outcome perform(raft::LogIndex, const Put& put) {
        Outcome outcome;
        const auto current = find(put.key);
        if (!holds(put.condition, current)) {
            outcome.status = Status::ConditionFailed;
            outcome.kv = current;
            return outcome;
        }
        if (put.lease != kNoLease && !hasLease(put.lease)) {
            outcome.status = Status::LeaseNotFound;
            return outcome;
        }
        ++revision;
        outcome.kv = KeyValue{put.key,
                              put.value,
                              current ? current->createRevision : revision,
                              revision,
                              current ? current->version + 1 : 1,
                              put.lease};
        events.push_back({EventType::Put, *outcome.kv});
        return outcome;
    }

    Outcome perform(raft::LogIndex, const Delete& remove) {
        Outcome outcome;
        outcome.kv = find(remove.key);
        if (!holds(remove.condition, outcome.kv)) {
            outcome.status = Status::ConditionFailed;
        } else if (outcome.kv) {
            ++revision;
            drop(remove.key);
        }
        return outcome;
    }

    void drop(const std::string& key) {
        events.push_back({EventType::Delete, KeyValue{key, "", 0, revision, 0, kNoLease}});
    }

    Outcome perform(raft::LogIndex index, const GrantLease&) {
        leases.push_back(index);
        Outcome outcome;
        outcome.lease = index;
        return outcome;
    }

    Outcome perform(raft::LogIndex, const EndLease& end) {
        Outcome outcome;
        if (!hasLease(end.lease)) {
            outcome.status = Status::LeaseNotFound;
            return outcome;
        }
        std::erase(leases, end.lease);
        outcome.lease = end.lease;
        for (const std::string& key : keys()) {
            if (find(key)->lease == end.lease) {
                revision += outcome.keysDeleted == 0 ? 1 : 0;
                ++outcome.keysDeleted;
                drop(key);
            }
        }
        return outcome;
    }

    Outcome perform(raft::LogIndex, const Compact& compact) {
        Outcome outcome;
        if (compact.revision <= compacted) {
            outcome.status = Status::Compacted;
        } else if (compact.revision > revision) {
            outcome.status = Status::FutureRevision;
        } else {
            compacted = compact.revision;
        }
        return outcome;
    }
};

class Model {
public:
    explicit Model(std::uint64_t seed) : random_(seed) {}

    void step() {
        if (random_.chance(1, 25)) {
            const Bytes snapshot = store_.snapshot();
            store_ = Store();
            ASSERT_TRUE(store_.restore(snapshot));
        }
        ++index_;
        const Command command = draw();
        const auto outcome = decodeOutcome(store_.apply(index_, encode(command)));
        ASSERT_TRUE(outcome.has_value());
        ASSERT_EQ(*outcome, twin_.apply(index_, command)) << "command kind " << command.index();
    }

    void compare() {
        ASSERT_EQ(store_.revision(), twin_.revision);
        ASSERT_EQ(store_.compactRevision(), twin_.compacted);
        ASSERT_EQ(store_.leases().size(), twin_.leases.size());
        const std::vector<std::string> keys = twin_.keys();
        ASSERT_EQ(store_.size(), keys.size());
        for (const std::string& key : keys) {
            ASSERT_EQ(*store_.find(key), *twin_.find(key));
        }
        const std::string prefix = random_.chance(1, 2) ? "" : randomKey().substr(0, 1);
        const auto since =
            static_cast<Revision>(random_.below(static_cast<std::uint64_t>(twin_.revision) + 2));
        const auto events = store_.events(prefix, since, 1'000'000);
        ASSERT_EQ(events.has_value(), since >= twin_.compacted);
        if (events) {
            ASSERT_EQ(*events, twin_.after(prefix, since));
        }
    }

private:
    std::string randomKey() {
        const char letter = static_cast<char>('a' + random_.below(2));
        return letter + std::to_string(random_.below(4));
    }
    LeaseId randomLease() {
        if (twin_.leases.empty() || random_.chance(1, 4)) {
            return random_.below(3); // none, or most likely not there
        }
        return twin_.leases[random_.below(twin_.leases.size())];
    }
    Condition randomCondition(const std::string& key) {
        const auto current = twin_.find(key);
        switch (random_.below(8)) {
        case 0:
            return IfAbsent{};
        case 1:
            return IfValue{std::to_string(random_.below(3))};
        case 2:
            return IfModRevision{current ? current->modRevision : 0};
        case 3:
            return IfModRevision{static_cast<Revision>(random_.below(20))};
        default:
            return Always{};
        }
    }
    Command draw() {
        const std::string key = randomKey();
        const std::uint64_t kind = random_.below(20);
        if (kind < 10) {
            const std::string value = std::to_string(random_.below(3));
            const LeaseId lease = random_.chance(1, 2) ? kNoLease : randomLease();
            return Put{key, value, lease, randomCondition(key)};
        }
        if (kind < 14) {
            return Delete{key, randomCondition(key)};
        }
        if (kind < 16) {
            return GrantLease{{random_.between(1, 1'000)}};
        }
        if (kind < 18) {
            const LeaseId lease = randomLease();
            return EndLease{lease, random_.chance(1, 2)};
        }
        return Compact{
            static_cast<Revision>(random_.below(static_cast<std::uint64_t>(twin_.revision) + 2))};
    }

    RandomStream random_;
    Store store_;
    Twin twin_;
    raft::LogIndex index_ = 0;
};

TEST(KvModel, TheStoreAgreesWithItsTwinOverRandomCommandsAndRestores) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(seed);
        Model model(seed);
        for (int i = 0; i < 150; ++i) {
            model.step();
            model.compare();
            ASSERT_FALSE(::testing::Test::HasFatalFailure());
        }
    }
}

} // namespace
} // namespace core::kv
