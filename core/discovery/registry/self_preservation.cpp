// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/self_preservation.h"

namespace core::discovery::registry {

namespace {
__extension__ typedef __int128 Wide;
}

std::int64_t SelfPreservation::threshold() const {
    if (settings_.expectedHeartbeat <= Duration{}) {
        return 0;
    }
    const Wide product = static_cast<Wide>(expected_) * settings_.window.ns * settings_.percent;
    return static_cast<std::int64_t>(product / settings_.expectedHeartbeat.ns / 100);
}

bool SelfPreservation::evictionAllowed() const {
    if (!settings_.enabled) {
        return true;
    }
    const std::int64_t least = threshold();
    return least > 0 && last_ > least;
}

} // namespace core::discovery::registry
