// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/core/raft/harness/cluster.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Clients that put, get, compare-and-set and delete registers at the group, each one operation at
/// a time, and write down what they saw for the judgement of linearizability. Nothing is sent
/// twice: what is not answered in time has an unknown outcome.
namespace tests::raft {

class Clients final : public User {
public:
    struct Options {
        std::uint64_t seed = 0;
        int clients = 4;
        int keys = 6;
        Duration pause{15'000'000}; ///< mean time between two operations of a client
        Duration patience{200'000'000};
    };

    explicit Clients(Options options)
        : options_(options), random_(core::combine64(options.seed, 2)) {}

    void start(Cluster& cluster);
    void stop() { stopped_ = true; }
    const std::vector<RegisterOperation>& history() const { return history_; }
    std::uint64_t leaseReads() const { return leaseReads_; }

    void applied(NodeId at, const core::raft::Entry& entry, bool done) override;
    void readAnswered(NodeId at, const core::raft::ReadAnswer& answer) override;
    void crashed(NodeId at) override;

private:
    /// What waits at a server.
    struct Proposal {
        Term term = 0;
        std::size_t operation = 0;
    };
    struct Read {
        std::size_t operation = 0;
        LogIndex floor = 0; ///< committed when it was asked for
        LogIndex index = 0; ///< what must be applied; 0: not granted yet
        bool atOnce = false;
    };

    void next(int client);
    void watch();
    void operate(int client);
    RegisterOperation draw(int client);
    NodeId chooseServer();
    void propose(NodeId node, std::size_t operation);
    void read(NodeId node, std::size_t operation);
    void finishReads(NodeId node);
    void answer(std::size_t operation);

    Options options_;
    Cluster* cluster_ = nullptr;
    core::RandomStream random_;
    bool stopped_ = false;
    std::vector<RegisterOperation> history_;
    std::map<std::size_t, int> open_; ///< operations without answer, with their client
    std::map<std::pair<NodeId, LogIndex>, Proposal> proposals_;
    std::map<std::pair<NodeId, std::uint64_t>, Read> reads_;
    std::uint64_t values_ = 0;
    std::uint64_t watches_ = 0;
    std::uint64_t leaseReads_ = 0;
};

} // namespace tests::raft
