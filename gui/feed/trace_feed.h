// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/trace_status.h"
#include "sim/scene/slice.h"
#include "sim/scene/storyline.h"
#include "sim/scene/world.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

/// One trace as the studio's widgets see it: read on a thread of its own, also while the file
/// grows, in short transactions. What arrives is immutable and shared; the last that arrived stays
/// here, so widgets never wait for the disk.
namespace gui::feed {

struct News;

/// A message that was stepped to.
struct FoundMessage {
    std::uint64_t id = 0;
    sim::SimTime sent;
    QString from; ///< process, or else host
    QString to;
    QString fromHost;
    QString toHost;
    QString protocol;
    QString summary; ///< one line, as the trace has it
};

/// Steps of the playhead.
enum class StepKind { Headline, Event, Message };

/// A time, and the slice to draw it from.
struct Sight {
    std::shared_ptr<const sim::scene::Slice> slice;
    sim::SimTime at;
    core::Duration window;
};

class TraceFeed : public QObject {
    Q_OBJECT

public:
    explicit TraceFeed(QObject* parent = nullptr);
    /// Breaks off what is being read; waits for that, a moment.
    ~TraceFeed() override;

    /// Starts to read; opened() or failed() follows. A file that does not exist yet is waited for
    /// (a run was just started) until giveUp().
    void open(const QString& path);
    QString path() const;
    /// The writer has ended: what is not there by now will not come. Reads to the end once more.
    void writerEnded();

    /// Where the playhead is and how fast it goes (simulated time per second of screen time,
    /// negative: backwards). Slices are read ahead of it.
    void follow(sim::SimTime at, core::Duration window, core::Duration pace);
    /// The map of the calm clock stays as it is up to here when the trace grows.
    void setPlayhead(sim::SimTime at);
    /// found() follows: the time of the next (previous) step from `at`.
    void findStep(StepKind kind, sim::SimTime at, bool forward);
    /// `then` gets all that the trace says of one message, later, unless there is none of that id
    /// or another one is asked for before.
    using MessageReader = std::function<void(const sim::trace::MessageRow&)>;
    void readMessage(std::uint64_t id, MessageReader then);

    bool isOpen() const;
    std::shared_ptr<const sim::scene::World> world() const;
    std::shared_ptr<const sim::scene::Storyline> story() const;
    /// One that covers the time with that window; nullptr: not yet here.
    std::shared_ptr<const sim::scene::Slice> sliceFor(sim::SimTime at, core::Duration window) const;
    /// The last place of the playhead that could be drawn, never one before a place that was told
    /// already: who drags sees as much as the disk keeps up with. No slice: none so far.
    const Sight& sight() const;
    const TraceStatus& status() const;

Q_SIGNALS:
    void opened();
    /// World, story or status know more.
    void grown();
    void sliceArrived();
    void found(sim::SimTime at);
    /// After found(), of a step by message: the first that is sent then.
    void foundMessage(const gui::feed::FoundMessage& message);
    /// Nothing further in that direction.
    void notFound();
    /// One line for people: what happened, what still can be seen, what to do. What was read
    /// before stays.
    void failed(const QString& message);

private:
    void take(const News& news);
    void look();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace gui::feed
