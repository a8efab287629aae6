// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/frames.h"

#include "sim/network/wire_size.h"

#include <algorithm>

namespace sim::trace {
namespace {

constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
constexpr std::uint8_t kProtocolTcp = 6;
constexpr std::uint8_t kProtocolUdp = 17;
constexpr std::uint16_t kDoNotFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;
constexpr std::size_t kFragmentUnit = 8;
static_assert(kMss == network::kMtu - network::kIpHeader - network::kTcpHeader);

/// The ones' complement sum of 16-bit words (RFC 1071).
std::uint32_t sumOf(core::ByteView bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        sum += i % 2 == 0 ? std::uint32_t{bytes[i]} << 8 : bytes[i];
    }
    return sum;
}

std::uint16_t fold(std::uint32_t sum) {
    while (sum >> 16 != 0) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<std::uint16_t>(~sum);
}

/// Of a UDP or TCP segment with its pseudo header; the checksum field holds zero.
std::uint16_t transportChecksum(const FrameEnds& ends, std::uint8_t protocol,
                                core::ByteView segment) {
    core::ByteWriter pseudo;
    pseudo.u32(ends.from.address.value);
    pseudo.u32(ends.to.address.value);
    pseudo.u16(protocol);
    pseudo.u16(static_cast<std::uint16_t>(segment.size()));
    return fold(sumOf(pseudo.view()) + sumOf(segment));
}

void writeSynOptions(core::ByteWriter& out) {
    out.u8(2); // maximum segment size
    out.u8(4);
    out.u16(kMss);
    out.u8(1); // no operation: aligns what follows
    out.u8(3); // window scale
    out.u8(3);
    out.u8(kWindowShift);
}

} // namespace

MacAddress macOf(core::runtime::Address address) {
    const auto octet = [&](int shift) {
        return static_cast<std::uint8_t>(address.value >> shift & 0xff);
    };
    if (address.isMulticast()) {
        return {0x01, 0x00, 0x5e, static_cast<std::uint8_t>(octet(16) & 0x7f), octet(8), octet(0)};
    }
    return {0x02, 0x00, octet(24), octet(16), octet(8), octet(0)};
}

core::Bytes Frames::ip(const FrameEnds& ends, std::uint8_t protocol, std::uint16_t id,
                       std::uint16_t fragment, core::ByteView payload) const {
    core::ByteWriter header;
    header.u8(0x45); // version 4, five words
    header.u8(0);
    header.u16(static_cast<std::uint16_t>(network::kIpHeader + payload.size()));
    header.u16(id);
    header.u16(fragment);
    header.u8(64); // time to live
    header.u8(protocol);
    const std::size_t checksum = header.size();
    header.u16(0);
    header.u32(ends.from.address.value);
    header.u32(ends.to.address.value);
    header.patchU16(checksum, fold(sumOf(header.view())));
    core::ByteWriter frame;
    frame.append(ends.toMac);
    frame.append(ends.fromMac);
    frame.u16(kEtherTypeIpv4);
    frame.append(header.view());
    frame.append(payload);
    return frame.take();
}

std::vector<core::Bytes> Frames::udp(const FrameEnds& ends, core::ByteView payload) {
    core::ByteWriter datagram;
    datagram.u16(ends.from.port);
    datagram.u16(ends.to.port);
    datagram.u16(static_cast<std::uint16_t>(network::kUdpHeader + payload.size()));
    const std::size_t at = datagram.size();
    datagram.u16(0);
    datagram.append(payload);
    const std::uint16_t checksum = transportChecksum(ends, kProtocolUdp, datagram.view());
    datagram.patchU16(at, checksum == 0 ? 0xffff : checksum); // 0 would mean: none
    const core::ByteView whole = datagram.view();
    const std::uint16_t id = takeId(ends.from.address);
    constexpr std::size_t kRoom = network::kMtu - network::kIpHeader;
    static_assert(kRoom % kFragmentUnit == 0);
    std::vector<core::Bytes> frames;
    for (std::size_t offset = 0; offset < whole.size(); offset += kRoom) {
        const std::size_t length = std::min(kRoom, whole.size() - offset);
        const bool more = offset + length < whole.size();
        const auto fragment =
            static_cast<std::uint16_t>(offset / kFragmentUnit | (more ? kMoreFragments : 0));
        frames.push_back(ip(ends, kProtocolUdp, id, fragment, whole.subspan(offset, length)));
    }
    return frames;
}

core::Bytes Frames::tcp(const FrameEnds& ends, const TcpHeader& header, core::ByteView payload) {
    const bool syn = (header.flags & kSyn) != 0;
    core::ByteWriter segment;
    segment.u16(ends.from.port);
    segment.u16(ends.to.port);
    segment.u32(header.sequence);
    segment.u32(header.acknowledgment);
    segment.u8(syn ? 0x70 : 0x50); // seven or five words
    segment.u8(header.flags);
    segment.u16(header.window);
    const std::size_t checksum = segment.size();
    segment.u16(0);
    segment.u16(0); // urgent pointer
    if (syn) {
        writeSynOptions(segment);
    }
    segment.append(payload);
    segment.patchU16(checksum, transportChecksum(ends, kProtocolTcp, segment.view()));
    return ip(ends, kProtocolTcp, takeId(ends.from.address), kDoNotFragment, segment.view());
}

} // namespace sim::trace
