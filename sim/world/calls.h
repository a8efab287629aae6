// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/disk.h"
#include "sim/kernel/incarnation.h"
#include "sim/kernel/kernel.h"

#include <cstdint>
#include <functional>
#include <vector>

/// The asynchronous calls (timers, disk, cpu) of all processes: who waits for what, and why.
namespace sim::world {

class Calls final : public EventTarget {
public:
    using CallId = core::runtime::CallId;

    Calls(Kernel& kernel, Context& context) : kernel_(kernel), context_(context) {}

    /// A timer: calls back when `due` on the owner's monotonic clock, which is `at` as things are.
    CallId timer(Incarnation& owner, core::Instant due, SimTime at,
                 core::UniqueFunction<void()> callback);
    /// A call that something else completes, with complete().
    CallId open(Incarnation& owner);

    /// Hands the result of an open call to its owner; nothing happens if it was cancelled or the
    /// owner ended.
    template <class Callback>
    void complete(CallId id, Callback&& callback) {
        Entry* entry = find(id);
        if (entry == nullptr) {
            return;
        }
        if (entry->owner->queues()) {
            deliverLater(*entry, std::forward<Callback>(callback));
            return;
        }
        Incarnation& owner = *entry->owner;
        const trace::Cause cause = entry->cause;
        release(*entry);
        owner.run(cause, callback);
    }

    void cancel(const Incarnation& owner, CallId id);
    void dropAll(const Incarnation& owner);
    /// The clock of a host changed its rate: arms its timers anew.
    void rearm(std::uint32_t host, const std::function<SimTime(core::Instant)>& when);

    void fire(std::uint64_t argument) override;

private:
    struct Entry {
        Incarnation* owner = nullptr; ///< nullptr: free
        trace::Cause cause;
        core::UniqueFunction<void()> callback; ///< of a timer, or of what waits for a resume
        core::Instant due;
        std::uint64_t number = 0; ///< of the call: timers due together fire in this order
        EventHandle event;
        std::uint32_t slot = 0;
        std::uint32_t generation = 0;
        bool timer = false;
    };

    Entry& claim(Incarnation& owner);
    /// After the pause, unless it is cancelled before.
    void deliverLater(Entry& entry, core::UniqueFunction<void()> callback);
    Entry* find(CallId id);
    void release(Entry& entry);
    static CallId idOf(const Entry& entry) {
        return {std::uint64_t{entry.generation} << 32 | (entry.slot + 1U)};
    }

    Kernel& kernel_;
    Context& context_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> free_;
    std::uint64_t calls_ = 0;
};

} // namespace sim::world
