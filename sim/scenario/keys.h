// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The words of the format that more than one reader needs.
namespace sim::scenario {

/// "orrery", "title", ... in the order in which the reference explains them.
const std::vector<std::string>& topLevelKeys();
bool isTopLevelKey(std::string_view key);

/// Keys of an entry under `deploy` or `workload` that are not settings of its component. No
/// component may have a setting of such a name.
const std::vector<std::string>& processKeys();

} // namespace sim::scenario
