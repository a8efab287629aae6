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
        if (!isServed(wish)) {
            stop_.set(true);
        }
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
        if (reading_.order && !reading_.order->isUrgent) {
            stop_.set(true);
        }
    }
    wake();
}

void Worker::readMessage(std::uint64_t id) {
    {
        const std::scoped_lock lock(mutex_);
        asked_.message = id;
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

void Worker::leave() {
    const std::scoped_lock lock(mutex_);
    asked_.isLeaving = true;
    stop_.set(true);
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

void Worker::tell(std::shared_ptr<const News> news) {
    {
        const std::scoped_lock lock(mutex_);
        news_.push_back(std::move(news));
    }
    Q_EMIT told();
}

std::vector<std::shared_ptr<const News>> Worker::takeNews() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(news_, {});
}

Worker::Asked Worker::takeAsked() {
    const std::scoped_lock lock(mutex_);
    asked_.isAwake = false;
    Asked asked = asked_;
    if (trace_ != nullptr) {
        asked_.steps.clear();
        asked_.message.reset();
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
        if (asked.message) {
            answerMessage(*asked.message);
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
    tell(std::move(news));
}

void Worker::answerMessage(std::uint64_t id) {
    // Nobody needs to be told of one that is not there: what is known of it shows already.
    if (auto row = trace_->reader().message(id)) {
        auto news = std::make_shared<News>();
        news->message = std::move(*row);
        tell(std::move(news));
    }
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
    tell(std::move(news));
}

bool Worker::readOne(const Wish& wish) {
    if (wish.window.ns <= 0) {
        return false; // nobody has looked yet
    }
    const auto order = ring_.next(wish, trace_->status().until);
    if (!order) {
        return false;
    }
    begin(*order);
    auto slice = trace_->read(*order, stop_);
    const bool broken = !slice && slice.error().kind == TraceErrorKind::Cancelled;
    finish(*order, broken);
    if (broken) {
        return true;
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
    {
        const std::scoped_lock lock(mutex_);
        reading_.known = *news->slices;
    }
    tell(std::move(news));
    return true;
}

/// Nothing is under way that should make room for it. REQUIRES: mutex_ is held.
bool Worker::isServed(const Wish& wish) const {
    const std::optional<Order>& order = reading_.order;
    if (!order || !reading_.mayBreak) {
        return true;
    }
    const SimTime at = std::clamp(wish.at, SimTime{}, std::max(reading_.edge, SimTime{}));
    return (order->at <= at && at <= order->at + order->ahead && wish.window <= order->window) ||
           std::any_of(reading_.known.begin(), reading_.known.end(),
                       [&](const SlicePointer& slice) { return slice->covers(at, wish.window); });
}

void Worker::begin(const Order& order) {
    const std::scoped_lock lock(mutex_);
    reading_.order = order;
    reading_.edge = trace_->status().until;
    reading_.mayBreak = !order.isUrgent || !wasBroken_;
    const bool hasSteps = !order.isUrgent && !asked_.steps.empty();
    stop_.set(asked_.isLeaving || hasSteps || !isServed(asked_.wish));
}

void Worker::finish(const Order& order, bool broken) {
    const std::scoped_lock lock(mutex_);
    reading_.order.reset();
    if (order.isUrgent) {
        wasBroken_ = broken;
    }
}

/// Told once; what can still be read is read.
void Worker::fail(const TraceError& error) {
    if (std::exchange(hasFailed_, true)) {
        return;
    }
    auto news = std::make_shared<News>();
    news->failure = failureText(path_, error, trace_ != nullptr);
    tell(std::move(news));
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
