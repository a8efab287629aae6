// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "tests/bench/bench.h"
#include "tests/bench/star.h"

#include <simgrid/s4u.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>
#include <xbt/log.h>

/// The baseline: the star of star.h in the way SimGrid's manual recommends, one actor a host that
/// takes from its mailbox, with the cheapest useful settings. Prints messages a second of wall
/// time. A program of its own, because SimGrid's engine exists once a process.
namespace {

namespace s4u = simgrid::s4u;

constexpr std::uint64_t kWarmUp = 20'000;
constexpr std::uint64_t kMeasured = 300'000;

struct Progress {
    std::uint64_t received = 0;
    bench::Stopwatch watch;
};

void count(Progress& progress) {
    ++progress.received;
    if (progress.received == kWarmUp) {
        progress.watch = bench::Stopwatch();
    } else if (progress.received == kWarmUp + kMeasured) {
        std::printf("%.0f\n", static_cast<double>(kMeasured) / progress.watch.seconds());
        std::fflush(stdout);
        _exit(0);
    }
}

std::vector<s4u::Host*> buildStar(std::uint32_t count) {
    auto* zone = s4u::create_star_zone("star");
    std::vector<s4u::Host*> hosts;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto* host = zone->create_host("host-" + std::to_string(i + 1), 1e9);
        const auto* link = zone->create_split_duplex_link("link-" + std::to_string(i + 1),
                                                          bench::star::kBitsPerSecond / 8.0)
                               ->set_latency(bench::star::kLatencyNs * 1e-9);
        zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr,
                        {{link, s4u::LinkInRoute::Direction::UP}}, true);
        hosts.push_back(host);
    }
    zone->seal();
    return hosts;
}

void act(std::uint32_t self, const std::vector<s4u::Mailbox*>& boxes, Progress& progress) {
    core::RandomStream random(core::combine64(bench::star::kSeed, self));
    static int payload = 0;
    const auto send = [&] {
        auto to = static_cast<std::uint32_t>(random.below(boxes.size() - 1));
        to += to >= self ? 1 : 0;
        boxes[to]->put_init(&payload, bench::star::kPayloadOctets)->detach();
    };
    send();
    for (;;) {
        boxes[self]->get<int>();
        count(progress);
        send();
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::uint32_t hostCount =
        argc > 1 ? static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10)) : 100;
    if (hostCount < 2) {
        std::fprintf(stderr, "usage: %s [HOSTS]\n", argv[0]);
        return 2;
    }
    s4u::Engine engine("simgrid-actors");
    xbt_log_control_set("root.thresh:error");
    for (const char* setting : {"network/model:CM02", "network/crosstraffic:no",
                                "network/TCP-gamma:1e18", "network/optim:Lazy"}) {
        s4u::Engine::set_config(setting);
    }
    const std::vector<s4u::Host*> hosts = buildStar(hostCount);
    std::vector<s4u::Mailbox*> boxes;
    for (const s4u::Host* host : hosts) {
        boxes.push_back(s4u::Mailbox::by_name(host->get_name()));
    }
    Progress progress;
    for (std::uint32_t i = 0; i < hostCount; ++i) {
        s4u::Actor::create("actor", hosts[i], [&, i] { act(i, boxes, progress); });
    }
    engine.run();
    return 1; // unreachable while messages circulate
}
