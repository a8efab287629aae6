// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/loader.h"

#include <string>
#include <string_view>
#include <vector>

/// Components that exist only for the loader's tests, with a setting of every type, and a scenario
/// that uses them.
namespace sim::scenario::testing {

std::vector<const core::runtime::ComponentSchema*> testSchemas();

/// Options with the test schemas.
LoadOptions testOptions();

/// All complaints, a line each; "ok" if it loads.
std::string complaints(const Loaded& loaded);
/// Of a text called "s.yaml".
std::string complaintsOf(std::string_view text);

/// Two web hosts behind a switch, a name server, clients. REQUIRES: nothing; it loads.
extern const std::string_view kSmall;
/// kSmall with `lines` appended.
std::string smallWith(std::string_view lines);
/// Loads kSmall with `lines` appended; ends the test program if that has complaints.
Scenario loadSmallWith(std::string_view lines, const std::vector<std::string>& sets = {});

} // namespace sim::scenario::testing
