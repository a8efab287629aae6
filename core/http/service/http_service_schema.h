// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/schema.h"

namespace core::http::service {

/// Settings and actions of the component `http-service`.
extern const runtime::ComponentSchema kHttpServiceSchema;

} // namespace core::http::service
