// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/specs.h"

#include <string>
#include <utility>

namespace core::runtime {

using namespace literals;

SettingSpec settingSpec(std::string_view name, SettingType type, Wording help,
                        SettingValue fallback) {
    SettingSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = help;
    spec.fallback = std::move(fallback);
    return spec;
}

SettingSpec choiceSpec(std::string_view name, Wording help, std::vector<std::string_view> choices) {
    SettingSpec spec = settingSpec(name, SettingType::Choice, help, std::string(choices.front()));
    spec.choices = std::move(choices);
    return spec;
}

SettingSpec numberSpec(std::string_view name, Wording help, std::int64_t fallback,
                       std::int64_t least, std::int64_t most) {
    SettingSpec spec = settingSpec(name, SettingType::Integer, help, fallback);
    spec.least = least;
    spec.most = most;
    return spec;
}

SettingSpec portSpec(std::string_view name, Wording help, std::int64_t fallback) {
    return numberSpec(name, help, fallback, 1, 65'535);
}

SettingSpec timingSpec(std::string_view name, Wording help, Duration fallback, Duration least) {
    SettingSpec spec = settingSpec(name, SettingType::Duration, help, fallback);
    spec.least = least.ns;
    spec.most = (24_h).ns;
    return spec;
}

SettingSpec toggleSpec(std::string_view name, Wording help, bool fallback) {
    return settingSpec(name, SettingType::Boolean, help, fallback);
}

SettingSpec live(SettingSpec spec) {
    spec.live = true;
    return spec;
}

} // namespace core::runtime
