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
constexpr int kDrags = 4;
constexpr int kMoves = 120;
constexpr int kMoveMs = 16;           ///< from one to the next
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

/// How fast a clock goes, in real time; 0: the calm clock.
core::Duration paceAt(const TraceFeed& feed, SimTime at, std::int64_t speed) {
    return speed == 0 ? feed.story()->calm().pace(at) : core::Duration{1'000'000'000} * speed;
}

/// From the choice of a time to its picture on the widget.
double jump(TraceFeed& feed, StageView& view, SimTime at, core::Duration pace) {
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

void print(const std::string& name, const Times& times) {
    printRow(name + "/median", times.median(), "ms");
    printRow(name + "/95th", times.atMost(0.95), "ms", kJumpTarget);
    printRow(name + "/worst", times.worst(), "ms");
}

/// To random times; `rested`: nothing was under way, else one after the other as when scrubbing.
void measureJumps(const std::string& name, TraceFeed& feed, StageView& view, bool rested,
                  std::int64_t speed = 0) {
    std::mt19937_64 random(1);
    const auto length = static_cast<std::uint64_t>(feed.status().until.ns);
    Times times;
    for (int i = 0; i < kJumps; ++i) {
        if (rested) {
            rest(feed);
        }
        const SimTime at{static_cast<std::int64_t>(random() % length)};
        times.add(jump(feed, view, at, paceAt(feed, at, speed)));
    }
    print(name, times);
}

/// A hand draws the playhead from end to end of the band and back: from picture to picture, and
/// from where it stopped to that picture.
void measureDrag(const std::string& name, TraceFeed& feed, StageView& view) {
    rest(feed);
    const std::int64_t length = feed.status().until.ns;
    Times between;
    Times stopped;
    SimTime drawn{-1};
    for (int turn = 0; turn < kDrags; ++turn) {
        Stopwatch watch;
        for (int move = 0; move <= kMoves; ++move) {
            const int place = turn % 2 == 0 ? move : kMoves - move;
            const SimTime at{length / kMoves * place};
            if (move == kMoves) {
                stopped.add(jump(feed, view, at, paceAt(feed, at, 0)));
                break;
            }
            feed.follow(at, paceAt(feed, at, 0) * 2 / 5, {});
            QEventLoop loop;
            QTimer::singleShot(kMoveMs, Qt::PreciseTimer, &loop, &QEventLoop::quit);
            const auto connection = QObject::connect(&feed, &TraceFeed::sliceArrived, [&] {
                const auto& sight = feed.sight();
                if (sight.slice && sight.at != drawn) {
                    view.setFrame(
                        {feed.world(), feed.story(), sight.slice, sight.at, sight.window});
                    view.repaint();
                    drawn = sight.at;
                    between.add(watch.milliseconds());
                    watch = {};
                }
            });
            loop.exec();
            QObject::disconnect(connection);
        }
    }
    if (!between.isEmpty()) {
        print(name + "/from-picture-to-picture", between);
    }
    print(name + "/stopped", stopped);
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
    for (const std::int64_t speed : {10, 40, 100}) {
        measureJumps("studio/long-run/jump-at-" + std::to_string(speed) + "x", feed, view, true,
                     speed);
    }
    measureJumps("studio/long-run/scrub", feed, view, false);
    measureDrag("studio/long-run/drag", feed, view);
    printRow("studio/long-run/memory", residentMegabytes(), "MB", kMemoryTarget);
    return 0;
}

} // namespace bench
