// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::http::service {

/// Settings and actions of the component `http-service`.
const runtime::ComponentSchema& httpServiceSchema();

} // namespace core::http::service
