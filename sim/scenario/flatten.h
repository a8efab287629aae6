// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/loader.h"

#include <string>
#include <string_view>
#include <vector>

/// "Save as scenario": a scenario and an overlay become one text. The base's text is edited where
/// the overlay differs (values replaced, lines inserted) and is otherwise left as it is, so that
/// comments and layout survive.
namespace sim::scenario {

/// The standalone text. `basePath` and `overlayPath` are read through `options.files`; the other
/// options are not used. Relative includes stay as written: save the result in the base's folder.
/// The result is read back and compared with base and overlay loaded together before it is
/// returned; what no edit of the text can express (a value that an alias shares) is an error that
/// says where.
core::Result<std::string, std::vector<Diagnostic>>
flatten(const std::string& basePath, const std::string& overlayPath, const LoadOptions& options);

} // namespace sim::scenario
