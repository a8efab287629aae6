// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::discovery::registry {

/// Settings and actions of the component `registry`.
const runtime::ComponentSchema& registrySchema();

} // namespace core::discovery::registry
