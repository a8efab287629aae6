// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/world/mixed_world.h"

#include <gtest/gtest.h>

namespace sim::world::test {
namespace {

/// Changes only when the simulator's behaviour is meant to change: an optimisation, another
/// compiler or another build type must leave it alone.
constexpr const char* kDigest = "4ee2c6f122db1a0b";

/// Listens to everything, as a recorder would.
struct Listener final : trace::Sink {
    void datagramSent(const trace::DatagramSent&) override { ++calls; }
    void segmentSent(const trace::SegmentSent&) override { ++calls; }
    void packetEnd(const trace::PacketEnd&) override { ++calls; }
    std::uint64_t calls = 0;
};

TEST(WorldDigest, OfAMixedRunIsTheKnownOne) {
    const MixedOutcome outcome = runMixedWorld(nullptr);
    EXPECT_EQ(outcome.digest, kDigest);
    // The run is worth its digest only if something happened in it.
    EXPECT_GT(outcome.events, 10'000U);
    EXPECT_GT(outcome.datagrams, 3'000U);
    EXPECT_GT(outcome.octets, 5'000'000U);
    EXPECT_GT(outcome.syncs, 300U);
}

TEST(WorldDigest, IsTheSameWhenSomebodyListens) {
    Listener listener;
    EXPECT_EQ(runMixedWorld(&listener).digest, kDigest);
    EXPECT_GT(listener.calls, 10'000U);
}

} // namespace
} // namespace sim::world::test
