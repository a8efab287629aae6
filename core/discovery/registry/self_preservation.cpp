// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/self_preservation.h"

namespace core::discovery::registry {

std::int64_t SelfPreservation::threshold() const {
    // Microseconds, so that the product stays far from overflow.
    const std::int64_t window = settings_.window.ns / 1'000;
    const std::int64_t interval = settings_.expectedHeartbeat.ns / 1'000;
    if (interval <= 0) {
        return 0;
    }
    return expected_ * window / interval * settings_.percent / 100;
}

bool SelfPreservation::evictionAllowed() const {
    if (!settings_.enabled) {
        return true;
    }
    const std::int64_t least = threshold();
    return least > 0 && last_ > least;
}

} // namespace core::discovery::registry
