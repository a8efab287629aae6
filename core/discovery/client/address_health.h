// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/discovery/client/address_source.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

/// Which addresses fail one client, since when and how often: what it reports when the first
/// failure comes, when the address serves again, and when the client stops using it. Pure.
namespace core::discovery::client {

class AddressHealth {
public:
    struct Trouble {
        runtime::Endpoint address;
        Instant since;
        std::int64_t failures = 0;
    };

    /// True if this is the first failure there.
    bool noteFailure(const runtime::Endpoint& address, Instant now);
    /// The trouble that is over, if there was any.
    std::optional<Trouble> noteSuccess(const runtime::Endpoint& address);
    /// Forgets and returns the troubled addresses that are not in `believed`.
    std::vector<Trouble> giveUpOutside(const Addresses& believed);

private:
    std::map<runtime::Endpoint, Trouble> troubles_;
};

} // namespace core::discovery::client
