// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/address.h"

#include <charconv>

namespace core::runtime {
namespace {

/// A decimal number without leading zeros, at most `limit`, that fills `text`.
std::optional<std::uint32_t> parseNumber(std::string_view text, std::uint32_t limit) {
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = code == std::errc{} && end == text.data() + text.size();
    if (!whole || value > limit || (text.size() > 1 && text.front() == '0')) {
        return std::nullopt;
    }
    return value;
}

} // namespace

std::optional<Address> parseAddress(std::string_view text) {
    std::uint32_t value = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = part < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos) {
            return std::nullopt;
        }
        const auto octet = parseNumber(text.substr(0, dot), 255);
        if (!octet) {
            return std::nullopt;
        }
        value = value << 8 | *octet;
        text.remove_prefix(part < 3 ? dot + 1 : dot);
    }
    return Address{value};
}

std::string toString(Address address) {
    const std::uint32_t v = address.value;
    return std::to_string(v >> 24) + "." + std::to_string(v >> 16 & 255) + "." +
           std::to_string(v >> 8 & 255) + "." + std::to_string(v & 255);
}

std::optional<Endpoint> parseEndpoint(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    const auto address = parseAddress(text.substr(0, colon));
    const auto port = parseNumber(text.substr(colon + 1), 65535);
    if (!address || !port || *port == 0) {
        return std::nullopt;
    }
    return Endpoint{*address, static_cast<std::uint16_t>(*port)};
}

std::string toString(const Endpoint& endpoint) {
    return toString(endpoint.address) + ":" + std::to_string(endpoint.port);
}

} // namespace core::runtime
