// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/loader.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The scenarios that come with Orrery: where they lie and what they are called. Command line and
/// desktop program list the same ones.
namespace sim::scenario {

/// The folder `scenarios` of the checkout in which the running program was built, or
/// `share/orrery/scenarios` of where it was installed; nullopt if neither is above the program.
std::optional<std::filesystem::path> libraryFolder();

struct LibraryEntry {
    std::filesystem::path path; ///< of the file, below the folder as given
    std::string topic;          ///< its folder: "raft"
    trace::Text title;
    trace::Text summary;
};

struct Library {
    std::vector<LibraryEntry> entries;  ///< by path
    std::vector<Diagnostic> complaints; ///< the first of each file that cannot be loaded
};

/// Every scenario (.yaml) below the folder. A folder that cannot be read is empty.
Library readLibrary(const std::filesystem::path& folder, const LoadOptions& options);

} // namespace sim::scenario
