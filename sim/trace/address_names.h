// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/header.h"
#include "sim/trace/value.h"

#include <map>
#include <span>
#include <string>
#include <vector>

/// What people call addresses: the hosts table, for lines that people read. Traces keep the
/// addresses.
namespace sim::trace {

class AddressNames {
public:
    AddressNames() = default;
    explicit AddressNames(const std::vector<HostEntry>& hosts);

    /// The fields with names: an address or endpoint as "web-3 (10.0.0.46)" (an endpoint's port is
    /// left out if it is 80), a text that is a list of known addresses as "web-1, web-3". What no
    /// host has stays as it is.
    std::vector<NamedValue> named(std::span<const NamedValue> fields) const;

private:
    /// Empty if no host has it.
    std::string nameOf(core::runtime::Address address) const;
    std::string namedList(const std::string& text) const;

    std::map<std::uint32_t, std::string> names_; ///< by address
};

} // namespace sim::trace
