// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace/reader.h"
#include "tests/gui/feed/support.h"

#include <QCoreApplication>
#include <QSignalSpy>

#include <random>
#include <set>

namespace gui::feed {
namespace {

using core::Duration;
using sim::SimTime;
using sim::trace::RunStatus;

constexpr Duration kWindow{100'000'000};

TEST_F(Feeds, ShowACompleteTrace) {
    const auto feed = opened(record("a.trace"));
    EXPECT_EQ(feed->status().run, RunStatus::Complete);
    EXPECT_EQ(feed->status().until, feed->status().horizon);
    EXPECT_EQ(feed->status().digest.size(), 16);
    EXPECT_EQ(feed->status().notice, QString());
    EXPECT_FALSE(feed->status().expectations.empty());
    EXPECT_FALSE(feed->world()->header().hosts.empty());
    EXPECT_FALSE(feed->story()->beats().empty());
    EXPECT_EQ(feed->path(), path("a.trace"));
}

TEST_F(Feeds, KnowWhetherTheHorizonIsFixed) {
    EXPECT_FALSE(opened(record("a.trace"))->status().fixedHorizon);
    EXPECT_TRUE(opened(record("b.trace",
                              {QStringLiteral("--set"), QStringLiteral("run.fixed-horizon=true")}))
                    ->status()
                    .fixedHorizon);
}

TEST_F(Feeds, TellOnlyOnceThatTheyAreOpen) {
    TraceFeed feed;
    QSignalSpy openings(&feed, &TraceFeed::opened);
    feed.open(record("a.trace"));
    ASSERT_TRUE(wait([&] { return feed.isOpen(); }));
    feed.writerEnded();
    wait([] { return false; }, 250);
    EXPECT_EQ(openings.count(), 1);
}

TEST_F(Feeds, BringTheSliceThatIsLookedAt) {
    const auto feed = opened(record("a.trace"));
    EXPECT_EQ(feed->sliceFor(ms(700), kWindow), nullptr);
    const auto slice = sliceAt(*feed, ms(700), kWindow);
    ASSERT_NE(slice, nullptr);
    EXPECT_TRUE(slice->covers(ms(700), kWindow));
}

/// What is drawn does not depend on the slices that were read before.
TEST_F(Feeds, ShowTheSameHoweverTheyGotThere) {
    const QString trace = record("a.trace");
    const auto feed = opened(trace);
    const std::int64_t end = feed->status().until.ns;
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    ASSERT_TRUE(reader);
    auto slices = sim::scene::SliceReader::of(**reader);
    ASSERT_TRUE(slices);
    std::mt19937_64 random(5); // the same every time
    for (int jump = 0; jump < 60; ++jump) {
        const SimTime at{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end + 1))};
        const Duration window{static_cast<std::int64_t>(1 + random() % 300'000'000)};
        const auto mine = sliceAt(*feed, at, window);
        ASSERT_NE(mine, nullptr);
        const auto fresh = slices->read(at, window, {});
        ASSERT_TRUE(fresh);
        EXPECT_EQ(shownAt(*mine, at, window), shownAt(**fresh, at, window)) << at.ns;
    }
}

TEST_F(Feeds, ReadOneMessageWhole) {
    const QString trace = record("a.trace");
    const auto feed = opened(trace);
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    ASSERT_TRUE(reader);
    const auto rows = (*reader)->messagesAfter(0, 2);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    std::vector<sim::trace::MessageRow> read;
    const auto keep = [&](const sim::trace::MessageRow& row) { read.push_back(row); };
    feed->readMessage((*rows)[0].id, keep);
    feed->readMessage((*rows)[1].id, keep); // before the first is there
    ASSERT_TRUE(wait([&] { return !read.empty(); }));
    EXPECT_EQ(read.back().id, (*rows)[1].id);
    EXPECT_EQ(read.back().summary, (*rows)[1].summary);
    feed->readMessage(1'000'000'000, keep); // there is none
    wait([] { return false; }, 100);
    EXPECT_EQ(read.size(), 1U);
}

TEST_F(Feeds, ObeyOnlyTheLastOfManyWishes) {
    const auto feed = opened(record("a.trace"));
    const std::int64_t end = feed->status().until.ns;
    for (std::int64_t i = 0; i < 2000; ++i) {
        feed->follow({end * i / 2000}, kWindow, {});
    }
    QSignalSpy slices(feed.get(), &TraceFeed::sliceArrived);
    ASSERT_NE(sliceAt(*feed, {end / 2}, kWindow), nullptr);
    EXPECT_LT(slices.count(), 40);
}

/// Reads cannot keep up with this hand, and the windows are so wide that each takes its time.
TEST_F(Feeds, ShowSomethingNowAndThenToWhoDragsAndAtLastWhereTheyStop) {
    const auto feed = opened(record("a.trace"));
    const std::int64_t end = feed->status().until.ns;
    const Duration window{end / 2};
    QSignalSpy failures(feed.get(), &TraceFeed::failed);
    std::mt19937_64 random(7);
    std::set<std::int64_t> seen;
    SimTime last;
    for (int i = 0; i < 2'000 || seen.size() < 5; ++i) {
        ASSERT_LT(i, 100'000);
        last = {static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end))};
        // Never twice the same window, so that nothing that was read before will do.
        feed->follow(last, window + Duration{i * 1'000'000}, {});
        QCoreApplication::processEvents();
        if (feed->sight().slice) {
            EXPECT_TRUE(feed->sight().slice->covers(feed->sight().at, feed->sight().window));
            seen.insert(feed->sight().at.ns);
        }
    }
    ASSERT_NE(sliceAt(*feed, last, window), nullptr);
    EXPECT_EQ(feed->sight().at, last);
    EXPECT_EQ(failures.count(), 0);
}

TEST_F(Feeds, NeverGoBackToAnEarlierSight) {
    const auto feed = opened(record("a.trace"));
    ASSERT_NE(sliceAt(*feed, ms(700), kWindow), nullptr);
    ASSERT_NE(sliceAt(*feed, ms(200), kWindow), nullptr);
    EXPECT_EQ(feed->sight().at, ms(200));
    feed->follow(ms(900), kWindow * 1'000'000, {}); // not here yet
    EXPECT_EQ(feed->sight().at, ms(200)) << "the last that was seen stays";
}

TEST_F(Feeds, ReadAheadWhilePlaying) {
    const auto feed = opened(record("a.trace"));
    const Duration window{10'000'000};
    feed->follow(ms(500), window, {25'000'000});
    EXPECT_TRUE(wait([&] { return feed->sliceFor(ms(530), window) != nullptr; }, 2000));
    feed->follow(ms(500), window, {-25'000'000});
    EXPECT_TRUE(wait([&] { return feed->sliceFor(ms(470), window) != nullptr; }, 2000));
}

class Steps : public Feeds {
protected:
    std::optional<SimTime> step(TraceFeed& feed, StepKind kind, SimTime at, bool forward) {
        std::optional<std::optional<SimTime>> answer;
        const auto found = QObject::connect(&feed, &TraceFeed::found,
                                            [&](SimTime time) { answer = std::optional(time); });
        const auto none = QObject::connect(&feed, &TraceFeed::notFound, [&] {
            answer = std::nullopt;
            answered = true;
        });
        answered = false;
        feed.findStep(kind, at, forward);
        EXPECT_TRUE(wait([&] { return answer || answered; }));
        QObject::disconnect(found);
        QObject::disconnect(none);
        return answer.value_or(std::nullopt);
    }
    /// All times that steps in one direction lead to.
    std::vector<std::int64_t> walk(TraceFeed& feed, StepKind kind, bool forward, std::size_t most) {
        std::vector<std::int64_t> times;
        SimTime at = forward ? SimTime{-1} : feed.status().until;
        while (times.size() < most) {
            const auto next = step(feed, kind, at, forward);
            if (!next) {
                break;
            }
            at = *next;
            times.push_back(at.ns);
        }
        return times;
    }
    bool answered = false;
};

TEST_F(Steps, ByHeadlineVisitThemAllInEitherDirection) {
    const auto feed = opened(record("a.trace"));
    std::set<std::int64_t> headlines;
    for (const sim::scene::Beat& beat : feed->story()->beats()) {
        if (beat.importance == 3) {
            headlines.insert(beat.at.ns);
        }
    }
    ASSERT_FALSE(headlines.empty());
    const std::vector<std::int64_t> all(headlines.begin(), headlines.end());
    EXPECT_EQ(walk(*feed, StepKind::Headline, true, 1000), all);
    EXPECT_EQ(walk(*feed, StepKind::Headline, false, 1000),
              std::vector<std::int64_t>(all.rbegin(), all.rend()));
}

TEST_F(Steps, ByEventVisitMoreThanHeadlines) {
    const auto feed = opened(record("a.trace"));
    const auto events = walk(*feed, StepKind::Event, true, 10'000);
    EXPECT_GT(events.size(), walk(*feed, StepKind::Headline, true, 1000).size());
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end()));
}

TEST_F(Steps, ByMessageVisitEveryInstantAtWhichOneIsSent) {
    const QString trace = record("a.trace");
    const auto feed = opened(trace);
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    ASSERT_TRUE(reader);
    const auto table = (*reader)->query("SELECT DISTINCT sent FROM messages ORDER BY sent");
    ASSERT_TRUE(table);
    std::vector<std::int64_t> sent;
    for (const auto& row : table->rows) {
        sent.push_back(std::stoll(*row.at(0)));
    }
    ASSERT_GT(sent.size(), 100U);
    EXPECT_EQ(walk(*feed, StepKind::Message, true, 100),
              std::vector<std::int64_t>(sent.begin(), sent.begin() + 100));
    EXPECT_EQ(walk(*feed, StepKind::Message, false, 100),
              std::vector<std::int64_t>(sent.rbegin(), sent.rbegin() + 100));
}

TEST_F(Steps, EndWhereNothingFollows) {
    const auto feed = opened(record("a.trace"));
    EXPECT_EQ(step(*feed, StepKind::Headline, feed->status().until, true), std::nullopt);
    EXPECT_EQ(step(*feed, StepKind::Message, SimTime{}, false), std::nullopt);
    EXPECT_EQ(step(*feed, StepKind::Message, feed->status().until, true), std::nullopt);
}

} // namespace
} // namespace gui::feed
