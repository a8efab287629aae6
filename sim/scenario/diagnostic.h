// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

/// One complaint about a scenario, an overlay or a `--set` argument.
namespace sim::scenario {

struct Diagnostic {
    std::string file;    ///< as the user named it; "--set PATH=VALUE" for an argument
    int line = 0;        ///< from 1; 0: no position (an absent file, an argument)
    int column = 0;      ///< from 1, in characters
    std::string path;    ///< "deploy.web.ttl"; empty: the whole file
    std::string message; ///< one line
    std::string hint;    ///< what to do instead; may be empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// "web.yaml:12:5: deploy.web.tll: unknown key 'tll'; did you mean 'ttl'?", always one line.
std::string toString(const Diagnostic& diagnostic);

} // namespace sim::scenario
