// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/components/components.h"
#include "gui/branches/complaint_text.h"
#include "gui/session/embedded.h"
#include "gui/session/session_parts.h"
#include "sim/scenario/loader.h"
#include "sim/scene/clock_text.h"

#include <algorithm>
#include <utility>

/// Which run is on the stage, and until when: the half of Session that watches runs and the clock.
namespace gui::session {
namespace {

using core::Duration;
using feed::TraceFeed;
using sim::SimTime;
using timeline::PlaybackClock;

/// One picture at 60 a second; a stall is not caught up with.
constexpr int kTickMs = 16;
constexpr Duration kLongestTick{100'000'000};
/// A run that was played to its end goes on by so much.
constexpr Duration kExtension{60'000'000'000};
/// A scenario opens so much screen time before its first headline.
constexpr Duration kBeforeOpening{1'500'000'000};

/// The run can be drawn at that time; a run that goes on must have passed it.
bool isViewable(const Take& take, SimTime at, Duration window, bool complete) {
    if (!take.feed || !take.feed->isOpen()) {
        return false;
    }
    const SimTime until = take.feed->status().until;
    if (!complete && until <= at) {
        return false;
    }
    return take.feed->sliceFor(std::min(at, until), window) != nullptr;
}

} // namespace

QString complaintsText(const std::vector<sim::scenario::Diagnostic>& complaints) {
    QString text = branches::placedComplaint(complaints.front());
    if (!text.endsWith(QLatin1Char('?')) && !text.endsWith(QChar(0xFF1F))) {
        text = Session::tr("%1.", "ends a sentence").arg(text);
    }
    const auto more = static_cast<int>(complaints.size()) - 1;
    return more == 0 ? text : Session::tr("%1 (And %n more.)", nullptr, more).arg(text);
}

sim::scenario::Loaded loadScenario(const QString& path) {
    sim::scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    return sim::scenario::load(path.toStdString(), options);
}

/// An opened trace says which scenario it is of: from then on it can be changed.
void Session::adoptScenario() {
    Parts& parts = *parts_;
    const sim::trace::RunHeader& header = parts.shown->feed->world()->header();
    auto path = unpackScenario(header, std::exchange(parts.unpackFolder, {}));
    if (!path) {
        parts.readOnly = path.error();
        return;
    }
    auto loaded = loadScenario(*path);
    if (!loaded) {
        parts.readOnly = tr("This trace can be watched, but not changed: its scenario is not read "
                            "by this Orrery. %1")
                             .arg(complaintsText(loaded.error()));
        return;
    }
    parts.scenario = std::move(*loaded);
    parts.until = SimTime{header.horizon.ns};
    parts.shown->until = parts.until;
    parts.takes.setBase({*path, sim::scenario::contentHash(parts.scenario->sources),
                         QString::fromStdString(header.level), header.seed});
}

void Session::show() {
    Parts& parts = *parts_;
    if (!parts.scenario) {
        return;
    }
    const branches::Branch& branch = parts.tree.branch(parts.tree.current());
    Take* const before = parts.wanted;
    parts.wanted = &parts.takes.want(branch.overlay, parts.until);
    if (before != nullptr && before != parts.wanted && before != parts.shown) {
        parts.takes.cancel(*before);
    }
    parts.original = nullptr;
    if (branch.id != branches::kRoot) {
        parts.original = &parts.takes.want(parts.tree.branch(branch.parent).overlay, parts.until);
    }
    if (parts.shown == nullptr) {
        parts.shown = parts.wanted;
    }
    parts.compared = nullptr;
    if (parts.original != nullptr) {
        parts.pasts.add(*parts.original);
    }
    parts.pasts.add(*parts.wanted);
    parts.takes.keep({parts.shown, parts.wanted, parts.original});
    refresh();
    follow();
    Q_EMIT stateChanged();
}

void Session::refresh() {
    Parts& parts = *parts_;
    PlaybackClock& clock = parts.clock;
    if (parts.wanted == nullptr) {
        return;
    }
    if (parts.wanted != parts.shown) {
        const SimTime at = parts.back.value_or(clock.now());
        if (isViewable(*parts.wanted, at, clock.window(), parts.takes.isComplete(*parts.wanted))) {
            parts.shown = parts.wanted;
            parts.pending.reset();
            parts.takes.keep({parts.shown, parts.original});
        }
    }
    if (!parts.shown->feed || !parts.shown->feed->isOpen()) {
        return; // its run failed before there was anything to see, or has just begun
    }
    const TraceFeed& feed = *parts.shown->feed;
    parts.pasts.add(*parts.shown); // a trace that was opened
    clock.setStory(feed.story(), parts.pasts.mapOf(*parts.shown));
    SimTime edge = feed.status().until;
    bool complete = feed.status().run == sim::trace::RunStatus::Complete;
    if (parts.wanted != parts.shown) {
        // Only the past that both have in common; never this run's future as the other's.
        edge =
            std::min(edge, sameUntil(parts.shown->overlay, parts.wanted->overlay).value_or(edge));
        complete = false;
        if (clock.now() > edge && !parts.back) {
            parts.back = clock.now();
        }
    }
    clock.setEdge(edge, complete);
    if (complete && parts.scenario && parts.takes.isComplete(*parts.shown)) {
        parts.takes.expectBranchesOf(parts.shown);
    }
    if (parts.wanted == parts.shown && parts.back) {
        clock.seek(*std::exchange(parts.back, std::nullopt));
    }
    findOpening();
    compare();
}

/// A scenario begins where there is something to see, or where it was asked for.
void Session::findOpening() {
    Parts& parts = *parts_;
    const auto story = parts.shown->feed->story();
    if (parts.atOpening || story == nullptr) {
        return;
    }
    if (parts.start) {
        findStart();
        return;
    }
    const sim::scene::Beat* const first = story->nextHeadline(SimTime{-1});
    if (first != nullptr && first->at <= parts.shown->feed->status().until) {
        const Duration screen = story->calm().screenAt(first->at) - kBeforeOpening;
        parts.atOpening = true;
        parts.clock.seek(story->calm().simAt({std::max<std::int64_t>(screen.ns, 0)}));
    }
}

void Session::findStart() {
    Parts& parts = *parts_;
    const feed::TraceStatus& status = parts.shown->feed->status();
    const bool isOver = status.run != sim::trace::RunStatus::Running || !parts.shown->run;
    if (status.until < *parts.start && !isOver) {
        return;
    }
    const SimTime wanted = *parts.start;
    parts.atOpening = true;
    parts.clock.seek(wanted);
    if (status.until < wanted) {
        Q_EMIT problem(
            tr("The run ends at %1, before the time that was asked for. Its end is shown.")
                .arg(QString::fromStdString(sim::scene::clockText(status.until, 3))));
    }
}

void Session::compare() {
    Parts& parts = *parts_;
    if (parts.original == nullptr || parts.wanted == nullptr || parts.wanted != parts.shown ||
        !parts.original->feed) {
        parts.difference = parts.original == nullptr ? branches::Difference{} : parts.difference;
        return;
    }
    const auto mine = parts.wanted->feed->story();
    const auto theirs = parts.original->feed->story();
    if (mine == nullptr || theirs == nullptr || parts.compared == mine) {
        return;
    }
    parts.compared = mine;
    const auto change = parts.tree.branch(parts.tree.current()).change;
    parts.difference = branches::compare(*mine, *theirs, change.value_or(SimTime{}));
}

void Session::onTake(const Take& take) {
    Parts& parts = *parts_;
    if (!parts.unpackFolder.isEmpty() && &take == parts.shown && take.feed->isOpen()) {
        adoptScenario();
    }
    if (&take == parts.original) {
        parts.compared = nullptr;
    }
    if (&take != parts.shown && &take != parts.wanted && &take != parts.original) {
        return;
    }
    refresh();
    Q_EMIT frameChanged();
    Q_EMIT stateChanged();
}

void Session::onFailure(const Take& take, const QString& message) {
    Parts& parts = *parts_;
    if (&take == parts.wanted) {
        parts.pending.reset();
        parts.clock.pause();
    }
    Q_EMIT problem(message);
    Q_EMIT stateChanged();
}

void Session::follow() {
    Parts& parts = *parts_;
    const PlaybackClock& clock = parts.clock;
    const Duration pace = clock.isPlaying() ? clock.pace() : Duration{};
    if (parts.shown != nullptr && parts.shown->feed) {
        parts.shown->feed->setPlayhead(clock.now());
        parts.shown->feed->follow(clock.now(), clock.window(), pace);
    }
    if (parts.wanted != nullptr && parts.wanted != parts.shown && parts.wanted->feed) {
        const SimTime at = parts.back.value_or(clock.now());
        parts.wanted->feed->setPlayhead(at);
        parts.wanted->feed->follow(at, clock.window(), pace);
    }
    if (parts.original != nullptr && parts.original->feed) {
        // Both play the past they share alike, also while that one grows.
        parts.original->feed->setPlayhead(clock.now());
    }
    if (parts.looksAtParent && parts.original != nullptr && parts.original->feed) {
        parts.original->feed->follow(clock.now(), clock.window(), pace);
    }
    Q_EMIT frameChanged();
}

void Session::drive(bool playing) {
    if (playing) {
        parts_->elapsed.start();
        parts_->timer.start(kTickMs);
    } else {
        parts_->timer.stop();
    }
    Q_EMIT stateChanged();
}

void Session::tick(Duration real) {
    parts_->clock.advance(std::min(real, kLongestTick));
}

/// Played to the end: a run without a fixed end goes on.
void Session::goOn() {
    Parts& parts = *parts_;
    if (!parts.scenario || parts.scenario->run.fixedHorizon || parts.shown != parts.wanted) {
        return;
    }
    const SimTime end = parts.shown->feed->status().until;
    parts.until = end + kExtension;
    parts.clock.setEdge(end, false);
    parts.clock.play();
    show();
}

} // namespace gui::session
