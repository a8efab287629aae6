// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// The scenarios that come with Orrery, what the `orrery` program says about them, and what it is
/// expected to say: a golden story beside each scenario and one file of digests.
namespace tests::scenarios {

/// What one call of the program left.
struct Said {
    int code = 0;
    std::string output; ///< stdout; stderr is passed through
};

/// Runs `program` with arguments that need no quoting but quotes around them. REQUIRES: no quote
/// in any argument.
Said say(const std::string& program, const std::vector<std::string>& arguments);

/// Every scenario below `folder`, sorted, relative to it: "discovery/dns-ttl-vs-registry.yaml".
std::vector<std::string> shippedIn(const std::filesystem::path& folder);

/// "discovery/x.yaml" to the path of its golden story.
std::filesystem::path storyOf(const std::filesystem::path& folder, const std::string& scenario);

/// The file `digests.txt`: lines of scenario and digest; '#' begins a comment.
std::map<std::string, std::string> readDigests(const std::filesystem::path& folder);
std::string digestsText(const std::map<std::string, std::string>& digests);

/// The digest in what `orrery run --json` said; empty if there is none.
std::string digestIn(const std::string& json);

std::string contentsOf(const std::filesystem::path& path);

} // namespace tests::scenarios
