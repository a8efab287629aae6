// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/library.h"

#include <algorithm>
#include <system_error>

namespace sim::scenario {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> scenarioFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() == ".yaml") {
            files.push_back(at->path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

std::optional<fs::path> libraryFolder() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    for (fs::path at = program.parent_path(); !error && !at.empty(); at = at.parent_path()) {
        for (const char* name : {"scenarios", "share/orrery/scenarios"}) {
            std::error_code ignored;
            if (fs::is_directory(at / name, ignored)) {
                return at / name;
            }
        }
        if (at == at.root_path()) {
            break;
        }
    }
    return std::nullopt;
}

Library readLibrary(const fs::path& folder, const LoadOptions& options) {
    Library library;
    for (const fs::path& file : scenarioFiles(folder)) {
        auto loaded = load(file.string(), options);
        if (!loaded) {
            library.complaints.push_back(loaded.error().front());
            continue;
        }
        std::error_code ignored;
        library.entries.push_back({file, fs::relative(file, folder, ignored).parent_path().string(),
                                   loaded->title, loaded->summary});
    }
    return library;
}

} // namespace sim::scenario
