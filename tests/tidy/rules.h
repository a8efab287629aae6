// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/tidy/tree.h"

#include <string>
#include <string_view>
#include <vector>

/// The rules of the house as functions. docs/explanation/architecture.md says why they exist.
namespace tidy {

/// One accepted exception: a rule, a file or a folder (ends in "/"), and the reason.
struct Allowance {
    std::string rule;
    std::string path;
    std::string reason;
    int line = 0; ///< in tests/tidy/allow.txt
};
using AllowList = std::vector<Allowance>;

/// Reads allow.txt: "RULE PATH REASON..." a line, "#" begins a comment. A line without a reason
/// is a finding.
AllowList parseAllowList(std::string_view text, Findings& findings);

/// Which folder may include what; quoted includes name an existing file from the root.
Findings checkIncludes(const Tree& tree);

/// Calls that would break determinism or the layering, in core/ and sim/; `std::unordered_*`
/// there. Allowances that no file needs are findings.
Findings checkTokens(const Tree& tree, const AllowList& allowed);

/// Functions of at most 70 lines, headers 300, sources and tests 600, class declarations 150.
Findings checkSizes(const Tree& tree);

/// First lines: SPDX identifier, `#pragma once`, an opening comment in headers.
Findings checkHeads(const Tree& tree);

/// Unfinished work, switched-off tests, machine paths, tabs, blanks at line ends, missing final
/// line ends, test names with underscores.
Findings checkTexts(const Tree& tree);

/// Scripts can be run, and nothing else claims to be a script.
Findings checkRunBits(const Tree& tree);

/// Nothing but the known entries at the top of the source folder.
Findings checkRoot(const Tree& tree);

/// Relative links of Markdown files lead to a file and, with "#", to a heading of it.
Findings checkLinks(const Tree& tree);

/// Every page below docs/ can be reached from docs/README.md, and that from README.md.
Findings checkReachable(const Tree& tree);

/// Every module of core/ has a README.md.
Findings checkModulePages(const Tree& tree);

} // namespace tidy
