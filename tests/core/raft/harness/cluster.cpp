// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/cluster.h"

#include "core/base/hash.h"

#include <algorithm>

namespace tests::raft {

using namespace core::raft;
using core::Instant;

namespace {

constexpr std::int64_t kMillion = 1'000'000;

Configuration foundersOf(NodeId count) {
    Configuration configuration;
    for (NodeId node = 1; node <= count; ++node) {
        configuration.voters.insert(node);
    }
    return configuration;
}

} // namespace

std::int64_t Cluster::Clock::localAt(std::int64_t time) const {
    const std::int64_t passed = time - base;
    return local + passed / kMillion * perMillion + passed % kMillion * perMillion / kMillion;
}

std::int64_t Cluster::Clock::timeOf(std::int64_t at) const {
    const std::int64_t ahead = std::max<std::int64_t>(at - local, 0);
    return base + ahead / perMillion * kMillion +
           (ahead % perMillion * kMillion + perMillion - 1) / perMillion;
}

Cluster::Cluster(ClusterOptions options, User& user, Seen& seen)
    : options_(options), user_(user), seen_(seen), random_(core::combine64(options.seed, 1)),
      safety_(disks_, firstState(foundersOf(options.founders)).snapshot) {
    const RestoredState first = firstState(foundersOf(options.founders));
    for (NodeId node = 1; node <= options.servers; ++node) {
        disks_.emplace(node, node <= options.founders ? Disk(first) : Disk());
        servers_[node].id = node;
    }
    for (NodeId node = 1; node <= options.servers; ++node) {
        restart(node);
    }
}

// Time.

void Cluster::at(std::int64_t time, core::UniqueFunction<void()> action) {
    queue_.emplace(std::pair{std::max(time, now_), ++sequence_}, std::move(action));
}

bool Cluster::runUntil(std::int64_t time) {
    while (!queue_.empty() && queue_.begin()->first.first <= time) {
        auto next = queue_.extract(queue_.begin());
        now_ = next.key().first;
        ++events_;
        next.mapped()();
        if (safety_.violation()) {
            return false;
        }
    }
    now_ = time;
    return true;
}

// Servers.

Raft* Cluster::raft(NodeId node) {
    Server& server = servers_.at(node);
    return server.paused ? nullptr : server.raft.get();
}

bool Cluster::with(NodeId node, const std::function<void(Raft&, Instant)>& what) {
    Server& server = servers_.at(node);
    if (!server.raft || server.paused) {
        return false;
    }
    what(*server.raft, clockOf(server));
    settle(server);
    return true;
}

std::string Cluster::describe() const {
    std::string text;
    for (const auto& [node, server] : servers_) {
        text += "  " + std::to_string(node) + ": ";
        if (!server.raft) {
            text += "down\n";
            continue;
        }
        const Log& log = server.raft->log();
        text += std::string(toString(server.raft->role())) + (server.paused ? " (paused)" : "") +
                " of " + std::to_string(server.raft->leader()) + ", term " +
                std::to_string(server.raft->term()) + ", log " + std::to_string(log.firstIndex()) +
                ".." + std::to_string(log.lastIndex()) + "/" + std::to_string(log.lastTerm()) +
                ", committed " + std::to_string(log.commit()) + ", applied " +
                std::to_string(log.applied()) + ", " + toString(server.raft->configuration()) +
                "\n";
    }
    return text;
}

/// Does `step` later, unless the server is restarted before; what comes due in a pause waits.
void Cluster::onServer(Server& server, Duration delay, Step step) {
    after(delay, [this, &server, incarnation = server.incarnation, step = std::move(step)] {
        if (server.raft && server.incarnation == incarnation) {
            run(server, step);
        }
    });
}

void Cluster::run(Server& server, const Step& step) {
    if (server.paused) {
        server.held.push_back(step);
        return;
    }
    step(server);
    settle(server);
}

/// Takes the effects of what a server just did.
void Cluster::settle(Server& server) {
    if (!server.raft) {
        return;
    }
    Outbox outbox = server.raft->take();
    safety_.observe(*server.raft);
    takeNotices(server, outbox.notices);
    if (outbox.persist) {
        write(server, std::move(*outbox.persist));
    }
    for (Outgoing& outgoing : outbox.messages) {
        if (outgoing.after == 0) {
            send(server, outgoing.message);
        } else {
            server.waiting.push_back(std::move(outgoing));
        }
    }
    server.toApply.insert(server.toApply.end(), outbox.committed.begin(), outbox.committed.end());
    if (!server.toApply.empty() && !server.applying) {
        server.applying = true;
        const Duration delay = random_.between(Duration{0}, mostApply);
        onServer(server, delay, [this](Server& applier) { applySome(applier); });
    }
    for (const ReadAnswer& answer : outbox.reads) {
        user_.readAnswered(server.id, answer);
    }
    arm(server);
}

void Cluster::takeNotices(Server& server, const std::vector<Notice>& notices) {
    for (const Notice& notice : notices) {
        if (const auto* applied = std::get_if<ConfigurationApplied>(&notice)) {
            safety_.configured(server.id, *applied);
            if (applied->configuration.isJoint()) {
                seen_.note("joint-phase");
            }
        } else if (const auto* role = std::get_if<RoleChanged>(&notice)) {
            seen_.note("role-" + std::string(toString(role->reason)));
        } else if (const auto* vote = std::get_if<VoteCast>(&notice)) {
            safety_.voted(*server.raft, *vote);
            if (!vote->granted) {
                seen_.note(vote->preVote ? "pre-vote-refused" : "vote-refused");
            }
        } else if (std::holds_alternative<LogTruncated>(notice)) {
            seen_.note("log-truncated");
        } else if (std::holds_alternative<TransferStarted>(notice)) {
            seen_.note("transfer-started");
        } else if (std::holds_alternative<TransferGivenUp>(notice)) {
            seen_.note("transfer-given-up");
        } else if (std::holds_alternative<SnapshotNeeded>(notice)) {
            seen_.note("snapshot-sent");
        } else if (std::holds_alternative<MessageRefused>(notice)) {
            safety_.fail("no-impossible-message",
                         "server " + std::to_string(server.id) + " was sent nonsense");
        }
    }
}

void Cluster::arm(Server& server) {
    const Instant deadline = server.raft->deadline();
    if (deadline == Instant::max()) {
        server.armedFor = -1;
        return;
    }
    const std::int64_t due = std::max(now_, server.clock.timeOf(deadline.ns));
    if (due == server.armedFor) {
        return;
    }
    server.armedFor = due;
    onServer(server, Duration{due - now_}, [this, due](Server& ticking) {
        if (ticking.armedFor == due) {
            ticking.armedFor = -1;
            ticking.raft->tick(clockOf(ticking));
        }
    });
}

// Disks and state machines.

void Cluster::write(Server& server, Persist persist) {
    const Image image = persist.snapshot ? server.images[persist.snapshot->index] : Image(nullptr);
    disks_.at(server.id).write(std::move(persist), image);
    server.diskFree = std::max(server.diskFree, now_) + random_.between(leastSync, mostSync).ns;
    onServer(server, Duration{server.diskFree - now_}, [this](Server& writer) { synced(writer); });
}

void Cluster::synced(Server& server) {
    Disk& disk = disks_.at(server.id);
    const Persist persist = disk.syncOldest();
    if (persist.snapshot) {
        const LogIndex index = persist.snapshot->index;
        server.machine = *disk.image();
        server.machine.applied = index;
        server.images.erase(server.images.begin(), server.images.upper_bound(index));
        while (!server.toApply.empty() && server.toApply.front().index <= index) {
            server.toApply.pop_front();
        }
        seen_.note("snapshot-installed");
    }
    while (!server.waiting.empty() && server.waiting.front().after <= persist.sequence) {
        send(server, server.waiting.front().message);
        server.waiting.pop_front();
    }
    server.raft->persisted(clockOf(server), persist.sequence);
    if (persist.snapshot) {
        server.raft->applied(clockOf(server), persist.snapshot->index);
    }
}

void Cluster::applySome(Server& server) {
    server.applying = false;
    while (!server.toApply.empty()) {
        const Entry entry = std::move(server.toApply.front());
        server.toApply.pop_front();
        safety_.applying(server.id, server.machine.applied, entry);
        const bool done = server.machine.apply(entry);
        server.raft->applied(clockOf(server), entry.index);
        user_.applied(server.id, entry, done);
        snapshotIfDue(server);
    }
}

void Cluster::snapshotIfDue(Server& server) {
    const LogIndex index = server.machine.applied;
    if (server.snapshotting || index < server.raft->snapshot().index + options_.snapshotEvery) {
        return;
    }
    server.snapshotting = true;
    const SnapshotMeta meta{index, server.raft->log().termAt(index).value_or(0),
                            server.raft->configuration()};
    const auto image = std::make_shared<const Registers>(server.machine);
    const LogIndex dropTo = index - std::min(index, options_.keepEntries);
    onServer(server, random_.between(leastSync, mostSync), [=, this](Server& taker) {
        taker.snapshotting = false;
        if (meta.index > disks_.at(taker.id).snapshot().index &&
            meta.index > taker.raft->snapshot().index) {
            disks_.at(taker.id).saveSnapshot(meta, image, dropTo);
            taker.raft->snapshotTaken(meta, dropTo);
            seen_.note("snapshot-taken");
        }
    });
}

// The network.

void Cluster::send(Server& server, const Message& message) {
    safety_.sending(message);
    const auto* install = std::get_if<InstallSnapshot>(&message.body);
    Image image;
    if (install != nullptr) {
        const Disk& disk = disks_.at(server.id);
        image = disk.snapshot().index == install->meta.index ? disk.image() : nullptr;
    }
    const bool lost =
        random_.chance(weather.lossPermille, 1'000) || (install != nullptr && image == nullptr);
    if (install != nullptr) {
        const bool arrived = !lost && !cuts_.contains({message.from, message.to});
        onServer(server, weather.mostDelay * 2, [this, to = message.to, arrived](Server& sender) {
            sender.raft->snapshotSent(clockOf(sender), to, arrived);
        });
    }
    if (lost) {
        seen_.note("message-lost");
        if (random_.chance(1, 8)) {
            server.raft->reportUnreachable(message.to);
        }
        return;
    }
    deliver(message, image);
    if (random_.chance(weather.duplicatePermille, 1'000)) {
        seen_.note("message-duplicated");
        deliver(message, image);
    }
}

void Cluster::deliver(const Message& message, const Image& image) {
    const Duration delay = random_.between(weather.leastDelay, weather.mostDelay);
    after(delay, [this, message, image] {
        if (cuts_.contains({message.from, message.to})) {
            seen_.note("message-cut-off");
        } else {
            arrive(message.to, message, image);
        }
    });
}

void Cluster::arrive(NodeId to, const Message& message, const Image& image) {
    const auto found = servers_.find(to);
    if (found == servers_.end() || !found->second.raft) {
        return;
    }
    run(found->second, [this, message, image](Server& server) {
        if (const auto* install = std::get_if<InstallSnapshot>(&message.body)) {
            server.images[install->meta.index] = image;
        }
        server.raft->receive(clockOf(server), message);
    });
}

// Faults.

void Cluster::crash(NodeId node) {
    Server& server = servers_.at(node);
    if (!server.raft) {
        return;
    }
    safety_.audit(*server.raft);
    server.raft.reset();
    server.paused = false;
    server.held.clear();
    if (disks_.at(node).crash(random_)) {
        seen_.note("crash-lost-writes");
    }
    seen_.note("crash");
    safety_.stopped(node);
    user_.crashed(node);
}

void Cluster::restart(NodeId node) {
    Server& server = servers_.at(node);
    if (server.raft) {
        return;
    }
    const Disk& disk = disks_.at(node);
    const std::uint64_t incarnation = server.incarnation + 1;
    const Clock clock = server.clock;
    server = Server{};
    server.id = node;
    server.incarnation = incarnation;
    server.clock = clock;
    server.machine = *disk.image();
    server.machine.applied = disk.snapshot().index;
    RaftOptions options = options_.raft;
    options.id = node;
    auto draw = [stream = core::RandomStream(
                     core::combine64(core::combine64(options_.seed, node + 1'000), incarnation)),
                 timeout = options.electionTimeout]() mutable {
        return stream.between(timeout, timeout * 2 - Duration{1});
    };
    server.raft =
        std::make_unique<Raft>(options, disk.restored(), clockOf(server), std::move(draw));
    safety_.started(*server.raft);
    settle(server);
}

void Cluster::pause(NodeId node) {
    Server& server = servers_.at(node);
    if (server.raft && !server.paused) {
        server.paused = true;
        seen_.note("pause");
    }
}

void Cluster::resume(NodeId node) {
    Server& server = servers_.at(node);
    if (!server.paused) {
        return;
    }
    server.paused = false;
    const auto held = std::exchange(server.held, {});
    for (const Step& step : held) {
        run(server, step);
    }
}

void Cluster::setSpeed(NodeId node, std::int64_t perMillion) {
    Server& server = servers_.at(node);
    server.clock = {now_, server.clock.localAt(now_), perMillion};
    server.armedFor = -1;
    if (server.raft) {
        arm(server);
    }
}

void Cluster::stepClock(NodeId node, Duration forward) {
    Server& server = servers_.at(node);
    server.clock.local += forward.ns;
    server.armedFor = -1;
    if (server.raft) {
        arm(server);
    }
}

} // namespace tests::raft
