// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/digest.h"

#include "core/base/hash.h"

namespace sim {

void Digest::mixBytes(core::ByteView bytes) {
    mix(core::hash64(bytes, bytes.size()));
}

std::string Digest::hex() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(16, '0');
    std::uint64_t rest = state_;
    for (auto at = text.rbegin(); at != text.rend(); ++at) {
        *at = kDigits[rest & 15];
        rest >>= 4;
    }
    return text;
}

void Digest::finishBlock() {
    nextBlockAt_ += kBlockEvents;
    if (onBlock_) {
        onBlock_(blocks_, last_, state_);
    }
    ++blocks_;
}

} // namespace sim
