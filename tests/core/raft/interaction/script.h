// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Scripts of etcd-io/raft (folder testdata, package rafttest): a command with its input, a line
/// "----", and the text that their driver prints.
namespace tests::raft {

struct Step {
    int line = 0;
    std::vector<std::string> words; ///< the command and what is not KEY=VALUE
    std::map<std::string, std::vector<std::string>> options; ///< KEY=VALUE, KEY=(V1,V2)
    std::string input;                                       ///< further lines of the command
    std::vector<std::string> expected;

    bool has(const std::string& option) const { return options.contains(option); }
    /// The first value; `fallback` without one.
    std::string option(const std::string& name, const std::string& fallback) const;
};

std::vector<Step> parseScript(std::string_view text);

} // namespace tests::raft
