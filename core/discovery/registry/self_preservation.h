// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <cstdint>

/// Eureka's self-preservation: a registry that suddenly hears from too few of its instances
/// suspects its own network and evicts nobody. Source: Netflix Eureka 1.x,
/// AbstractInstanceRegistry (expected number of clients), PeerAwareInstanceRegistryImpl
/// (isLeaseExpirationEnabled), MeasuredRate (renewals of the last whole window). Deviation: an
/// eviction lowers the expectation, as later 1.x versions do; the recount every 15 minutes is left
/// out because with that it changes nothing. Pure.
namespace core::discovery::registry {

struct SelfPreservationSettings {
    bool enabled = false;
    Duration window;            ///< Eureka: 60 s
    Duration expectedHeartbeat; ///< the interval at which instances are expected; Eureka: 30 s
    std::int64_t percent = 85;  ///< of the expected renewals that must arrive
};

class SelfPreservation {
public:
    explicit SelfPreservation(SelfPreservationSettings settings) : settings_(settings) {}

    void change(SelfPreservationSettings settings) { settings_ = settings; }
    const SelfPreservationSettings& settings() const { return settings_; }

    void instanceAdded() { ++expected_; }
    void instanceRemoved() { --expected_; }
    void renewed() { ++current_; }
    /// A window is over: what was counted in it is what counts until the next.
    void closeWindow() {
        last_ = current_;
        current_ = 0;
    }

    /// int(expected clients x renewals of one in a window x percent).
    std::int64_t threshold() const;
    std::int64_t renewalsOfLastWindow() const { return last_; }
    /// False: hold back every eviction.
    bool evictionAllowed() const;

private:
    SelfPreservationSettings settings_;
    std::int64_t expected_ = 0;
    std::int64_t current_ = 0;
    std::int64_t last_ = 0;
};

} // namespace core::discovery::registry
