// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/keys.h"

#include <algorithm>

namespace sim::scenario {

const std::vector<std::string>& topLevelKeys() {
    static const std::vector<std::string> kKeys{
        "orrery",   "title",    "summary",  "seed",   "start",  "duration", "include", "topology",
        "deploy",   "workload", "timeline", "measures", "expect", "lesson", "view",    "run"};
    return kKeys;
}

bool isTopLevelKey(std::string_view key) {
    const std::vector<std::string>& keys = topLevelKeys();
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const std::vector<std::string>& processKeys() {
    static const std::vector<std::string> kKeys{"component", "on",            "count",
                                                "restart",   "restart-delay", "start-delay"};
    return kKeys;
}

} // namespace sim::scenario
