// SPDX-License-Identifier: Apache-2.0
// orrery-golden: writes the golden stories and the expected digests of all shipped scenarios anew.
// Read the difference before committing it.
#include "tests/scenarios/shipped.h"

#include <cstdio>
#include <fstream>

namespace {

/// True if the file is now as it should be.
bool replace(const std::filesystem::path& path, const std::string& text) {
    if (tests::scenarios::contentsOf(path) == text) {
        return true;
    }
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    std::printf("%s %s\n", file ? "changed" : "CANNOT WRITE", path.string().c_str());
    return static_cast<bool>(file);
}

} // namespace

int main(int argc, char** argv) {
    namespace own = tests::scenarios;
    if (argc > 1) {
        std::fprintf(stderr,
                     "usage: %s\n"
                     "Writes scenarios/digests.txt and the .story beside each scenario anew.\n",
                     argv[0]);
        return 2;
    }
    const std::filesystem::path folder = std::filesystem::path(ORRERY_SOURCE_DIR) / "scenarios";
    std::map<std::string, std::string> digests;
    bool good = true;
    for (const std::string& scenario : own::shippedIn(folder)) {
        const std::string path = (folder / scenario).string();
        digests[scenario] = own::digestIn(own::say(ORRERY_PROGRAM, {"run", "--json", path}).output);
        const own::Said story = own::say(ORRERY_PROGRAM, {"story", path});
        if (story.code != 0 || digests[scenario].empty()) {
            std::fprintf(stderr, "%s does not run; its story stays as it was\n", scenario.c_str());
            good = false;
            continue;
        }
        good = replace(own::storyOf(folder, scenario), story.output) && good;
    }
    good = good && replace(folder / "digests.txt", own::digestsText(digests));
    return good ? 0 : 1;
}
