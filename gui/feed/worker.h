// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/open_trace.h"
#include "gui/feed/trace_feed.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

/// The half of a TraceFeed that lives on a thread of its own and waits for the disk.
namespace gui::feed {

/// What the worker found out; only what changed is set.
struct News {
    bool isOpening = false;
    std::optional<TraceStatus> status; ///< with world and story
    std::shared_ptr<const sim::scene::World> world;
    std::shared_ptr<const sim::scene::Storyline> story;
    std::optional<std::vector<SlicePointer>> slices;
    std::optional<std::optional<sim::SimTime>> step;
    std::optional<FoundMessage> stepMessage;       ///< of a step by message
    std::optional<sim::trace::MessageRow> message; ///< that was asked for
    QString failure;
};

class Worker : public QObject {
    Q_OBJECT

public:
    explicit Worker(QString path);

    /// From any thread; only the last wish counts. A read under way that does not serve it is
    /// broken off, but never two in a row that somebody waits for: who drags sees something now
    /// and then, however fast.
    void follow(const Wish& wish);
    void setPlayhead(sim::SimTime at);
    void findStep(StepKind kind, sim::SimTime at, bool forward);
    void readMessage(std::uint64_t id);
    void endWriting();
    /// Breaks off what is under way: nobody listens any more.
    void leave();
    void wake();
    /// What was told since the last time, the oldest first.
    std::vector<std::shared_ptr<const News>> takeNews();

Q_SIGNALS:
    void told(); ///< there are news

private:
    struct Step {
        StepKind kind;
        sim::SimTime at;
        bool forward;
    };
    /// What others asked for; guarded by mutex_.
    struct Asked {
        Wish wish;
        sim::SimTime playhead;
        std::deque<Step> steps;
        std::optional<std::uint64_t> message;
        bool writerEnded = false;
        bool isAwake = false; ///< work() is on its way
        bool isLeaving = false;
    };
    /// What others must know to see whether a read is still wanted; guarded by mutex_.
    struct Reading {
        std::optional<Order> order; ///< under way
        bool mayBreak = true;
        sim::SimTime edge;
        std::vector<SlicePointer> known;
    };

    void work();
    void tell(std::shared_ptr<const News> news);
    Asked takeAsked();
    void tryOpen(const Asked& asked);
    bool mayStillCome(const sim::trace::TraceError& error, bool writerEnded) const;
    void refresh(const Asked& asked);
    /// Milliseconds between looks whether the trace grew.
    qint64 refreshPause() const;
    void tellAll(bool isOpening);
    void answer(const Step& step);
    void answerMessage(std::uint64_t id);
    bool readOne(const Wish& wish);
    bool isServed(const Wish& wish) const;
    void begin(const Order& order);
    void finish(const Order& order, bool broken);
    void fail(const sim::trace::TraceError& error);
    void schedule(bool writerEnded);

    const QString path_;
    std::mutex mutex_;
    Asked asked_;
    Reading reading_;
    std::vector<std::shared_ptr<const News>> news_; ///< guarded by mutex_
    sim::trace::StopFlag stop_; ///< set and cleared with mutex_ held, read without

    std::unique_ptr<OpenTrace> trace_;
    SliceRing ring_;
    QTimer* timer_;
    QElapsedTimer sinceRefresh_;
    QElapsedTimer sinceGrowth_;
    qint64 learningMs_ = 0;  ///< how long it took the last time
    bool wasBroken_ = false; ///< the last urgent read
    bool sawEnd_ = false;    ///< nothing will be added any more
    bool hasFailed_ = false;
};

} // namespace gui::feed
