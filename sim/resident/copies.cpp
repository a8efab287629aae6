// SPDX-License-Identifier: Apache-2.0
#include "sim/resident/copies.h"

#include "sim/resident/keeper.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sim::resident {
namespace {

using std::chrono::milliseconds;

constexpr core::Duration kLeastSpacing{1'000'000};
/// For a client to say what it wants, and to say go.
constexpr milliseconds kPatience{5000};
constexpr std::uint64_t kKibi = 1024;

/// The value of a line like "Pss:   123 kB", in octets; 0 if it is not there.
std::uint64_t octetsIn(const std::string& path, const std::string& name) {
    std::ifstream file(path);
    for (std::string word; file >> word;) {
        if (word == name) {
            std::uint64_t value = 0;
            file >> value;
            return value * kKibi;
        }
    }
    return 0;
}

/// What a process takes of the memory, what it shares with others counted in part.
std::uint64_t shareOf(pid_t process) {
    return octetsIn("/proc/" + std::to_string(process) + "/smaps_rollup", "Pss:");
}

/// fork() copies one thread only: there must be no other.
bool isAlone() {
    std::error_code failed;
    const std::filesystem::directory_iterator threads("/proc/self/task", failed);
    return !failed && std::distance(begin(threads), end(threads)) == 1;
}

/// When memory runs out, copies that sleep go before anything that somebody works with.
void offerToOutOfMemoryKiller(bool first) {
    std::ofstream("/proc/self/oom_score_adj") << (first ? 800 : 0);
}

int watched = -1; ///< the socket of the client, for the signal handler

/// Something came from the client: it wants the run to stop, or it is gone.
void onClient(int) {
    char octet = 0;
    const ssize_t count = ::recv(watched, &octet, 1, MSG_DONTWAIT);
    if (count > 0) {
        ::kill(::getpid(), SIGTERM);
    } else if (count == 0) {
        ::_exit(1); // as if it had been killed itself
    }
}

void watch(int socket) {
    watched = socket;
    struct sigaction action {};
    action.sa_handler = onClient;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGIO, &action, nullptr);
    ::fcntl(socket, F_SETOWN, ::getpid());
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_ASYNC);
    ::raise(SIGIO); // it may have come before
}

} // namespace

std::optional<SimTime> Copies::next(SimTime now, SimTime horizon) {
    if (spacing_.ns == 0) {
        spacing_ = std::max(kLeastSpacing, (horizon - SimTime{}) / kMostCopies);
    }
    // The last one stands just before the end, for runs that go on beyond it.
    const SimTime last{horizon.ns - 1};
    if (now >= last) {
        return std::nullopt;
    }
    const SimTime regular{(now.ns / spacing_.ns + 1) * spacing_.ns};
    isLast_ = regular >= last;
    return std::min(regular, last);
}

std::optional<run::Continuation> Copies::at(SimTime now) {
    if (!isAlone()) {
        return std::nullopt;
    }
    time_ = now;
    Descriptor orders;
    if (isLast_) {
        auto ends = socketPair();
        if (!ends || !send(report_, {kAdd, std::to_string(now.ns)}, {ends->first.number()})) {
            ::_exit(1);
        }
        ends->first.close();
        return sleep(std::move(ends->second));
    }
    return copy(orders) ? sleep(std::move(orders)) : std::nullopt;
}

/// True in the copy.
bool Copies::copy(Descriptor& orders) {
    makeRoom();
    auto ends = socketPair();
    if (!ends || octetsIn("/proc/meminfo", "MemAvailable:") < kLeastOctetsFree) {
        return false;
    }
    std::fflush(nullptr);
    std::signal(SIGCHLD, SIG_IGN); // nobody waits for copies
    const pid_t process = ::fork();
    if (process == 0) {
        orders = std::move(ends->second);
        offerToOutOfMemoryKiller(true);
        return true;
    }
    if (process > 0 && send(report_, {kAdd, std::to_string(time_.ns)}, {ends->first.number()})) {
        copies_.emplace(time_, process);
    }
    return false;
}

/// Every second copy goes, if they are too many or too large.
void Copies::makeRoom() {
    std::uint64_t octets = shareOf(::getpid());
    for (const auto& [time, process] : copies_) {
        octets += shareOf(process);
    }
    if (octets <= mostOctets_ || copies_.size() < 2) {
        return;
    }
    spacing_ = spacing_ * 2;
    for (auto entry = copies_.begin(); entry != copies_.end();) {
        if (entry->first.ns % spacing_.ns == 0) {
            ++entry;
        } else {
            send(report_, {kDrop, std::to_string(entry->first.ns)});
            entry = copies_.erase(entry);
        }
    }
}

std::optional<run::Continuation> Copies::sleep(Descriptor orders) {
    report_.close();
    std::signal(SIGCHLD, SIG_IGN);
    for (;;) {
        Packet order;
        const Arrival arrival = receive(orders, order);
        if (arrival == Arrival::End) {
            ::_exit(0);
        }
        if (arrival != Arrival::Packet || order.files.size() != 1) {
            continue;
        }
        if (::fork() == 0) { // if there is no memory for it, the client sees the socket close
            orders.close();
            client_ = std::move(order.files[0]);
            return attend();
        }
    }
}

/// In the process for one client, which is silent until the client's outputs are its own.
std::optional<run::Continuation> Copies::attend() {
    std::signal(SIGCHLD, SIG_DFL);
    offerToOutOfMemoryKiller(false);
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_OTHER, &none);
    const Descriptor silence(::open("/dev/null", O_RDWR | O_CLOEXEC));
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(silence.number(), standard);
    }
    Packet wish;
    if (receive(client_, wish, kPatience) != Arrival::Packet || wish.words.size() < 2 ||
        wish.files.size() != 2) {
        refuse("the question was not understood");
    }
    outputs_ = std::move(wish.files);
    if (::chdir(wish.words[0].c_str()) != 0) {
        refuse("the folder cannot be entered");
    }
    wish.words.erase(wish.words.begin());
    auto continuation = understand_(wish.words);
    if (!continuation) {
        refuse("the request was not understood");
    }
    continuation->mayBegin = [this] { return mayBegin(); };
    continuation->begun = [this] { begin(); };
    return continuation;
}

bool Copies::mayBegin() {
    Packet answer;
    return send(client_, {kReady}) && receive(client_, answer, kPatience) == Arrival::Packet &&
           answer.words == Words{kGo};
}

void Copies::begin() {
    ::dup2(outputs_[0].number(), STDOUT_FILENO);
    ::dup2(outputs_[1].number(), STDERR_FILENO);
    outputs_.clear();
    begun_ = true;
    send(client_, {kBegun, std::to_string(time_.ns)});
    watch(client_.number());
}

void Copies::refuse(const std::string& why, std::optional<SimTime> earlier) {
    Words words{kRefuse, why};
    if (earlier) {
        words.push_back(std::to_string(earlier->ns));
    }
    send(client_, words);
    ::_exit(0);
}

void Copies::finish(int code) {
    std::fflush(nullptr);
    send(client_, {kDone, std::to_string(code)});
    ::_exit(code);
}

} // namespace sim::resident
