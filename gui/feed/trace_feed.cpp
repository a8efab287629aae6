// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/trace_feed.h"

#include "core/base/assert.h"
#include "gui/feed/worker.h"

#include <QThread>

#include <algorithm>
#include <deque>
#include <utility>

namespace gui::feed {
namespace {

/// A hand moves so often while one slice is read, at the very most.
constexpr std::size_t kMostWishes = 64;

} // namespace

struct TraceFeed::Parts {
    QString path;
    QThread thread;
    Worker* worker = nullptr; ///< lives, and is deleted, on its thread
    TraceStatus status;
    std::shared_ptr<const sim::scene::World> world;
    std::shared_ptr<const sim::scene::Storyline> story;
    std::vector<SlicePointer> slices;
    std::deque<Wish> wishes; ///< the newest first, down to the one that is in sight
    Sight sight;
    std::uint64_t wantedMessage = 0;
    MessageReader then; ///< of the wanted message
};

TraceFeed::TraceFeed(QObject* parent) : QObject(parent), parts_(std::make_unique<Parts>()) {}

TraceFeed::~TraceFeed() {
    if (parts_->worker != nullptr) {
        parts_->worker->leave();
    }
    parts_->thread.quit();
    parts_->thread.wait();
}

void TraceFeed::open(const QString& path) {
    ORRERY_ASSERT(parts_->worker == nullptr);
    parts_->path = path;
    parts_->worker = new Worker(path);
    parts_->worker->moveToThread(&parts_->thread);
    connect(&parts_->thread, &QThread::finished, parts_->worker, &QObject::deleteLater);
    connect(parts_->worker, &Worker::told, this, [this] {
        for (const auto& news : parts_->worker->takeNews()) {
            take(*news);
        }
    });
    parts_->thread.setObjectName(QStringLiteral("trace-feed"));
    parts_->thread.start();
    parts_->worker->wake();
}

QString TraceFeed::path() const {
    return parts_->path;
}

void TraceFeed::writerEnded() {
    if (parts_->worker != nullptr) {
        parts_->worker->endWriting();
    }
}

void TraceFeed::follow(sim::SimTime at, core::Duration window, core::Duration pace) {
    if (parts_->worker == nullptr) {
        return;
    }
    const Wish wish{at, window, pace};
    parts_->wishes.push_front(wish);
    if (parts_->wishes.size() > kMostWishes) {
        parts_->wishes.pop_back();
    }
    look();
    parts_->worker->follow(wish);
}

void TraceFeed::setPlayhead(sim::SimTime at) {
    if (parts_->worker != nullptr) {
        parts_->worker->setPlayhead(at);
    }
}

void TraceFeed::findStep(StepKind kind, sim::SimTime at, bool forward) {
    if (parts_->worker != nullptr) {
        parts_->worker->findStep(kind, at, forward);
    }
}

void TraceFeed::readMessage(std::uint64_t id, MessageReader then) {
    parts_->wantedMessage = id;
    parts_->then = std::move(then);
    if (parts_->worker != nullptr) {
        parts_->worker->readMessage(id);
    }
}

bool TraceFeed::isOpen() const {
    return parts_->world != nullptr;
}

std::shared_ptr<const sim::scene::World> TraceFeed::world() const {
    return parts_->world;
}

std::shared_ptr<const sim::scene::Storyline> TraceFeed::story() const {
    return parts_->story;
}

const TraceStatus& TraceFeed::status() const {
    return parts_->status;
}

std::shared_ptr<const sim::scene::Slice> TraceFeed::sliceFor(sim::SimTime at,
                                                             core::Duration window) const {
    for (const SlicePointer& slice : parts_->slices) {
        if (slice->covers(at, window)) {
            return slice;
        }
    }
    return nullptr;
}

const Sight& TraceFeed::sight() const {
    return parts_->sight;
}

void TraceFeed::look() {
    std::deque<Wish>& wishes = parts_->wishes;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const sim::SimTime at = std::min(wishes[i].at, parts_->status.until);
        if (auto slice = sliceFor(at, wishes[i].window)) {
            parts_->sight = {std::move(slice), at, wishes[i].window};
            wishes.resize(i + 1);
            return;
        }
    }
}

void TraceFeed::take(const News& news) {
    Parts& parts = *parts_;
    if (news.status) {
        parts.status = *news.status;
        parts.world = news.world;
        parts.story = news.story;
        if (news.isOpening) {
            Q_EMIT opened();
        } else {
            Q_EMIT grown();
        }
    }
    if (news.slices) {
        parts.slices = *news.slices;
        look();
        Q_EMIT sliceArrived();
    }
    if (news.step) {
        if (*news.step) {
            Q_EMIT found(**news.step);
            if (news.stepMessage) {
                Q_EMIT foundMessage(*news.stepMessage);
            }
        } else {
            Q_EMIT notFound();
        }
    }
    if (news.message && news.message->id == parts.wantedMessage && parts.then) {
        std::exchange(parts.then, nullptr)(*news.message);
    }
    if (!news.failure.isEmpty()) {
        Q_EMIT failed(news.failure);
    }
}

} // namespace gui::feed
