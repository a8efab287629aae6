// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/discovery/dns/errors.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Extension mechanisms (RFC 6891) and the options that are understood: client subnet (RFC 7871),
/// cookies (RFC 7873), extended errors (RFC 8914). Other options stay opaque.
namespace core::discovery::dns {

struct EdnsOption {
    static constexpr std::uint16_t kNsid = 3;
    static constexpr std::uint16_t kClientSubnet = 8;
    static constexpr std::uint16_t kCookie = 10;
    static constexpr std::uint16_t kExtendedError = 15;

    std::uint16_t code = 0;
    Bytes data;
    friend bool operator==(const EdnsOption&, const EdnsOption&) = default;
};

/// What the OPT pseudo-record carries beside the upper bits of the rcode.
struct Edns {
    static constexpr std::uint16_t kDnssecOk = 0x8000;

    std::uint16_t payload = 1232; ///< largest UDP message the sender can take
    std::uint8_t version = 0;
    std::uint16_t flags = 0; ///< the upper bit is DO
    std::vector<EdnsOption> options;
    friend bool operator==(const Edns&, const Edns&) = default;
};

/// The network on whose behalf a query is sent.
struct ClientSubnet {
    std::uint16_t family = 1; ///< 1 IPv4, 2 IPv6
    std::uint8_t sourcePrefix = 0;
    std::uint8_t scopePrefix = 0;
    Bytes address; ///< 4 or 16 octets; bits behind the source prefix are 0
    friend bool operator==(const ClientSubnet&, const ClientSubnet&) = default;
};
/// Errors: UnsupportedOption for another code, family, length, or bits set behind the prefix
/// (RFC 7871 section 7.1.2 asks for FORMERR then).
Result<ClientSubnet, DnsError> decodeClientSubnet(const EdnsOption& option);
/// Cuts the address down to the source prefix. REQUIRES: a full address of its family.
EdnsOption encodeClientSubnet(const ClientSubnet& subnet);

struct Cookie {
    Bytes client; ///< 8 octets
    Bytes server; ///< empty, or 8 to 32 octets
    friend bool operator==(const Cookie&, const Cookie&) = default;
};
Result<Cookie, DnsError> decodeCookie(const EdnsOption& option);
EdnsOption encodeCookie(const Cookie& cookie);

struct ExtendedError {
    static constexpr std::uint16_t kStaleAnswer = 3;
    static constexpr std::uint16_t kCachedError = 13;
    static constexpr std::uint16_t kStaleNxdomain = 19;
    static constexpr std::uint16_t kNoReachableAuthority = 22;

    std::uint16_t infoCode = 0;
    std::string text; ///< UTF-8, may be empty
    friend bool operator==(const ExtendedError&, const ExtendedError&) = default;
};
Result<ExtendedError, DnsError> decodeExtendedError(const EdnsOption& option);
EdnsOption encodeExtendedError(const ExtendedError& error);
/// The registered purpose of an info code ("Stale Answer"), or empty.
std::string_view extendedErrorName(std::uint16_t infoCode);

} // namespace core::discovery::dns
