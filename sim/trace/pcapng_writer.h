// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/runtime/address.h"
#include "sim/trace/export_file.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The blocks of a packet capture file (IETF draft-ietf-opsawg-pcapng): one section, one Ethernet
/// interface with times in nanoseconds. Written big-endian, which the section's magic announces.
namespace sim::trace {

class PcapngWriter {
public:
    explicit PcapngWriter(ExportFile& out) : out_(out) {}

    /// Section header and interface. Call it first.
    void begin(std::string_view comment, std::string_view interfaceName);
    /// Name resolution block: what readers may show instead of addresses.
    void names(const std::vector<std::pair<core::runtime::Address, std::string>>& hosts);
    /// An enhanced packet block; an empty comment is left out.
    void packet(core::WallTime at, core::ByteView frame, std::string_view comment);

private:
    void block(std::uint32_t type, core::ByteView body);

    ExportFile& out_;
};

} // namespace sim::trace
