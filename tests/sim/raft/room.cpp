// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/raft/room.h"

#include "core/base/varint.h"

#include <utility>

namespace tests::raft {

using namespace core::literals;
using namespace core::raft;

core::Bytes Journal::apply(LogIndex index, core::ByteView command) {
    commands.emplace_back(core::textOf(command));
    return core::bytesOf(std::to_string(index));
}

core::Bytes Journal::snapshot() const {
    core::ByteWriter writer;
    for (const std::string& command : commands) {
        core::writeVarint(writer, command.size());
        writer.append(core::viewOf(command));
    }
    return writer.take();
}

bool Journal::restore(core::ByteView snapshot) {
    if (!reads) {
        return false;
    }
    std::vector<std::string> read;
    core::ByteReader reader(snapshot);
    while (reader.remaining() > 0) {
        const auto size = core::readVarint64(reader);
        const auto text = size ? reader.take(static_cast<std::size_t>(*size)) : std::nullopt;
        if (!text) {
            return false;
        }
        read.emplace_back(core::textOf(*text));
    }
    commands = std::move(read);
    return true;
}

class RaftRoom::Server final : public core::runtime::Process {
public:
    Server(core::runtime::Env& env, ReplicaOptions options, Server*& slot)
        : slot_(slot), replica(env, std::move(options), journal,
                               {.leadership = {}, .restored = [this] { ++restores; }}) {
        slot_ = this;
    }
    ~Server() override { slot_ = nullptr; }
    void start() override { replica.start(); }

private:
    Server*& slot_;

public:
    Journal journal;
    int restores = 0;
    Replica replica;
};

RaftRoom::RaftRoom(RoomOptions options) : options_(options) {
    const std::size_t hosts = options_.members + options_.spares;
    sim::topology::TopologySpec spec;
    spec.nodes.resize(hosts + 1);
    spec.nodes[hosts].name = "switch";
    spec.nodes[hosts].isSwitch = true;
    for (std::uint32_t i = 0; i < hosts; ++i) {
        spec.nodes[i].name = "host-" + std::to_string(i + 1);
        spec.nodes[i].address = {0x0a000001U + i};
        sim::topology::LinkSpec link;
        link.name = spec.nodes[i].name + "--switch";
        link.from = i;
        link.to = static_cast<std::uint32_t>(hosts);
        spec.links.push_back(link);
    }
    topology_ = std::make_unique<sim::topology::Topology>(spec);
    world_ = std::make_unique<sim::world::World>(
        kernel_, *topology_,
        sim::world::WorldOptions{.seed = options_.seed, .start = {}, .sink = options_.sink});
    servers_.resize(hosts);
    for (std::size_t member = 1; member <= hosts; ++member) {
        sim::world::ProcessPlan plan;
        plan.name = "raft-" + std::to_string(member);
        plan.host = host(member);
        plan.restartOnFailure = true;
        plan.restartDelay = 100_ms;
        plan.factory = [this, member](core::runtime::Env& env, const core::runtime::Settings&) {
            auto server = std::make_unique<Server>(env, optionsFor(member), servers_[member - 1]);
            server->journal.reads = member != options_.illiterate;
            return server;
        };
        world_->addProcess(std::move(plan));
    }
    world_->start();
}

RaftRoom::~RaftRoom() {
    world_.reset();
}

Member RaftRoom::memberOf(std::size_t member) const {
    return {{{0x0a000000U + static_cast<std::uint32_t>(member)}, 7000},
            "raft-" + std::to_string(member)};
}

ReplicaOptions RaftRoom::optionsFor(std::size_t member) const {
    ReplicaOptions options;
    options.raft = options_.raft;
    options.raft.id = member;
    options.snapshotEvery = options_.snapshotEvery;
    options.keepEntries = options_.keepEntries;
    for (std::size_t other = 1; other <= options_.members; ++other) {
        options.members.emplace(other, memberOf(other));
        if (member <= options_.members) {
            options.bootstrap.voters.insert(other);
        }
    }
    return options;
}

void RaftRoom::run(core::Duration time) {
    elapsed_ += time;
    kernel_.run({elapsed_.ns});
}

Replica* RaftRoom::replica(std::size_t member) {
    Server* server = servers_[member - 1];
    return server == nullptr ? nullptr : &server->replica;
}

const std::vector<std::string>& RaftRoom::commands(std::size_t member) {
    static const std::vector<std::string> kNone;
    Server* server = servers_[member - 1];
    return server == nullptr ? kNone : server->journal.commands;
}

int RaftRoom::restores(std::size_t member) {
    Server* server = servers_[member - 1];
    return server == nullptr ? 0 : server->restores;
}

std::size_t RaftRoom::leader() {
    std::size_t found = 0;
    for (std::size_t member = 1; member <= servers_.size(); ++member) {
        if (replica(member) != nullptr && replica(member)->leads()) {
            if (found != 0) {
                return 0;
            }
            found = member;
        }
    }
    return found;
}

std::size_t RaftRoom::awaitLeader() {
    for (int i = 0; i < 1000 && leader() == 0; ++i) {
        run(10_ms);
    }
    return leader();
}

std::string RaftRoom::await(const std::string& answer) {
    for (int i = 0; i < 1000 && answer.empty(); ++i) {
        run(10_ms);
    }
    return answer.empty() ? "no answer" : answer;
}

std::string RaftRoom::propose(std::size_t member, std::string_view command) {
    auto answer = std::make_shared<std::string>();
    replica(member)->propose(
        core::bytesOf(command), [answer](core::Result<core::Bytes, RequestError> result) {
            *answer =
                result ? core::textOf(*result) : "error: " + std::string(toString(result.error()));
        });
    return await(*answer);
}

std::string RaftRoom::change(std::size_t member, ConfigurationChange change) {
    auto answer = std::make_shared<std::string>();
    replica(member)->propose(
        std::move(change), [answer](core::Result<core::Bytes, RequestError> result) {
            *answer = result ? "done" : "error: " + std::string(toString(result.error()));
        });
    return await(*answer);
}

std::string RaftRoom::read(std::size_t member) {
    auto answer = std::make_shared<std::string>();
    replica(member)->read([answer](core::Result<void, RequestError> result) {
        *answer = result ? "fresh" : "error: " + std::string(toString(result.error()));
    });
    return await(*answer);
}

void RaftRoom::cut(std::size_t member, bool isCut) {
    world_->setLink(host(member), !isCut, !isCut);
}

} // namespace tests::raft
