// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "tests/core/raft/harness/disk.h"
#include "tests/core/raft/harness/safety.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

/// A group of pure Raft servers with a network, disks and clocks made of nothing but one event
/// queue: no Env, no simulator, so that a campaign affords tens of thousands of runs. Everything
/// that happens follows from the seed.
namespace tests::raft {

using core::Duration;
using core::raft::Raft;

struct ClusterOptions {
    std::uint64_t seed = 0;
    NodeId founders = 3; ///< 1 .. founders are the first voters
    NodeId servers = 3;  ///< the others wait to be added
    core::raft::RaftOptions raft;
    LogIndex snapshotEvery = 50;
    LogIndex keepEntries = 10;
};

/// What the network does to messages at present.
struct Weather {
    std::uint64_t lossPermille = 0;
    std::uint64_t duplicatePermille = 0;
    Duration leastDelay{200'000};
    Duration mostDelay{2'000'000};
};

/// How often something rare was seen.
class Seen {
public:
    void note(std::string_view what) { ++counts_[std::string(what)]; }
    void add(const Seen& other) {
        for (const auto& [what, count] : other.counts_) {
            counts_[what] += count;
        }
    }
    const std::map<std::string, std::uint64_t>& counts() const { return counts_; }

private:
    std::map<std::string, std::uint64_t> counts_;
};

/// Who uses the group is told what became of requests.
class User {
public:
    virtual ~User() = default;
    /// `done`: the state machine's result.
    virtual void applied(NodeId at, const core::raft::Entry& entry, bool done) = 0;
    virtual void readAnswered(NodeId at, const core::raft::ReadAnswer& answer) = 0;
    /// What waited at this server is gone.
    virtual void crashed(NodeId at) = 0;
};

class Cluster {
public:
    Cluster(ClusterOptions options, User& user, Seen& seen);

    // Time.
    std::int64_t now() const { return now_; }
    void at(std::int64_t time, core::UniqueFunction<void()> action);
    void after(Duration delay, core::UniqueFunction<void()> action) {
        at(now_ + delay.ns, std::move(action));
    }
    /// False if an invariant was violated on the way.
    bool runUntil(std::int64_t time);
    std::uint64_t events() const { return events_; }

    // Servers; nullptr or false for one that is down or paused.
    Raft* raft(NodeId node);
    bool isUp(NodeId node) const { return servers_.at(node).raft != nullptr; }
    bool isPaused(NodeId node) const { return servers_.at(node).paused; }
    const Registers& machine(NodeId node) const { return servers_.at(node).machine; }
    /// Does something with a server and takes its effects. False if it is down or paused.
    bool with(NodeId node, const std::function<void(Raft&, core::Instant)>& what);
    const ClusterOptions& options() const { return options_; }
    Safety& safety() { return safety_; }
    /// A line for each server: role, term, log, members.
    std::string describe() const;

    // Faults.
    void crash(NodeId node);
    void restart(NodeId node);
    void pause(NodeId node);
    void resume(NodeId node);
    void cut(NodeId from, NodeId to) { cuts_.insert({from, to}); }
    void healNetwork() { cuts_.clear(); }
    /// A million is the true speed.
    void setSpeed(NodeId node, std::int64_t perMillion);
    void stepClock(NodeId node, Duration forward);
    Weather weather;
    Duration leastSync{100'000};
    Duration mostSync{5'000'000};
    Duration mostApply{2'000'000};

private:
    struct Clock {
        std::int64_t base = 0;
        std::int64_t local = 0;
        std::int64_t perMillion = 1'000'000;

        std::int64_t localAt(std::int64_t time) const;
        std::int64_t timeOf(std::int64_t at) const;
    };
    struct Server {
        NodeId id = core::raft::kNoNode;
        std::unique_ptr<Raft> raft;
        std::uint64_t incarnation = 0;
        bool paused = false;
        std::vector<std::function<void(Server&)>> held; ///< while paused
        Clock clock;
        std::int64_t armedFor = -1;
        std::int64_t diskFree = 0;
        Registers machine;
        std::deque<core::raft::Entry> toApply;
        bool applying = false;
        bool snapshotting = false;
        std::deque<core::raft::Outgoing> waiting;
        std::map<LogIndex, Image> images; ///< that came with InstallSnapshot
    };
    using Step = std::function<void(Server&)>;

    core::Instant clockOf(const Server& server) const { return {server.clock.localAt(now_)}; }
    void onServer(Server& server, Duration delay, Step step);
    void run(Server& server, const Step& step);
    void settle(Server& server);
    void takeNotices(Server& server, const std::vector<core::raft::Notice>& notices);
    void write(Server& server, core::raft::Persist persist);
    void synced(Server& server);
    void applySome(Server& server);
    void snapshotIfDue(Server& server);
    void arm(Server& server);
    void send(Server& server, const core::raft::Message& message);
    void deliver(const core::raft::Message& message, const Image& image);
    void arrive(NodeId to, const core::raft::Message& message, const Image& image);

    ClusterOptions options_;
    User& user_;
    Seen& seen_;
    core::RandomStream random_;
    std::map<std::pair<std::int64_t, std::uint64_t>, core::UniqueFunction<void()>> queue_;
    std::uint64_t sequence_ = 0;
    std::int64_t now_ = 0;
    std::uint64_t events_ = 0;
    Safety::Disks disks_;
    std::map<NodeId, Server> servers_;
    std::set<std::pair<NodeId, NodeId>> cuts_;
    Safety safety_;
};

} // namespace tests::raft
