// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/registry.h"
#include "tests/sim/raft/room.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace bench {
namespace {

using namespace core::literals;

/// Clients at the leader that propose again as soon as they are answered.
class ClosedLoop {
public:
    ClosedLoop(core::raft::Replica& leader, std::size_t clients)
        : leader_(leader), clients_(clients) {}

    void start() {
        for (std::size_t i = 0; i < clients_; ++i) {
            propose();
        }
    }
    std::uint64_t committed() const { return committed_; }

private:
    void propose() {
        leader_.propose(core::Bytes(64), [this](const auto& result) {
            if (result) {
                ++committed_;
                propose();
            }
        });
    }

    core::raft::Replica& leader_;
    std::size_t clients_;
    std::uint64_t committed_ = 0;
};

std::vector<double> commitRate() {
    tests::raft::RoomOptions options;
    options.snapshotEvery = 50'000;
    options.keepEntries = 10'000;
    options.raft.entriesPerRequest = 256;
    tests::raft::RaftRoom room(options);
    const std::size_t leader = room.awaitLeader();
    if (leader == 0) {
        return {};
    }
    ClosedLoop load(*room.replica(leader), 2'000);
    load.start();
    constexpr std::uint64_t kEntries = 200'000;
    const Stopwatch watch;
    while (load.committed() < kEntries) {
        room.run(10_ms);
    }
    return {static_cast<double>(load.committed()) / watch.seconds()};
}

} // namespace

void addRaft(Registry& registry) {
    registry.add({{"raft/3/committed", "entries/s", Better::Higher, 50'000}}, commitRate);
}

} // namespace bench
