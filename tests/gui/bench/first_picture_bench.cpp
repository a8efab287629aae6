// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/trace_feed.h"
#include "gui/runs/run_manager.h"
#include "gui/stage/stage_view.h"
#include "tests/gui/bench/benches.h"
#include "tests/gui/bench/rows.h"
#include "tests/gui/bench/shipped.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>

namespace bench {
namespace {

using gui::feed::TraceFeed;
using gui::runs::RunManager;
using gui::stage::StageView;
using sim::SimTime;

constexpr qint64 kCacheLimit = 4'000'000'000;
constexpr double kTarget = 500; ///< ms, 95th percentile

/// From the choice of a scenario to its first picture; the machine's first instants are enough.
double firstPicture(const QString& scenario) {
    const QTemporaryDir cache;
    RunManager runs(QStringLiteral(ORRERY_PROGRAM), cache.path(), kCacheLimit);
    StageView view;
    showAtOnce(view, {1400, 900});
    const Stopwatch watch;
    TraceFeed feed;
    gui::runs::RunRequest request;
    request.scenario = scenario;
    feed.open(runs.state(runs.start(request)).trace);
    const core::Duration window{100'000'000};
    const SimTime at;
    bool asked = false;
    while (!feed.isOpen() || !feed.sliceFor(at, window)) {
        if (feed.isOpen() && !asked) {
            feed.follow(at, window, window * 5 / 2);
            asked = true;
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    view.setFrame({feed.world(), feed.story(), feed.sliceFor(at, window), at, window});
    view.repaint();
    return watch.milliseconds();
}

} // namespace

int benchFirstPicture() {
    Times times;
    for (const QString& scenario : shippedScenarios()) {
        for (int i = 0; i < 3; ++i) {
            times.add(firstPicture(scenario));
        }
    }
    printRow("studio/first-picture/median", times.median(), "ms");
    printRow("studio/first-picture/95th", times.atMost(0.95), "ms", kTarget);
    printRow("studio/first-picture/worst", times.worst(), "ms");
    return 0;
}

} // namespace bench
