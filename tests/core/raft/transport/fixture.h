// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/transport/transport.h"
#include "tests/env/faults.h"
#include "tests/env/harness.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

/// Members "1", "2", "3" on hosts of their names, each a process with a Transport, and a host "x"
/// for intruders. The election timeout is 1 s; links take 1 ms.
namespace core::raft::transport {

using namespace core::literals;
using runtime::Env;
using tests::env::Time;

inline constexpr std::string_view kGroupName = "test";
inline const wire::GroupId kGroup = wire::groupIdOf(kGroupName);

struct Member {
    Env* env = nullptr;
    std::unique_ptr<Transport> transport;
    std::vector<Message> messages;
    std::vector<Time> arrivals; ///< of these
    std::vector<std::pair<NodeId, Time>> unreachable;
    std::vector<std::pair<Message, Bytes>> snapshots;
    std::vector<Time> snapshotArrivals;
    std::vector<std::pair<NodeId, bool>> sent;
};

class TransportTest : public testing::Test {
protected:
    /// Builds and declares everything. `megabits`: bandwidth of the links.
    void build(std::int64_t megabits = 1'000) {
        tests::env::World world;
        for (const char* name : {"1", "2", "3", "x"}) {
            world.hosts.emplace_back();
            world.hosts.back().name = name;
        }
        world.link.bitsPerSecond = megabits * 1'000'000;
        world.cutChunks = true;
        harness->build(world);
        for (NodeId id = 1; id <= 3; ++id) {
            harness->start("m" + std::to_string(id), std::to_string(id),
                           [this, id](Env& env) { begin(id, env); });
        }
    }
    runtime::Endpoint endpointOf(NodeId id) const {
        return harness->endpoint(std::to_string(id), 7000);
    }
    void begin(NodeId id, Env& env) {
        Member& member = members[id];
        TransportEvents events;
        events.message = [this, &member](const Message& message) {
            member.messages.push_back(message);
            member.arrivals.push_back(harness->now());
        };
        events.unreachable = [this, &member](NodeId to) {
            member.unreachable.emplace_back(to, harness->now());
        };
        events.snapshot = [this, &member](const Message& install, Bytes data) {
            member.snapshots.emplace_back(install, std::move(data));
            member.snapshotArrivals.push_back(harness->now());
        };
        events.snapshotSent = [&member](NodeId to, bool ok) { member.sent.emplace_back(to, ok); };
        options.self = id;
        options.group = kGroupName;
        member.env = &env;
        member.transport = std::make_unique<Transport>(env, options, std::move(events));
        EXPECT_TRUE(member.transport->start());
        member.transport->setMembers({{1, endpointOf(1)}, {2, endpointOf(2)}, {3, endpointOf(3)}});
    }

    /// Runs `body` with the member's transport at `when`.
    void at(Duration when, NodeId id, std::function<void(Transport&)> body) {
        harness->at(Time{} + when, "m" + std::to_string(id),
                    [this, id, body = std::move(body)](Env&) { body(*members[id].transport); });
    }
    void fault(Duration when, const tests::env::Fault& fault) {
        harness->inject(Time{} + when, fault);
    }
    void run(Duration until) {
        harness->runUntil(Time{} + until);
        EXPECT_EQ(harness->refusals(), std::vector<std::string>());
    }

    static Message heartbeat(NodeId from, NodeId to, std::uint64_t round) {
        return {from, to, 1, HeartbeatRequest{0, round}};
    }
    /// `from` sends a heartbeat to `to` every 50 ms in [begin, end).
    void beat(NodeId from, NodeId to, Duration begin, Duration end) {
        std::uint64_t round = 0;
        for (Duration when = begin; when < end; when += 50_ms) {
            const Message message = heartbeat(from, to, ++round);
            at(when, from, [message](Transport& transport) { transport.send(message); });
        }
    }
    static Message installOf(NodeId from, NodeId to, LogIndex index = 9) {
        InstallSnapshot body;
        body.meta.index = index;
        body.meta.term = 4;
        body.meta.configuration.voters = {1, 2, 3};
        return {from, to, 5, body};
    }
    static std::shared_ptr<const Bytes> dataOf(std::size_t size) {
        Bytes data(size);
        for (std::size_t i = 0; i < size; ++i) {
            data[i] = static_cast<std::uint8_t>(i * 2'654'435'761u >> 13);
        }
        return std::make_shared<const Bytes>(std::move(data));
    }

    TransportOptions options;
    std::unique_ptr<tests::env::EnvHarness> harness = tests::env::makeSimHarness();
    std::map<NodeId, Member> members;
};

} // namespace core::raft::transport
