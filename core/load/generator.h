// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/runtime/env.h"
#include "core/runtime/settings.h"

#include <cstdint>

/// Decides when a client begins requests, by the settings of load_settings.h: in an open loop
/// requests arrive at a rate, in a closed one each user waits for the answer, then thinks. The
/// difference matters under overload (Schroeder et al., NSDI 2006).
namespace core::load {

class Generator {
public:
    /// `begin` begins one request. REQUIRES: `env` and `settings`, which may change, outlive the
    /// generator; it lives until the incarnation ends.
    Generator(runtime::Env& env, const runtime::Settings& settings, UniqueFunction<void()> begin)
        : env_(env), settings_(settings), begin_(std::move(begin)) {}
    Generator(const Generator&) = delete;
    Generator& operator=(const Generator&) = delete;

    void start();
    /// A request that began at `began` ended: a user of the closed loop begins to think.
    void requestEnded(Instant began);
    /// Pauses or resumes; false if that changes nothing.
    bool setPaused(bool paused);
    /// The setting `rate` was changed.
    void rateChanged();

private:
    void begin();
    void scheduleArrival(bool first);
    void think(bool first, bool tookNoTime);
    Duration arrivalGap();
    bool openLoop() const { return settings_.text("load") == "open"; }

    runtime::Env& env_;
    const runtime::Settings& settings_;
    UniqueFunction<void()> begin_;
    runtime::CallId arrival_;
    bool paused_ = false;
    std::int64_t idleUsers_ = 0; ///< closed loop: users that stopped while the load is paused
};

} // namespace core::load
