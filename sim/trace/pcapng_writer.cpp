// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/pcapng_writer.h"

namespace sim::trace {
namespace {

enum BlockType : std::uint32_t {
    kSectionHeader = 0x0a0d0d0a,
    kInterface = 1,
    kNameResolution = 4,
    kEnhancedPacket = 6,
};
enum OptionCode : std::uint16_t {
    kEnd = 0,
    kComment = 1,
    kInterfaceName = 2,
    kUserApplication = 4,
    kTimeResolution = 9,
};
constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::uint16_t kLinkTypeEthernet = 1;
constexpr std::uint16_t kRecordEnd = 0;
constexpr std::uint16_t kRecordIpv4 = 1;
constexpr std::uint8_t kNanoseconds = 9; // 10 to the power of minus 9
constexpr std::size_t kMostOption = 65'535;

void pad(core::ByteWriter& out) {
    while (out.size() % 4 != 0) {
        out.u8(0);
    }
}

void option(core::ByteWriter& out, OptionCode code, std::string_view value) {
    value = value.substr(0, kMostOption);
    out.u16(code);
    out.u16(static_cast<std::uint16_t>(value.size()));
    out.append(core::viewOf(value));
    pad(out);
}

void endOptions(core::ByteWriter& out) {
    out.u16(kEnd);
    out.u16(0);
}

} // namespace

void PcapngWriter::block(std::uint32_t type, core::ByteView body) {
    const auto length = static_cast<std::uint32_t>(body.size() + 12);
    core::ByteWriter whole;
    whole.u32(type);
    whole.u32(length);
    whole.append(body);
    whole.u32(length);
    out_.write(core::textOf(whole.view()));
}

void PcapngWriter::begin(std::string_view comment, std::string_view interfaceName) {
    core::ByteWriter section;
    section.u32(kByteOrderMagic);
    section.u16(1); // version 1.0
    section.u16(0);
    section.u64(~std::uint64_t{0}); // length of the section: not stated
    option(section, kComment, comment);
    option(section, kUserApplication, "Orrery");
    endOptions(section);
    block(kSectionHeader, section.view());

    core::ByteWriter interface;
    interface.u16(kLinkTypeEthernet);
    interface.u16(0);
    interface.u32(0); // no limit on the octets of a packet
    option(interface, kInterfaceName, interfaceName);
    const char resolution = kNanoseconds;
    option(interface, kTimeResolution, {&resolution, 1});
    endOptions(interface);
    block(kInterface, interface.view());
}

void PcapngWriter::names(const std::vector<std::pair<core::runtime::Address, std::string>>& hosts) {
    core::ByteWriter body;
    for (const auto& [address, name] : hosts) {
        body.u16(kRecordIpv4);
        body.u16(static_cast<std::uint16_t>(4 + name.size() + 1));
        body.u32(address.value);
        body.append(core::viewOf(name));
        body.u8(0);
        pad(body);
    }
    body.u16(kRecordEnd);
    body.u16(0);
    block(kNameResolution, body.view());
}

void PcapngWriter::packet(core::WallTime at, core::ByteView frame, std::string_view comment) {
    core::ByteWriter body;
    body.u32(0); // the only interface
    body.u64(static_cast<std::uint64_t>(at.ns));
    body.u32(static_cast<std::uint32_t>(frame.size()));
    body.u32(static_cast<std::uint32_t>(frame.size()));
    body.append(frame);
    pad(body);
    if (!comment.empty()) {
        option(body, kComment, comment);
        endOptions(body);
    }
    block(kEnhancedPacket, body.view());
}

} // namespace sim::trace
