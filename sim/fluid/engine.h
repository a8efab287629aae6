// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// The one place that knows SimGrid (3.32): transfers over links in double seconds, advanced on
/// request. Only communications between two hosts are used (its Io and Exec round differently and
/// leak), with a routing zone of our own that answers with the links of the transfer about to
/// start; no actors; run() with timers, never run_until(), which may stop 10 us early. Each change
/// of the set of transfers makes SimGrid solve the sharing of all that are coupled to it: with a
/// thousand coupled transfers that is about 0.1 ms.
namespace sim::fluid {

class Engine {
public:
    /// A running transfer; `user` is the caller's.
    struct Transfer {
        void* user = nullptr;
        struct Handle;
        std::unique_ptr<Handle> handle;

        Transfer();
        ~Transfer();
        Transfer(const Transfer&) = delete;
        Transfer& operator=(const Transfer&) = delete;
    };

    /// Bandwidths of links 0, 1, ... in bits a second. REQUIRES: the first Engine of the process.
    explicit Engine(const std::vector<std::int64_t>& bitsPerSecond);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Seconds since the engine was made, not counting what rebasing skipped.
    double clock() const;

    /// REQUIRES: !links.empty(), bits > 0; `transfer` stays where it is until it ends.
    void start(Transfer& transfer, std::span<const std::uint32_t> links, std::int64_t bits);

    /// When the next transfer ends if nothing changes; negative if none runs. Does not advance.
    double nextEnd();

    struct End {
        Transfer* transfer;
        double date;
    };
    /// Advances to `date`, or not at all if it is past. Returns the transfers that ended, in the
    /// order in which SimGrid ended them. Valid until the next call.
    std::span<const End> advance(double date);

    /// Ends a transfer that runs, without reporting it. Others may end at this very date: they are
    /// returned as by advance.
    std::span<const End> cancel(Transfer& transfer);

    /// Advances to the next end, as advance does. REQUIRES: a transfer runs.
    std::span<const End> advanceToNextEnd();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sim::fluid
