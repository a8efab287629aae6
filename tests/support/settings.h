// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"
#include "core/runtime/settings.h"

#include <initializer_list>
#include <string>
#include <utility>

namespace tests {

/// A component's settings with their fallbacks, some of them changed.
inline core::runtime::Settings settingsOf(
    const core::runtime::ComponentSchema& schema,
    std::initializer_list<std::pair<const char*, core::runtime::SettingValue>> changes = {}) {
    core::runtime::Settings settings;
    for (const core::runtime::SettingSpec& spec : schema.settings) {
        if (spec.fallback) {
            settings.set(std::string(spec.name), *spec.fallback);
        }
    }
    for (const auto& [name, value] : changes) {
        settings.set(name, value);
    }
    return settings;
}

} // namespace tests
