// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/worker.h"

#include "gui/feed/failure_text.h"
#include "gui/feed/steps.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace gui::feed {
namespace {

using sim::SimTime;
using sim::trace::RunStatus;
using sim::trace::TraceError;
using sim::trace::TraceErrorKind;

/// Who scrubs jumps again soon: what lies around the playhead is read when it has rested so long,
/// because a read that has begun cannot be broken off.
constexpr qint64 kRestMs = 60;
constexpr int kWaitMs = 10;             ///< between looks for a file that is about to be made
constexpr qint64 kRefreshMs = 100;      ///< between looks whether it grew
constexpr qint64 kFirstRefreshMs = 20;  ///< the same as long as there is nothing to play
constexpr qint64 kIdleRefreshMs = 1000; ///< the same when it has not grown for a while
constexpr qint64 kIdleAfterMs = 5000;
/// Learning again takes at most one part in so many of the thread's time.
constexpr qint64 kLearningShare = 4;
/// A file that is this young may still be on the way to its first commit.
constexpr qint64 kYoungMs = 2000;

} // namespace

Worker::Worker(QString path) : path_(std::move(path)), timer_(new QTimer(this)) {
    timer_->setSingleShot(true);
    timer_->setTimerType(Qt::PreciseTimer);
    connect(timer_, &QTimer::timeout, this, &Worker::work);
}

void Worker::follow(const Wish& wish) {
    {
        const std::scoped_lock lock(mutex_);
        if (asked_.wish == wish) {
            return;
        }
        asked_.wish = wish;
    }
    wake();
}

void Worker::setPlayhead(SimTime at) {
    const std::scoped_lock lock(mutex_);
    asked_.playhead = at;
}

void Worker::findStep(StepKind kind, SimTime at, bool forward) {
    {
        const std::scoped_lock lock(mutex_);
        asked_.steps.push_back({kind, at, forward});
    }
    wake();
}

void Worker::endWriting() {
    {
        const std::scoped_lock lock(mutex_);
        asked_.writerEnded = true;
    }
    wake();
}

void Worker::wake() {
    {
        const std::scoped_lock lock(mutex_);
        if (std::exchange(asked_.isAwake, true)) {
            return;
        }
    }
    QMetaObject::invokeMethod(this, &Worker::work, Qt::QueuedConnection);
}

Worker::Asked Worker::takeAsked() {
    const std::scoped_lock lock(mutex_);
    asked_.isAwake = false;
    Asked asked = asked_;
    if (trace_ != nullptr) {
        asked_.steps.clear();
    }
    return asked;
}

void Worker::work() {
    const Asked asked = takeAsked();
    if (trace_ == nullptr) {
        tryOpen(asked);
    } else {
        refresh(asked);
    }
    if (trace_ != nullptr) {
        for (const Step& step : asked.steps) {
            answer(step);
        }
        if (readOne(asked.wish)) {
            wake(); // there may be more to read, after whatever was asked for meanwhile
        }
    }
    schedule(asked.writerEnded);
}

/// Nobody is told of what is only not there yet.
bool Worker::mayStillCome(const TraceError& error, bool writerEnded) const {
    if (writerEnded || error.kind == TraceErrorKind::NewerSchema ||
        error.kind == TraceErrorKind::NoParent) {
        return false;
    }
    const QFileInfo info(path_);
    if (!info.exists()) {
        return true;
    }
    const qint64 age = info.lastModified().msecsTo(QDateTime::currentDateTime());
    return info.isFile() && age < kYoungMs;
}

void Worker::tryOpen(const Asked& asked) {
    if (hasFailed_) {
        return;
    }
    auto opened = OpenTrace::open(path_.toStdString(), asked.writerEnded);
    if (!opened) {
        if (!mayStillCome(opened.error(), asked.writerEnded)) {
            fail(opened.error());
        }
        return;
    }
    if (*opened == nullptr) {
        return;
    }
    trace_ = std::move(*opened);
    sawEnd_ = asked.writerEnded;
    sinceRefresh_.start();
    sinceGrowth_.start();
    tellAll(true);
}

void Worker::refresh(const Asked& asked) {
    const bool isLast = asked.writerEnded && !sawEnd_;
    const qint64 pause = refreshPause();
    if (hasFailed_ || (sawEnd_ && !isLast) || trace_->status().run != RunStatus::Running ||
        (!isLast && sinceRefresh_.elapsed() < pause)) {
        return;
    }
    sawEnd_ = asked.writerEnded;
    const auto grew = trace_->refresh();
    QElapsedTimer learning;
    learning.start();
    if (grew && *grew) {
        if (const auto learnt = trace_->learn(asked.playhead); !learnt) {
            fail(learnt.error());
        } else {
            ring_.outdate();
            sinceGrowth_.start();
            tellAll(false);
        }
        learningMs_ = learning.elapsed();
    } else if (!grew) {
        fail(grew.error());
    }
    sinceRefresh_.start();
}

qint64 Worker::refreshPause() const {
    const qint64 silent = sinceGrowth_.elapsed();
    const bool hasBegun =
        trace_->status().until.ns > trace_->reader().summary().header.recordFrom.ns;
    const qint64 pause = silent > kIdleAfterMs ? kIdleRefreshMs
                         : hasBegun            ? kRefreshMs
                                               : kFirstRefreshMs;
    return std::max(pause, learningMs_ * kLearningShare);
}

void Worker::tellAll(bool isOpening) {
    auto news = std::make_shared<News>();
    news->isOpening = isOpening;
    news->status = trace_->status();
    news->world = trace_->world();
    news->story = trace_->story();
    Q_EMIT told(news);
}

void Worker::answer(const Step& step) {
    auto found = nextStep(trace_->reader(), *trace_->story(), step.kind, step.at, step.forward,
                          trace_->status().until);
    if (!found) {
        fail(found.error());
    }
    auto news = std::make_shared<News>();
    news->step = found ? *found : std::nullopt;
    if (step.kind == StepKind::Message && *news->step) {
        auto message = messageSentAt(trace_->reader(), **news->step);
        if (message) {
            news->stepMessage = std::move(*message);
        } else {
            fail(message.error());
        }
    }
    Q_EMIT told(news);
}

bool Worker::readOne(const Wish& wish) {
    if (wish.window.ns <= 0) {
        return false; // nobody has looked yet
    }
    const auto order = ring_.next(wish, trace_->status().until);
    if (!order) {
        return false;
    }
    const bool isAtPlayhead = order->at == wish.at;
    if (!isAtPlayhead && wish.pace.ns == 0 && sinceJump_.isValid() &&
        sinceJump_.elapsed() < kRestMs) {
        timer_->start(static_cast<int>(kRestMs - sinceJump_.elapsed()));
        return false;
    }
    auto slice = trace_->read(*order);
    if (isAtPlayhead) {
        sinceJump_.start();
    }
    if (!slice) {
        ring_.giveUp(*order);
        fail(slice.error());
        return false;
    }
    const bool isFinal = trace_->isFinal(**slice);
    ring_.add(*order, std::move(*slice), isFinal, wish);
    auto news = std::make_shared<News>();
    news->slices = ring_.slices();
    Q_EMIT told(news);
    return true;
}

/// Told once; what can still be read is read.
void Worker::fail(const TraceError& error) {
    if (std::exchange(hasFailed_, true)) {
        return;
    }
    auto news = std::make_shared<News>();
    news->failure = failureText(path_, error, trace_ != nullptr);
    Q_EMIT told(news);
}

void Worker::schedule(bool writerEnded) {
    if (hasFailed_) {
        return;
    }
    if (trace_ == nullptr) {
        timer_->start(kWaitMs);
    } else if (trace_->status().run == RunStatus::Running && !(writerEnded && sawEnd_)) {
        timer_->start(
            static_cast<int>(std::max<qint64>(1, refreshPause() - sinceRefresh_.elapsed())));
    }
}

} // namespace gui::feed
