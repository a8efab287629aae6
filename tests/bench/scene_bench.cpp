// SPDX-License-Identifier: Apache-2.0
// What a jump on the timeline costs: the stage's data for any time of a run of ten minutes.
#include "core/base/random.h"
#include "sim/scene/slice.h"
#include "sim/scene/world.h"
#include "tests/bench/registry.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace bench {
namespace {

namespace fs = std::filesystem;
using sim::SimTime;
using sim::scene::SliceReader;
using sim::scene::World;

constexpr core::Duration kSecond{1'000'000'000};
constexpr int kJumps = 200;

/// Records tests/bench/ten-minutes.yaml with the `orrery` beside this program.
bool record(const fs::path& trace) {
    std::error_code failed;
    const fs::path self = fs::read_symlink("/proc/self/exe", failed);
    const std::string command = "'" + (self.parent_path() / "orrery").string() +
                                "' run --quiet '" ORRERY_SOURCE_DIR
                                "/tests/bench/ten-minutes.yaml' --trace '" +
                                trace.string() + "' > /dev/null";
    return std::system(command.c_str()) == 0;
}

/// Milliseconds of each jump, sorted; empty if one fails.
std::vector<double> jumps(SliceReader& slices, SimTime until, core::Duration window) {
    core::RandomStream draws(static_cast<std::uint64_t>(window.ns));
    std::vector<double> times;
    for (int i = 0; i < kJumps; ++i) {
        const SimTime at{static_cast<std::int64_t>(
            draws.below(static_cast<std::uint64_t>(std::max<std::int64_t>(until.ns, 1))))};
        const Stopwatch watch;
        const auto slice = slices.read(at, window, window * 5);
        if (!slice) {
            return {};
        }
        keep(visibleAt(**slice, at, window).flights.size());
        times.push_back(watch.seconds() * 1e3);
    }
    std::sort(times.begin(), times.end());
    return times;
}

std::vector<double> measure(const fs::path& trace) {
    const auto reader = sim::trace::Reader::open(trace);
    if (!reader) {
        return {};
    }
    std::vector<double> values;
    const Stopwatch worldWatch;
    const auto world = World::read(**reader);
    values.push_back(worldWatch.seconds() * 1e3);
    const Stopwatch openWatch;
    auto slices = SliceReader::of(**reader);
    values.push_back(openWatch.seconds() * 1e3);
    if (!world || !slices) {
        return {};
    }
    for (const core::Duration window : {kSecond / 100, kSecond * 2 / 5, kSecond * 4}) {
        const std::vector<double> times = jumps(*slices, (*world)->until(), window);
        if (times.empty()) {
            return {};
        }
        values.push_back(times[times.size() / 2]);
        values.push_back(times[times.size() * 95 / 100]);
        values.push_back(times.back());
    }
    return values;
}

} // namespace

void addScene(Registry& registry) {
    std::vector<Line> lines{{"scene/world", "ms", Better::Lower, 100},
                            {"scene/slices-open", "ms", Better::Lower, {}}};
    for (const std::string speed : {"1-40x", "1x", "10x"}) {
        const std::string name = "scene/jump-at-" + speed;
        lines.push_back({name + "/median", "ms", Better::Lower, 40});
        lines.push_back({name + "/p95", "ms", Better::Lower, 100});
        lines.push_back({name + "/worst", "ms", Better::Lower, {}});
    }
    registry.add(std::move(lines), []() -> std::vector<double> {
        std::string name = (fs::temp_directory_path() / "orrery-bench-XXXXXX").string();
        const fs::path folder = ::mkdtemp(name.data());
        std::vector<double> values;
        if (record(folder / "run.trace")) {
            values = measure(folder / "run.trace");
        }
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        return values;
    });
}

} // namespace bench
