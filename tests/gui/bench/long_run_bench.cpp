// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/trace_feed.h"
#include "gui/stage/stage_view.h"
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/made_runs.h"
#include "tests/gui/bench/rows.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <random>

namespace bench {
namespace {

using gui::feed::TraceFeed;
using gui::stage::StageView;
using sim::SimTime;

constexpr int kJumps = 100;
constexpr int kRest = 200;            ///< ms
constexpr double kJumpTarget = 100;   ///< ms, 95th percentile
constexpr double kMemoryTarget = 500; ///< MB

/// Handles events until it holds.
template <class Condition>
void waitUntil(const Condition& condition) {
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

/// From the choice of a time to its picture on the widget.
double jump(TraceFeed& feed, StageView& view, SimTime at) {
    const core::Duration pace = feed.story()->calm().pace(at);
    const core::Duration window = pace * 2 / 5;
    const WorkWatch watch;
    feed.follow(at, window, pace);
    waitUntil([&] { return feed.sliceFor(at, window) != nullptr; });
    view.setFrame({feed.world(), feed.story(), feed.sliceFor(at, window), at, window});
    view.repaint();
    return watch.milliseconds();
}

/// Until nothing more is read ahead.
void rest(TraceFeed& feed) {
    bool arrived = true;
    const auto connection =
        QObject::connect(&feed, &TraceFeed::sliceArrived, [&] { arrived = true; });
    while (arrived) {
        arrived = false;
        QEventLoop loop;
        QTimer::singleShot(kRest, &loop, &QEventLoop::quit);
        loop.exec();
    }
    QObject::disconnect(connection);
}

/// To random times; `rested`: nothing was under way, else one after the other as when scrubbing.
void measureJumps(const std::string& name, TraceFeed& feed, StageView& view, bool rested) {
    std::mt19937_64 random(1);
    const auto length = static_cast<std::uint64_t>(feed.status().until.ns);
    Times times;
    for (int i = 0; i < kJumps; ++i) {
        if (rested) {
            rest(feed);
        }
        times.add(jump(feed, view, {static_cast<std::int64_t>(random() % length)}));
    }
    printRow(name + "/median", times.median(), "ms");
    printRow(name + "/95th", times.atMost(0.95), "ms", kJumpTarget);
    printRow(name + "/worst", times.worst(), "ms");
}

} // namespace

int benchLongRun() {
    const QTemporaryDir folder;
    const QString trace = makeTrace(longScenario(), folder.path());
    TraceFeed feed;
    const Stopwatch opening;
    feed.open(trace);
    waitUntil([&] { return feed.isOpen() && feed.story() != nullptr; });
    printRow("studio/long-run/open", opening.milliseconds(), "ms");
    StageView view;
    showAtOnce(view, {1400, 900});
    measureJumps("studio/long-run/jump", feed, view, true);
    measureJumps("studio/long-run/scrub", feed, view, false);
    printRow("studio/long-run/memory", residentMegabytes(), "MB", kMemoryTarget);
    return 0;
}

} // namespace bench
