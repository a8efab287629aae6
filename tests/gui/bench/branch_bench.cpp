// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/trace_feed.h"
#include "gui/runs/run_manager.h"
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/made_runs.h"
#include "tests/gui/bench/rows.h"
#include "tests/gui/bench/shipped.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>

namespace bench {
namespace {

using gui::feed::TraceFeed;
using gui::runs::RunManager;
using gui::runs::RunRequest;
using gui::runs::RunState;
using sim::SimTime;

constexpr qint64 kCacheLimit = 4'000'000'000;
constexpr double kShippedTarget = 500; ///< ms, 95th percentile
constexpr double kLongTarget = 2000;   ///< ms
constexpr core::Duration kWindow{100'000'000};
constexpr int kTimes = 3;

template <class Condition>
void waitUntil(const Condition& condition) {
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

/// Ends the program if it failed.
void waitForEnd(const RunManager& runs, gui::runs::RunId run) {
    waitUntil([&] { return runs.state(run).kind != RunState::Kind::Running; });
    if (runs.state(run).kind == RunState::Kind::Failed) {
        qFatal("%s", runs.state(run).message.toUtf8().constData());
    }
}

/// A machine that can be switched off.
std::string someMachine(const sim::scene::World& world) {
    for (const sim::trace::HostEntry& host : world.header().hosts) {
        if (!host.isSwitch && host.poweredOn) {
            return host.name;
        }
    }
    return {};
}

/// From choosing a change at `at` to the first slice that shows what it did.
double branchAt(RunManager& runs, const RunRequest& whole, const QString& parent,
                const std::string& machine, SimTime at) {
    RunRequest request = whole;
    request.overlay = QStringLiteral("extends: %1\ntimeline:\n  - {at: %2 ns, power-off: %3}\n")
                          .arg(whole.scenario)
                          .arg(at.ns + 1)
                          .arg(QString::fromStdString(machine));
    request.recordFrom = at;
    request.parentTrace = parent;
    const Stopwatch watch;
    const auto run = runs.start(request);
    TraceFeed feed;
    feed.open(runs.state(run).trace);
    feed.follow(at, kWindow, kWindow * 5 / 2);
    waitUntil([&] {
        return runs.state(run).kind == RunState::Kind::Failed ||
               (feed.isOpen() && feed.status().until > at && feed.sliceFor(at, kWindow));
    });
    const double took = watch.milliseconds();
    runs.cancel(run);
    waitForEnd(runs, run);
    return took;
}

/// Until there are copies of the whole run.
void waitForCopies(RunManager& runs, const RunRequest& request, const TraceFeed& whole) {
    runs.expectBranches(request, whole.path());
    waitUntil(
        [&] { return runs.latestCopy() && runs.latestCopy()->ns == whole.status().until.ns - 1; });
}

/// Runs the whole scenario and branches from it at half time, with or without copies.
void addBranches(const QString& scenario, bool withCopies, Times& times) {
    for (int i = 0; i < kTimes; ++i) {
        const QTemporaryDir folder;
        RunManager runs(QStringLiteral(ORRERY_PROGRAM), folder.path(), kCacheLimit);
        RunRequest request;
        request.scenario = scenario;
        const auto run = runs.start(request);
        waitForEnd(runs, run);
        TraceFeed parent;
        parent.open(runs.state(run).trace);
        waitUntil([&] { return parent.isOpen(); });
        const SimTime half{parent.status().until.ns / 2};
        if (withCopies) {
            waitForCopies(runs, request, parent);
        }
        times.add(branchAt(runs, request, parent.path(), someMachine(*parent.world()), half));
    }
}

void print(const std::string& name, const Times& times, double target) {
    printRow(name + "/median", times.median(), "ms");
    printRow(name + "/95th", times.atMost(0.95), "ms", target);
    printRow(name + "/worst", times.worst(), "ms");
}

} // namespace

int benchBranch() {
    Times shipped;
    for (const QString& scenario : shippedScenarios()) {
        addBranches(scenario, false, shipped);
    }
    print("studio/branch", shipped, kShippedTarget);
    const QTemporaryDir folder;
    const QString made = writeScenario(longScenario(), folder.path());
    Times copied;
    addBranches(made, true, copied);
    print("studio/branch/long-run", copied, kLongTarget);
    Times computed;
    addBranches(made, false, computed);
    print("studio/branch/long-run/without-copies", computed, kLongTarget);
    return 0;
}

} // namespace bench
