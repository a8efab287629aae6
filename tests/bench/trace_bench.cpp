// SPDX-License-Identifier: Apache-2.0
// How many messages a second a recorder stores, closing and indexing included. Usage:
//   orrery-trace-bench [MESSAGES] [LEVEL] [FILE]
#include "sim/trace/recorder.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

namespace {

using namespace sim::trace;

constexpr std::uint32_t kHosts = 100;

core::wire::FoundMessage dissect(core::ByteView payload) {
    return {core::wire::Direction::FromClient, 0,          payload.size(),
            core::wire::MessageRole::Request,  "query 17", false};
}

RunHeader star() {
    RunHeader header;
    header.scenarioPath = "star";
    for (std::uint32_t i = 0; i < kHosts; ++i) {
        HostEntry host;
        host.name = "host-" + std::to_string(i);
        host.address = {0x0a000001 + i};
        header.hosts.push_back(host);
        header.processes.push_back({"process-" + std::to_string(i), i, "pinger", "process", "{}"});
    }
    return header;
}

/// One datagram of 200 octets every 100 ns, each on its way for 50 us and answered at arrival.
void feed(Recorder& recorder, std::uint64_t messages) {
    const std::array<std::uint8_t, 200> payload{};
    std::deque<PacketEnd> onTheWay;
    sim::SimTime now;
    for (std::uint64_t packet = 1; packet <= messages; ++packet) {
        now += core::Duration{100};
        while (!onTheWay.empty() && onTheWay.front().at <= now) {
            recorder.packetEnd(onTheWay.front());
            onTheWay.pop_front();
        }
        const auto from = static_cast<std::uint32_t>(packet * 7919 % kHosts);
        const auto to = static_cast<std::uint32_t>((packet * 104'729 + 1) % kHosts);
        DatagramSent sent;
        sent.packet = packet;
        sent.at = now;
        sent.process = from;
        sent.fromHost = from;
        sent.toHost = to;
        sent.from = {{0x0a000001 + from}, 4000};
        sent.to = {{0x0a000001 + to}, 4000};
        sent.protocol = "ping";
        sent.payload = payload;
        if (packet > 500) {
            sent.cause = {{CauseKind::Packet, packet - 500}, {}};
        }
        recorder.datagramSent(sent);
        onTheWay.push_back({packet, now + core::Duration{50'000}, Fate::Delivered, to, kNoIndex});
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t messages = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const auto level = argc > 2 ? parseLevel(argv[2]).value_or(Level::Full) : Level::Full;
    const std::string path = argc > 3 ? argv[3] : "orrery-bench.trace";
    const std::array<core::wire::ProtocolDissectors, 1> dissectors{{{"ping", &dissect, nullptr}}};
    const auto begin = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    auto recorder = Recorder::create(path, star(), level, {dissectors, nullptr, 0});
    if (!recorder) {
        std::fprintf(stderr, "%s\n", recorder.error().text.c_str());
        return 3;
    }
    feed(**recorder, messages);
    const double fed = seconds();
    const auto finished = (*recorder)->finish({});
    if (!finished) {
        std::fprintf(stderr, "%s\n", finished.error().text.c_str());
        return 3;
    }
    std::printf("%llu messages, level %s: %.2f s, of which closing %.2f s: %.0f messages/s\n",
                static_cast<unsigned long long>(messages), std::string(toString(level)).c_str(),
                seconds(), seconds() - fed, static_cast<double>(messages) / seconds());
    return 0;
}
