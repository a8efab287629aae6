// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/discovery/client/address_source.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

/// Chooses one of a service's addresses for the next attempt. Pure: randomness is passed in.
namespace core::discovery::client {

class Picker {
public:
    virtual ~Picker() = default;

    /// One of `addresses`, none of `tried` as long as there is another.
    /// REQUIRES: `addresses` is not empty.
    runtime::Endpoint pick(const Addresses& addresses, const Addresses& tried,
                           RandomStream& random);

private:
    /// An index below `count`. REQUIRES: count > 0.
    virtual std::size_t choose(std::size_t count, RandomStream& random) = 0;
};

/// "round-robin": one after the other from a random start; "random": uniform; "first": always the
/// first as listed, as programs do that take getaddrinfo's first answer. nullptr for other names.
std::unique_ptr<Picker> makePicker(std::string_view name);

} // namespace core::discovery::client
