// SPDX-License-Identifier: Apache-2.0
// Every source looks as clang-format 16 writes it. Where that program is not installed the test
// says so and passes: ./check installs it.
#include "tests/tidy/tree.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <string>
#include <sys/wait.h>
#include <utility>

namespace tidy {
namespace {

/// Exit status and output of a shell command.
std::pair<int, std::string> runShell(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        return {-1, "cannot start a shell"};
    }
    std::string output;
    std::array<char, 4096> buffer;
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        output.append(buffer.data(), size);
    }
    const int status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

bool hasClangFormat() {
    return runShell("clang-format-16 --version").first == 0;
}

TEST(Format, EverySourceIsAsClangFormatWritesIt) {
    if (!hasClangFormat()) {
        std::cout << "clang-format-16 is not installed: nothing was checked\n";
        return;
    }
    const std::string root = ORRERY_SOURCE_DIR;
    std::string files;
    int count = 0;
    for (const File& file : loadTree(root)) {
        if (isCpp(file.path)) {
            files += " '" + file.path + "'";
            ++count;
        }
    }
    ASSERT_GT(count, 0);
    const auto [status, output] =
        runShell("cd '" + root + "' && clang-format-16 --dry-run -Werror" + files);
    EXPECT_EQ(status, 0) << output.substr(0, 8000);
}

TEST(Format, AMisplacedBraceIsSeen) {
    if (!hasClangFormat()) {
        std::cout << "clang-format-16 is not installed: nothing was checked\n";
        return;
    }
    const std::string root = ORRERY_SOURCE_DIR;
    const auto [status, output] =
        runShell("cd '" + root + "' && printf 'int f( ){return 1 ;}\\n' | " +
                 "clang-format-16 --dry-run -Werror --assume-filename=core/a.cpp");
    EXPECT_NE(status, 0) << output;
}

} // namespace
} // namespace tidy
