// SPDX-License-Identifier: Apache-2.0
#include "sim/resident/keeper.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sim::resident {
namespace {

using std::chrono::milliseconds;

/// Clients that have connected and not asked yet.
constexpr std::size_t kMostWaiting = 64;

volatile std::sig_atomic_t ended = 0;

void onEnd(int) {
    ended = 1;
}

std::optional<std::int64_t> number(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return code == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                   : std::nullopt;
}

class Keeper {
public:
    Keeper(Descriptor listening, Descriptor report, std::function<void(SimTime copy)> told)
        : listening_(std::move(listening)), report_(std::move(report)), told_(std::move(told)),
          identity_(programIdentity()) {}

    /// With these signals blocked outside of poll().
    void serve(const sigset_t& whilePolling);

private:
    void takeReports();
    void takeQuestion(Descriptor& client);
    void handOver(Descriptor& client, std::int64_t from);

    Descriptor listening_;
    Descriptor report_;
    std::function<void(SimTime copy)> told_;
    std::string identity_;
    std::map<std::int64_t, Descriptor> copies_; ///< by time
    std::vector<Descriptor> waiting_;
};

void Keeper::serve(const sigset_t& whilePolling) {
    while (ended == 0) {
        std::vector<pollfd> polled{{listening_.number(), POLLIN, 0}, {report_.number(), POLLIN, 0}};
        for (const Descriptor& client : waiting_) {
            polled.push_back({client.number(), POLLIN, 0});
        }
        if (::ppoll(polled.data(), polled.size(), nullptr, &whilePolling) < 0) {
            continue; // a signal
        }
        if (polled[1].revents != 0) {
            takeReports();
        }
        for (std::size_t i = 0; i + 2 < polled.size(); ++i) {
            if (polled[i + 2].revents != 0) {
                takeQuestion(waiting_[i]);
            }
        }
        std::erase_if(waiting_, [](const Descriptor& client) { return !client.isOpen(); });
        if (polled[0].revents != 0) {
            Descriptor client = accept(listening_);
            if (client.isOpen() && waiting_.size() < kMostWaiting) {
                waiting_.push_back(std::move(client));
            }
        }
    }
}

void Keeper::takeReports() {
    Packet packet;
    const Arrival arrival = receive(report_, packet, milliseconds(0));
    if (arrival == Arrival::End) {
        report_.close(); // what there is stays useful
        return;
    }
    if (arrival != Arrival::Packet || packet.words.size() != 2) {
        return;
    }
    const auto time = number(packet.words[1]);
    if (time && packet.words[0] == kAdd && packet.files.size() == 1) {
        copies_[*time] = std::move(packet.files[0]);
        told_({*time});
    } else if (time && packet.words[0] == kDrop) {
        copies_.erase(*time);
    }
}

void Keeper::takeQuestion(Descriptor& client) {
    Packet packet;
    const Arrival arrival = receive(client, packet, milliseconds(0));
    if (arrival == Arrival::Nothing) {
        return;
    }
    Descriptor asking = std::move(client);
    if (arrival == Arrival::End || packet.words.size() != 3 || packet.words[0] != kAsk) {
        return;
    }
    const auto from = number(packet.words[2]);
    if (packet.words[1] != identity_ || !from) {
        send(asking, {kRefuse, "the copies are of another build"});
        return;
    }
    handOver(asking, *from);
}

void Keeper::handOver(Descriptor& client, std::int64_t from) {
    for (auto later = copies_.lower_bound(from); later != copies_.begin();) {
        const auto copy = std::prev(later);
        if (send(copy->second, {kAsk}, {client.number()})) {
            return;
        }
        later = copies_.erase(copy); // it died
    }
    send(client, {kRefuse, "there is no copy before that time"});
}

/// In the child: it goes when the keeper goes.
void becomeComputing(pid_t keeper) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != keeper) {
        ::_exit(1); // it went just now
    }
    // Whoever waits for something comes first. Not nice(): who goes on from a copy is waited for,
    // and nobody but root may take a lower priority back.
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_BATCH, &none);
}

} // namespace

core::Result<void, std::string> keep(const std::filesystem::path& path,
                                     const std::function<void(Descriptor report)>& compute,
                                     const std::function<void(SimTime copy)>& told) {
    auto listening = listenAt(path);
    if (!listening) {
        return core::Failure{listening.error()};
    }
    auto ends = socketPair();
    sigset_t blocked;
    sigset_t before;
    ::sigemptyset(&blocked);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        ::sigaddset(&blocked, signal);
    }
    ::sigprocmask(SIG_BLOCK, &blocked, &before);
    const pid_t keeper = ::getpid();
    const pid_t child = ends ? ::fork() : -1;
    if (child < 0) {
        ::unlink(path.c_str());
        return core::Failure{std::string("no process can be started")};
    }
    if (child == 0) {
        becomeComputing(keeper);
        ::sigprocmask(SIG_SETMASK, &before, nullptr);
        listening->close();
        ends->first.close();
        compute(std::move(ends->second));
        ::_exit(0);
    }
    ends->second.close();
    std::signal(SIGPIPE, SIG_IGN); // who reads may go first: the path must be freed even then
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        std::signal(signal, onEnd);
    }
    Keeper(std::move(*listening), std::move(ends->first), told).serve(before);
    ::unlink(path.c_str());
    ::kill(child, SIGKILL);
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    return {};
}

} // namespace sim::resident
