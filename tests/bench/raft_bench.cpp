// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/reader.h"
#include "tests/bench/registry.h"
#include "tests/sim/raft/room.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

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

/// Rows of a trace's large tables; 0 if it cannot be read.
double rowsOf(const std::filesystem::path& file) {
    const auto reader = sim::trace::Reader::open(file);
    if (!reader) {
        return 0;
    }
    const auto table =
        (*reader)->query("SELECT (SELECT count(*) FROM messages) + (SELECT count(*) FROM states) + "
                         "(SELECT count(*) FROM events)");
    return table ? std::atof(table->rows.at(0).at(0).value_or("0").c_str()) : 0;
}

/// A group of five under ten clients, as a user records it: how much faster than real time, and
/// rows a second.
std::vector<double> recordedGroup() {
    constexpr double kSimulated = 120;
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path self = fs::read_symlink("/proc/self/exe", failed);
    const fs::path file =
        fs::temp_directory_path() / ("orrery-bench-raft-" + std::to_string(getpid()) + ".trace");
    const std::string command = "'" + (self.parent_path() / "orrery").string() +
                                "' run '" ORRERY_SOURCE_DIR "/tests/bench/raft-five.yaml' " +
                                "--level full --quiet --trace '" + file.string() + "' > /dev/null";
    const Stopwatch watch;
    const bool ran = std::system(command.c_str()) == 0;
    const double seconds = watch.seconds();
    const double rows = ran ? rowsOf(file) : 0;
    fs::remove(file, failed);
    return rows == 0 ? std::vector<double>{}
                     : std::vector<double>{kSimulated / seconds, rows / seconds};
}

} // namespace

void addRaft(Registry& registry) {
    registry.add({{"raft/3/committed", "entries/s", Better::Higher, 50'000}}, commitRate);
    registry.add({{"raft/5/times-real-time", "", Better::Higher, 100},
                  {"raft/5/rows", "rows/s", Better::Higher, {}}},
                 recordedGroup);
}

} // namespace bench
