// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/settings.h"

#include "core/base/assert.h"

namespace core::runtime {

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
