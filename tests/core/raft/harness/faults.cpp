// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/faults.h"

#include "core/base/hash.h"

namespace tests::raft {

using namespace core::raft;
using core::Instant;

namespace {

constexpr Duration kMillisecond{1'000'000};
constexpr Duration kUsualSync = kMillisecond * 5;

} // namespace

void Faults::next() {
    cluster_.after(random_.exponential(options_.pause), [this] {
        if (!ended_) {
            strike();
            next();
        }
    });
}

NodeId Faults::someLeader() {
    std::vector<NodeId> leaders;
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        const Raft* raft = cluster_.raft(node);
        if (raft != nullptr && raft->isLeader()) {
            leaders.push_back(node);
        }
    }
    return leaders.empty() ? someServer() : leaders[random_.below(leaders.size())];
}

void Faults::strike() {
    const NodeId node = random_.chance(1, 2) ? someLeader() : someServer();
    const std::uint64_t kind = random_.below(20);
    if (kind < 6) {
        strikeServer(node);
    } else if (kind < 11) {
        strikeNetwork(node);
    } else if (kind < 13) {
        strikeClock(node);
    } else {
        operateGroup(node);
    }
}

void Faults::strikeServer(NodeId node) {
    const Duration length = random_.exponential(kMillisecond * 120);
    switch (random_.below(5)) {
    case 0:
    case 1:
        cluster_.crash(node);
        cluster_.after(random_.chance(1, 2) ? length : length / 20,
                       [this, node] { cluster_.restart(node); });
        break;
    case 2:
        cluster_.pause(node);
        cluster_.after(length, [this, node] { cluster_.resume(node); });
        break;
    case 3:
        cluster_.mostSync = random_.between(kMillisecond, kMillisecond * 120);
        seen_.note("slow-disk");
        cluster_.after(length, [this] { cluster_.mostSync = kUsualSync; });
        break;
    case 4:
        cluster_.mostApply = random_.between(kMillisecond * 10, kMillisecond * 400);
        seen_.note("slow-state-machine");
        cluster_.after(length * 3, [this] { cluster_.mostApply = kMillisecond * 2; });
        break;
    }
}

void Faults::strikeNetwork(NodeId node) {
    switch (random_.below(6)) {
    case 0:
        partition();
        break;
    case 1: // nobody hears this server, but it hears the others
        seen_.note("one-way-cut");
        for (NodeId other = 1; other <= cluster_.options().servers; ++other) {
            cluster_.cut(node, other);
        }
        break;
    case 2: // it hears nobody
        seen_.note("one-way-cut");
        for (NodeId other = 1; other <= cluster_.options().servers; ++other) {
            cluster_.cut(other, node);
        }
        break;
    case 3:
        seen_.note("one-way-cut");
        cluster_.cut(node, someServer());
        break;
    case 4:
        storm();
        break;
    case 5:
        cluster_.healNetwork();
        break;
    }
    if (random_.chance(1, 2)) {
        cluster_.after(random_.exponential(kMillisecond * 250), [this] { cluster_.healNetwork(); });
    }
}

void Faults::partition() {
    seen_.note("partition");
    std::vector<bool> side;
    for (NodeId node = 0; node <= cluster_.options().servers; ++node) {
        side.push_back(random_.chance(1, 2));
    }
    for (NodeId from = 1; from <= cluster_.options().servers; ++from) {
        for (NodeId to = 1; to <= cluster_.options().servers; ++to) {
            if (side[from] != side[to]) {
                cluster_.cut(from, to);
            }
        }
    }
}

void Faults::storm() {
    seen_.note("storm");
    cluster_.weather.lossPermille = random_.below(300);
    cluster_.weather.duplicatePermille = random_.below(200);
    const std::int64_t most = random_.chance(1, 3) ? 600 : 120;
    cluster_.weather.mostDelay = random_.between(kMillisecond * 2, kMillisecond * most);
    cluster_.after(random_.exponential(kMillisecond * 300), [this] { cluster_.weather = {}; });
}

void Faults::strikeClock(NodeId node) {
    if (options_.clockSteps && random_.chance(1, 2)) {
        seen_.note("clock-step");
        cluster_.stepClock(node, random_.between(kMillisecond, kMillisecond * 300));
        return;
    }
    seen_.note("clock-drift");
    const std::int64_t half = options_.driftPpm / 2;
    // The ends show most.
    const std::int64_t ppm =
        random_.chance(1, 2) ? (random_.chance(1, 2) ? half : -half) : random_.between(-half, half);
    cluster_.setSpeed(node, 1'000'000 + ppm);
}

void Faults::operateGroup(NodeId node) {
    switch (random_.below(10)) {
    case 0:
    case 1:
        cluster_.with(someLeader(), [&](Raft& raft, Instant now) {
            (void)raft.transferLeadership(now, someServer());
        });
        break;
    case 2:
        cluster_.with(node, [](Raft& raft, Instant now) { raft.campaign(now); });
        seen_.note("campaign");
        break;
    case 3:
        cluster_.with(node, [](Raft& raft, Instant) { raft.forgetLeader(); });
        seen_.note("forget-leader");
        break;
    case 4:
        burst(node);
        break;
    case 5:
        usurp(someLeader());
        break;
    default:
        if (options_.membership) {
            changeMembers(someLeader());
        }
        break;
    }
}

/// What a lease must withstand: the leader's clock is as slow and the others' as fast as may be
/// when it is cut off; or a server that it cannot hear campaigns while those whose silence the
/// lease rests on come back from a restart.
void Faults::usurp(NodeId leader) {
    const NodeId usurper = 1 + leader % cluster_.options().servers;
    const bool byClocks = random_.chance(1, 2);
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        if (byClocks || node == usurper) {
            cluster_.cut(leader, node);
            cluster_.cut(node, leader);
        }
        if (byClocks) {
            const std::int64_t half = options_.driftPpm / 2;
            cluster_.setSpeed(node, 1'000'000 + (node == leader ? -half : half));
        }
    }
    if (!byClocks) {
        cluster_.after(kMillisecond * 105, [this, leader, usurper] { coup(leader, usurper); });
    }
    cluster_.after(kMillisecond * 250, [this] { cluster_.healNetwork(); });
    seen_.note("usurper");
}

void Faults::coup(NodeId leader, NodeId usurper) {
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        if (node != leader && node != usurper) {
            cluster_.crash(node);
            cluster_.after(kMillisecond, [this, node] { cluster_.restart(node); });
        }
    }
    for (int wait = 1; wait <= 13; wait += 4) {
        cluster_.after(kMillisecond * wait, [this, usurper] {
            cluster_.with(usurper, [](Raft& raft, Instant now) { raft.campaign(now); });
        });
    }
}

/// More entries than one request holds; where they are lost, much of a log must be cut off.
void Faults::burst(NodeId leader) {
    const std::uint64_t count = 2 + random_.below(30);
    cluster_.with(leader, [&](Raft& raft, Instant now) {
        for (std::uint64_t i = 0; i < count; ++i) {
            (void)raft.propose(now, core::bytesOf("burst " + std::to_string(i)));
        }
    });
    seen_.note("burst");
}

void Faults::changeMembers(NodeId leader) {
    cluster_.with(leader, [&](Raft& raft, Instant now) {
        if (!raft.isLeader()) {
            return;
        }
        const int tries = random_.chance(1, 3) ? 2 : 1; // the second must be refused
        for (int i = 0; i < tries; ++i) {
            const auto done = raft.propose(now, drawChange(raft.configuration()));
            seen_.note(done ? "change-proposed"
                            : "change-refused-" + std::string(toString(done.error())));
        }
    });
}

ConfigurationChange Faults::drawChange(const Configuration& from) {
    ConfigurationChange change;
    if (from.isJoint() && random_.chance(3, 4)) {
        return change; // leaves the joint phase
    }
    const std::uint64_t count = random_.chance(1, 2) ? 1 : 2 + random_.below(2);
    for (std::uint64_t i = 0; i < count; ++i) {
        change.changes.push_back(drawMember(from));
    }
    change.transition = static_cast<Transition>(random_.below(3));
    return change;
}

MemberChange Faults::drawMember(const Configuration& from) {
    const NodeId node = someServer();
    const std::uint64_t kind = random_.below(10);
    if (kind < 5 || from.voters.size() < 2) {
        return {ChangeType::AddVoter, node};
    }
    return {kind < 7 ? ChangeType::AddLearner : ChangeType::Remove, node};
}

void Faults::end() {
    ended_ = true;
    cluster_.healNetwork();
    cluster_.weather = {};
    cluster_.mostSync = kUsualSync;
    cluster_.mostApply = kMillisecond * 2;
    for (NodeId node = 1; node <= cluster_.options().servers; ++node) {
        cluster_.setSpeed(node, 1'000'000);
        cluster_.resume(node);
        cluster_.restart(node);
    }
}

} // namespace tests::raft
