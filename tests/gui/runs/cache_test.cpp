// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/trace_cache.h"
#include "tests/gui/runs/support.h"

#include <QDir>
#include <QFile>

#include <thread>

namespace gui::runs {
namespace {

using Kind = RunState::Kind;

constexpr qint64 kMillion = 1'000'000;

class Cache : public Runs {
protected:
    /// Writes a file of that size as if a run had recorded it.
    QString record(TraceCache& cache, const char* key, qint64 octets, const QString& parent = {}) {
        const auto trace = cache.reserve(keyOf(key));
        EXPECT_TRUE(trace);
        QFile file(*trace);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.resize(octets);
        file.close();
        cache.markComplete(*trace, parent);
        std::this_thread::sleep_for(std::chrono::milliseconds(12)); // times of files are coarse
        return *trace;
    }
    static QString keyOf(const char* digit) { return QString::fromLatin1(digit).repeated(32); }
    static bool there(const QString& trace) { return QFile::exists(trace); }
    QStringList files() const {
        return QDir(cache()).entryList({QStringLiteral("*-*")}, QDir::Files);
    }
};

TEST_F(Cache, ForgetsWhatWasUsedLongestAgo) {
    TraceCache traces(cache(), 5 * kMillion / 2);
    const QString first = record(traces, "a", kMillion);
    const QString second = record(traces, "b", kMillion);
    const QString third = record(traces, "c", kMillion);
    for (const QString& trace : {second, third, first}) { // the first is used last
        traces.release(trace);
        std::this_thread::sleep_for(std::chrono::milliseconds(12));
    }
    traces.evict();
    EXPECT_TRUE(there(first));
    EXPECT_FALSE(there(second));
    EXPECT_TRUE(there(third));
    EXPECT_EQ(files().filter(QStringLiteral("b-")), QStringList());
}

TEST_F(Cache, KeepsWhatIsHeldHoweverLarge) {
    TraceCache traces(cache(), kMillion);
    const QString held = record(traces, "a", 3 * kMillion);
    const QString other = record(traces, "b", kMillion);
    traces.release(other);
    traces.evict();
    EXPECT_TRUE(there(held));
    EXPECT_FALSE(there(other));
    traces.release(held);
    traces.evict();
    EXPECT_FALSE(there(held));
}

TEST_F(Cache, CountsHowOftenATraceIsHeld) {
    TraceCache traces(cache(), kMillion);
    const QString held = record(traces, "a", 3 * kMillion);
    traces.hold(held);
    traces.release(held);
    traces.evict();
    EXPECT_TRUE(there(held));
    traces.release(held);
    traces.release(held); // once too often does no harm
    traces.evict();
    EXPECT_FALSE(there(held));
}

TEST_F(Cache, KeepsTheParentsOfWhatIsHeld) {
    TraceCache traces(cache(), kMillion / 2);
    const QString root = record(traces, "a", kMillion);
    const QString branch = record(traces, "b", kMillion, root);
    const QString leaf = record(traces, "c", kMillion, branch);
    traces.release(root);
    traces.release(branch);
    traces.evict();
    EXPECT_TRUE(there(root));
    EXPECT_TRUE(there(branch));
    EXPECT_TRUE(there(leaf));
    EXPECT_EQ(traces.chainLength(leaf), 3);
}

TEST_F(Cache, ForgetsBranchesBeforeTheirParents) {
    TraceCache traces(cache(), 5 * kMillion / 2);
    const QString root = record(traces, "a", kMillion);
    const QString branch = record(traces, "b", kMillion, root);
    const QString leaf = record(traces, "c", kMillion, branch);
    for (const QString& trace : {leaf, branch, root}) {
        traces.release(trace);
    }
    traces.evict();
    EXPECT_FALSE(there(leaf));
    EXPECT_TRUE(there(branch));
    EXPECT_TRUE(there(root));
}

TEST_F(Cache, KeepsWhatAnotherStudioHolds) {
    TraceCache traces(cache(), kMillion / 2);
    const QString trace = record(traces, "a", kMillion);
    {
        TraceCache other(cache(), kMillion / 2);
        other.hold(trace);
        traces.release(trace);
        traces.evict();
        traces.unmark(trace);
        EXPECT_TRUE(there(trace));
        other.release(trace);
    }
    EXPECT_FALSE(there(trace));
}

TEST_F(Cache, LeavesWhatAnotherStudioIsWriting) {
    TraceCache traces(cache(), kMillion);
    const auto trace = traces.reserve(keyOf("a"));
    ASSERT_TRUE(trace);
    QFile file(*trace);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    TraceCache other(cache(), kMillion); // sweeps
    EXPECT_TRUE(there(*trace));
    const auto second = other.reserve(keyOf("a"));
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *trace);
    EXPECT_EQ(other.find(keyOf("a")), std::nullopt);
}

TEST_F(Cache, SweepsAwayWhatWasCutShort) {
    QString trace;
    {
        TraceCache traces(cache(), kMillion);
        trace = *traces.reserve(keyOf("a"));
        QFile file(trace);
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    } // dies
    EXPECT_TRUE(there(trace));
    const TraceCache next(cache(), kMillion);
    EXPECT_EQ(files(), QStringList());
}

TEST_F(Cache, LeavesFilesOfOthersAlone) {
    ASSERT_TRUE(QDir().mkpath(cache()));
    const QString mine = write("cache/my thesis.yaml", "text");
    const QString trace = write("cache/mine.trace", QByteArray(2 * kMillion, 'x'));
    TraceCache traces(cache(), kMillion);
    traces.evict();
    EXPECT_TRUE(there(mine));
    EXPECT_TRUE(there(trace));
}

TEST_F(Cache, DropsADamagedTraceAndRunsItAgain) {
    const RunState first = run(*manager(), quick());
    ASSERT_EQ(first.kind, Kind::Complete);
    ASSERT_TRUE(QFile::resize(first.trace, 5000));
    const auto runs = manager();
    const RunState second = run(*runs, quick());
    EXPECT_FALSE(second.fromCache);
    EXPECT_EQ(second.kind, Kind::Complete);
    EXPECT_EQ(statusOf(second.trace), sim::trace::RunStatus::Complete);
    EXPECT_TRUE(run(*runs, quick()).fromCache);
}

TEST_F(Cache, DropsABranchWhoseParentIsGone) {
    RunRequest request = quick();
    const RunState parent = run(*manager(), request);
    request.until = sim::SimTime{30'000'000'000};
    request.recordFrom = sim::SimTime{500'000'000};
    request.parentTrace = parent.trace;
    const RunState branch = run(*manager(), request);
    ASSERT_EQ(branch.kind, Kind::Complete) << text(branch.message);
    ASSERT_TRUE(QFile::remove(parent.trace));
    const RunState again = run(*manager(), request);
    EXPECT_FALSE(again.fromCache);
    EXPECT_EQ(again.kind, Kind::Complete) << text(again.message);
}

TEST_F(Cache, RunsAgainWhatItsReaderFoundDamaged) {
    const auto runs = manager();
    const RunState first = run(*runs, quick());
    runs->hold(first.trace);
    runs->discard(first.trace);
    EXPECT_TRUE(there(first.trace)); // somebody still looks at it
    const RunState second = run(*runs, quick());
    EXPECT_FALSE(second.fromCache);
    EXPECT_NE(second.trace, first.trace);
    EXPECT_TRUE(run(*runs, quick()).fromCache);
}

TEST_F(Cache, IsSharedByStudiosThatRunTheSameAtOnce) {
    const auto one = manager();
    const auto other = manager();
    const RunId first = one->start(quick());
    const RunId second = other->start(quick());
    EXPECT_EQ(end(*one, first).kind, Kind::Complete);
    EXPECT_EQ(end(*other, second).kind, Kind::Complete);
    EXPECT_NE(one->state(first).trace, other->state(second).trace);
    EXPECT_TRUE(run(*one, quick()).fromCache);
}

TEST_F(Cache, StaysWithinItsLimitWhileRunsComeAndGo) {
    const auto runs = manager(3 * kMillion); // two traces or so
    RunState last;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        RunRequest request = quick();
        request.seed = seed;
        last = run(*runs, request);
        ASSERT_EQ(last.kind, Kind::Complete);
    }
    EXPECT_TRUE(there(last.trace));
    // The latest four may still be taken up by whoever asked for them.
    EXPECT_LE(QDir(cache()).entryList({QStringLiteral("*.trace")}).size(), 4);
}

} // namespace
} // namespace gui::runs
