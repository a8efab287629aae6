// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/picker.h"

#include "core/base/assert.h"

#include <algorithm>
#include <optional>

namespace core::discovery::client {
namespace {

class RoundRobin final : public Picker {
    std::size_t choose(std::size_t count, bool further, RandomStream& random) override {
        if (!next_) {
            next_ = random.below(count);
        }
        return static_cast<std::size_t>((further ? *next_ : (*next_)++) % count);
    }
    std::optional<std::uint64_t> next_;
};

class Uniform final : public Picker {
    std::size_t choose(std::size_t count, bool, RandomStream& random) override {
        return static_cast<std::size_t>(random.below(count));
    }
};

class First final : public Picker {
    std::size_t choose(std::size_t, bool, RandomStream&) override { return 0; }
};

} // namespace

runtime::Endpoint Picker::pick(const Addresses& addresses, const Addresses& tried,
                               RandomStream& random) {
    ORRERY_ASSERT(!addresses.empty());
    Addresses fresh;
    for (const runtime::Endpoint& address : addresses) {
        if (std::find(tried.begin(), tried.end(), address) == tried.end()) {
            fresh.push_back(address);
        }
    }
    const Addresses& from = fresh.empty() ? addresses : fresh;
    return from[choose(from.size(), !tried.empty(), random)];
}

std::unique_ptr<Picker> makePicker(std::string_view name) {
    if (name == "round-robin") {
        return std::make_unique<RoundRobin>();
    }
    if (name == "random") {
        return std::make_unique<Uniform>();
    }
    if (name == "first") {
        return std::make_unique<First>();
    }
    return nullptr;
}

} // namespace core::discovery::client
