// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::kv {

/// Settings and actions of the component `kv-server`.
const runtime::ComponentSchema& kvServerSchema();

} // namespace core::kv
