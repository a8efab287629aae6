// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

#include <vector>

namespace core::load {

/// The settings that Generator reads: load, rate, arrival, users, think-time, think-distribution.
void addLoadSettings(std::vector<runtime::SettingSpec>& all);

} // namespace core::load
