// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/campaign.h"

#include "core/base/hash.h"
#include "tests/core/raft/harness/clients.h"
#include "tests/core/raft/harness/faults.h"

#include <algorithm>
#include <array>

namespace tests::raft {

using namespace core::raft;
using core::Instant;

namespace {

constexpr Duration kElectionTimeout{100'000'000};
constexpr Duration kFaults{4'000'000'000};
/// Steps of the search for each key; a key has some hundred operations.
constexpr std::uint64_t kJudgeSteps = 300'000;

ClusterOptions drawOptions(core::RandomStream& random, std::uint64_t seed) {
    static constexpr std::array<NodeId, 8> kFounders{1, 2, 3, 3, 3, 4, 5, 5};
    ClusterOptions options;
    options.seed = seed;
    options.founders = kFounders[random.below(kFounders.size())];
    options.servers = options.founders + random.below(3);
    RaftOptions& raft = options.raft;
    raft.electionTimeout = kElectionTimeout;
    raft.heartbeatInterval = kElectionTimeout / 5;
    raft.preVote = random.chance(2, 3);
    raft.checkQuorum = random.chance(2, 3);
    raft.leaseReads = raft.checkQuorum && random.chance(1, 2);
    raft.stepDownOnRemoval = random.chance(3, 4);
    raft.entriesPerRequest = 1 + random.below(random.chance(1, 2) ? 2 : 20);
    raft.octetsPerRequest = 1 + random.below(400);
    raft.requestsInFlight = 1 + random.below(8);
    raft.leaseDriftPpm = random.chance(1, 2) ? 1'000 : 400'000;
    options.snapshotEvery = 5 + random.below(80);
    options.keepEntries = random.below(20);
    return options;
}

Faults::Options drawFaults(core::RandomStream& random, const ClusterOptions& cluster) {
    Faults::Options options;
    options.seed = cluster.seed;
    options.pause = random.between(Duration{30'000'000}, Duration{250'000'000});
    // A lease is sound within its bound only; without leases no clock is trusted at all.
    options.driftPpm = cluster.raft.leaseReads ? cluster.raft.leaseDriftPpm : 600'000;
    options.clockSteps = !cluster.raft.leaseReads;
    options.membership = random.chance(2, 3);
    return options;
}

/// The end of a run: peace, and then what must come true.
class Aftermath {
public:
    Aftermath(Cluster& cluster, core::RandomStream& random) : cluster_(cluster), random_(random) {}

    void run();

private:
    void probe();
    void checkAgreement();
    bool isMember(NodeId node);

    Cluster& cluster_;
    core::RandomStream& random_;
    std::map<LogIndex, Term> probes_;
    LogIndex reached_ = 0;
};

/// Proposes at whoever leads, again and again, and sees whether one is committed.
void Aftermath::probe() {
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        cluster_.with(node, [&](Raft& raft, Instant now) {
            const auto at = raft.propose(now, core::Bytes{});
            if (at) {
                probes_[at->index] = at->term;
            }
        });
    }
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        const Raft* raft = cluster_.raft(node);
        for (const auto& [index, term] : probes_) {
            if (raft != nullptr && index <= raft->log().commit() &&
                raft->log().termAt(index) == term) {
                reached_ = std::max(reached_, index);
            }
        }
    }
}

void Aftermath::run() {
    const std::int64_t end = cluster_.now() + kElectionTimeout.ns * 10;
    while (cluster_.now() < end && reached_ == 0) {
        probe();
        if (!cluster_.runUntil(cluster_.now() + kElectionTimeout.ns / 10)) {
            return;
        }
    }
    if (reached_ == 0) {
        cluster_.safety().fail("progress", "nothing was committed within ten election timeouts "
                                           "after the last fault");
        return;
    }
    if (cluster_.runUntil(cluster_.now() + kElectionTimeout.ns * 10)) {
        checkAgreement();
    }
}

bool Aftermath::isMember(NodeId node) {
    for (NodeId other = 1; other <= cluster_.options().servers; ++other) {
        const Raft* raft = cluster_.raft(other);
        if (raft->isLeader() && raft->log().commit() >= reached_) {
            return raft->configuration().contains(node);
        }
    }
    return false;
}

void Aftermath::checkAgreement() {
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        const Raft* raft = cluster_.raft(node);
        cluster_.safety().audit(*raft);
        if (isMember(node) && raft->log().applied() < reached_) {
            cluster_.safety().fail("members-catch-up", "server " + std::to_string(node) +
                                                           " is a member and has applied " +
                                                           std::to_string(raft->log().applied()) +
                                                           " of " + std::to_string(reached_));
        }
    }
}

} // namespace

RunResult runSeed(std::uint64_t seed, Seen& seen) {
    core::RandomStream random(core::combine64(seed, 0));
    const ClusterOptions options = drawOptions(random, seed);
    Clients clients({.seed = seed});
    Cluster cluster(options, clients, seen);
    Faults faults(drawFaults(random, options), cluster, seen);
    clients.start(cluster);
    faults.start();
    RunResult result;
    if (cluster.runUntil(kFaults.ns)) {
        faults.end();
        Aftermath(cluster, random).run();
    }
    clients.stop();
    result.events = cluster.events();
    result.committed = cluster.safety().committed();
    for (std::uint64_t i = 0; i < clients.leaseReads(); ++i) {
        seen.note("lease-read");
    }
    if (!cluster.safety().violation()) {
        const auto judgement = core::history::judgeRegisters(clients.history(), kJudgeSteps);
        result.undecided = judgement.verdict == core::history::Verdict::Unknown;
        if (judgement.verdict == core::history::Verdict::NotLinearizable) {
            cluster.safety().fail("linearizability",
                                  core::history::explain(judgement, clients.history()));
        }
    }
    result.violation = cluster.safety().violation();
    if (result.violation) {
        result.violation->text += "\n" + cluster.describe();
    }
    return result;
}

CampaignResult runCampaign(std::uint64_t first, std::uint64_t count) {
    CampaignResult campaign;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const RunResult run = runSeed(seed, campaign.seen);
        ++campaign.seeds;
        campaign.events += run.events;
        campaign.committed += run.committed;
        campaign.undecided += run.undecided ? 1 : 0;
        if (run.violation) {
            campaign.violation = run.violation;
            campaign.seed = seed;
            break;
        }
    }
    return campaign;
}

} // namespace tests::raft
