// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <functional>
#include <string>

/// The fingerprint of a run: a rolling hash over every kernel event and every octet, fault and
/// disk result that it carried. Two runs with the same digest did the same things at the same
/// times. It is independent of what was recorded. (Compare OMNeT++'s fingerprints and
/// FoundationDB's unseed.)
namespace sim {

class Digest {
public:
    /// Kernel events in one block.
    static constexpr std::uint64_t kBlockEvents = 1024;

    using BlockCallback = std::function<void(std::uint64_t index, SimTime end, std::uint64_t hash)>;

    /// Called when a block is full, with the rolling hash so far.
    void onBlock(BlockCallback callback) { onBlock_ = std::move(callback); }

    /// One word of what is happening now.
    void mix(std::uint64_t word) { state_ = fold(state_ ^ word, 0x9e3779b97f4a7c15ULL); }
    /// Octets, by their hash.
    void mixBytes(core::ByteView bytes);

    /// Starts one kernel event. `order` is its place among the events of its nanosecond.
    void beginEvent(SimTime at, std::uint64_t order) {
        if (events_ == nextBlockAt_) {
            finishBlock();
        }
        ++events_;
        last_ = at;
        state_ = fold(state_ ^ static_cast<std::uint64_t>(at.ns), order ^ 0xd6e8feb86659fd93ULL);
    }

    std::uint64_t value() const { return state_; }
    std::uint64_t events() const { return events_; }
    /// Sixteen hexadecimal digits.
    std::string hex() const;

private:
    /// The two halves of the 128-bit product, folded: one multiplication a word (wyhash's step).
    static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
        __extension__ typedef unsigned __int128 Wide;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^
               (a << 1 | a >> 63);
    }
    void finishBlock();

    std::uint64_t state_ = 0x2545f4914f6cdd1dULL;
    std::uint64_t events_ = 0;
    std::uint64_t nextBlockAt_ = kBlockEvents;
    std::uint64_t blocks_ = 0;
    SimTime last_;
    BlockCallback onBlock_;
};

} // namespace sim
