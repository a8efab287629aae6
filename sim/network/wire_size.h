// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// Octets on a link for a payload: IPv4 (RFC 791, 20 octets), UDP (RFC 768, 8) and TCP
/// (RFC 9293, 20) headers on an Ethernet MTU of 1,500. Link-layer framing is not counted.
namespace sim::network {

inline constexpr std::int64_t kMtu = 1500;
inline constexpr std::int64_t kIpHeader = 20;
inline constexpr std::int64_t kUdpHeader = 8;
inline constexpr std::int64_t kTcpHeader = 20;

/// How many IP fragments a datagram needs; each is lost or not by itself.
constexpr std::int64_t datagramFragments(std::int64_t payload) {
    const std::int64_t room = kMtu - kIpHeader;
    return (payload + kUdpHeader + room - 1) / room;
}
constexpr std::int64_t datagramWireSize(std::int64_t payload) {
    return payload + kUdpHeader + datagramFragments(payload) * kIpHeader;
}

/// A run of stream octets, cut into segments of the largest size; at least one (a bare FIN).
constexpr std::int64_t segmentWireSize(std::int64_t payload) {
    const std::int64_t room = kMtu - kIpHeader - kTcpHeader;
    const std::int64_t segments = payload == 0 ? 1 : (payload + room - 1) / room;
    return payload + segments * (kIpHeader + kTcpHeader);
}

} // namespace sim::network
