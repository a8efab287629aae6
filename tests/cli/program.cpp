// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include "core/base/assert.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace tests::cli {
namespace {

[[noreturn]] void become(const Words& words, const Surroundings& surroundings, int out, int err) {
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    if (!surroundings.out.empty()) {
        ::dup2(::open(surroundings.out.c_str(), O_WRONLY), STDOUT_FILENO);
    }
    if (!surroundings.folder.empty() && ::chdir(surroundings.folder.c_str()) != 0) {
        ::_exit(126);
    }
    if (surroundings.maxFileOctets > 0) {
        const rlimit limit{surroundings.maxFileOctets, surroundings.maxFileOctets};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    const std::string program =
        surroundings.program.empty() ? ORRERY_PROGRAM : surroundings.program;
    std::vector<std::string> copies{program};
    copies.insert(copies.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& copy : copies) {
        arguments.push_back(copy.data());
    }
    arguments.push_back(nullptr);
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
}

} // namespace

Program::Program(const Words& words, const Surroundings& surroundings) {
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    ORRERY_ASSERT(::pipe2(out.data(), O_CLOEXEC) == 0 && ::pipe2(err.data(), O_CLOEXEC) == 0);
    pid_ = ::fork();
    if (pid_ == 0) {
        become(words, surroundings, out[1], err[1]);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
}

Program::~Program() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        wait();
    }
}

void Program::signal(int number) const {
    ::kill(pid_, number);
}

void Program::closeOutput() {
    ::close(std::exchange(out_, -1));
}

Said Program::wait() {
    Said said;
    std::array<pollfd, 2> ends{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
    const std::array<std::string*, 2> texts{&said.out, &said.err};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (::poll(ends.data(), ends.size(), -1) < 0) {
            continue;
        }
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i].fd < 0 || ends[i].revents == 0) {
                continue;
            }
            std::array<char, 4096> buffer{};
            const ssize_t count = ::read(ends[i].fd, buffer.data(), buffer.size());
            if (count > 0) {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
            } else if (count == 0 || errno != EINTR) {
                ::close(std::exchange(ends[i].fd, -1));
            }
        }
    }
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return said;
}

Said orrery(const Words& words, const Surroundings& surroundings) {
    return Program(words, surroundings).wait();
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "orrery-cli-XXXXXX").string();
    ORRERY_ASSERT(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::string Folder::write(std::string_view name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this / name;
}

std::string shopScenario() {
    return ORRERY_SOURCE_DIR "/tests/sim/run/shop.yaml";
}

std::string shopWith(std::string_view from, std::string_view to) {
    std::ifstream file(shopScenario(), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = text.find(from);
    ORRERY_ASSERT(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace tests::cli
