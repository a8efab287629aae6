// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::kv {

/// Settings and actions of the component `kv-client`.
const runtime::ComponentSchema& kvClientSchema();

} // namespace core::kv
