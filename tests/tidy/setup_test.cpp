// SPDX-License-Identifier: Apache-2.0
// Goal: ./run and ./check are quiet where nothing was built, and show all of it where something
// was.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace tidy {
namespace {

/// What `progress` of packaging/setup.sh prints for the lines of a build.
std::string shownOf(const std::string& lines) {
    const std::string command = "bash -c 'set -euo pipefail; root=.; source \"" ORRERY_SOURCE_DIR
                                "/packaging/setup.sh\"; printf \"" +
                                lines + "\" | progress all' 2>&1";
    FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return "bash did not start";
    }
    std::string text;
    std::array<char, 256> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
        text += part.data();
    }
    return pclose(pipe) == 0 ? text : text + "(failed)";
}

TEST(BuildProgress, IsQuietWhereNothingWasBuilt) {
    EXPECT_EQ(shownOf("[0/2] Re-checking globbed directories...\\nninja: no work to do.\\n"), "");
    EXPECT_EQ(shownOf("ninja: Entering directory build\\n[1/9] Automatic MOC for target "
                      "gui-feed\\n[1/2] Re-running CMake...\\n-- Configuring done\\n"),
              "");
}

TEST(BuildProgress, ShowsWhatIsBuiltAndWhatGoesWrong) {
    EXPECT_EQ(shownOf("[0/2] Re-checking globbed directories...\\n[1/2] Building CXX object a.o\\n"
                      "a.cpp:1: error: no\\n"),
              "bash: building all\n[1/2] Building CXX object a.o\na.cpp:1: error: no\n");
    EXPECT_EQ(shownOf("ninja: error: no such target\\n"),
              "bash: building all\nninja: error: no such target\n");
}

} // namespace
} // namespace tidy
