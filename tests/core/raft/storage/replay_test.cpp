// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/raft/storage/replay.h"

#include <gtest/gtest.h>

namespace core::raft::storage {
namespace {

Entry entryOf(LogIndex index, Term term, std::string_view text = "data") {
    return {term, index, EntryType::Command, bytesOf(text)};
}

/// A segment as the writer makes it: each batch() is synced before the next.
class Written {
public:
    explicit Written(std::uint64_t number, SegmentStart start = {}) {
        segment.number = number;
        batch({{start}});
    }
    void batch(const std::vector<RecordGroup>& groups) {
        ByteWriter out;
        for (const RecordGroup& group : groups) {
            writeGroup(out, segment.number, segment.octets.size() + out.size(),
                       segment.octets.size(), group);
        }
        const Bytes octets = out.take();
        segment.octets.insert(segment.octets.end(), octets.begin(), octets.end());
    }
    std::size_t size() const { return segment.octets.size(); }

    Segment segment;
};

std::vector<LogIndex> indexesOf(const Replayed& log) {
    std::vector<LogIndex> indexes;
    for (const Entry& entry : log.entries) {
        indexes.push_back(entry.index);
    }
    return indexes;
}

using Indexes = std::vector<LogIndex>;

std::string verdict(const std::vector<Segment>& segments) {
    const auto log = replay(segments);
    return log ? "accepted" : toString(log.error());
}

/// Three entries in two batches behind a vote, then another entry.
Written someLog() {
    Written log(1);
    log.batch({{HardState{1, 2, 0}, entryOf(1, 1)}, {entryOf(2, 1)}});
    log.batch({{HardState{1, 2, 2}, entryOf(3, 1)}});
    log.batch({{entryOf(4, 1)}});
    return log;
}

TEST(RaftReplay, NothingWrittenIsAnEmptyLog) {
    const auto log = replay({});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->segment, 0u);
    EXPECT_EQ(log->hard, HardState());
    EXPECT_TRUE(log->entries.empty());
}

TEST(RaftReplay, AddsUpEntriesAndHardStates) {
    const auto log = replay({someLog().segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->hard, (HardState{1, 2, 2}));
    EXPECT_EQ(indexesOf(*log), (Indexes{1, 2, 3, 4}));
    EXPECT_EQ(log->entries[0], entryOf(1, 1));
    EXPECT_EQ(log->valid, someLog().size());
}

TEST(RaftReplay, AnEntryReplacesWhatIsAtItsIndexAndBehind) {
    Written written = someLog();
    written.batch({{HardState{2, 0, 1}, entryOf(2, 2, "new")}});
    const auto log = replay({written.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(indexesOf(*log), (Indexes{1, 2}));
    EXPECT_EQ(log->entries[1], entryOf(2, 2, "new"));
}

TEST(RaftReplay, AGroupCountsAsAWholeOrNotAtAll) {
    Written written(1);
    written.batch({{HardState{1, 2, 0}, entryOf(1, 1)}});
    const std::size_t before = written.size();
    written.batch({{HardState{3, 3, 2}, entryOf(2, 2), entryOf(3, 3)}});
    for (std::size_t size = before; size < written.size(); ++size) {
        Segment cut = written.segment;
        cut.octets.resize(size);
        const auto log = replay({cut});
        ASSERT_TRUE(log) << size;
        EXPECT_EQ(log->hard, (HardState{1, 2, 0})) << size;
        EXPECT_EQ(indexesOf(*log), (Indexes{1})) << size;
        EXPECT_EQ(log->valid, before) << size;
    }
}

TEST(RaftReplay, KnowsWhatIsOnTheDiskForCertain) {
    Written written(1);
    const std::size_t start = written.size();
    written.batch({{entryOf(1, 1)}, {entryOf(2, 1)}});
    const auto log = replay({written.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->proven, start);
}

/// A hole in the last batch with an intact record behind it: the sectors of a write reach the disk
/// in any order.
TEST(RaftReplay, AHoleInTheLastBatchIsATornTail) {
    Written written(1);
    written.batch({{entryOf(1, 1)}});
    const std::size_t before = written.size();
    written.batch({{entryOf(2, 1)}, {entryOf(3, 1)}, {entryOf(4, 1)}});
    written.segment.octets[before + 3] ^= 1;
    const auto log = replay({written.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(indexesOf(*log), (Indexes{1}));
    EXPECT_EQ(log->valid, before);
}

TEST(RaftReplay, AnyFlippedBitInWhatALaterRecordProvesIsDamage) {
    const Written written = someLog();
    Written beforeLast(1);
    beforeLast.batch({{HardState{1, 2, 0}, entryOf(1, 1)}, {entryOf(2, 1)}});
    beforeLast.batch({{HardState{1, 2, 2}, entryOf(3, 1)}});
    for (std::size_t at = 0; at < beforeLast.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Segment damaged = written.segment;
            damaged.octets[at] = static_cast<std::uint8_t>(damaged.octets[at] ^ (1 << bit));
            ASSERT_EQ(verdict({damaged}).substr(0, 8), "damaged:") << at << " bit " << bit;
        }
    }
}

TEST(RaftReplay, DamageInASegmentThatHasASuccessorIsNeverTorn) {
    const Written first = someLog();
    const Written second(2, {{1, 2, 2}, {}, {4, 1}});
    EXPECT_EQ(verdict({first.segment, second.segment}), "accepted");
    Segment cut = first.segment;
    cut.octets.pop_back();
    EXPECT_EQ(verdict({cut, second.segment}).substr(0, 31), "damaged: log-000000000000000000");
}

TEST(RaftReplay, TheStartOfTheLastSegmentMayBeTorn) {
    const Written first = someLog();
    Written second(2, {{1, 2, 2}, {}, {4, 1}});
    second.segment.octets.resize(10);
    const auto log = replay({first.segment, second.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->segment, 2u);
    EXPECT_EQ(log->valid, 0u);
    EXPECT_EQ(indexesOf(*log), (Indexes{1, 2, 3, 4}));
}

TEST(RaftReplay, ALogWhoseOldestStartIsSpoiltIsDamaged) {
    Written only(7, {{1, 2, 4}, {4, 1}, {4, 1}});
    only.segment.octets[2] ^= 1;
    EXPECT_EQ(verdict({only.segment}), "damaged: log-00000000000000000007 at 0");
}

TEST(RaftReplay, ARecordCopiedIntoAnEntryIsNotTakenForOne) {
    const Written other = someLog();
    Written written(1);
    written.batch({{entryOf(1, 1)}});
    const std::size_t before = written.size();
    // The last batch is torn, and its entry holds a copy of a whole segment.
    written.batch({{entryOf(2, 1, textOf(other.segment.octets)), entryOf(3, 1)}});
    written.segment.octets[before] ^= 1;
    const auto log = replay({written.segment});
    ASSERT_TRUE(log) << toString(log.error());
    EXPECT_EQ(log->valid, before);
}

TEST(RaftReplay, ASnapshotTakenDropsTheEntriesItCovers) {
    Written written = someLog();
    written.batch({{SnapshotTaken{{3, 1}}}});
    const auto log = replay({written.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->snapshot, (LogPlace{3, 1}));
    EXPECT_EQ(indexesOf(*log), (Indexes{4}));
    EXPECT_EQ(log->hard.commit, 3u) << "what a snapshot covers is committed";
}

TEST(RaftReplay, ASnapshotInstalledReplacesTheWholeLog) {
    Written written = someLog();
    written.batch({{HardState{5, 0, 2}, SnapshotInstalled{{2, 5}}, entryOf(3, 5)}});
    const auto log = replay({written.segment});
    ASSERT_TRUE(log);
    EXPECT_EQ(log->snapshot, (LogPlace{2, 5}));
    EXPECT_EQ(indexesOf(*log), (Indexes{3}));
}

TEST(RaftReplay, EarlierSegmentsMayBeGoneOnceASnapshotCoversThem) {
    Written second(2, {{1, 2, 2}, {}, {4, 1}});
    EXPECT_EQ(verdict({second.segment}), "inconsistent: the log as a whole");
    second.batch({{entryOf(5, 1)}, {SnapshotTaken{{4, 1}}}});
    const auto log = replay({second.segment});
    ASSERT_TRUE(log) << toString(log.error());
    EXPECT_EQ(indexesOf(*log), (Indexes{5}));
    EXPECT_EQ(log->highest, (std::map<std::uint64_t, LogIndex>{{2, 5}}));
}

TEST(RaftReplay, AnOverwriteMayReachIntoASegmentThatIsGone) {
    Written second(2, {{1, 2, 2}, {}, {4, 1}});
    second.batch({{HardState{2, 0, 2}, entryOf(3, 2)}, {SnapshotTaken{{2, 1}}}});
    const auto log = replay({second.segment});
    ASSERT_TRUE(log) << toString(log.error());
    EXPECT_EQ(log->snapshot, (LogPlace{2, 1}));
    EXPECT_EQ(indexesOf(*log), (Indexes{3}));
}

TEST(RaftReplay, RefusesRecordsThatNoLogHasInThisOrder) {
    const auto with = [](RecordGroup group) {
        Written written = someLog();
        written.batch({std::move(group)});
        return verdict({written.segment}).substr(0, 12);
    };
    EXPECT_EQ(with({entryOf(5, 1)}), "accepted");
    EXPECT_EQ(with({entryOf(6, 1)}), "inconsistent") << "a gap";
    EXPECT_EQ(with({entryOf(5, 0)}), "inconsistent") << "a term that falls";
    EXPECT_EQ(with({entryOf(0, 1)}), "inconsistent") << "no index";
    EXPECT_EQ(with({HardState{0, 0, 0}}), "inconsistent") << "an earlier term";
    EXPECT_EQ(with({HardState{1, 2, 5}}), "inconsistent") << "committed beyond the log";
    EXPECT_EQ(with({SnapshotTaken{{5, 1}}}), "inconsistent") << "a snapshot of the future";
    EXPECT_EQ(with({SnapshotTaken{{3, 2}}}), "inconsistent") << "of another term";
    EXPECT_EQ(with({SnapshotTaken{{3, 1}}, entryOf(3, 1)}), "inconsistent") << "covered";
    EXPECT_EQ(with({SegmentStart{{1, 2, 2}, {}, {4, 1}}}), "inconsistent") << "a second start";
}

TEST(RaftReplay, ASegmentMustStartWithWhatCameBefore) {
    const Written first = someLog();
    const Written other(2, {{1, 3, 2}, {}, {4, 1}});
    EXPECT_EQ(verdict({first.segment, other.segment}).substr(0, 12), "inconsistent");
}

TEST(RaftSnapshotFile, ComesBackAsItWasWrittenAndNoOtherOctetsDo) {
    SnapshotMeta meta{12, 3, {}};
    meta.configuration.voters = {1, 2, 3};
    const Bytes file = encodeSnapshotFile(meta, bytesOf("the state"));
    const auto read = decodeSnapshotFile(file);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->meta, meta);
    EXPECT_EQ(textOf(read->data), "the state");
    for (std::size_t at = 0; at < file.size(); ++at) {
        Bytes spoilt = file;
        spoilt[at] ^= 4;
        EXPECT_FALSE(decodeSnapshotFile(spoilt)) << at;
        EXPECT_FALSE(decodeSnapshotFile(ByteView(file).first(at))) << at;
    }
}

} // namespace
} // namespace core::raft::storage
