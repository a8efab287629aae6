// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/runs/support.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>

#include <csignal>
#include <random>

namespace gui::runs {
namespace {

using Kind = RunState::Kind;
using sim::SimTime;
using sim::trace::RunStatus;

TEST_F(Runs, RecordACompleteTrace) {
    const auto runs = manager();
    const RunState state = run(*runs, quick());
    EXPECT_EQ(state.kind, Kind::Complete) << text(state.message);
    EXPECT_FALSE(state.fromCache);
    EXPECT_EQ(state.progress, 1);
    EXPECT_EQ(statusOf(state.trace), RunStatus::Complete);
}

TEST_F(Runs, TellNothingDuringTheCallAndTheEndAfterwards) {
    const auto runs = manager();
    QSignalSpy changed(runs.get(), &RunManager::changed);
    const RunId id = runs->start(quick());
    EXPECT_EQ(changed.count(), 0);
    EXPECT_EQ(runs->state(id).kind, Kind::Running);
    EXPECT_FALSE(runs->state(id).trace.isEmpty());
    end(*runs, id);
    ASSERT_TRUE(wait([&] { return changed.count() > 1; }));
    EXPECT_EQ(changed.last().at(0).toInt(), id);
}

TEST_F(Runs, SayHowFarTheyAre) {
    const auto runs = manager();
    RunRequest request = lengthy();
    request.until = SimTime{100'000'000'000};
    std::vector<double> seen;
    QObject::connect(runs.get(), &RunManager::changed,
                     [&](RunId id) { seen.push_back(runs->state(id).progress); });
    EXPECT_EQ(run(*runs, request).kind, Kind::Complete);
    EXPECT_GT(seen.size(), 10U);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

TEST_F(Runs, TakeOverlaySeedLevelAndHorizon) {
    const auto runs = manager();
    RunRequest request = quick();
    request.overlay = QStringLiteral("extends: %1\ntimeline:\n  - {at: 0.5 s, power-off: kv-1}\n")
                          .arg(request.scenario);
    request.seed = 18446744073709551615U;
    request.level = QStringLiteral("bytes");
    request.until = SimTime{1'234'567'891};
    const RunState state = run(*runs, request);
    ASSERT_EQ(state.kind, Kind::Complete) << text(state.message);
    const auto reader = sim::trace::Reader::open(text(state.trace));
    ASSERT_TRUE(reader);
    const sim::trace::TraceSummary& summary = (*reader)->summary();
    EXPECT_EQ(summary.header.seed, *request.seed);
    EXPECT_EQ(summary.level, sim::trace::Level::Bytes);
    EXPECT_EQ(summary.until, *request.until);
    ASSERT_EQ(summary.header.overlays.size(), 1U);
    EXPECT_EQ(summary.header.overlays[0].text, text(request.overlay));
}

TEST_F(Runs, OfTheSameComeFromTheCache) {
    const auto runs = manager();
    const RunState first = run(*runs, quick());
    const RunState second = run(*runs, quick());
    EXPECT_TRUE(second.fromCache);
    EXPECT_EQ(second.kind, Kind::Complete);
    EXPECT_EQ(second.trace, first.trace);
    EXPECT_TRUE(run(*manager(), quick()).fromCache); // another studio, later
}

TEST_F(Runs, OfTheSameShareAChildWhileItRuns) {
    const auto runs = manager();
    const RunId first = runs->start(lengthy());
    const RunId second = runs->start(lengthy());
    EXPECT_EQ(runs->state(second).trace, runs->state(first).trace);
    runs->cancel(first);
    EXPECT_EQ(end(*runs, first).kind, Kind::Cancelled);
    EXPECT_FALSE(wait([&] { return runs->state(second).kind != Kind::Running; }, 200));
    runs->cancel(second);
    EXPECT_EQ(end(*runs, second).kind, Kind::Cancelled);
}

TEST_F(Runs, ContinueAParentAsABranch) {
    const auto runs = manager();
    const RunState parent = run(*runs, quick());
    RunRequest request = quick();
    request.overlay = QStringLiteral("extends: %1\ntimeline:\n  - {at: 0.5 s, power-off: kv-1}\n")
                          .arg(request.scenario);
    request.recordFrom = SimTime{500'000'000};
    request.parentTrace = parent.trace;
    const RunState state = run(*runs, request);
    ASSERT_EQ(state.kind, Kind::Complete) << text(state.message);
    const auto reader = sim::trace::Reader::open(text(state.trace));
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->files().size(), 2U);
    EXPECT_EQ((*reader)->summary().header.recordFrom.ns, 500'000'000);
}

TEST_F(Runs, WhoseParentIsNotCompleteAreRecordedWhole) {
    const auto runs = manager();
    const RunId parent = runs->start(lengthy());
    RunRequest request = quick();
    request.recordFrom = SimTime{500'000'000};
    request.parentTrace = runs->state(parent).trace;
    const RunState state = run(*runs, request);
    ASSERT_EQ(state.kind, Kind::Complete) << text(state.message);
    const auto reader = sim::trace::Reader::open(text(state.trace));
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->files().size(), 1U);
}

TEST_F(Runs, WhoseParentIsAnotherRunAreRecordedWhole) {
    const auto runs = manager();
    RunRequest other = quick();
    other.seed = 99;
    const RunState parent = run(*runs, other);
    RunRequest request = quick();
    request.recordFrom = SimTime{500'000'000};
    request.parentTrace = parent.trace;
    const RunState state = run(*runs, request);
    EXPECT_EQ(state.kind, Kind::Complete) << text(state.message);
    EXPECT_EQ(statusOf(state.trace), RunStatus::Complete);
}

TEST_F(Runs, ThatAreCancelledCloseTheirTrace) {
    const auto runs = manager();
    const RunId id = runs->start(lengthy());
    const QString trace = runs->state(id).trace;
    ASSERT_TRUE(wait([&] { return statusOf(trace) == RunStatus::Running; }));
    runs->hold(trace);
    runs->cancel(id);
    EXPECT_EQ(end(*runs, id).kind, Kind::Cancelled);
    EXPECT_EQ(statusOf(trace), RunStatus::Interrupted);
    const RunId again = runs->start(lengthy());
    EXPECT_FALSE(runs->state(again).fromCache);
    EXPECT_NE(runs->state(again).trace, trace);
}

TEST_F(Runs, MayBeCancelledBeforeTheyBegan) {
    const auto runs = manager();
    const RunId id = runs->start(lengthy());
    runs->cancel(id);
    EXPECT_EQ(end(*runs, id).kind, Kind::Cancelled);
    runs->cancel(id); // once more does nothing
    EXPECT_EQ(run(*runs, quick()).kind, Kind::Complete);
}

TEST_F(Runs, StartedAndCancelledAtRandomAllEndAsTheyShould) {
    const auto runs = manager();
    std::mt19937 random(7); // NOLINT: the sequence is to be the same every time
    std::vector<std::pair<RunId, bool>> all;
    for (int round = 0; round < 100; ++round) {
        RunRequest request = quick();
        request.seed = random() % 5;
        request.until = SimTime{static_cast<std::int64_t>(random() % 3 + 1) * 300'000'000};
        all.emplace_back(runs->start(request), false);
        if (random() % 4 != 0) {
            auto& [id, cancelled] = all[random() % all.size()];
            cancelled = true;
            runs->cancel(id);
        }
        wait([] { return false; }, static_cast<int>(random() % 30));
    }
    for (const auto& [id, cancelled] : all) {
        const RunState state = end(*runs, id);
        EXPECT_TRUE(state.kind == Kind::Complete || (cancelled && state.kind == Kind::Cancelled))
            << id << " " << text(state.message);
    }
}

bool isAlive(pid_t pid) {
    return ::kill(pid, 0) == 0;
}

class Children : public Runs {
protected:
    /// A program that says its number and hangs.
    QString hanging() const {
        return script("hanging", "trap '' TERM INT\necho $$ > " + path("pid.new").toUtf8() +
                                     " && mv " + path("pid.new").toUtf8() + " " +
                                     path("pid").toUtf8() + "\nwhile true; do sleep 0.05; done");
    }
    pid_t pid() const {
        QFile file(path("pid"));
        return wait([&] { return file.exists(); }) && file.open(QIODevice::ReadOnly)
                   ? file.readAll().trimmed().toInt()
                   : -1;
    }
};

TEST_F(Children, ThatIgnoreTheRequestAreKilledAfterTwoSeconds) {
    const auto runs = managerOf(hanging());
    const RunId id = runs->start(quick());
    const pid_t child = pid();
    ASSERT_GT(child, 0);
    QElapsedTimer timer;
    timer.start();
    runs->cancel(id);
    EXPECT_EQ(end(*runs, id).kind, Kind::Cancelled);
    EXPECT_GE(timer.elapsed(), 1900);
    EXPECT_LT(timer.elapsed(), 6000);
    EXPECT_FALSE(isAlive(child));
}

TEST_F(Children, EndWithTheManager) {
    auto runs = managerOf(hanging());
    runs->start(quick());
    const pid_t child = pid();
    ASSERT_GT(child, 0);
    runs.reset();
    EXPECT_FALSE(isAlive(child));
    EXPECT_EQ(QDir(cache()).entryList({QStringLiteral("*-*")}, QDir::Files), QStringList());
}

TEST_F(Children, EndWithAStudioThatIsKilled) {
    QProcess studio;
    studio.start(QStringLiteral(MORTAL_STUDIO), {hanging(), cache()});
    const pid_t child = pid();
    ASSERT_GT(child, 0);
    EXPECT_TRUE(isAlive(child));
    studio.kill();
    studio.waitForFinished();
    EXPECT_TRUE(wait([&] { return !isAlive(child); }));
}

} // namespace
} // namespace gui::runs
