// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace core {

/// An integer that cannot be taken for another kind of integer. 0 means "none"; real ids start
/// at 1, come from counters (never from addresses) and are never given out twice.
template <class Tag>
struct Id {
    std::uint64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

} // namespace core
