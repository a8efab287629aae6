// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/slice.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

/// Which slices of a trace are in memory, which one to read next, and which to forget. No thread,
/// no file: decisions only.
namespace gui::feed {

/// Where the playhead is.
struct Wish {
    sim::SimTime at;
    core::Duration window; ///< simulated time of 0.4 s of screen time
    core::Duration pace;   ///< negative: backwards

    friend bool operator==(const Wish&, const Wish&) = default;
};

/// What SliceReader::read is to be called with.
struct Order {
    sim::SimTime at;
    core::Duration window;
    core::Duration ahead;
    bool isUrgent = false; ///< there is nothing to draw until it is read

    friend bool operator==(const Order&, const Order&) = default;
};

using SlicePointer = std::shared_ptr<const sim::scene::Slice>;

class SliceRing {
public:
    /// Keeps about so many octets at most, and never less than what the wish needs at once.
    explicit SliceRing(std::size_t mostOctets = 96'000'000) : mostOctets_(mostOctets) {}

    /// What is missing: first the picture itself, then what comes in the direction of play, then
    /// what lies behind. Nothing beyond `edge` is ever ordered. nullopt: all is there.
    std::optional<Order> next(const Wish& wish, sim::SimTime edge) const;
    /// Takes a slice that was read; forgets what is farthest from the wish. `isFinal`: the trace
    /// will never know more about that time.
    void add(const Order& order, SlicePointer slice, bool isFinal, const Wish& wish);
    /// What was ordered cannot be read; the same is not ordered again until outdate().
    void giveUp(const Order& order) { fruitless_ = order; }
    /// The trace knows more now: slices that were not final are to be read again. Until then they
    /// stay, so that there is something to draw.
    void outdate();

    /// The newest first.
    std::vector<SlicePointer> slices() const;
    std::size_t octets() const;

private:
    struct Entry {
        SlicePointer slice;
        std::size_t octets = 0;
        bool isFinal = false;
        bool isOutdated = false;
    };

    /// How far the slices reach from `at` without a gap, in either direction; `at` itself if none
    /// covers it.
    sim::SimTime reachForward(sim::SimTime at, core::Duration window) const;
    sim::SimTime reachBackward(sim::SimTime at, core::Duration window) const;
    bool covers(sim::SimTime at, core::Duration window) const;
    std::optional<Order> behind(sim::SimTime at, core::Duration window, core::Duration want) const;

    std::size_t mostOctets_;
    std::vector<Entry> entries_; ///< oldest first
    std::optional<Order> fruitless_;
    std::optional<sim::SimTime> full_; ///< where the playhead was when memory did not suffice
};

/// The window that slices are read with: a little more than asked for, so that a slightly faster
/// clock does not make all of them useless.
core::Duration readWindow(core::Duration window);

/// The same for the picture after a jump, where nobody wants to wait: at most an eighth more.
core::Duration jumpWindow(core::Duration window);

std::size_t octetsOf(const sim::scene::Slice& slice);

} // namespace gui::feed
