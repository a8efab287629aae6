// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/slice_ring.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace gui::feed {
namespace {

using core::Duration;
using sim::SimTime;
using sim::scene::Slice;

constexpr Duration kWindow{1 << 20}; // read with as it is
constexpr SimTime kEdge{1'000'000'000};
constexpr SimTime kMiddle{500'000'000};

/// What a reader would give, `flights` of them.
SlicePointer sliceOf(SimTime begin, SimTime end, Duration lookback, std::size_t flights = 0) {
    auto slice = std::make_shared<Slice>();
    slice->begin = begin;
    slice->end = end;
    slice->lookback = lookback;
    slice->flights.resize(flights);
    return slice;
}

SlicePointer obey(const Order& order) {
    return sliceOf(order.at, order.at + order.ahead, order.window);
}

/// Reads until nothing is missing; how many reads it took.
int fill(SliceRing& ring, const Wish& wish, SimTime edge = kEdge, bool isFinal = true) {
    int reads = 0;
    for (auto order = ring.next(wish, edge); order && reads < 1000;
         order = ring.next(wish, edge), ++reads) {
        ring.add(*order, obey(*order), isFinal, wish);
    }
    return reads;
}

bool covers(const SliceRing& ring, SimTime at, Duration window = kWindow) {
    for (const SlicePointer& slice : ring.slices()) {
        if (slice->covers(at, window)) {
            return true;
        }
    }
    return false;
}

TEST(SliceRing, WantsThePictureItselfFirst) {
    const SliceRing ring;
    const auto order = ring.next({kMiddle, kWindow, {}}, kEdge);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->at, kMiddle);
    EXPECT_EQ(order->window, kWindow);
}

TEST(SliceRing, ReadsAheadInTheDirectionOfPlay) {
    SliceRing ring;
    fill(ring, {kMiddle, kWindow, {1'000'000}});
    EXPECT_TRUE(covers(ring, kMiddle + kWindow * 3));
    SliceRing backwards;
    fill(backwards, {kMiddle, kWindow, {-1'000'000}});
    EXPECT_TRUE(covers(backwards, kMiddle - kWindow * 3));
    EXPECT_FALSE(covers(backwards, kMiddle + kWindow * 3));
}

TEST(SliceRing, KeepsALittleBehindForScrubbingBack) {
    SliceRing ring;
    fill(ring, {kMiddle, kWindow, {1'000'000}});
    EXPECT_TRUE(covers(ring, kMiddle - kWindow));
}

TEST(SliceRing, IsSatisfiedSoonAndStaysSo) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {1'000'000}};
    EXPECT_LT(fill(ring, wish), 6);
    EXPECT_EQ(ring.next(wish, kEdge), std::nullopt);
    EXPECT_EQ(ring.next({kMiddle + kWindow / 4, kWindow, {1'000'000}}, kEdge), std::nullopt);
}

TEST(SliceRing, NeverOrdersBeyondTheEdge) {
    SliceRing ring;
    const SimTime edge = kMiddle + kWindow / 2;
    const Wish wish{kMiddle, kWindow, {1'000'000}};
    for (auto order = ring.next(wish, edge); order; order = ring.next(wish, edge)) {
        EXPECT_LE(order->at + order->ahead, edge);
        ring.add(*order, obey(*order), true, wish);
    }
    const auto order = SliceRing().next({kEdge, kWindow, {}}, edge);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->at, edge);
    EXPECT_EQ(order->ahead.ns, 0);
}

TEST(SliceRing, GoesOnWhenTheEdgeMoves) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {1'000'000}};
    fill(ring, wish, kMiddle);
    const auto order = ring.next(wish, kMiddle + kWindow);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->at, kMiddle);
}

TEST(SliceRing, NeedsNothingNewForASlightlyFasterClock) {
    SliceRing ring;
    const Duration window{(1 << 19) + 1};
    fill(ring, {kMiddle, window, {}});
    EXPECT_TRUE(covers(ring, kMiddle, {(1 << 20) - 5}));
}

TEST(SliceRing, ReadsTheRestOfAPieceThatEndedEarly) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {-1'000'000}};
    int reads = 0;
    for (auto order = ring.next(wish, kEdge); order; order = ring.next(wish, kEdge)) {
        ASSERT_LT(++reads, 100);
        const Duration half{std::max<std::int64_t>(1, order->ahead.ns / 2)};
        ring.add(*order, sliceOf(order->at, order->at + half, order->window), true, wish);
    }
    for (std::int64_t back = 0; back < 3; ++back) {
        EXPECT_TRUE(covers(ring, kMiddle - kWindow * back)) << back;
    }
}

TEST(SliceRing, DoesNotAskForEverForWhatBringsNothing) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {1'000'000}};
    int reads = 0;
    for (auto order = ring.next(wish, kEdge); order && reads < 100;
         order = ring.next(wish, kEdge)) {
        ++reads;
        ring.add(*order, sliceOf(order->at, order->at, order->window), true, wish);
    }
    EXPECT_LT(reads, 10);
}

TEST(SliceRing, DoesNotOrderAgainWhatCouldNotBeRead) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {}};
    const auto order = ring.next(wish, kEdge);
    ASSERT_TRUE(order);
    ring.giveUp(*order);
    EXPECT_EQ(ring.next(wish, kEdge), std::nullopt);
    EXPECT_NE(ring.next({{1000}, kWindow, {}}, kEdge), std::nullopt);
}

TEST(SliceRing, ReadsAgainWhatWasNotFinalAndKeepsItMeanwhile) {
    SliceRing ring;
    const Wish wish{kMiddle, kWindow, {}};
    fill(ring, wish, kEdge, false);
    EXPECT_EQ(ring.next(wish, kEdge), std::nullopt);
    ring.outdate();
    EXPECT_TRUE(covers(ring, kMiddle));
    const auto order = ring.next(wish, kEdge);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->at, kMiddle);
    const SlicePointer fresh = obey(*order);
    ring.add(*order, fresh, true, wish);
    EXPECT_EQ(ring.slices().front(), fresh);
}

TEST(SliceRing, ForgetsWhatIsFarthestWithinItsMemory) {
    constexpr std::size_t kMost = 1'000'000;
    SliceRing ring(kMost);
    const Wish wish{kMiddle, kWindow, {1'000'000}};
    for (std::int64_t step = 0; step < 60; ++step) {
        const SimTime at{kMiddle.ns + step * kWindow.ns};
        const Order order{at, kWindow, kWindow};
        ring.add(order, sliceOf(at, at + kWindow, kWindow, 1000), true, wish);
        EXPECT_LE(ring.octets(), kMost);
    }
    EXPECT_TRUE(covers(ring, kMiddle));
    EXPECT_FALSE(covers(ring, kMiddle + kWindow * 59));
}

TEST(SliceRing, KeepsThePictureItselfHoweverLarge) {
    SliceRing ring(1);
    const Wish wish{kMiddle, kWindow, {}};
    fill(ring, wish);
    EXPECT_TRUE(covers(ring, kMiddle));
}

TEST(SliceRing, HoldsUpUnderRandomJumps) {
    SliceRing ring(100'000);
    std::srand(3);
    for (int jump = 0; jump < 500; ++jump) {
        const SimTime at{std::rand() % kEdge.ns};
        const Duration window{1 + std::rand() % 40'000'000};
        const Wish wish{at, window, {std::rand() % 3 - 1}};
        EXPECT_LT(fill(ring, wish), 60);
        EXPECT_TRUE(covers(ring, at, window));
    }
}

TEST(SliceRing, RestsWhenMemoryHoldsNoMore) {
    // Crowded: a piece ends after a quarter of a window, and three of them fill the memory.
    constexpr std::size_t kFlights = 1'000;
    const Duration quarter{kWindow.ns / 4};
    SliceRing ring(3 * octetsOf(*sliceOf({}, {}, kWindow, kFlights)) + 1'000);
    Wish wish{kMiddle, kWindow, {1'000'000}};
    const auto read = [&] {
        int reads = 0;
        for (auto order = ring.next(wish, kEdge); order && reads < 100;
             order = ring.next(wish, kEdge), ++reads) {
            const Duration length = std::min(order->ahead, quarter);
            ring.add(*order, sliceOf(order->at, order->at + length, order->window, kFlights), true,
                     wish);
        }
        return reads;
    };
    EXPECT_LT(read(), 10);
    EXPECT_TRUE(covers(ring, kMiddle));
    // It goes on when the playhead does.
    wish.at += quarter + quarter;
    EXPECT_GT(read(), 0);
    EXPECT_TRUE(covers(ring, wish.at + quarter));
}

} // namespace
} // namespace gui::feed
