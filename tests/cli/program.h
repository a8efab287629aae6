// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

/// Starts the built program `orrery` as a person or a script would, and keeps what it said.
namespace tests::cli {

using Words = std::vector<std::string>;

struct Said {
    int code = -1; ///< exit code; 128 + signal if a signal ended it
    std::string out;
    std::string err;
};

/// What differs from an ordinary start.
struct Surroundings {
    std::filesystem::path folder;    ///< working directory; empty: that of the test
    std::string out;                 ///< stdout goes to this file and is not kept
    std::uint64_t maxFileOctets = 0; ///< no file may grow larger; 0: no limit
    std::string program{};           ///< another than the built one
};

/// A program on its way.
class Program {
public:
    explicit Program(const Words& words, const Surroundings& surroundings = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void signal(int number) const;
    /// Nobody reads its stdout any more.
    void closeOutput();
    /// Waits for its end.
    Said wait();

private:
    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
};

/// Runs it to its end.
Said orrery(const Words& words, const Surroundings& surroundings = {});

/// Lines of a text, without their ends.
std::vector<std::string> linesOf(std::string_view text);

/// A folder of this test's own, gone with it.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    /// Writes a file and gives its path.
    std::string write(std::string_view name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

/// The small scenario of the tests: DNS, registry, HTTP, a link with loss; 20 s.
std::string shopScenario();
/// Its text with `from` replaced by `to`. REQUIRES: `from` occurs.
std::string shopWith(std::string_view from, std::string_view to);

} // namespace tests::cli
