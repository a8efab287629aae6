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
    /// An index below `count`; `further`: for a further attempt of the same request.
    /// REQUIRES: count > 0.
    virtual std::size_t choose(std::size_t count, bool further, RandomStream& random) = 0;
};

/// "round-robin": one after the other from a random start, where a further attempt uses up no turn
/// (else, with two addresses and one of them dead, every request would begin at the dead one);
/// "random": uniform; "first": always the
/// first as listed, as programs do that take getaddrinfo's first answer. nullptr for other names.
std::unique_ptr<Picker> makePicker(std::string_view name);

} // namespace core::discovery::client
