// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/child.h"

#include "sim/cli/progress.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace sim::cli {
namespace {

struct Child {
    pid_t pid = -1;
    int pipe = -1;
    std::size_t index = 0;
    ChildResult result;
};

bool start(const std::vector<std::string>& arguments, Child& child) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
        return false;
    }
    std::vector<char*> words;
    std::string name = "orrery";
    words.push_back(name.data());
    std::vector<std::string> copies = arguments;
    for (std::string& argument : copies) {
        words.push_back(argument.data());
    }
    words.push_back(nullptr);
    child.pid = ::fork();
    if (child.pid < 0) {
        ::close(ends[0]);
        ::close(ends[1]);
        return false;
    }
    if (child.pid == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        ::execv("/proc/self/exe", words.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    child.pipe = ends[0];
    return true;
}

/// Reads what is there; false at the end of the child's output.
bool takeOutput(Child& child) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(child.pipe, buffer.data(), buffer.size());
    if (count > 0) {
        child.result.output.append(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }
    return count < 0 && errno == EINTR;
}

void reap(Child& child) {
    ::close(child.pipe);
    int status = 0;
    while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    child.result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

bool runChildren(const std::vector<std::vector<std::string>>& commands, std::size_t jobs,
                 const std::function<void(std::size_t index, const ChildResult& result)>& done) {
    const std::atomic<bool>& interrupted = catchInterrupts();
    std::vector<Child> running;
    std::size_t next = 0;
    while (!running.empty() || (next < commands.size() && !interrupted)) {
        while (next < commands.size() && running.size() < jobs && !interrupted) {
            Child child;
            child.index = next;
            if (!start(commands[next], child)) {
                return false;
            }
            running.push_back(std::move(child));
            ++next;
        }
        std::vector<pollfd> waiting;
        for (const Child& child : running) {
            waiting.push_back({child.pipe, POLLIN, 0});
        }
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            continue; // a signal: look at it and wait again
        }
        for (std::size_t i = waiting.size(); i-- > 0;) {
            if (waiting[i].revents == 0 || takeOutput(running[i])) {
                continue;
            }
            reap(running[i]);
            done(running[i].index, running[i].result);
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    return true;
}

} // namespace sim::cli
