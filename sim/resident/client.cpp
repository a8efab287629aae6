// SPDX-License-Identifier: Apache-2.0
#include "sim/resident/client.h"

#include "sim/resident/copies.h"
#include "sim/resident/keeper.h"

#include <cstdlib>
#include <unistd.h>

namespace sim::resident {
namespace {

using std::chrono::milliseconds;

/// Until a copy has read the scenario and the parent.
constexpr milliseconds kPatience{4000};

Outcome nobody(const std::string& why) {
    return {Outcome::Kind::Nobody, 0, why};
}

/// The next packet, unless the patience ends first.
std::optional<Packet> answerOf(const Descriptor& socket) {
    Packet packet;
    return receive(socket, packet, kPatience) == Arrival::Packet ? std::optional(std::move(packet))
                                                                 : std::nullopt;
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
    const Descriptor socket = connectTo(path);
    if (!socket.isOpen()) {
        return nobody("nobody keeps copies at " + path.string());
    }
    std::error_code failed;
    Words wish{std::filesystem::current_path(failed).string()};
    wish.insert(wish.end(), words.begin(), words.end());
    if (failed || !send(socket, {kAsk, programIdentity(), std::to_string(from.ns)}) ||
        !send(socket, wish, {STDOUT_FILENO, STDERR_FILENO})) {
        return nobody("the copies cannot be asked");
    }
    auto answer = answerOf(socket);
    if (answer && answer->words == Words{kReady}) {
        if (!send(socket, {kGo})) {
            return nobody("the copy ended");
        }
        // From here on only its end sets this process free: two must not write one trace.
        Packet packet;
        while (receive(socket, packet) == Arrival::Nothing) {
        }
        answer = std::move(packet);
    }
    if (answer && answer->words.size() == 2 && answer->words[0] == kRefuse) {
        return nobody(answer->words[1]);
    }
    if (!answer || answer->words.size() != 2 || answer->words[0] != kBegun) {
        return nobody("the copy did not answer");
    }
    begun({std::strtoll(answer->words[1].c_str(), nullptr, 10)});
    return waitForEnd(socket, interrupted);
}

} // namespace sim::resident
