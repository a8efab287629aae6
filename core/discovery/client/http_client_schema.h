// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::discovery::client {

/// Settings and actions of the component `http-client`.
const runtime::ComponentSchema& httpClientSchema();

} // namespace core::discovery::client
