// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/registry.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/wait.h>

namespace bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kScenarios = ORRERY_SOURCE_DIR "/scenarios";

/// Seconds that `orrery run` takes as a user calls it, the median of several; empty if it fails.
std::vector<double> secondsOf(const fs::path& scenario, const std::string& options, int times) {
    std::error_code failed;
    const fs::path self = fs::read_symlink("/proc/self/exe", failed);
    const std::string command = "'" + (self.parent_path() / "orrery").string() + "' run '" +
                                scenario.string() + "' " + options + " > /dev/null";
    std::vector<double> seconds;
    for (int i = 0; i < times; ++i) {
        const Stopwatch watch;
        const int status = std::system(command.c_str());
        seconds.push_back(watch.seconds());
        if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) { // 1: an expectation does not hold
            return {};
        }
    }
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2]};
}

std::vector<fs::path> scenarios() {
    std::vector<fs::path> found;
    std::error_code failed;
    for (const auto& entry : fs::recursive_directory_iterator(kScenarios, failed)) {
        if (entry.path().extension() == ".yaml") {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace

void addCommand(Registry& registry) {
    const std::vector<fs::path> all = scenarios();
    if (all.empty()) {
        return;
    }
    registry.add({{"orrery/run-start-up", "ms", Better::Lower, 100}}, [first = all.front()] {
        std::vector<double> values = secondsOf(first, "--quiet --until 0s", 9);
        for (double& value : values) {
            value *= 1e3;
        }
        return values;
    });
    for (const fs::path& scenario : all) {
        registry.add({{"scenario/" + scenario.stem().string(), "s", Better::Lower, 3}},
                     [scenario] { return secondsOf(scenario, "--quiet", 3); });
    }
}

} // namespace bench
