// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"

#include <cstdint>

/// CRC-32C: Castagnoli's polynomial 0x1EDC6F41, reflected, initial and final value inverted.
/// Source: RFC 3720 (iSCSI), section 12.1 and appendix B.4. Kafka's record batches, Pulsar's
/// frames and Orrery's own logs carry it. By tables, eight octets a step ("slicing-by-8",
/// Kounavis and Berry 2005), so that it is the same on every machine.
namespace core {

/// The checksum of `bytes`. To go on over several pieces, pass the checksum so far.
std::uint32_t crc32c(ByteView bytes, std::uint32_t soFar = 0);

} // namespace core
