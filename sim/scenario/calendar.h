// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <optional>
#include <string_view>

/// Calendar instants as a scenario writes them.
namespace sim::scenario {

/// An ISO 8601 date and time with its zone offset: "2024-03-31T01:59:30+01:00", "...Z"; seconds
/// may have a fraction of up to nine digits; a space may stand for the T. Years 1970 to 2199 (the
/// range of WallTime ends in 2262). nullopt for anything else, as a day that does not exist.
/// Source: RFC 3339, section 5.6; leap seconds (":60") are refused.
std::optional<core::WallTime> parseDateTime(std::string_view text);

} // namespace sim::scenario
