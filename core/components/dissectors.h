// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"

#include <span>
#include <string_view>

/// The one list of all protocols that can be dissected.
namespace core::components {

/// Sorted by protocol.
std::span<const wire::ProtocolDissectors> dissectors();
/// nullptr if there is none of that name.
const wire::ProtocolDissectors* findDissectors(std::string_view protocol);

} // namespace core::components
