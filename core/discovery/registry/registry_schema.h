// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::discovery::registry {

/// Settings and actions of the component `registry`.
extern const runtime::ComponentSchema kRegistrySchema;

} // namespace core::discovery::registry
