// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/address_names.h"

namespace sim::trace {

using core::runtime::Address;
using core::runtime::Endpoint;

namespace {

constexpr std::uint16_t kWebPort = 80;
constexpr std::string_view kBetween = ", ";

} // namespace

AddressNames::AddressNames(const std::vector<HostEntry>& hosts) {
    for (const HostEntry& host : hosts) {
        if (!host.isSwitch) {
            names_.emplace(host.address.value, host.name);
        }
    }
}

std::string AddressNames::nameOf(Address address) const {
    const auto found = names_.find(address.value);
    return found == names_.end() ? std::string() : found->second;
}

/// The text itself unless each of its words is an address that has a name.
std::string AddressNames::namedList(const std::string& text) const {
    std::string names;
    for (std::size_t at = text.find_first_not_of(kBetween); at != std::string::npos;) {
        const std::size_t end = text.find_first_of(kBetween, at);
        const std::string_view word = std::string_view(text).substr(at, end - at);
        const auto endpoint = core::runtime::parseEndpoint(word);
        const auto address = endpoint ? endpoint->address : core::runtime::parseAddress(word);
        const std::string name = address ? nameOf(*address) : "";
        if (name.empty()) {
            return text;
        }
        names += (names.empty() ? "" : ", ") + name;
        at = end == std::string::npos ? end : text.find_first_not_of(kBetween, end);
    }
    return names;
}

std::vector<NamedValue> AddressNames::named(std::span<const NamedValue> fields) const {
    std::vector<NamedValue> result(fields.begin(), fields.end());
    for (NamedValue& field : result) {
        if (const auto* address = std::get_if<Address>(&field.value)) {
            if (const std::string name = nameOf(*address); !name.empty()) {
                field.value = name + " (" + core::runtime::toString(*address) + ")";
            }
        } else if (const auto* endpoint = std::get_if<Endpoint>(&field.value)) {
            if (const std::string name = nameOf(endpoint->address); !name.empty()) {
                const std::string text = endpoint->port == kWebPort
                                             ? core::runtime::toString(endpoint->address)
                                             : core::runtime::toString(*endpoint);
                field.value = name + " (" + text + ")";
            }
        } else if (const auto* text = std::get_if<std::string>(&field.value)) {
            field.value = namedList(*text);
        }
    }
    return result;
}

} // namespace sim::trace
