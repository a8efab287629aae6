// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/catalogue.h"

namespace sim::run {

/// The words for everything that can happen: the simulator's own and all components'.
core::Result<trace::Catalogue, trace::TraceError> loadWording();

} // namespace sim::run
