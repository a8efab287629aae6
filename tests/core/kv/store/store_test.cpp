// SPDX-License-Identifier: Apache-2.0
#include "core/kv/store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace core::kv {
namespace {

using namespace literals;
using Texts = std::vector<std::string>;

class StoreTest : public ::testing::Test {
protected:
    Outcome apply(const Command& command) {
        return decodeOutcome(store.apply(++index, encode(command))).value();
    }
    Outcome put(const std::string& key, const std::string& value, LeaseId lease = kNoLease) {
        return apply(Put{key, value, lease, Always{}});
    }
    Outcome remove(const std::string& key) { return apply(Delete{key, Always{}}); }
    LeaseId grant(Duration ttl = 30_s) { return apply(GrantLease{ttl}).lease; }

    /// "2 put a=1", "3 delete a".
    Texts events(std::string_view prefix = "", Revision since = 0, std::size_t limit = 1'000) {
        Texts texts;
        const auto found = store.events(prefix, since, limit);
        for (const Event& event : *found) {
            const std::string revision = std::to_string(event.kv.modRevision);
            texts.push_back(event.type == EventType::Put
                                ? revision + " put " + event.kv.key + "=" + event.kv.value
                                : revision + " delete " + event.kv.key);
        }
        return texts;
    }

    Store store;
    raft::LogIndex index = 0;
};

TEST_F(StoreTest, ANewStoreIsAtRevisionOne) {
    EXPECT_EQ(store.revision(), 1);
    EXPECT_EQ(store.find("a"), nullptr);
    EXPECT_TRUE(events().empty());
}

TEST_F(StoreTest, APutCountsRevisionsAndVersionsAsEtcd) {
    put("a", "1");
    put("b", "1");
    const Outcome outcome = put("a", "2");
    EXPECT_EQ(outcome.revision, 4);
    EXPECT_EQ(outcome.kv, (KeyValue{"a", "2", 2, 4, 2, kNoLease}));
    EXPECT_EQ(*store.find("a"), *outcome.kv);
}

TEST_F(StoreTest, AKeyThatComesBackBeginsAgainAtVersionOne) {
    put("a", "1");
    put("a", "2");
    remove("a");
    EXPECT_EQ(put("a", "3").kv, (KeyValue{"a", "3", 5, 5, 1, kNoLease}));
}

TEST_F(StoreTest, DeletingAnAbsentKeyMakesNoRevision) {
    const Outcome outcome = remove("a");
    EXPECT_EQ(outcome.status, Status::Ok);
    EXPECT_EQ(outcome.kv, std::nullopt);
    EXPECT_EQ(store.revision(), 1);
    EXPECT_TRUE(events().empty());
}

TEST_F(StoreTest, ADeletionAnswersWithWhatWasThere) {
    put("a", "1");
    const Outcome outcome = remove("a");
    EXPECT_EQ(outcome.revision, 3);
    ASSERT_TRUE(outcome.kv.has_value());
    EXPECT_EQ(outcome.kv->value, "1");
    EXPECT_EQ(store.find("a"), nullptr);
}

TEST_F(StoreTest, ASwapByValueNeedsThatValue) {
    EXPECT_EQ(apply(Put{"a", "2", 0, IfValue{"1"}}).status, Status::ConditionFailed);
    put("a", "1");
    EXPECT_EQ(apply(Put{"a", "2", 0, IfValue{"1"}}).status, Status::Ok);
    const Outcome lost = apply(Put{"a", "3", 0, IfValue{"1"}});
    EXPECT_EQ(lost.status, Status::ConditionFailed);
    EXPECT_EQ(lost.kv->value, "2");
    EXPECT_EQ(lost.revision, 3) << "nothing changed";
}

TEST_F(StoreTest, ASwapByAbsenceMakesAKeyOnce) {
    EXPECT_EQ(apply(Put{"lock", "me", 0, IfAbsent{}}).status, Status::Ok);
    EXPECT_EQ(apply(Put{"lock", "you", 0, IfAbsent{}}).status, Status::ConditionFailed);
    EXPECT_EQ(store.find("lock")->value, "me");
}

TEST_F(StoreTest, ASwapByRevisionNeedsTheLastChange) {
    put("a", "1");
    EXPECT_EQ(apply(Put{"a", "2", 0, IfModRevision{2}}).status, Status::Ok);
    EXPECT_EQ(apply(Put{"a", "3", 0, IfModRevision{2}}).status, Status::ConditionFailed);
    EXPECT_EQ(apply(Put{"b", "1", 0, IfModRevision{0}}).status, Status::Ok) << "0: absent";
    EXPECT_EQ(apply(Delete{"a", IfModRevision{2}}).status, Status::ConditionFailed);
    EXPECT_EQ(apply(Delete{"a", IfModRevision{3}}).status, Status::Ok);
    EXPECT_EQ(store.find("a"), nullptr);
}

TEST_F(StoreTest, ARangeIsWhatBeginsWithThePrefix) {
    for (const char* key : {"app", "app/2", "app/1", "apq", "b"}) {
        put(key, "x");
    }
    const auto found = store.range("app", 10);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].key, "app");
    EXPECT_EQ(found[2].key, "app/2");
    EXPECT_EQ(store.range("app/", 1).size(), 1u);
    EXPECT_EQ(store.countOf("app/"), 2u);
    EXPECT_EQ(store.range("", 10).size(), 5u);
    EXPECT_TRUE(store.range("c", 10).empty());
}

TEST_F(StoreTest, TheEndOfALeaseDeletesItsKeysInOneRevision) {
    const LeaseId lease = grant();
    put("b", "1", lease);
    put("a", "1", lease);
    put("c", "1");
    const Outcome outcome = apply(EndLease{lease, true});
    EXPECT_EQ(outcome.keysDeleted, 2u);
    EXPECT_EQ(outcome.revision, 5);
    EXPECT_EQ(events("", 4), (Texts{"5 delete a", "5 delete b"}));
    EXPECT_EQ(store.size(), 1u);
    EXPECT_TRUE(store.leases().empty());
    EXPECT_EQ(apply(EndLease{lease, false}).status, Status::LeaseNotFound);
}

TEST_F(StoreTest, ALeaseWithoutKeysEndsWithoutARevision) {
    const LeaseId lease = grant();
    EXPECT_EQ(apply(EndLease{lease, false}).revision, 1);
}

TEST_F(StoreTest, ALaterPutMovesTheKeyToAnotherLeaseOrNone) {
    const LeaseId first = grant();
    const LeaseId second = grant();
    put("a", "1", first);
    put("b", "1", first);
    put("a", "2", second);
    put("b", "2");
    EXPECT_EQ(apply(EndLease{first, false}).keysDeleted, 0u);
    EXPECT_EQ(store.find("a")->lease, second);
    EXPECT_EQ(apply(EndLease{second, false}).keysDeleted, 1u);
    EXPECT_NE(store.find("b"), nullptr);
}

TEST_F(StoreTest, APutWithAnUnknownLeaseChangesNothing) {
    EXPECT_EQ(put("a", "1", 99).status, Status::LeaseNotFound);
    EXPECT_EQ(store.find("a"), nullptr);
    EXPECT_EQ(store.revision(), 1);
}

TEST_F(StoreTest, ADeletedKeyLeavesItsLease) {
    const LeaseId lease = grant();
    put("a", "1", lease);
    remove("a");
    put("a", "2");
    apply(EndLease{lease, true});
    EXPECT_NE(store.find("a"), nullptr);
}

TEST_F(StoreTest, WatchersSeeEveryChangeAfterTheirRevisionInOrder) {
    put("a", "1");
    put("b", "1");
    remove("a");
    EXPECT_EQ(events(), (Texts{"2 put a=1", "3 put b=1", "4 delete a"}));
    EXPECT_EQ(events("a"), (Texts{"2 put a=1", "4 delete a"}));
    EXPECT_EQ(events("", 3), (Texts{"4 delete a"}));
    EXPECT_TRUE(events("", 4).empty());
    EXPECT_TRUE(events("", 99).empty());
}

TEST_F(StoreTest, ALimitNeverSplitsARevision) {
    const LeaseId lease = grant();
    put("a", "1", lease);
    put("b", "1", lease);
    apply(EndLease{lease, true});
    put("c", "1");
    EXPECT_EQ(events("", 2, 1), (Texts{"3 put b=1"}));
    EXPECT_EQ(events("", 3, 1), (Texts{"4 delete a", "4 delete b"}));
}

TEST_F(StoreTest, CompactedEventsAreGoneAndSaidToBe) {
    put("a", "1");
    put("a", "2");
    put("a", "3");
    EXPECT_EQ(apply(Compact{3}).status, Status::Ok);
    EXPECT_EQ(store.compactRevision(), 3);
    EXPECT_FALSE(store.events("", 2, 10).has_value());
    EXPECT_EQ(events("", 3), Texts{"4 put a=3"});
    EXPECT_EQ(store.find("a")->version, 3) << "keys stay";
    EXPECT_EQ(apply(Compact{3}).status, Status::Compacted);
    EXPECT_EQ(apply(Compact{5}).status, Status::FutureRevision);
}

TEST_F(StoreTest, TheHistoryIsBoundedWhateverTheLeaderDoes) {
    for (std::size_t i = 0; i < kMostHistoryEvents + 10; ++i) {
        put("a", "1");
    }
    EXPECT_EQ(store.historySize(), kMostHistoryEvents);
    EXPECT_EQ(store.compactRevision(), 11) << "the ten oldest, revisions 2 to 11";
    EXPECT_TRUE(store.events("", 11, 1).has_value());
    EXPECT_FALSE(store.events("", 10, 1).has_value());
}

TEST_F(StoreTest, LargeValuesBoundTheHistoryByTheirOctets) {
    const std::string value(kMostValue, 'v');
    for (std::size_t i = 0; i < 80; ++i) {
        put("a", value);
    }
    EXPECT_LT(store.historySize(), 64u);
    EXPECT_GT(store.compactRevision(), 16);
}

TEST_F(StoreTest, UnreadableCommandsAreAnsweredAndChangeNothing) {
    put("a", "1");
    const Bytes before = store.snapshot();
    const auto outcome = decodeOutcome(store.apply(++index, viewOf("garbage")));
    EXPECT_EQ(outcome->status, Status::Unreadable);
    EXPECT_EQ(store.snapshot(), before);
}

TEST_F(StoreTest, TheListenerIsToldOfLeases) {
    Texts told;
    Store listened({[&](LeaseId id, Duration ttl) {
                        told.push_back("granted " + std::to_string(id) + " " + formatDuration(ttl));
                    },
                    [&](LeaseId id, bool expired, std::size_t keys) {
                        told.push_back((expired ? "expired " : "revoked ") + std::to_string(id) +
                                       " " + std::to_string(keys));
                    }});
    listened.apply(5, encode(GrantLease{2_s}));
    listened.apply(6, encode(Put{"a", "1", 5, Always{}}));
    listened.apply(7, encode(EndLease{5, true}));
    listened.apply(8, encode(EndLease{5, false}));
    EXPECT_EQ(told, (Texts{"granted 5 2s", "expired 5 1"}));
}

TEST_F(StoreTest, ASnapshotHoldsEverything) {
    const LeaseId lease = grant();
    put("a", "1", lease);
    put("b", "1");
    remove("b");
    apply(Compact{2});
    Store other;
    ASSERT_TRUE(other.restore(store.snapshot()));
    EXPECT_EQ(other.snapshot(), store.snapshot());
    EXPECT_EQ(other.revision(), store.revision());
    EXPECT_EQ(other.compactRevision(), 2);
    EXPECT_EQ(other.leases(), store.leases());
    const Bytes end = encode(EndLease{lease, true});
    EXPECT_EQ(other.apply(9, end), store.apply(9, end));
}

TEST_F(StoreTest, ASpoiltSnapshotIsRefusedAndChangesNothing) {
    put("a", "1", grant());
    put("b", "2");
    remove("b");
    const Bytes good = store.snapshot();
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(store.restore(ByteView(good.data(), size))) << size;
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(store.restore(longer));
    EXPECT_EQ(store.snapshot(), good);
}

} // namespace
} // namespace core::kv
