// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/discovery/dns/errors.h"
#include "core/discovery/dns/name.h"
#include "core/runtime/address.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Types of records and the form of their data: RFC 1035 section 3.3 (A, NS, CNAME, SOA, PTR, MX,
/// TXT), RFC 3596 (AAAA), RFC 2782 (SRV), RFC 3403 (NAPTR), RFC 8659 (CAA), RFC 7553 (URI, checked
/// but opaque). All others are opaque octets (RFC 3597). Names inside data are compressed only for
/// the types of RFC 1035, and accepted compressed for the others, as RFC 3597 section 4 asks.
namespace core::discovery::dns {

enum class Type : std::uint16_t {
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Naptr = 35,
    Opt = 41,
    Ixfr = 251,
    Axfr = 252,
    Any = 255, ///< question only
    Uri = 256,
    Caa = 257,
};
/// "A", "SOA"; "TYPE1234" for types without a name here (RFC 3597 section 5).
std::string typeText(Type type);
/// Either form, any case.
std::optional<Type> parseType(std::string_view text);

enum class Class : std::uint16_t { In = 1, Ch = 3, Hs = 4, None = 254, Any = 255 };
std::string classText(Class cls);
std::optional<Class> parseClass(std::string_view text);

struct ARdata {
    runtime::Address address;
    friend bool operator==(const ARdata&, const ARdata&) = default;
};
struct AaaaRdata {
    std::array<std::uint8_t, 16> octets{};
    friend bool operator==(const AaaaRdata&, const AaaaRdata&) = default;
};
/// NS, CNAME, PTR.
struct NameRdata {
    Name target;
    friend bool operator==(const NameRdata&, const NameRdata&) = default;
};
struct SoaRdata {
    Name primary;
    Name mailbox;
    std::uint32_t serial = 0;
    std::uint32_t refresh = 0; ///< this and the next three: seconds
    std::uint32_t retry = 0;
    std::uint32_t expire = 0;
    std::uint32_t minimum = 0; ///< bound of the negative TTL (RFC 2308 section 4)
    friend bool operator==(const SoaRdata&, const SoaRdata&) = default;
};
struct MxRdata {
    std::uint16_t preference = 0;
    Name exchange;
    friend bool operator==(const MxRdata&, const MxRdata&) = default;
};
struct TxtRdata {
    std::vector<std::string> strings; ///< at least one; each at most 255 octets
    friend bool operator==(const TxtRdata&, const TxtRdata&) = default;
};
struct SrvRdata {
    std::uint16_t priority = 0; ///< lowest first
    std::uint16_t weight = 0;   ///< share among equal priorities
    std::uint16_t port = 0;
    Name target;
    friend bool operator==(const SrvRdata&, const SrvRdata&) = default;
};
struct NaptrRdata {
    std::uint16_t order = 0;
    std::uint16_t preference = 0;
    std::string flags;
    std::string services;
    std::string regexp;
    Name replacement;
    friend bool operator==(const NaptrRdata&, const NaptrRdata&) = default;
};
struct CaaRdata {
    std::uint8_t flags = 0;
    std::string tag; ///< at least one octet
    std::string value;
    friend bool operator==(const CaaRdata&, const CaaRdata&) = default;
};
/// Anything else, as it came.
struct OpaqueRdata {
    Bytes octets;
    friend bool operator==(const OpaqueRdata&, const OpaqueRdata&) = default;
};

using Rdata = std::variant<ARdata, AaaaRdata, NameRdata, SoaRdata, MxRdata, TxtRdata, SrvRdata,
                           NaptrRdata, CaaRdata, OpaqueRdata>;

/// Reads `length` octets of data at the reader's position. REQUIRES: so many remain. Errors:
/// BadRdata if the data is shorter or longer than its type needs, or those of Name::decode.
Result<Rdata, DnsError> decodeRdata(ByteReader& reader, Type type, Class cls, std::size_t length);

/// Appends the data without its length.
void encodeRdata(ByteWriter& out, NameCompressor& names, const Rdata& data);

/// Presentation form, with absolute names: "10 60 80 web.shop.test.". Opaque data as `\# 2 abcd`.
std::string rdataText(const Rdata& data);

/// Presentation form of an IPv6 address as inet_ntop(3) writes it.
std::string ipv6Text(const std::array<std::uint8_t, 16>& octets);
/// Any form of RFC 4291 section 2.2, without a zone index.
std::optional<std::array<std::uint8_t, 16>> parseIpv6(std::string_view text);

/// A character string in double quotes, escaped.
std::string quotedText(std::string_view text);

} // namespace core::discovery::dns
