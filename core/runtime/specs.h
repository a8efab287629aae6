// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

#include <cstdint>
#include <string_view>
#include <vector>

/// Short ways to write the specifications of settings that most components have.
namespace core::runtime {

SettingSpec settingSpec(std::string_view name, SettingType type, Wording help,
                        SettingValue fallback);
/// The first choice is the fallback.
SettingSpec choiceSpec(std::string_view name, Wording help, std::vector<std::string_view> choices);
SettingSpec numberSpec(std::string_view name, Wording help, std::int64_t fallback,
                       std::int64_t least, std::int64_t most);
SettingSpec portSpec(std::string_view name, Wording help, std::int64_t fallback);
/// At most a day.
SettingSpec timingSpec(std::string_view name, Wording help, Duration fallback, Duration least);
SettingSpec toggleSpec(std::string_view name, Wording help, bool fallback);
/// The same, changeable while the process runs.
SettingSpec live(SettingSpec spec);

} // namespace core::runtime
