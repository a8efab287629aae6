// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/discovery/registry/lease_table.h"
#include "core/discovery/registry/list_cache.h"
#include "core/discovery/registry/watch_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace core::discovery::registry {
namespace {

using namespace literals;
using runtime::Endpoint;

Endpoint endpointOf(std::uint64_t number) {
    return {{static_cast<std::uint32_t>(0x0a000000 + number)}, 80};
}

Instant at(Duration time) {
    return {time.ns};
}

TEST(LeaseTable, ALeaseEndsItsDurationAfterTheLastHeartbeat) {
    LeaseTable table;
    table.registerInstance({"web", "web-1", endpointOf(1), 10_s}, at(0_s));
    ASSERT_NE(table.heartbeat("web", "web-1", at(4_s)), nullptr);
    EXPECT_TRUE(table.expired(at(14_s - 1_ns)).empty());
    EXPECT_EQ(table.expired(at(14_s)), (std::vector<InstanceName>{{"web", "web-1"}}));
}

TEST(LeaseTable, ADoubleRenewalGrantsTwiceTheDuration) {
    LeaseTable table;
    table.setDoubleRenewal(true);
    table.registerInstance({"web", "web-1", endpointOf(1), 90_s}, at(0_s));
    EXPECT_EQ(table.expired(at(90_s)).size(), 1u) << "never renewed: once the duration";
    table.heartbeat("web", "web-1", at(30_s));
    EXPECT_TRUE(table.expired(at(210_s - 1_ns)).empty());
    EXPECT_EQ(table.expired(at(210_s)).size(), 1u);
}

TEST(LeaseTable, AnUnknownInstanceCannotBeRenewed) {
    LeaseTable table;
    EXPECT_EQ(table.heartbeat("web", "web-1", at(0_s)), nullptr);
    table.registerInstance({"web", "web-1", endpointOf(1), 10_s}, at(0_s));
    EXPECT_EQ(table.heartbeat("web", "web-2", at(0_s)), nullptr);
}

TEST(LeaseTable, OnlyVisibleChangesMakeAVersion) {
    LeaseTable table;
    EXPECT_EQ(table.version("web"), 0u);
    EXPECT_EQ(table.registerInstance({"web", "web-1", endpointOf(1), 10_s}, at(0_s)),
              RegisterOutcome::Added);
    EXPECT_EQ(table.registerInstance({"web", "web-1", endpointOf(1), 10_s}, at(1_s)),
              RegisterOutcome::Renewed);
    table.heartbeat("web", "web-1", at(2_s));
    EXPECT_EQ(table.version("web"), 1u);
    EXPECT_EQ(table.registerInstance({"web", "web-1", endpointOf(2), 10_s}, at(3_s)),
              RegisterOutcome::Moved);
    EXPECT_EQ(table.version("web"), 2u);
    EXPECT_TRUE(table.remove("web", "web-1"));
    EXPECT_FALSE(table.remove("web", "web-1"));
    EXPECT_EQ(table.version("web"), 3u);
    EXPECT_EQ(table.version("other"), 0u);
}

TEST(LeaseTable, ADeltaIsNotKnownBeyondWhatIsRemembered) {
    LeaseTable table(2);
    for (std::uint64_t i = 0; i < 4; ++i) {
        table.registerInstance({"web", "web-" + std::to_string(i), endpointOf(i), 10_s}, at(0_s));
    }
    EXPECT_FALSE(table.changesSince("web", 1));
    ASSERT_TRUE(table.changesSince("web", 2));
    EXPECT_EQ(table.changesSince("web", 2)->changed, (std::vector<std::string>{"web-2", "web-3"}));
    EXPECT_TRUE(table.changesSince("web", 4)->changed.empty());
    EXPECT_FALSE(table.changesSince("web", 5)) << "a version from the future";
}

/// What the table should do, written without any cleverness.
struct Model {
    struct Entry {
        Endpoint endpoint;
        Duration lease;
        Instant expiry;
    };
    using List = std::map<std::string, Endpoint>;

    std::map<InstanceName, Entry> entries;
    std::map<std::string, std::vector<List>> versions; ///< each app's list at each version

    List list(const std::string& app) const {
        List result;
        for (const auto& [name, entry] : entries) {
            if (name.app == app) {
                result[name.id] = entry.endpoint;
            }
        }
        return result;
    }
    void changed(const std::string& app) {
        auto& all = versions.try_emplace(app, 1).first->second;
        all.push_back(list(app));
    }
};

class LeaseTableModel : public testing::TestWithParam<std::uint64_t> {
protected:
    InstanceName drawName() {
        const auto app = random.below(3);
        const auto id = random.below(6);
        return {"app-" + std::to_string(app), "i-" + std::to_string(id)};
    }
    void registerOne(const InstanceName& name) {
        const Endpoint endpoint = endpointOf(random.below(4));
        const Duration lease = random.between(1_s, 20_s);
        const auto known = model.entries.find(name);
        const bool visible = known == model.entries.end() || known->second.endpoint != endpoint;
        model.entries[name] = {endpoint, lease, now + lease};
        if (visible) {
            model.changed(name.app);
        }
        const auto outcome = table.registerInstance({name.app, name.id, endpoint, lease}, now);
        ASSERT_EQ(outcome != RegisterOutcome::Renewed, visible);
    }
    void renewOne(const InstanceName& name) {
        const auto known = model.entries.find(name);
        ASSERT_EQ(table.heartbeat(name.app, name.id, now) != nullptr, known != model.entries.end());
        if (known != model.entries.end()) {
            known->second.expiry = now + known->second.lease;
        }
    }
    void removeOne(const InstanceName& name) {
        const bool known = model.entries.erase(name) > 0;
        ASSERT_EQ(table.remove(name.app, name.id), known);
        if (known) {
            model.changed(name.app);
        }
    }
    void evictAll() {
        std::vector<InstanceName> expected;
        for (const auto& [name, entry] : model.entries) {
            if (entry.expiry <= now) {
                expected.push_back(name);
            }
        }
        ASSERT_EQ(table.expired(now), expected);
        for (const InstanceName& name : expected) {
            removeOne(name);
        }
    }
    /// The deltas from all versions lead to the present list.
    void checkDeltas(const std::string& app) {
        const auto& versions = model.versions.try_emplace(app, 1).first->second;
        const Model::List present = model.list(app);
        ASSERT_EQ(table.version(app), versions.size() - 1);
        ASSERT_EQ(table.leases(app).size(), present.size());
        for (std::size_t since = 0; since < versions.size(); ++since) {
            const auto delta = table.changesSince(app, since);
            ASSERT_EQ(delta.has_value(), versions.size() - 1 - since <= kRemembered);
            if (!delta) {
                continue;
            }
            Model::List list = versions[since];
            for (const std::string& id : delta->removed) {
                list.erase(id);
            }
            for (const std::string& id : delta->changed) {
                list[id] = table.find(app, id)->endpoint;
            }
            ASSERT_EQ(list, present);
        }
    }

    static constexpr std::size_t kRemembered = 20;
    RandomStream random{GetParam()};
    LeaseTable table{kRemembered};
    Model model;
    Instant now;
};

TEST_P(LeaseTableModel, RandomOperationsAgreeWithTheModel) {
    for (int step = 0; step < 2'000; ++step) {
        now += random.between(0_s, 2_s);
        const InstanceName name = drawName();
        switch (random.below(8)) {
        case 0:
        case 1:
        case 2:
            registerOne(name);
            break;
        case 3:
        case 4:
        case 5:
            renewOne(name);
            break;
        case 6:
            removeOne(name);
            break;
        default:
            evictAll();
        }
        ASSERT_EQ(table.size(), model.entries.size());
        checkDeltas(name.app);
        if (HasFatalFailure()) {
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, LeaseTableModel, testing::Range<std::uint64_t>(1, 21));

TEST(WatchList, AgreesWithASetOfPairsUnderRandomOperations) {
    RandomStream random(7);
    WatchList list;
    std::set<std::pair<std::string, WatchList::Token>> model;
    for (WatchList::Token token = 1; token < 5'000; ++token) {
        const std::string app(1, static_cast<char>('a' + random.below(3)));
        list.add(app, {token, token * 2});
        model.emplace(app, token);
        const WatchList::Token other = random.below(token) + 1;
        if (random.chance(1, 3)) {
            const auto known = std::find_if(model.begin(), model.end(), [&](const auto& entry) {
                return entry.second == other;
            });
            ASSERT_EQ(list.remove(other), known != model.end());
            if (known != model.end()) {
                model.erase(known);
            }
        }
        if (random.chance(1, 50)) {
            for (const WatchList::Watcher& watcher : list.take(app)) {
                ASSERT_EQ(watcher.since, watcher.token * 2);
                ASSERT_EQ(model.erase({app, watcher.token}), 1u);
            }
            const auto left = model.lower_bound({app, 0});
            ASSERT_TRUE(left == model.end() || left->first != app);
        }
        ASSERT_EQ(list.size(), model.size());
    }
}

TEST(ListCache, DoesNotGrowWithNamesThatNobodyRegistered) {
    LeaseTable table;
    ListCache cache(table, 1);
    for (int i = 0; i < 3000; ++i) {
        (void)cache.whole("nobody-" + std::to_string(i));
        (void)cache.copyOf("nobody-" + std::to_string(i));
    }
    EXPECT_EQ(cache.size(), 1'001u) << "the last one's entry, and a bounded number of copies";
    cache.refreshCopies();
    EXPECT_EQ(cache.size(), 1u);
    EXPECT_EQ(cache.encodings(), 3000u);
    (void)cache.whole("nobody-2999");
    EXPECT_EQ(cache.encodings(), 3000u) << "a herd for one unknown name costs one encoding";
}

} // namespace
} // namespace core::discovery::registry
