// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/feed/support.h"

#include <QTest>

#include <sstream>

namespace gui::feed {
namespace {

const QString kQuick = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml");

} // namespace

QString lengthy() {
    return QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/network/partition-registry.yaml");
}

std::unique_ptr<QProcess> Feeds::startRecording(const char* name, const QString& scenario,
                                                const QStringList& more) const {
    auto process = std::make_unique<QProcess>();
    QStringList words{QStringLiteral("run"),
                      scenario,
                      QStringLiteral("--quiet"),
                      QStringLiteral("--level"),
                      QStringLiteral("full"),
                      QStringLiteral("--trace"),
                      path(name)};
    process->start(QStringLiteral(ORRERY_PROGRAM), words + more);
    return process;
}

QString Feeds::record(const char* name, const QStringList& more) const {
    const auto process = startRecording(name, kQuick, more);
    EXPECT_TRUE(process->waitForFinished());
    EXPECT_LE(process->exitCode(), 1) << process->readAllStandardError().toStdString();
    return path(name);
}

bool Feeds::wait(const std::function<bool()>& done, int ms) {
    return QTest::qWaitFor(done, ms);
}

std::unique_ptr<TraceFeed> Feeds::opened(const QString& trace) {
    auto feed = std::make_unique<TraceFeed>();
    feed->open(trace);
    EXPECT_TRUE(wait([&] { return feed->isOpen(); })) << trace.toStdString();
    return feed;
}

std::shared_ptr<const sim::scene::Slice> Feeds::sliceAt(TraceFeed& feed, sim::SimTime at,
                                                        core::Duration window) {
    feed.follow(at, window, {});
    wait([&] { return feed.sliceFor(at, window) != nullptr; });
    return feed.sliceFor(at, window);
}

std::string shownAt(const sim::scene::Slice& slice, sim::SimTime at, core::Duration window) {
    std::ostringstream out;
    const sim::scene::Visible visible = sim::scene::visibleAt(slice, at, window);
    for (const sim::scene::Flight* flight : visible.flights) {
        out << "flight " << flight->message << ' ' << flight->sent.ns << ' ' << flight->ended.ns
            << ' ' << flight->from << ' ' << flight->to << '\n';
    }
    for (const sim::scene::Attempt* attempt : visible.attempts) {
        out << "attempt " << attempt->connection << ' ' << attempt->ended.ns << '\n';
    }
    for (const sim::scene::StateSpan* state : visible.states) {
        out << "state " << state->process << ' ' << state->key << ' ' << state->since.ns << '\n';
    }
    for (const sim::trace::EventRow* event : visible.events) {
        out << "event " << event->id << '\n';
    }
    return out.str();
}

} // namespace gui::feed
