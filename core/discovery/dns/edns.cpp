// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/edns.h"

#include "core/base/assert.h"

#include <array>

namespace core::discovery::dns {

namespace {

std::size_t octetsOf(std::uint8_t prefix) {
    return (prefix + 7u) / 8u;
}

std::size_t familyOctets(std::uint16_t family) {
    return family == 1 ? 4 : family == 2 ? 16 : 0;
}

/// Clears what lies behind `prefix` bits.
void mask(Bytes& address, std::uint8_t prefix) {
    for (std::size_t i = 0; i < address.size(); ++i) {
        const std::size_t kept = prefix > 8 * i ? prefix - 8 * i : 0;
        if (kept < 8) {
            address[i] &= static_cast<std::uint8_t>(0xff00 >> kept);
        }
    }
}

constexpr std::array<std::string_view, 25> kExtendedErrorNames{
    "Other Error",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
};

} // namespace

Result<ClientSubnet, DnsError> decodeClientSubnet(const EdnsOption& option) {
    ByteReader reader(option.data);
    const auto family = reader.u16();
    const auto source = reader.u8();
    const auto scope = reader.u8();
    if (option.code != EdnsOption::kClientSubnet || !scope) {
        return Failure{DnsError::UnsupportedOption};
    }
    const std::size_t size = familyOctets(*family);
    if (size == 0 || *source > 8 * size || *scope > 8 * size ||
        reader.remaining() != octetsOf(*source)) {
        return Failure{DnsError::UnsupportedOption};
    }
    const ByteView given = *reader.take(reader.remaining());
    ClientSubnet subnet{*family, *source, *scope, Bytes(given.begin(), given.end())};
    subnet.address.resize(size);
    Bytes masked = subnet.address;
    mask(masked, *source);
    if (masked != subnet.address) {
        return Failure{DnsError::UnsupportedOption};
    }
    return subnet;
}

EdnsOption encodeClientSubnet(const ClientSubnet& subnet) {
    ORRERY_ASSERT(subnet.address.size() == familyOctets(subnet.family) &&
                  subnet.sourcePrefix <= 8 * subnet.address.size());
    Bytes address = subnet.address;
    mask(address, subnet.sourcePrefix);
    address.resize(octetsOf(subnet.sourcePrefix));
    ByteWriter out;
    out.u16(subnet.family);
    out.u8(subnet.sourcePrefix);
    out.u8(subnet.scopePrefix);
    out.append(address);
    return {EdnsOption::kClientSubnet, out.take()};
}

Result<Cookie, DnsError> decodeCookie(const EdnsOption& option) {
    const std::size_t size = option.data.size();
    if (option.code != EdnsOption::kCookie || (size != 8 && (size < 16 || size > 40))) {
        return Failure{DnsError::UnsupportedOption};
    }
    const auto middle = option.data.begin() + 8;
    return Cookie{Bytes(option.data.begin(), middle), Bytes(middle, option.data.end())};
}

EdnsOption encodeCookie(const Cookie& cookie) {
    ByteWriter out;
    out.append(cookie.client);
    out.append(cookie.server);
    return {EdnsOption::kCookie, out.take()};
}

Result<ExtendedError, DnsError> decodeExtendedError(const EdnsOption& option) {
    ByteReader reader(option.data);
    const auto code = reader.u16();
    if (option.code != EdnsOption::kExtendedError || !code) {
        return Failure{DnsError::UnsupportedOption};
    }
    return ExtendedError{*code, std::string(textOf(*reader.take(reader.remaining())))};
}

EdnsOption encodeExtendedError(const ExtendedError& error) {
    ByteWriter out;
    out.u16(error.infoCode);
    out.append(viewOf(error.text));
    return {EdnsOption::kExtendedError, out.take()};
}

std::string_view extendedErrorName(std::uint16_t infoCode) {
    return infoCode < kExtendedErrorNames.size() ? kExtendedErrorNames[infoCode]
                                                 : std::string_view();
}

} // namespace core::discovery::dns
