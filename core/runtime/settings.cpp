// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/settings.h"

#include "core/base/assert.h"

#include <limits>

namespace core::runtime {
namespace {
using namespace literals;
__extension__ using Wide = __int128;
} // namespace

std::string formatRate(Rate rate) {
    struct Unit {
        const char* name;
        Duration worth;
    };
    for (const Unit& unit : {Unit{"/s", 1_s}, Unit{"/min", 60_s}, Unit{"/h", 3600_s}}) {
        const Wide counted = Wide{rate.count()} * unit.worth.ns;
        const Wide whole = counted / rate.per().ns;
        if (counted % rate.per().ns == 0 && whole <= std::numeric_limits<std::int64_t>::max()) {
            return std::to_string(static_cast<std::int64_t>(whole)) + unit.name;
        }
    }
    return std::to_string(rate.count()) + "/" + formatDuration(rate.per());
}

template <class T>
const T& Settings::get(std::string_view name) const {
    const auto found = values_.find(name);
    ORRERY_ASSERT(found != values_.end());
    const T* value = std::get_if<T>(&found->second);
    ORRERY_ASSERT(value != nullptr);
    return *value;
}

template const bool& Settings::get<bool>(std::string_view) const;
template const std::int64_t& Settings::get<std::int64_t>(std::string_view) const;
template const Duration& Settings::get<Duration>(std::string_view) const;
template const Rate& Settings::get<Rate>(std::string_view) const;
template const std::string& Settings::get<std::string>(std::string_view) const;
template const std::vector<std::string>&
    Settings::get<std::vector<std::string>>(std::string_view) const;

} // namespace core::runtime
