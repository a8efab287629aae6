// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/process.h"
#include "core/runtime/schema.h"

#include <span>
#include <string_view>

/// The one list of all components: their schemas (no factories linked), for loaders and menus.
namespace core::components {

/// All schemas, sorted by name.
std::span<const runtime::ComponentSchema* const> schemas();
/// nullptr if there is none of that name.
const runtime::ComponentSchema* findSchema(std::string_view component);

} // namespace core::components
