// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: branches of a long run on the stage do not compute their past again, and the process that
// makes it so is there only where it pays, serves one run, and never outlives its studio. That what
// it gives is right is proven in tests/cli/checkpoints_test.cpp.
#include "tests/gui/runs/support.h"

#include <QDir>
#include <QProcess>

#include <csignal>
#include <limits>
#include <unistd.h>

namespace gui::runs {
namespace {

using Kind = RunState::Kind;
using sim::SimTime;

constexpr std::int64_t kSecond = 1'000'000'000;

class Residents : public Runs {
protected:
    /// One that is worth it.
    static RunRequest longer() {
        RunRequest request = lengthy();
        request.until = SimTime{130 * kSecond};
        return request;
    }
    RunRequest branchOf(const RunRequest& whole, const QString& trace, std::int64_t at) const {
        RunRequest request = whole;
        request.overlay =
            QStringLiteral("extends: %1\ntimeline:\n  - {at: %2 ns, crash: plain-registry}\n")
                .arg(whole.scenario)
                .arg(at);
        request.recordFrom = SimTime{at};
        request.parentTrace = trace;
        return request;
    }
    /// Of residents and their copies.
    std::vector<pid_t> processes() const {
        std::vector<pid_t> found;
        for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            QFile words(QStringLiteral("/proc/%1/cmdline").arg(name));
            if (words.open(QIODevice::ReadOnly)) {
                const QByteArray text = words.readAll();
                if (text.contains("resident") && text.contains(cache().toUtf8())) {
                    found.push_back(name.toInt());
                }
            }
        }
        return found;
    }
    bool nobodyIsLeft() const {
        return wait([&] {
            const QStringList files =
                QDir(cache()).entryList({QStringLiteral("copies*")}, QDir::Files | QDir::System);
            return processes().empty() && files.isEmpty();
        });
    }
    bool waitForCopies(const RunManager& runs, std::int64_t until) {
        return wait([&] { return runs.latestCopy() && runs.latestCopy()->ns > until; }, 60'000);
    }
    QString longTrace(RunManager& runs) {
        const RunId id = runs.start(longer());
        EXPECT_TRUE(wait([&] { return runs.state(id).kind != Kind::Running; }, 120'000));
        EXPECT_EQ(runs.state(id).kind, Kind::Complete) << text(runs.state(id).message);
        return runs.state(id).trace;
    }
};

TEST_F(Residents, GiveALongRunsBranchesTheirPast) {
    auto runs = manager();
    const QString trace = longTrace(*runs);
    EXPECT_TRUE(processes().empty()); // nobody said that it is on the stage
    runs->expectBranches(longer(), trace);
    ASSERT_TRUE(waitForCopies(*runs, 90 * kSecond));
    EXPECT_GT(processes().size(), 5U);
    RunRequest branch = branchOf(longer(), trace, 100 * kSecond);
    RunState state = run(*runs, branch);
    EXPECT_EQ(state.kind, Kind::Complete) << text(state.message);
    EXPECT_TRUE(state.fromCopy);
    EXPECT_EQ(statusOf(state.trace), sim::trace::RunStatus::Complete);

    const RunId cancelled = runs->start(branchOf(longer(), trace, 95 * kSecond));
    ASSERT_TRUE(wait([&] { return statusOf(runs->state(cancelled).trace).has_value(); }));
    const QString cut = runs->state(cancelled).trace;
    runs->hold(cut);
    runs->cancel(cancelled);
    EXPECT_EQ(end(*runs, cancelled).kind, Kind::Cancelled);
    EXPECT_EQ(statusOf(cut), sim::trace::RunStatus::Interrupted);

    for (const pid_t process : processes()) {
        ::kill(process, SIGKILL);
    }
    EXPECT_TRUE(wait([&] { return processes().empty(); }));
    state = run(*runs, branchOf(longer(), trace, 120 * kSecond));
    EXPECT_EQ(state.kind, Kind::Complete) << text(state.message);
    EXPECT_FALSE(state.fromCopy);
    runs.reset();
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(Residents, MoveToTheBranchOnTheStageAndEndWithTheManager) {
    auto runs = manager();
    const QString trace = longTrace(*runs);
    runs->expectBranches(longer(), trace);
    ASSERT_TRUE(waitForCopies(*runs, 50 * kSecond));
    const RunRequest branch = branchOf(longer(), trace, 110 * kSecond);
    const RunState state = run(*runs, branch);
    EXPECT_TRUE(state.fromCopy);
    const std::vector<pid_t> before = processes();
    runs->expectBranches(branch, state.trace);
    ASSERT_TRUE(wait([&] {
        const std::vector<pid_t> now = processes();
        return !now.empty() && now.front() != before.front();
    }));
    ASSERT_TRUE(waitForCopies(*runs, 110 * kSecond));
    RunRequest next = branchOf(longer(), state.trace, 110 * kSecond);
    next.overlay += QStringLiteral("  - {at: 120 s, crash: careful-web-1}\n");
    next.recordFrom = SimTime{120 * kSecond};
    const RunState second = run(*runs, next);
    EXPECT_EQ(second.kind, Kind::Complete) << text(second.message);
    EXPECT_TRUE(second.fromCopy);
    runs.reset();
    EXPECT_TRUE(nobodyIsLeft());
}

TEST_F(Residents, EndWhenNothingIsOnTheStage) {
    auto runs = manager();
    const QString trace = longTrace(*runs);
    runs->expectBranches(longer(), trace);
    ASSERT_TRUE(waitForCopies(*runs, 0));
    runs->expectBranches(std::nullopt, {});
    EXPECT_TRUE(nobodyIsLeft());
    EXPECT_FALSE(runs->latestCopy());
}

TEST_F(Residents, AreNotStartedForRunsThatTakeNoTime) {
    const auto runs = manager();
    const RunState state = run(*runs, quick());
    runs->expectBranches(quick(), state.trace);
    EXPECT_FALSE(wait([&] { return !processes().empty(); }, 2500));
}

TEST_F(Residents, SweepAwayWhatDeadStudiosLeft) {
    ASSERT_TRUE(QDir().mkpath(cache()));
    const QString dead = QStringLiteral("copies.%1.1").arg(std::numeric_limits<int>::max());
    const QString living = QStringLiteral("copies.%1.99").arg(::getpid());
    for (const QString& name : {dead, living}) {
        EXPECT_TRUE(QFile(QDir(cache()).filePath(name)).open(QIODevice::WriteOnly));
    }
    const auto runs = manager();
    EXPECT_FALSE(QFile::exists(QDir(cache()).filePath(dead)));
    EXPECT_TRUE(QFile::exists(QDir(cache()).filePath(living)));
}

TEST_F(Residents, EndWithAStudioThatIsKilled) {
    QProcess studio;
    studio.start(QStringLiteral(MORTAL_STUDIO),
                 {QStringLiteral(ORRERY_PROGRAM), cache(), longer().scenario,
                  QString::number(longer().until->ns / kSecond)});
    ASSERT_TRUE(wait([&] { return processes().size() > 3; }, 120'000));
    studio.kill();
    studio.waitForFinished();
    EXPECT_TRUE(wait([&] { return processes().empty(); }));
    EXPECT_TRUE(nobodyIsLeft());
}

} // namespace
} // namespace gui::runs
