// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The files that the tidy rules look at, and what they find. Rules are functions from a tree to
/// findings, so that each can be tested on a small tree with a planted violation.
namespace tidy {

struct File {
    std::string path; ///< from the root of the source folder, with "/"
    std::string text;
    bool executable = false;
};

/// Sorted by path.
using Tree = std::vector<File>;

struct Finding {
    std::string path;
    int line = 0; ///< from 1; 0: the whole file
    std::string what;

    friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

/// All files below `root` but build folders, caches and version control.
Tree loadTree(const std::string& root);

/// nullptr if there is none of that path.
const File* findFile(const Tree& tree, std::string_view path);

/// One line a finding: "core/a.h:12: what".
std::string toText(const Findings& findings);

/// The lines of a text, without their line ends.
std::vector<std::string> splitLines(std::string_view text);

inline bool startsWith(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}
inline bool endsWith(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}
inline bool isCpp(std::string_view path) {
    return endsWith(path, ".h") || endsWith(path, ".cpp");
}

} // namespace tidy
