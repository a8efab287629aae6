// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace/reader.h"
#include "tests/gui/feed/support.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>

#include <csignal>

namespace gui::feed {
namespace {

using core::Duration;
using sim::SimTime;
using sim::trace::RunStatus;

constexpr Duration kWindow{100'000'000};
const QString kUntil = QStringLiteral("--until");

class Growing : public Feeds {
protected:
    static void interrupt(QProcess& process) {
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        EXPECT_TRUE(process.waitForFinished());
    }
};

TEST_F(Growing, FileIsWaitedFor) {
    TraceFeed feed;
    QSignalSpy failures(&feed, &TraceFeed::failed);
    feed.open(path("late.trace"));
    wait([] { return false; }, 200);
    EXPECT_FALSE(feed.isOpen());
    record("late.trace");
    EXPECT_TRUE(wait([&] { return feed.isOpen(); }));
    EXPECT_TRUE(wait([&] { return feed.status().run == RunStatus::Complete; }));
    EXPECT_EQ(failures.count(), 0);
}

TEST_F(Growing, TraceShowsMoreAndMore) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("200 s")});
    const auto feed = opened(path("a.trace"));
    std::vector<std::int64_t> edges{feed->status().until.ns};
    QObject::connect(feed.get(), &TraceFeed::grown,
                     [&] { edges.push_back(feed->status().until.ns); });
    ASSERT_TRUE(wait([&] { return feed->status().run == RunStatus::Complete; }));
    EXPECT_GT(edges.size(), 4U);
    EXPECT_TRUE(std::is_sorted(edges.begin(), edges.end()));
    EXPECT_EQ(edges.back(), 200'000'000'000);
    EXPECT_EQ(feed->status().digest.size(), 16);
    EXPECT_FALSE(feed->status().measures.empty());
}

TEST_F(Growing, TraceKnowsEverythingUpToItsEdge) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("100 s")});
    const auto feed = opened(path("a.trace"));
    std::vector<std::pair<SimTime, std::string>> seen;
    ASSERT_TRUE(wait([&] { return feed->status().until > SimTime{}; })); // it has begun
    while (feed->status().run != RunStatus::Complete) {
        const SimTime at = feed->status().until;
        const auto slice = sliceAt(*feed, at, kWindow);
        ASSERT_NE(slice, nullptr);
        seen.emplace_back(at, shownAt(*slice, at, kWindow));
        ASSERT_TRUE(wait([&] { return feed->status().until > at; }));
    }
    EXPECT_GT(seen.size(), 3U);
    const auto whole = opened(path("a.trace"));
    for (const auto& [at, shown] : seen) {
        const auto slice = sliceAt(*whole, at, kWindow);
        ASSERT_NE(slice, nullptr);
        const std::string later = shownAt(*slice, at, kWindow);
        // Only the end of what still hangs may have been unknown.
        EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'),
                  std::count(later.begin(), later.end(), '\n'))
            << at.ns;
    }
}

TEST_F(Growing, StoryStaysWhereItWasUpToThePlayhead) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("100 s")});
    const auto feed = opened(path("a.trace"));
    ASSERT_TRUE(wait([&] { return feed->status().until > ms(20'000); }));
    const SimTime at = ms(10'000);
    const Duration before = feed->story()->calm().screenAt(at);
    feed->setPlayhead(at);
    const auto first = feed->story();
    ASSERT_TRUE(wait([&] { return feed->status().run == RunStatus::Complete; }));
    EXPECT_NE(feed->story(), first);
    EXPECT_EQ(feed->story()->calm().screenAt(at), before);
}

TEST_F(Growing, TraceLeavesWalModeWhenTheRunIsComplete) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("60 s")});
    {
        const auto feed = opened(path("a.trace"));
        ASSERT_TRUE(wait([&] { return feed->status().run == RunStatus::Complete; }));
        ASSERT_TRUE(process->waitForFinished());
    }
    EXPECT_FALSE(QFile::exists(path("a.trace-wal")));
    EXPECT_FALSE(QFile::exists(path("a.trace-shm")));
    EXPECT_NE(sliceAt(*opened(path("a.trace")), ms(30'000)), nullptr);
}

TEST_F(Growing, TraceThatIsInterruptedSaysSo) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("9999 s")});
    const auto feed = opened(path("a.trace"));
    ASSERT_TRUE(wait([&] { return feed->status().until > ms(1000); }));
    interrupt(*process);
    feed->writerEnded();
    ASSERT_TRUE(wait([&] { return feed->status().run == RunStatus::Interrupted; }));
    EXPECT_TRUE(feed->status().notice.contains(QStringLiteral("interrupted")));
    EXPECT_LT(feed->status().until, feed->status().horizon);
}

TEST_F(Growing, TraceThatIsCutKeepsWhatThereIs) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("9999 s")});
    const auto feed = opened(path("a.trace"));
    ASSERT_TRUE(wait([&] { return feed->status().until > ms(1000); }));
    QSignalSpy failures(feed.get(), &TraceFeed::failed);
    process->kill();
    ASSERT_TRUE(process->waitForFinished());
    feed->writerEnded();
    wait([] { return false; }, 400);
    EXPECT_EQ(failures.count(), 0);
    EXPECT_EQ(feed->status().run, RunStatus::Running);
    EXPECT_TRUE(feed->status().notice.contains(QStringLiteral("incomplete")));
    EXPECT_NE(sliceAt(*feed, feed->status().until), nullptr);
}

TEST_F(Growing, BranchShowsItsPastAtOnceAndNeverTheFutureOfItsParent) {
    const QString parent = path("parent.trace");
    ASSERT_TRUE(startRecording("parent.trace", lengthy(), {})->waitForFinished());
    const auto process = startRecording("branch.trace", lengthy(),
                                        {QStringLiteral("--record-from"), QStringLiteral("60 s"),
                                         QStringLiteral("--parent"), parent});
    const auto feed = opened(path("branch.trace"));
    EXPECT_GE(feed->status().until, ms(60'000));
    std::vector<std::int64_t> edges{feed->status().until.ns};
    QObject::connect(feed.get(), &TraceFeed::grown,
                     [&] { edges.push_back(feed->status().until.ns); });
    EXPECT_NE(sliceAt(*feed, ms(59'000)), nullptr);
    EXPECT_NE(sliceAt(*feed, ms(60'000)), nullptr);
    ASSERT_TRUE(wait([&] { return feed->status().run == RunStatus::Complete; }));
    EXPECT_TRUE(std::is_sorted(edges.begin(), edges.end()));
    const auto whole = opened(parent);
    for (const SimTime at : {ms(59'000), ms(60'000), ms(61'000), ms(80'000)}) {
        feed->follow(at, kWindow, {});
        ASSERT_TRUE(wait([&] {
            const auto slice = feed->sliceFor(at, kWindow);
            const auto other = sliceAt(*whole, at);
            return slice && other && shownAt(*slice, at, kWindow) == shownAt(*other, at, kWindow);
        })) << at.ns;
    }
}

TEST_F(Growing, FeedMayGoAtAnyMoment) {
    const auto process = startRecording("a.trace", lengthy(), {kUntil, QStringLiteral("300 s")});
    for (int round = 0; round < 60; ++round) {
        TraceFeed feed;
        feed.open(path("a.trace"));
        feed.follow(ms(100 * round), kWindow, {1'000'000});
        feed.findStep(StepKind::Message, ms(10), true);
        if (round % 3 == 0) {
            feed.writerEnded();
        }
        wait([] { return false; }, round % 8);
    }
    process->kill();
    process->waitForFinished();
}

} // namespace
} // namespace gui::feed
