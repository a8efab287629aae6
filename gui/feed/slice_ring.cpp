// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/slice_ring.h"

#include <algorithm>
#include <bit>

namespace gui::feed {
namespace {

using core::Duration;
using sim::SimTime;
using sim::scene::Slice;

/// In windows of 0.4 to 0.8 s of screen time: read at once, wanted ahead, wanted behind.
constexpr std::int64_t kPiece = 4;
constexpr std::int64_t kAhead = 3;
constexpr std::int64_t kBehind = 2;

constexpr std::int64_t kLeastWindowNs = 1'000;
/// After a jump, such a part of a window is read before anything else, ...
constexpr std::int64_t kJump = 16;
/// ... with a window that is larger than wished for by one part in so many at most: each message
/// that showed in vain would make it later.
constexpr std::int64_t kTight = 8;
/// With memory full, reading ahead waits until the playhead has moved by such a part of a window.
constexpr std::int64_t kStay = 4;
constexpr std::int64_t kMostWindowNs = 600'000'000'000;

Duration times(Duration window, std::int64_t factor) {
    return {window.ns * factor};
}

std::int64_t distance(const Slice& slice, SimTime at) {
    if (at < slice.begin) {
        return slice.begin.ns - at.ns;
    }
    return at > slice.end ? at.ns - slice.end.ns : 0;
}

} // namespace

Duration readWindow(Duration window) {
    const std::int64_t ns = std::clamp(window.ns, kLeastWindowNs, kMostWindowNs);
    return {static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(ns)))};
}

Duration jumpWindow(Duration window) {
    const std::int64_t step = std::max<std::int64_t>(1, readWindow(window).ns / (2 * kTight));
    const std::int64_t ns = std::clamp(window.ns, kLeastWindowNs, kMostWindowNs);
    return {(ns + step - 1) / step * step};
}

std::size_t octetsOf(const Slice& slice) {
    constexpr std::size_t kText = 48; // a short text or a field on the heap
    std::size_t octets = sizeof(Slice) + slice.flights.capacity() * sizeof(sim::scene::Flight) +
                         slice.attempts.capacity() * sizeof(sim::scene::Attempt) +
                         slice.states.size() * (sizeof(sim::scene::StateSpan) + kText) +
                         slice.events.size() * sizeof(sim::trace::EventRow);
    for (const sim::trace::EventRow& event : slice.events) {
        octets += kText * (2 + 2 * event.fields.size());
    }
    for (const sim::trace::RouteHops& route : slice.routes) {
        octets += sizeof(route) + kText;
    }
    return octets;
}

bool SliceRing::covers(SimTime at, Duration window) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return !entry.isOutdated && entry.slice->covers(at, window);
    });
}

SimTime SliceRing::reachForward(SimTime at, Duration window) const {
    for (bool grew = true; grew;) {
        grew = false;
        for (const Entry& entry : entries_) {
            if (!entry.isOutdated && entry.slice->covers(at, window) && entry.slice->end > at) {
                at = entry.slice->end;
                grew = true;
            }
        }
    }
    return at;
}

SimTime SliceRing::reachBackward(SimTime at, Duration window) const {
    for (bool grew = true; grew;) {
        grew = false;
        for (const Entry& entry : entries_) {
            if (!entry.isOutdated && entry.slice->covers(at, window) && entry.slice->begin < at) {
                at = entry.slice->begin;
                grew = true;
            }
        }
    }
    return at;
}

/// The piece that ends where the known part begins; if one of it was read already and had to end
/// early, the rest of it.
std::optional<Order> SliceRing::behind(SimTime at, Duration window, Duration want) const {
    const Duration read = readWindow(window);
    const SimTime begin = reachBackward(at, read);
    const SimTime wanted{std::max<std::int64_t>(0, at.ns - want.ns)};
    if (begin <= wanted) {
        return std::nullopt;
    }
    SimTime from{std::max<std::int64_t>(0, begin.ns - times(read, kPiece).ns)};
    for (const Entry& entry : entries_) {
        if (!entry.isOutdated && entry.slice->lookback >= read && entry.slice->end < begin) {
            from = std::max(from, entry.slice->end);
        }
    }
    return Order{from, read, begin - from};
}

std::optional<Order> SliceRing::next(const Wish& wish, SimTime edge) const {
    const SimTime at = std::clamp(wish.at, SimTime{}, std::max(edge, SimTime{}));
    const Duration read = readWindow(wish.window);
    const auto upTo = [&](SimTime from, Duration length) {
        return Order{from, read, {std::min(length.ns, edge.ns - from.ns)}};
    };
    const auto unlessFruitless = [&](const std::optional<Order>& order) {
        return order == fruitless_ ? std::nullopt : order;
    };
    if (!covers(at, wish.window)) {
        // Short, so that there is a picture soon: states cost as much as the way ahead is long.
        Order order = upTo(at, {read.ns / kJump});
        order.window = jumpWindow(wish.window);
        order.isUrgent = true;
        return unlessFruitless(order);
    }
    if (full_ && std::abs(at.ns - full_->ns) < read.ns / kStay) {
        return std::nullopt;
    }
    const bool backwards = wish.pace.ns < 0;
    // What was read for a jump is read again with all the rest.
    const SimTime reach = reachForward(at, read);
    const std::int64_t ahead = times(read, backwards ? 1 : kAhead).ns;
    const bool missesAhead = reach.ns < std::min(edge.ns, at.ns + ahead);
    const auto back = behind(at, wish.window, times(read, backwards ? kAhead : kBehind));
    if (missesAhead && !(backwards && back)) {
        // Against the direction of play no more than is wanted.
        const Duration missing{at.ns + ahead - reach.ns};
        return unlessFruitless(upTo(reach, backwards ? missing : times(read, kPiece)));
    }
    return unlessFruitless(back);
}

void SliceRing::add(const Order& order, SlicePointer slice, bool isFinal, const Wish& wish) {
    // Whatever was read must bring the plan forward, or the same would be ordered for ever.
    const bool extends = slice->end > order.at || !covers(order.at, order.window);
    fruitless_ = extends ? std::nullopt : std::optional(order);
    std::erase_if(entries_, [&](const Entry& entry) {
        return entry.slice->begin >= slice->begin && entry.slice->end <= slice->end &&
               entry.slice->lookback <= slice->lookback;
    });
    const std::size_t size = octetsOf(*slice);
    const SlicePointer added = slice;
    entries_.push_back({std::move(slice), size, isFinal, false});
    while (entries_.size() > 1 && octets() > mostOctets_) {
        const auto farthest =
            std::max_element(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
                return distance(*a.slice, wish.at) < distance(*b.slice, wish.at);
            });
        if (distance(*farthest->slice, wish.at) == 0) {
            break;
        }
        entries_.erase(farthest);
    }
    // What was read last has to go first: to read on would be to read it again for ever.
    const bool isKept = !entries_.empty() && entries_.back().slice == added;
    full_ = isKept ? std::nullopt : std::optional(wish.at);
}

void SliceRing::outdate() {
    fruitless_.reset();
    full_.reset();
    for (Entry& entry : entries_) {
        entry.isOutdated = entry.isOutdated || !entry.isFinal;
    }
}

std::vector<SlicePointer> SliceRing::slices() const {
    std::vector<SlicePointer> found;
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
        found.push_back(entry->slice);
    }
    return found;
}

std::size_t SliceRing::octets() const {
    std::size_t sum = 0;
    for (const Entry& entry : entries_) {
        sum += entry.octets;
    }
    return sum;
}

} // namespace gui::feed
