// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/kernel.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sim {
namespace {

constexpr std::size_t kChildren = 4;
constexpr std::size_t kFewCancelled = 64; ///< not worth a sweep

} // namespace

EventHandle Kernel::schedule(SimTime at, EventTarget& target, std::uint64_t argument) {
    return insert(at, kOrdinary | nextOrder_++, target, argument);
}

EventHandle Kernel::scheduleTimeline(SimTime at, std::uint64_t order, EventTarget& target,
                                     std::uint64_t argument) {
    ORRERY_ASSERT(order < kOrdinary);
    return insert(at, order, target, argument);
}

EventHandle Kernel::insert(SimTime at, std::uint64_t order, EventTarget& target,
                           std::uint64_t argument) {
    ORRERY_ASSERT(at >= now_); // and so at least 0: its bits compare as unsigned
    std::uint32_t slot = 0;
    if (freeSlots_.empty()) {
        slot = static_cast<std::uint32_t>(slots_.size());
        slots_.emplace_back();
    } else {
        slot = freeSlots_.back();
        freeSlots_.pop_back();
    }
    Slot& entry = slots_[slot];
    entry.target = &target;
    entry.argument = argument;
    ++entry.generation;
    ORRERY_ASSERT(slot < 1U << kSlotBits && (order & ~kOrdinary) < kOrdinary >> kSlotBits);
    push({static_cast<std::uint64_t>(at.ns),
          (order & kOrdinary) | (order & ~kOrdinary) << kSlotBits | slot});
    return {slot, entry.generation};
}

void Kernel::cancel(EventHandle handle) {
    if (pending(handle)) {
        slots_[handle.slot].target = nullptr;
        if (++cancelled_ > kFewCancelled && cancelled_ * 2 > heap_.size()) {
            sweep();
        }
    }
}

bool Kernel::pending(EventHandle handle) const {
    return handle.generation != 0 && handle.slot < slots_.size() &&
           slots_[handle.slot].generation == handle.generation &&
           slots_[handle.slot].target != nullptr;
}

void Kernel::push(const Entry& entry) {
    std::size_t at = heap_.size();
    heap_.push_back(entry);
    while (at > 0) {
        const std::size_t parent = (at - 1) / kChildren;
        if (!before(entry, heap_[parent])) {
            break;
        }
        heap_[at] = heap_[parent];
        at = parent;
    }
    heap_[at] = entry;
}

void Kernel::popTop() {
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) {
        sink(0, last);
    }
}

void Kernel::sink(std::size_t at, const Entry& entry) {
    const std::size_t size = heap_.size();
    for (;;) {
        const std::size_t first = at * kChildren + 1;
        if (first >= size) {
            break;
        }
        std::size_t smallest = first;
        const std::size_t end = std::min(first + kChildren, size);
        for (std::size_t child = first + 1; child < end; ++child) {
            if (before(heap_[child], heap_[smallest])) {
                smallest = child;
            }
        }
        if (!before(heap_[smallest], entry)) {
            break;
        }
        heap_[at] = heap_[smallest];
        at = smallest;
    }
    heap_[at] = entry;
}

void Kernel::sweep() {
    std::erase_if(heap_, [this](const Entry& entry) {
        const bool gone = slots_[entry.slot()].target == nullptr;
        if (gone) {
            release(entry.slot());
        }
        return gone;
    });
    cancelled_ = 0;
    for (std::size_t at = heap_.size() / kChildren + 1; at-- > 0;) {
        if (at < heap_.size()) {
            sink(at, Entry(heap_[at]));
        }
    }
}

bool Kernel::settleTop() {
    while (!heap_.empty() && slots_[heap_.front().slot()].target == nullptr) {
        release(heap_.front().slot());
        popTop();
        --cancelled_;
    }
    return !heap_.empty();
}

void Kernel::release(std::uint32_t slot) {
    slots_[slot].target = nullptr;
    freeSlots_.push_back(slot);
}

void Kernel::fireTop() {
    const Entry entry = heap_.front();
    const Slot slot = slots_[entry.slot()];
    popTop();
    release(entry.slot());
    now_ = timeOf(entry);
    digest_.beginEvent(now_, entry.order());
    slot.target->fire(slot.argument);
}

void Kernel::run(SimTime horizon) {
    ORRERY_ASSERT(horizon >= now_);
    stopped_ = false;
    const SimTime last = std::min(horizon, SimTime::max() - core::Duration{1});
    while (!stopped_) {
        if (!settleTop() || timeOf(heap_.front()) > last) {
            now_ = horizon;
            return;
        }
        if (timeOf(heap_.front()) != now_) {
            untilLook_ = lookEvery_;
        }
        fireTop();
        if (--untilLook_ == 0) {
            untilLook_ = lookEvery_;
            look_();
        }
    }
}

void Kernel::watchInstants(std::uint64_t every, std::function<void()> look) {
    ORRERY_ASSERT(every > 0);
    lookEvery_ = every;
    untilLook_ = every;
    look_ = std::move(look);
}

} // namespace sim
