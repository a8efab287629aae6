// SPDX-License-Identifier: Apache-2.0
#include "sim/resident/client.h"

#include "sim/resident/copies.h"
#include "sim/resident/keeper.h"

#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace sim::resident {
namespace {

using std::chrono::milliseconds;

/// Until a copy has read the scenario and the parent.
constexpr milliseconds kPatience{8000};

Outcome nobody(const std::string& why) {
    return {Outcome::Kind::Nobody, 0, why};
}

std::int64_t numberOf(const std::string& text) {
    return std::strtoll(text.c_str(), nullptr, 10);
}

struct Asked {
    Descriptor socket;
    Words answer; ///< kBegun or kRefuse with what goes with it; else nobody answered
};

/// Asks for a copy of a time before `from`.
Asked ask(const std::filesystem::path& path, SimTime from, const Words& wish) {
    Asked asked{connectTo(path), {}};
    const Descriptor& socket = asked.socket;
    Packet packet;
    if (!socket.isOpen() || !send(socket, {kAsk, programIdentity(), std::to_string(from.ns)})) {
        return asked;
    }
    if (!send(socket, wish, {STDOUT_FILENO, STDERR_FILENO})) {
        ::shutdown(socket.number(), SHUT_WR); // too long, or refused already: they say so
    }
    if (receive(socket, packet, kPatience) != Arrival::Packet) {
        return asked;
    }
    if (packet.words == Words{kReady}) {
        packet = {};
        if (send(socket, {kGo})) {
            // From here on only its end sets this process free: two must not write one trace.
            while (receive(socket, packet) == Arrival::Nothing) {
            }
        }
    }
    asked.answer = std::move(packet.words);
    return asked;
}

Outcome waitForEnd(const Descriptor& socket, const std::atomic<bool>& interrupted) {
    bool told = false;
    for (;;) {
        if (interrupted && !std::exchange(told, true)) {
            send(socket, {kStop});
        }
        Packet packet;
        const Arrival arrival = receive(socket, packet, milliseconds(200));
        if (arrival == Arrival::End) {
            return {Outcome::Kind::Broken, 0,
                    "the process that went on with this run from a copy ended unexpectedly; "
                    "what it recorded until then is there"};
        }
        if (arrival == Arrival::Packet && packet.words.size() == 2 && packet.words[0] == kDone) {
            return {Outcome::Kind::Done, std::atoi(packet.words[1].c_str()), ""};
        }
    }
}

} // namespace

Outcome goOnThere(const std::filesystem::path& path, SimTime from, const Words& words,
                  const std::atomic<bool>& interrupted,
                  const std::function<void(SimTime copy)>& begun) {
    std::error_code failed;
    Words wish{std::filesystem::current_path(failed).string()};
    wish.insert(wish.end(), words.begin(), words.end());
    if (failed) {
        return nobody("this folder is gone");
    }
    Asked asked = ask(path, from, wish);
    const auto& answer = asked.answer;
    if (answer.size() == 3 && answer[0] == kRefuse && SimTime{numberOf(answer[2])} < from) {
        // The copy knows the lines of the timeline that it has and this run has not.
        asked = ask(path, {numberOf(answer[2])}, wish);
    }
    if (asked.answer.size() != 2 || asked.answer[0] != kBegun) {
        return nobody(asked.answer.size() < 2 ? "no copy answered" : asked.answer[1]);
    }
    begun({numberOf(asked.answer[1])});
    return waitForEnd(asked.socket, interrupted);
}

} // namespace sim::resident
