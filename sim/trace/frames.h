// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/runtime/address.h"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

/// Ethernet II frames around IPv4 (RFC 791), UDP (RFC 768) and TCP (RFC 9293), with good
/// checksums (RFC 1071), as a capture on the sending host shows them: TTL 64, no padding.
namespace sim::trace {

using MacAddress = std::array<std::uint8_t, 6>;

/// 02:00 and the four octets of the address (02: locally administered, IEEE 802); for a group
/// 01:00:5e and its low 23 bits (RFC 1112, section 6.4).
MacAddress macOf(core::runtime::Address address);

/// Both ends of a frame.
struct FrameEnds {
    MacAddress fromMac{};
    MacAddress toMac{};
    core::runtime::Endpoint from;
    core::runtime::Endpoint to;
};

/// Bits of the TCP header's flags.
enum TcpFlag : std::uint8_t { kFin = 1, kSyn = 2, kRst = 4, kPsh = 8, kAck = 16 };

/// What every stream announces in its SYN: the largest segment that fits the MTU, and a shift
/// (RFC 7323, section 2) so that kShownWindow fits the header's 16 bits.
inline constexpr std::uint16_t kMss = 1460;
inline constexpr std::uint8_t kWindowShift = 3;

struct TcpHeader {
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;
    std::uint8_t flags = 0;   ///< of TcpFlag; SYN adds the options
    std::uint16_t window = 0; ///< as in the header, so shifted already
};

class Frames {
public:
    /// One frame, or the fragments of a datagram over the MTU.
    std::vector<core::Bytes> udp(const FrameEnds& ends, core::ByteView payload);
    /// REQUIRES: the payload fits the MTU.
    core::Bytes tcp(const FrameEnds& ends, const TcpHeader& header, core::ByteView payload);

private:
    core::Bytes ip(const FrameEnds& ends, std::uint8_t protocol, std::uint16_t id,
                   std::uint16_t fragment, core::ByteView payload) const;
    std::uint16_t takeId(core::runtime::Address from) { return ++ids_[from.value]; }

    std::map<std::uint32_t, std::uint16_t> ids_; ///< last IP identification by source
};

} // namespace sim::trace
