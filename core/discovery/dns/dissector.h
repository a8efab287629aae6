// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"

#include <array>

namespace core::discovery::dns {

/// One line about a DNS message: "A web.shop.test?", "web.shop.test A 10.0.0.1 ttl 60",
/// "NXDOMAIN web.shop.test".
wire::FoundMessage dissectDatagram(ByteView payload);

/// The dissectors of "dns" (datagrams) and "dns-tcp" (streams).
std::array<wire::ProtocolDissectors, 2> dissectors();

} // namespace core::discovery::dns
