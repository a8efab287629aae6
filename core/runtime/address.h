// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// IPv4-like addresses of the (simulated or real) network.
namespace core::runtime {

/// A 32-bit address in host order; 0 is "no address". 224.0.0.0/4 are multicast groups.
struct Address {
    std::uint32_t value = 0;

    constexpr bool isMulticast() const { return (value >> 28) == 0xe; }
    friend constexpr auto operator<=>(Address, Address) = default;
};

/// An address with a port (1 to 65535).
struct Endpoint {
    Address address;
    std::uint16_t port = 0;

    friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

/// "10.0.0.1"; dotted decimal only, no leading zeros, no shorthand.
std::optional<Address> parseAddress(std::string_view text);
std::string toString(Address address);
/// "10.0.0.1:80".
std::optional<Endpoint> parseEndpoint(std::string_view text);
std::string toString(const Endpoint& endpoint);

} // namespace core::runtime
