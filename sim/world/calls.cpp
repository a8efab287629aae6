// SPDX-License-Identifier: Apache-2.0
#include "sim/world/calls.h"

#include <algorithm>
#include <utility>

namespace sim::world {

Calls::Entry& Calls::claim(Incarnation& owner) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(entries_.size()));
        entries_.emplace_back().slot = free_.back();
    }
    Entry& entry = entries_[free_.back()];
    free_.pop_back();
    entry.owner = &owner;
    entry.cause = context_.cause;
    entry.number = calls_++;
    ++entry.generation;
    return entry;
}

Calls::Entry* Calls::find(CallId id) {
    const std::uint64_t slot = (id.value & 0xffffffff) - 1;
    if (id.value == 0 || slot >= entries_.size()) {
        return nullptr;
    }
    Entry& entry = entries_[slot];
    return entry.owner != nullptr && entry.generation == id.value >> 32 ? &entry : nullptr;
}

void Calls::release(Entry& entry) {
    entry.owner = nullptr;
    entry.callback = nullptr;
    entry.event = {};
    free_.push_back(entry.slot);
}

core::runtime::CallId Calls::timer(Incarnation& owner, core::Instant due, SimTime at,
                                   core::UniqueFunction<void()> callback) {
    Entry& entry = claim(owner);
    entry.timer = true;
    entry.due = due;
    entry.callback = std::move(callback);
    entry.event = kernel_.schedule(at, *this, entry.slot);
    return idOf(entry);
}

core::runtime::CallId Calls::open(Incarnation& owner) {
    Entry& entry = claim(owner);
    entry.timer = false;
    return idOf(entry);
}

void Calls::cancel(const Incarnation& owner, CallId id) {
    Entry* entry = find(id);
    if (entry != nullptr && entry->owner == &owner) {
        kernel_.cancel(entry->event);
        release(*entry);
    }
}

void Calls::dropAll(const Incarnation& owner) {
    for (Entry& entry : entries_) {
        if (entry.owner == &owner) {
            kernel_.cancel(entry.event);
            release(entry);
        }
    }
}

void Calls::rearm(std::uint32_t host, const std::function<SimTime(core::Instant)>& when) {
    std::vector<Entry*> pending;
    for (Entry& entry : entries_) {
        if (entry.owner != nullptr && entry.timer && entry.owner->host() == host) {
            pending.push_back(&entry);
        }
    }
    std::sort(pending.begin(), pending.end(), [](const Entry* a, const Entry* b) {
        return std::pair(a->due, a->number) < std::pair(b->due, b->number);
    });
    for (Entry* entry : pending) {
        kernel_.cancel(entry->event);
        entry->event = kernel_.schedule(when(entry->due), *this, entry->slot);
    }
}

void Calls::fire(std::uint64_t slot) {
    Entry& entry = entries_[slot];
    Incarnation& owner = *entry.owner;
    const trace::Cause cause = entry.cause;
    core::UniqueFunction<void()> callback = std::move(entry.callback);
    if (owner.queues()) {
        deliverLater(entry, std::move(callback));
        return;
    }
    release(entry);
    owner.run(cause, callback);
}

void Calls::deliverLater(Entry& entry, core::UniqueFunction<void()> callback) {
    entry.callback = std::move(callback);
    entry.timer = false; // it has fired: a change of the clock does not touch it
    entry.owner->deliver(entry.cause, [this, id = idOf(entry)] {
        if (Entry* later = find(id)) {
            core::UniqueFunction<void()> due = std::move(later->callback);
            release(*later);
            due();
        }
    });
}

} // namespace sim::world
