// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/process.h"

#include <string_view>

/// The one list of all components' factories.
namespace core::components {

/// Makes processes of the component of that name; nullptr if there is none. The pointer stays
/// valid.
const runtime::ProcessFactory* findFactory(std::string_view component);

} // namespace core::components
