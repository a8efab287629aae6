// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/schema.h"

namespace core::runtime {

std::string_view toString(SettingType type) {
    switch (type) {
    case SettingType::Boolean:
        return "true or false";
    case SettingType::Integer:
        return "whole number";
    case SettingType::Size:
        return "size";
    case SettingType::Duration:
        return "duration";
    case SettingType::Rate:
        return "rate";
    case SettingType::Text:
        return "text";
    case SettingType::Choice:
        return "choice";
    case SettingType::Process:
        return "process";
    case SettingType::Host:
        return "host";
    case SettingType::TextList:
        return "list of texts";
    }
    return "unknown";
}

} // namespace core::runtime
