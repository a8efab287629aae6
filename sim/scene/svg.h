// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/palette.h"
#include "sim/scene/shape.h"

#include <string>

/// A picture as a standalone SVG 1.1 document: vector shapes only, each with its name as a title.
namespace sim::scene {

std::string toSvg(const Picture& picture, Theme theme);

} // namespace sim::scene
