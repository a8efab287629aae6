// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/assert.h"
#include "sim/kernel/digest.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

/// The discrete-event kernel: one virtual clock, one queue, one thread. Events of the same
/// nanosecond run in the order in which they were scheduled; timeline entries (faults, operator
/// actions) have an order of their own and run before all else at theirs, so that adding one
/// shifts nobody else's numbers.
namespace sim {

/// Receives events. `argument` is whatever was given to schedule().
class EventTarget {
public:
    virtual void fire(std::uint64_t argument) = 0;

protected:
    ~EventTarget() = default;
};

/// Names a scheduled event until it fires or is cancelled; afterwards it is harmlessly stale.
struct EventHandle {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0; ///< 0: names nothing
};

class Kernel {
public:
    SimTime now() const { return now_; }
    Digest& digest() { return digest_; }

    /// Calls target.fire(argument) at `at`; at SimTime::max() never. REQUIRES: at >= now(); the
    /// target lives until then or the event is cancelled.
    EventHandle schedule(SimTime at, EventTarget& target, std::uint64_t argument);

    /// As schedule(), ahead of all ordinary events of its nanosecond; `order` (the timeline id)
    /// breaks ties among these.
    EventHandle scheduleTimeline(SimTime at, std::uint64_t order, EventTarget& target,
                                 std::uint64_t argument);

    /// Stale handles are ignored.
    void cancel(EventHandle handle);
    bool pending(EventHandle handle) const;

    /// Fires everything due up to and including `horizon`; the clock then stands at the horizon,
    /// or at the instant of the event during which stop() was called.
    void run(SimTime horizon);
    /// Makes run() return after the current event.
    void stop() { stopped_ = true; }
    bool stopped() const { return stopped_; }

    std::uint64_t scheduled() const { return nextOrder_; }

    /// Calls `look` after every `every` events of one nanosecond, so that somebody notices when
    /// the clock stands still; it may stop(). Changes no run. REQUIRES: every > 0.
    void watchInstants(std::uint64_t every, std::function<void()> look);

private:
    /// Ordinary events sort after timeline entries of the same time.
    static constexpr std::uint64_t kOrdinary = 1ULL << 63;
    /// A place in the order and a slot share a word, so that an entry has 16 octets: room for
    /// sixteen million pending events and for five hundred thousand million in a run.
    static constexpr int kSlotBits = 24;

    struct Entry {
        std::uint64_t time;
        std::uint64_t orderAndSlot;

        std::uint32_t slot() const { return orderAndSlot & ((1U << kSlotBits) - 1); }
        std::uint64_t order() const {
            return (orderAndSlot & kOrdinary) | (orderAndSlot & ~kOrdinary) >> kSlotBits;
        }
    };
    struct Slot {
        EventTarget* target = nullptr; ///< nullptr: cancelled
        std::uint64_t argument = 0;
        std::uint32_t generation = 0;
    };

    /// One comparison of 128 bits: no branch that could be predicted wrongly.
    static bool before(const Entry& a, const Entry& b) {
        __extension__ typedef unsigned __int128 Wide;
        return (Wide{a.time} << 64 | a.orderAndSlot) < (Wide{b.time} << 64 | b.orderAndSlot);
    }
    static SimTime timeOf(const Entry& entry) { return {static_cast<std::int64_t>(entry.time)}; }
    EventHandle insert(SimTime at, std::uint64_t order, EventTarget& target,
                       std::uint64_t argument);
    void push(const Entry& entry);
    void popTop();
    /// Puts `entry` at `at` or below, where the heap's order wants it.
    void sink(std::size_t at, const Entry& entry);
    /// Throws out all cancelled entries. Time-outs are nearly always cancelled, long before they
    /// are due: without this most of the queue would be theirs.
    void sweep();
    /// Removes cancelled entries from the top; false when nothing is left.
    bool settleTop();
    void fireTop();
    void release(std::uint32_t slot);

    SimTime now_;
    Digest digest_;
    std::uint64_t nextOrder_ = 0;
    std::vector<Entry> heap_;   ///< four children a node: shallower than two, and cache-friendly
    std::size_t cancelled_ = 0; ///< entries of the heap
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> freeSlots_;
    bool stopped_ = false;
    std::uint64_t lookEvery_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t untilLook_ = lookEvery_; ///< events of this nanosecond
    std::function<void()> look_;
};

} // namespace sim
