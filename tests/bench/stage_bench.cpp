// SPDX-License-Identifier: Apache-2.0
// How long the stage takes to make a picture of 200 hosts with 2,000 messages on their way.
#include "tests/sim/scene/hand_made.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using namespace sim::scene;
using sim::scene::testing::HandMade;
using sim::scene::testing::Member;
using sim::scene::testing::seconds;
using Milliseconds = std::chrono::duration<double, std::milli>;

void measure(HandMade& made, const char* what) {
    const Stage stage(made.world(), made.settings);
    std::vector<double> times;
    std::size_t shapes = 0;
    for (int i = 0; i < 400; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const Picture picture = stage.draw(made.slice, seconds(10.5 + 0.001 * i), nullptr);
        times.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
        shapes = 0;
        for (const auto& layer : picture.layers) {
            shapes += layer.size();
        }
    }
    std::sort(times.begin(), times.end());
    std::printf("%-28s median %.2f ms, 95th percentile %.2f ms, worst %.2f ms, %zu shapes\n", what,
                times[times.size() / 2], times[times.size() * 95 / 100], times.back(), shapes);
}

} // namespace

int main() {
    std::vector<Member> members;
    for (int i = 1; i <= 200; ++i) {
        members.push_back(
            {"web-" + std::to_string(i), "http-service", 0.1 + 0.8 * (i % 20) / 20.0, i / 201.0});
    }
    HandMade made(members);
    for (std::uint32_t i = 0; i < 2000; ++i) {
        made.flight(i % 200, (i * 7 + 1) % 200, 10 + 0.0001 * i, 12 + 0.0001 * i);
    }
    for (std::uint32_t i = 0; i < 200; ++i) {
        made.state(i, "registration", std::string("registered"));
        made.state(i, "election-timer", core::Duration{5'000'000'000}, 9);
    }
    made.slice.blockEnds.assign(made.slice.flights.size() / Slice::kFlightBlock + 1,
                                sim::SimTime::max());
    measure(made, "200 hosts in a tile");
    made.settings.opened = {"web"};
    measure(made, "200 hosts, each a box");
    for (Flight& flight : made.slice.flights) {
        flight.ended = flight.sent + core::Duration{1'000'000};
    }
    measure(made, "the same, short flights");
}
