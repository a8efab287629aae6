// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

/// Why something happened: everything emitted while a handler runs names the nearest thing that
/// led to it, so that "why?" can be walked backwards.
namespace sim::trace {

enum class CauseKind : std::uint8_t {
    None,     ///< the start of the run
    Packet,   ///< a datagram or stream segment, by packet id
    Event,    ///< an observed event or span, by event id
    Timeline, ///< a fault or operator action, by timeline id
};

struct CauseRef {
    CauseKind kind = CauseKind::None;
    std::uint64_t id = 0;

    friend constexpr auto operator<=>(const CauseRef&, const CauseRef&) = default;
};

/// `full` is the nearest in full detail; `story` skips packets and names the nearest event or
/// timeline entry, for traces without messages.
struct Cause {
    CauseRef full;
    CauseRef story;

    /// The cause of what is done on receipt of packet `id`, sent because of this.
    Cause viaPacket(std::uint64_t id) const { return {{CauseKind::Packet, id}, story}; }
    static Cause event(std::uint64_t id) {
        return {{CauseKind::Event, id}, {CauseKind::Event, id}};
    }
    static Cause timeline(std::uint64_t id) {
        return {{CauseKind::Timeline, id}, {CauseKind::Timeline, id}};
    }

    friend constexpr auto operator<=>(const Cause&, const Cause&) = default;
};

} // namespace sim::trace
