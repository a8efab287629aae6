// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace bench {

std::int64_t residentOctets() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    statm >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

std::optional<double> numberFrom(const std::string& program) {
    std::error_code failed;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed) {
        return std::nullopt;
    }
    const std::string command = "'" + (self.parent_path() / program).string() + "'";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return std::nullopt;
    }
    std::array<char, 64> text{};
    const bool read = fgets(text.data(), text.size(), pipe) != nullptr;
    if (pclose(pipe) != 0 || !read) {
        return std::nullopt;
    }
    char* end = nullptr;
    const double value = std::strtod(text.data(), &end);
    return end == text.data() ? std::nullopt : std::optional(value);
}

} // namespace bench
