// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sim::cli {

/// One line for arguments that the parser refused: what is wrong, the nearest word if one was
/// mistyped, and where help is. `problem` is what the parser says.
std::string usageComplaint(const CLI::App& app, const std::vector<std::string>& words,
                           std::string_view problem);

} // namespace sim::cli
