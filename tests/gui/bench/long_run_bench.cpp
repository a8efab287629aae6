// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/trace_feed.h"
#include "gui/stage/stage_view.h"
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/made_runs.h"
#include "tests/gui/bench/rows.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>

#include <random>

namespace bench {
namespace {

using gui::feed::TraceFeed;
using gui::stage::StageView;
using sim::SimTime;

constexpr int kJumps = 200;
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
    const Stopwatch watch;
    feed.follow(at, window, pace);
    waitUntil([&] { return feed.sliceFor(at, window) != nullptr; });
    view.setFrame({feed.world(), feed.story(), feed.sliceFor(at, window), at, window});
    view.repaint();
    return watch.milliseconds();
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
    std::mt19937_64 random(1);
    const auto length = static_cast<std::uint64_t>(feed.status().until.ns);
    Times times;
    for (int i = 0; i < kJumps; ++i) {
        times.add(jump(feed, view, {static_cast<std::int64_t>(random() % length)}));
    }
    printRow("studio/long-run/jump/median", times.median(), "ms");
    printRow("studio/long-run/jump/95th", times.atMost(0.95), "ms", kJumpTarget);
    printRow("studio/long-run/jump/worst", times.worst(), "ms");
    printRow("studio/long-run/memory", residentMegabytes(), "MB", kMemoryTarget);
    return 0;
}

} // namespace bench
