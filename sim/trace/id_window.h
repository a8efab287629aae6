// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/assert.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

/// What is on its way, by id. Ids come from counters and most entries end soon after they began,
/// so the recent ones stand in a ring, found by subtraction, and stragglers move to a map.
namespace sim::trace {

template <class T>
class IdWindow {
public:
    IdWindow() : slots_(kFirstCapacity) {}

    /// A fresh entry; ids that were skipped get none. REQUIRES: id is greater than all before.
    T& push(std::uint64_t id) {
        ORRERY_ASSERT(id >= end_);
        if (begin_ == end_) {
            begin_ = end_ = id;
        }
        ORRERY_ASSERT(id - end_ < kMaxGap);
        while (end_ <= id) {
            if (end_ - begin_ == slots_.size()) {
                grow();
            }
            slot(end_) = Slot{};
            ++end_;
        }
        slot(id).used = true;
        return slot(id).value;
    }

    /// nullptr if there is none.
    T* find(std::uint64_t id) {
        if (id >= begin_ && id < end_) {
            return slot(id).used ? &slot(id).value : nullptr;
        }
        const auto old = stragglers_.find(id);
        return old == stragglers_.end() ? nullptr : &old->second;
    }

    void erase(std::uint64_t id) {
        if (id >= begin_ && id < end_) {
            slot(id).used = false;
            slot(id).value = T{};
        } else {
            stragglers_.erase(id);
        }
    }

    std::size_t recent() const { return static_cast<std::size_t>(end_ - begin_); }
    std::uint64_t frontId() const { return begin_; }
    /// The oldest entry of the ring, nullptr for a gap. REQUIRES: recent() > 0.
    T* front() { return slot(begin_).used ? &slot(begin_).value : nullptr; }
    void popFront() {
        slot(begin_).used = false;
        ++begin_;
    }
    /// Takes the oldest out of the ring, still to be found by its id.
    void setFrontAside() {
        stragglers_.emplace(begin_, std::move(slot(begin_).value));
        popFront();
    }
    std::map<std::uint64_t, T>& stragglers() { return stragglers_; }

private:
    static constexpr std::size_t kFirstCapacity = 1024;
    static constexpr std::uint64_t kMaxGap = std::uint64_t{1} << 20;

    struct Slot {
        T value{};
        bool used = false;
    };

    Slot& slot(std::uint64_t id) { return slots_[id & (slots_.size() - 1)]; }
    void grow() {
        std::vector<Slot> bigger(slots_.size() * 2);
        for (std::uint64_t id = begin_; id < end_; ++id) {
            bigger[id & (bigger.size() - 1)] = std::move(slot(id));
        }
        slots_ = std::move(bigger);
    }

    std::vector<Slot> slots_;
    std::uint64_t begin_ = 0;
    std::uint64_t end_ = 0;
    std::map<std::uint64_t, T> stragglers_;
};

} // namespace sim::trace
