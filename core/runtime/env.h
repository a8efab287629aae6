// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/base/random.h"
#include "core/base/time.h"
#include "core/runtime/disk.h"
#include "core/runtime/network.h"
#include "core/runtime/observer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The world as a process sees it: the only way to time, network, disk, cpu, randomness and the
/// trace. Nothing in core/ knows whether a simulator or an operating system stands behind it.
/// The contract is docs/reference/env.md; tests/env holds one test for each of its sentences.
namespace core::runtime {

struct ProcessInfo {
    std::string name;              ///< "web-3", unique in the scenario
    std::string host;              ///< the machine it runs on
    Address address;               ///< that machine's first address
    std::uint32_t incarnation = 1; ///< 1 at the first start, one more after every restart
};

class Env {
public:
    virtual ~Env() = default;

    virtual const ProcessInfo& self() const = 0;

    /// The host's monotonic clock: 0 at power-on, survives a process restart, drifts, never steps.
    virtual Instant now() const = 0;
    /// The host's calendar: drifts too, may be skewed, and may step without notice.
    virtual WallTime wallClock() const = 0;

    /// Calls back once, when now() has advanced by `delay` (0 or less: as soon as the running
    /// handler and everything already due are done). Never calls back during this call, and not at
    /// all if that is past the end of the clock's range.
    virtual CallId after(Duration delay, UniqueFunction<void()> callback) = 0;
    /// Uses `cpuTime` of the host's cores (first-in-first-out over all its processes), then calls
    /// back.
    virtual CallId compute(Duration cpuTime, UniqueFunction<void()> callback) = 0;
    /// Suppresses the callback of a timer, disk or cpu call. The effect of a disk call stays, and a
    /// computation occupies its core to the end. An id that has called back, was cancelled or is
    /// unknown is ignored.
    virtual void cancel(CallId call) = 0;

    virtual Network& network() = 0;
    virtual Disk& disk() = 0;
    virtual Observer& observer() = 0;

    /// The stream of random numbers of one place of use; the same `site` gives the same stream.
    /// It depends on seed, process name, incarnation and site only.
    virtual RandomStream& random(std::string_view site) = 0;

    /// The address of a machine in the hosts table (like /etc/hosts); names of services are
    /// resolved by asking a resolver process instead.
    virtual std::optional<Address> lookupHost(std::string_view host) const = 0;

    /// Ends this incarnation, as a crash, when the running handler returns; `reason` is shown in
    /// the trace. The restart policy decides what follows.
    virtual void fail(std::string_view reason) = 0;
};

} // namespace core::runtime
