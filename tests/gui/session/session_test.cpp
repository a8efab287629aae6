// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/session.h"
#include "sim/trace/diff.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>

namespace gui::session {
namespace {

using branches::OverlayLine;
using sim::SimTime;
using sim::trace::RunStatus;

constexpr int kPatienceMs = 20'000;

QString scenarioFile(const char* name) {
    return QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/") + QString::fromUtf8(name);
}

/// A session on its own cache, driven by hand: no test waits for a wall clock.
class SessionTest : public testing::Test {
protected:
    QTemporaryDir folder_;
    runs::RunManager runs_{QStringLiteral(ORRERY_PROGRAM), folder_.filePath(QStringLiteral("runs")),
                           qint64{1} << 30};
    Session session_{runs_};

    bool waitUntil(const std::function<bool()>& isSo) {
        return QTest::qWaitFor([&] { return isSo(); }, kPatienceMs);
    }
    bool isComplete() {
        return session_.feed() != nullptr && session_.feed()->isOpen() && !session_.pending() &&
               session_.feed()->status().run == RunStatus::Complete;
    }
    void openElection() {
        session_.openScenario(scenarioFile("raft/election.yaml"));
        ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
        session_.clock().pause();
    }
    OverlayLine powerOff(std::int64_t ns, const std::string& host) {
        const SimTime at{ns};
        return {at, "{at: " + branches::timeText(at) + ", power-off: " + host + "}", "power-off"};
    }
    /// Until the change is on the stage, and its run complete.
    bool changeAndWait(const OverlayLine& line) {
        session_.change(line);
        const bool done = waitUntil([&] { return isComplete(); });
        session_.clock().pause();
        return done;
    }
    /// How the calm clock goes in what was: pace and window at a hundred times before that one.
    std::vector<std::pair<std::int64_t, std::int64_t>> clockUpTo(SimTime until) {
        std::vector<std::pair<std::int64_t, std::int64_t>> told;
        for (std::int64_t part = 1; part <= 100; ++part) {
            session_.clock().seek({until.ns / 100 * part - 1});
            told.emplace_back(session_.clock().pace().ns, session_.clock().window().ns);
        }
        return told;
    }
    bool isPoweredAtEnd(const char* host) {
        const auto world = session_.feed()->world();
        const auto& hosts = world->header().hosts;
        for (std::uint32_t i = 0; i < hosts.size(); ++i) {
            if (hosts[i].name == host) {
                return world->isPowered(i, world->until());
            }
        }
        ADD_FAILURE() << "no host " << host;
        return false;
    }
};

TEST_F(SessionTest, AScenarioOpensBeforeItsFirstHeadline) {
    openElection();
    const auto* const first = session_.feed()->story()->nextHeadline(SimTime{-1});
    ASSERT_NE(first, nullptr);
    EXPECT_LE(session_.clock().now(), first->at);
    EXPECT_GT(session_.clock().now().ns, first->at.ns - 5'000'000'000);
    EXPECT_FALSE(session_.clock().isPlaying());
    EXPECT_EQ(session_.title(true), QString::fromStdString(session_.scenario()->title.zh));
}

TEST_F(SessionTest, AScenarioOpensWhereItIsAskedFor) {
    session_.openScenario(scenarioFile("raft/election.yaml"), SimTime{12'345'000'000});
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_TRUE(waitUntil([&] { return session_.clock().now() == SimTime{12'345'000'000}; }));
    session_.openScenario(scenarioFile("raft/election.yaml"));
    ASSERT_TRUE(waitUntil([&] { return isComplete() && session_.clock().now().ns > 0; }));
    EXPECT_NE(session_.clock().now(), SimTime{12'345'000'000}) << "asked for once only";
}

TEST_F(SessionTest, ARunThatEndsBeforeThatShowsItsEndAndSaysSo) {
    const QSignalSpy problems(&session_, &Session::problem);
    session_.openScenario(scenarioFile("raft/election.yaml"), SimTime::max());
    ASSERT_TRUE(waitUntil([&] { return isComplete() && !problems.empty(); }));
    EXPECT_EQ(problems.size(), 1);
    EXPECT_EQ(session_.clock().now(), session_.feed()->status().until);
}

TEST_F(SessionTest, AStepByMessageTellsWhichOne) {
    openElection();
    const QSignalSpy stepped(&session_, &Session::steppedTo);
    session_.step(feed::StepKind::Message, true);
    ASSERT_TRUE(waitUntil([&] { return !stepped.empty(); }));
    const auto message = stepped.front().front().value<feed::FoundMessage>();
    EXPECT_EQ(message.sent, session_.clock().now());
    EXPECT_TRUE(message.from.contains(QStringLiteral("kv-")) ||
                message.to.contains(QStringLiteral("kv-")));
    EXPECT_FALSE(message.summary.isEmpty());
    EXPECT_NE(message.fromHost, message.toHost);
    session_.step(feed::StepKind::Headline, true);
    const SimTime before = session_.clock().now();
    ASSERT_TRUE(waitUntil([&] { return session_.clock().now() != before; }));
    EXPECT_EQ(stepped.size(), 1);
}

TEST_F(SessionTest, AScenarioThatIsWrongSaysWhere) {
    const QSignalSpy problems(&session_, &Session::problem);
    session_.openScenario(scenarioFile("raft/nothing.yaml"));
    ASSERT_EQ(problems.size(), 1);
    EXPECT_EQ(problems.front().front().toString(),
              QStringLiteral("The scenario cannot be opened. nothing.yaml: no such file. Correct "
                             "the file and open it again."));
    EXPECT_EQ(session_.feed(), nullptr);
}

TEST_F(SessionTest, ARunThatFailsAtOnceIsToldOfOnce) {
    runs::RunManager broken(QStringLiteral("/bin/false"),
                            folder_.filePath(QStringLiteral("broken")), qint64{1} << 30);
    Session session(broken);
    const QSignalSpy problems(&session, &Session::problem);
    session.openScenario(scenarioFile("raft/election.yaml"));
    ASSERT_TRUE(waitUntil([&] { return !problems.empty(); }));
    QTest::qWait(500);
    EXPECT_EQ(problems.size(), 1);
    EXPECT_EQ(session.feed(), nullptr);
    session.clock().play();
    session.tick({100'000'000});
    EXPECT_EQ(session.clock().now(), SimTime{});
}

TEST_F(SessionTest, AChangeMakesABranchAndItsFutureIsShown) {
    openElection();
    const SimTime click{12'000'000'001};
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(click.ns, "kv-4")));
    EXPECT_NE(session_.branches().current(), branches::kRoot);
    EXPECT_GE(session_.clock().now(), SimTime{12'000'000'000});
    EXPECT_FALSE(isPoweredAtEnd("kv-4"));
    EXPECT_TRUE(session_.parentFeed() != nullptr);
}

TEST_F(SessionTest, ABranchPlaysThePastThatItSharesAsItWas) {
    openElection();
    const auto root = clockUpTo({12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    EXPECT_EQ(clockUpTo({12'000'000'000}), root);
    const auto first = clockUpTo({14'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(14'000'000'001, "kv-3")));
    EXPECT_EQ(clockUpTo({14'000'000'000}), first);
    session_.branches().setCurrent(branches::kRoot);
    ASSERT_TRUE(waitUntil([&] { return isComplete() && isPoweredAtEnd("kv-4"); }));
    EXPECT_EQ(clockUpTo({12'000'000'000}), root);
    EXPECT_NE(clockUpTo({14'000'000'000}), first);
}

TEST_F(SessionTest, ABranchOfARunThatNobodySawPlaysTheSharedPastAsItWas) {
    openElection();
    const auto root = clockUpTo({12'000'000'000});
    session_.change(powerOff(12'000'000'001, "kv-4"));
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-5")));
    EXPECT_EQ(clockUpTo({12'000'000'000}), root);
}

TEST_F(SessionTest, ARunThatGoesOnPlaysItsPastAsItWas) {
    openElection();
    const SimTime end = session_.feed()->status().until;
    const auto before = clockUpTo({end.ns - 1});
    session_.clock().seek(end);
    session_.clock().play();
    session_.tick({100'000'000});
    ASSERT_TRUE(waitUntil([&] { return isComplete() && session_.feed()->status().until > end; }));
    session_.clock().pause();
    EXPECT_EQ(clockUpTo({end.ns - 1}), before);
}

TEST_F(SessionTest, SomethingMovesWithinASecondOfABreakWhilePaused) {
    openElection();
    for (const std::int64_t click : {5'000'000'000, 12'000'000'000, 27'123'456'789}) {
        session_.branches().setCurrent(branches::kRoot);
        ASSERT_TRUE(waitUntil([&] { return isComplete() && isPoweredAtEnd("kv-3"); }));
        session_.clock().pause();
        session_.clock().seek({click});
        session_.change(powerOff(click + 1, "kv-3"));
        ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
        EXPECT_TRUE(session_.clock().isPlaying()) << "it goes on by itself";
        EXPECT_LE(session_.clock().now(), SimTime{click + 1'000'000'000}) << "but not far unseen";
        session_.clock().seek({click});
        for (int i = 0; i < 10; ++i) {
            session_.tick({100'000'000});
        }
        const auto reader = sim::trace::Reader::open(session_.feed()->path().toStdString()).value();
        const SimTime now = session_.clock().now();
        const auto flights = reader->flightsIn({click + 1}, {click + 1}, now).value();
        const auto connects = reader->connectsIn({click + 1}, now).value();
        EXPECT_GE(flights.size() + connects.size(), 1U) << click;
    }
}

TEST_F(SessionTest, WhileItIsComputedTheClockStandsAtTheChange) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    session_.change(powerOff(12'000'000'001, "kv-4"));
    ASSERT_TRUE(session_.pending());
    EXPECT_EQ(session_.pending()->at, SimTime{12'000'000'000});
    for (int i = 0; i < 100; ++i) {
        session_.tick({100'000'000});
    }
    EXPECT_LE(session_.clock().now(), SimTime{12'000'000'000});
    EXPECT_TRUE(session_.clock().isPlaying());
    EXPECT_TRUE(waitUntil([&] { return !session_.pending(); }));
}

TEST_F(SessionTest, APendingChangeCanBeTakenBack) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    session_.change(powerOff(12'000'000'001, "kv-4"));
    EXPECT_TRUE(session_.cancelPending());
    EXPECT_FALSE(session_.pending());
    EXPECT_EQ(session_.branches().current(), branches::kRoot);
    EXPECT_FALSE(session_.cancelPending());
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_TRUE(isPoweredAtEnd("kv-4"));
}

TEST_F(SessionTest, AnotherClickWhileOneIsPendingRunsWithBothLines) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    session_.change(powerOff(12'000'000'001, "kv-4"));
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-5")));
    EXPECT_FALSE(isPoweredAtEnd("kv-4"));
    EXPECT_FALSE(isPoweredAtEnd("kv-5"));
    const auto& tree = session_.branches();
    EXPECT_EQ(tree.branch(tree.current()).overlay.lines().size(), 2U);
}

TEST_F(SessionTest, UndoAndRedoShowTheRunsThatAreThere) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    session_.branches().history().undo();
    ASSERT_TRUE(waitUntil([&] { return isComplete() && isPoweredAtEnd("kv-4"); }));
    session_.branches().history().redo();
    ASSERT_TRUE(waitUntil([&] { return isComplete() && !isPoweredAtEnd("kv-4"); }));
}

TEST_F(SessionTest, UndoKeepsThePlayheadWhereItWas) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    session_.clock().seek(SimTime{25'000'000'000});
    session_.branches().history().undo();
    ASSERT_TRUE(waitUntil(
        [&] { return isComplete() && session_.clock().now() == SimTime{25'000'000'000}; }));
}

TEST_F(SessionTest, ABranchWithoutAChangeHasItsParentsDigest) {
    openElection();
    const QString digest = session_.feed()->status().digest;
    ASSERT_FALSE(digest.isEmpty());
    const auto same = branches::Overlay::fromText("set:\n  seed: 1  # as it is\n");
    ASSERT_TRUE(same);
    session_.applyScript(*same);
    ASSERT_TRUE(waitUntil(
        [&] { return isComplete() && session_.branches().current() != branches::kRoot; }));
    EXPECT_EQ(session_.feed()->status().digest, digest);
}

TEST_F(SessionTest, TheFirstDifferingHeadlineIsThatOfTheCommandLine) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    ASSERT_TRUE(waitUntil([&] { return session_.difference().firstHeadline.has_value(); }));
    const auto mine = sim::trace::Reader::open(session_.feed()->path().toStdString());
    const auto theirs = sim::trace::Reader::open(session_.parentFeed()->path().toStdString());
    ASSERT_TRUE(mine && theirs);
    const auto all = sim::trace::compareTraces(**mine, **theirs, sim::trace::Language::English);
    ASSERT_TRUE(all && all->headline);
    EXPECT_EQ(*session_.difference().firstHeadline, all->headline->at);
}

TEST_F(SessionTest, ABranchTellsThePastAsItsParentDoes) {
    session_.openScenario(scenarioFile("raft/leader-partition.yaml"));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    const SimTime click{13'500'000'000};
    session_.clock().seek(click);
    const SimTime at{click.ns + 1};
    ASSERT_TRUE(changeAndWait({at, "{at: " + branches::timeText(at) + ", crash: kv-2}", "crash"}));
    const auto before = [&](const feed::TraceFeed& feed) {
        std::vector<std::string> told;
        for (const sim::scene::Beat& beat : feed.story()->beats()) {
            if (beat.at < click) {
                told.push_back(std::to_string(beat.at.ns) + ' ' + beat.en);
            }
        }
        return told;
    };
    EXPECT_EQ(before(*session_.feed()), before(*session_.parentFeed()));
    ASSERT_TRUE(session_.difference().firstConsequence);
    EXPECT_GT(*session_.difference().firstConsequence, click);
}

TEST_F(SessionTest, PlayingToTheEndGoesOnForAMinute) {
    openElection();
    const SimTime end = session_.feed()->status().until;
    session_.clock().setMode(timeline::PlaybackClock::Mode::Plain);
    session_.clock().setSpeed(100);
    session_.clock().seek(end);
    session_.clock().play();
    session_.tick({100'000'000});
    ASSERT_TRUE(waitUntil([&] { return isComplete() && session_.feed()->status().until > end; }));
    EXPECT_EQ(session_.feed()->status().until.ns, end.ns + 60'000'000'000);
    session_.tick({100'000'000});
    EXPECT_GT(session_.clock().now(), end);
}

TEST_F(SessionTest, ATraceIsOpenedAndCanBeChanged) {
    const QString trace = folder_.filePath(QStringLiteral("mine.trace"));
    ASSERT_EQ(QProcess::execute(QStringLiteral(ORRERY_PROGRAM),
                                {QStringLiteral("run"), scenarioFile("raft/election.yaml"),
                                 QStringLiteral("--quiet"), QStringLiteral("--trace"), trace}),
              0);
    session_.openTrace(trace, folder_.filePath(QStringLiteral("unpacked")));
    ASSERT_TRUE(waitUntil([&] { return isComplete() && session_.scenario() != nullptr; }))
        << session_.whyReadOnly().toStdString();
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    EXPECT_FALSE(isPoweredAtEnd("kv-4"));
}

TEST_F(SessionTest, WhatIsSavedRunsByItself) {
    openElection();
    session_.clock().seek(SimTime{12'000'000'000});
    ASSERT_TRUE(changeAndWait(powerOff(12'000'000'001, "kv-4")));
    const QString digest = session_.feed()->status().digest;
    const auto text = session_.scenarioFile();
    ASSERT_TRUE(text) << text.error().toStdString();
    EXPECT_NE(text->find("power-off: kv-4"), std::string::npos);
    const QString elsewhere = folder_.filePath(QStringLiteral("changes.yaml"));
    EXPECT_NE(session_.overlayFile(elsewhere).find(session_.scenarioPath().toStdString()),
              std::string::npos);
    EXPECT_EQ(session_.overlayFile(scenarioFile("raft/changes.yaml")).find("/"), std::string::npos);
    const QString saved = folder_.filePath(QStringLiteral("saved.yaml"));
    QFile file(saved);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text->data(), static_cast<qint64>(text->size()));
    file.close();
    session_.openScenario(saved);
    ASSERT_TRUE(waitUntil([&] { return isComplete() && session_.scenarioPath() == saved; }));
    EXPECT_EQ(session_.feed()->status().digest, digest);
}

} // namespace
} // namespace gui::session
