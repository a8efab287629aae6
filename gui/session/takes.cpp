// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/takes.h"

#include <algorithm>

namespace gui::session {
namespace {

using runs::RunState;
using sim::SimTime;

/// Feeds that stay open although nobody looks: going back is at once.
constexpr std::size_t kParkedFeeds = 2;

} // namespace

Takes::Takes(runs::RunManager& runs, QObject* parent) : QObject(parent), runs_(runs) {
    connect(&runs_, &runs::RunManager::changed, this, &Takes::onRun);
}

Takes::~Takes() {
    reset({});
}

void Takes::reset(TakeBase base) {
    for (const auto& take : takes_) {
        cancel(*take);
        closeFeed(*take);
    }
    expectBranchesOf(nullptr);
    takes_.clear();
    base_ = std::move(base);
}

Take& Takes::adopt(const QString& trace) {
    takes_.push_back(std::make_unique<Take>());
    Take& take = *takes_.back();
    take.trace = trace;
    openFeed(take);
    take.feed->writerEnded();
    return take;
}

Take& Takes::want(const branches::Overlay& overlay, std::optional<SimTime> until) {
    auto found = std::find_if(takes_.begin(), takes_.end(), [&](const auto& take) {
        return take->overlay == overlay && take->until == until && !take->hasFailed;
    });
    if (found == takes_.end()) {
        auto made = std::make_unique<Take>();
        made->overlay = overlay;
        made->until = until;
        start(*made);
        found = takes_.insert(takes_.end(), std::move(made));
    }
    Take& take = **found;
    take.lastUse = ++uses_;
    if (!take.feed) {
        openFeed(take);
        if (isComplete(take)) {
            take.feed->writerEnded();
        }
    }
    return take;
}

void Takes::expectBranchesOf(const Take* take) {
    if (take != expecting_) {
        expecting_ = take;
        runs_.expectBranches(take == nullptr ? std::nullopt : std::optional(requestOf(*take)),
                             take == nullptr ? QString() : take->trace);
    }
}

/// But for what it continues.
runs::RunRequest Takes::requestOf(const Take& take) const {
    runs::RunRequest request;
    request.scenario = base_.scenario;
    request.level = base_.level;
    request.seed = base_.seed;
    request.until = take.until;
    if (!take.overlay.isEmpty()) {
        request.overlay =
            QString::fromStdString(take.overlay.toFile(base_.scenario.toStdString(), base_.hash));
    }
    return request;
}

void Takes::start(Take& take) {
    runs::RunRequest request = requestOf(take);
    if (const auto past = continuationFor(take.overlay, known())) {
        request.recordFrom = past->from;
        request.parentTrace = past->trace;
        take.files = past->files;
    }
    take.run = runs_.start(request);
    take.trace = runs_.state(*take.run).trace;
}

void Takes::openFeed(Take& take) {
    take.feed = std::make_unique<feed::TraceFeed>();
    runs_.hold(take.trace);
    Take* const which = &take;
    const auto tell = [this, which] { onFeed(*which); };
    connect(take.feed.get(), &feed::TraceFeed::opened, this, tell);
    connect(take.feed.get(), &feed::TraceFeed::grown, this, tell);
    connect(take.feed.get(), &feed::TraceFeed::sliceArrived, this, tell);
    connect(take.feed.get(), &feed::TraceFeed::failed, this,
            [this, which](const QString& message) { onFeedFailed(*which, message); });
    connect(take.feed.get(), &feed::TraceFeed::found, this,
            [this, which](SimTime at) { Q_EMIT found(*which, at); });
    connect(
        take.feed.get(), &feed::TraceFeed::foundMessage, this,
        [this, which](const feed::FoundMessage& message) { Q_EMIT foundMessage(*which, message); });
    take.feed->open(take.trace);
}

void Takes::closeFeed(Take& take) {
    if (take.feed) {
        // Deleted later: the call may come from a signal of that very feed.
        disconnect(take.feed.get(), nullptr, this, nullptr);
        take.feed.release()->deleteLater();
        runs_.release(take.trace);
    }
}

/// Its run is over: what can be read by now is all there will be.
void Takes::endFeed(Take& take) {
    if (!take.feed) {
        return;
    }
    if (take.feed->isOpen() || isComplete(take)) {
        take.feed->writerEnded();
    } else {
        // A run that failed before it recorded anything has been told of already.
        closeFeed(take);
    }
}

void Takes::onFeedFailed(Take& take, const QString& message) {
    if (take.run && isComplete(take)) {
        take.hasFailed = true;
        take.end.reset();
        runs_.discard(take.trace); // damaged: it is run again when it is wanted again
    }
    Q_EMIT failed(take, message);
}

void Takes::onFeed(Take& take) {
    if (take.feed->isOpen() && take.feed->status().run == sim::trace::RunStatus::Complete) {
        take.end = take.feed->status().until;
    }
    Q_EMIT changed(take);
}

void Takes::cancel(Take& take) {
    if (take.run && runs_.state(*take.run).kind == RunState::Kind::Running) {
        take.hasFailed = true;
        runs_.cancel(*take.run);
    }
}

void Takes::keep(std::vector<const Take*> used) {
    std::vector<Take*> parked;
    for (const auto& take : takes_) {
        if (take->feed && std::find(used.begin(), used.end(), take.get()) == used.end()) {
            parked.push_back(take.get());
        }
    }
    std::sort(parked.begin(), parked.end(),
              [](const Take* a, const Take* b) { return a->lastUse > b->lastUse; });
    for (std::size_t i = kParkedFeeds; i < parked.size(); ++i) {
        closeFeed(*parked[i]);
    }
}

bool Takes::isComplete(const Take& take) const {
    return !take.run || runs_.state(*take.run).kind == RunState::Kind::Complete;
}

double Takes::progress(const Take& take) const {
    if (!take.run || runs_.state(*take.run).kind != RunState::Kind::Running) {
        return 1;
    }
    return runs_.state(*take.run).progress;
}

std::vector<KnownRun> Takes::known() const {
    std::vector<KnownRun> known;
    for (const auto& take : takes_) {
        if (take->end && !take->hasFailed) {
            known.push_back({take->overlay, *take->end, take->files, take->trace});
        }
    }
    return known;
}

void Takes::onRun(runs::RunId run) {
    const auto found = std::find_if(takes_.begin(), takes_.end(),
                                    [&](const auto& take) { return take->run == run; });
    if (found == takes_.end()) {
        return;
    }
    Take& take = **found;
    const RunState& state = runs_.state(run);
    if (state.kind != RunState::Kind::Running) {
        take.hasFailed = take.hasFailed || state.kind == RunState::Kind::Failed;
        endFeed(take);
    }
    if (state.kind == RunState::Kind::Failed) {
        Q_EMIT failed(take, state.message);
    } else {
        Q_EMIT changed(take);
    }
}

} // namespace gui::session
