// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/hash.h"
#include "core/runtime/address.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

/// Address -> host in one array: every packet looks up its destination, and with ten thousand
/// hosts a tree costs a dozen cache misses where this costs one. Open addressing with linear
/// probing (Knuth, The Art of Computer Programming, volume 3, 6.4, algorithm L). It can only be
/// looked up, never walked through. Entries are not removed but set to nobody.
namespace sim::network {

class AddressTable {
public:
    using Address = core::runtime::Address;
    using HostIndex = std::uint32_t;

    std::optional<HostIndex> find(Address address) const {
        if (used_ == 0) {
            return std::nullopt;
        }
        const Slot& slot = slots_[place(address)];
        return slot.host == kNobody ? std::nullopt : std::optional(slot.host);
    }

    /// nullopt: nobody has it.
    void set(Address address, std::optional<HostIndex> host) {
        if ((used_ + 1) * 2 > slots_.size()) {
            grow();
        }
        Slot& slot = slots_[place(address)];
        used_ += slot.used ? 0 : 1;
        slot = {address, host.value_or(kNobody), true};
    }

private:
    static constexpr HostIndex kNobody = std::numeric_limits<HostIndex>::max();

    struct Slot {
        Address address;
        HostIndex host = kNobody;
        bool used = false;
    };

    /// Where the address is, or where it would be put. REQUIRES: a free slot exists.
    std::size_t place(Address address) const {
        std::size_t at = core::mix64(address.value) & (slots_.size() - 1);
        while (slots_[at].used && slots_[at].address != address) {
            at = (at + 1) & (slots_.size() - 1);
        }
        return at;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 16 : slots_.size() * 2);
        std::swap(old, slots_);
        for (const Slot& slot : old) {
            if (slot.used) {
                slots_[place(slot.address)] = slot;
            }
        }
    }

    std::vector<Slot> slots_; ///< a power of two of them, at most half used
    std::size_t used_ = 0;
};

} // namespace sim::network
