// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/recorder.h"
#include "tests/bench/registry.h"
#include "tests/bench/star.h"
#include "tests/bench/star_world.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>

namespace bench {
namespace {

using star::StarWorld;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Messages a second of wall time: the median of several stretches, so that a moment in which
/// another program has the core does not count.
double messageRate(std::uint32_t hosts) {
    constexpr std::uint64_t kStretch = 200'000;
    StarWorld world(hosts, true, nullptr);
    world.run(kStretch);
    std::vector<double> rates;
    for (int i = 0; i < 11; ++i) {
        const Stopwatch watch;
        world.run(kStretch);
        rates.push_back(static_cast<double>(kStretch) / watch.seconds());
    }
    return median(rates);
}

/// Both in one benchmark, in turn, so that the same load disturbs both.
std::vector<double> comparedWithActors() {
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < 3; ++i) {
        ours.push_back(messageRate(100));
        const auto rate = numberFrom("bench-simgrid-actors");
        if (!rate) {
            return {};
        }
        theirs.push_back(*rate);
    }
    return {median(ours), median(theirs), median(ours) / median(theirs)};
}

/// As messageRate(100), but recorded; closing the file and making its indexes included.
std::vector<double> recordedRate(sim::trace::Level level) {
    constexpr std::uint64_t kMessages = 500'000;
    const auto file = std::filesystem::temp_directory_path() /
                      ("orrery-bench-" + std::to_string(getpid()) + ".trace");
    auto recorder = sim::trace::Recorder::create(file, star::headerOf(100), level, {});
    if (!recorder) {
        return {};
    }
    StarWorld world(100, true, recorder->get());
    const Stopwatch watch;
    world.run(kMessages);
    sim::trace::RunOutcome outcome;
    outcome.end = world.kernel().now();
    const bool finished = (*recorder)->finish(outcome).has_value();
    const double seconds = watch.seconds();
    std::filesystem::remove(file);
    return finished ? std::vector<double>{static_cast<double>(kMessages) / seconds}
                    : std::vector<double>{};
}

std::vector<double> octetsPerIdleHost() {
    constexpr std::uint32_t kHosts = 10'000;
    const std::int64_t before = residentOctets();
    const StarWorld world(kHosts, false, nullptr);
    return {static_cast<double>(residentOctets() - before) / kHosts};
}

} // namespace

void addStar(Registry& registry) {
    const std::string rate = "messages/s";
    registry.add({{"star/100/messages-per-second", rate, Better::Higher, 2e6},
                  {"star/100/simgrid-actors/messages-per-second", rate, Better::Higher, {}},
                  {"star/100/ratio-to-simgrid-actors", "times", Better::Higher, 10}},
                 comparedWithActors);
    registry.add({{"star/10000/messages-per-second", rate, Better::Higher, 5e5}},
                 [] { return std::vector<double>{messageRate(10'000)}; });
    registry.add({{"star/100/story-trace/messages-per-second", rate, Better::Higher, {}}},
                 [] { return recordedRate(sim::trace::Level::Story); });
    registry.add({{"star/100/full-trace/messages-per-second", rate, Better::Higher, 2e5}},
                 [] { return recordedRate(sim::trace::Level::Full); });
    registry.add({{"star/100/bytes-trace/messages-per-second", rate, Better::Higher, {}}},
                 [] { return recordedRate(sim::trace::Level::Bytes); });
    registry.add({{"memory/10000-hosts/octets-per-host", "octets", Better::Lower, {}}},
                 octetsPerIdleHost);
}

} // namespace bench
