// SPDX-License-Identifier: Apache-2.0
#include "tests/core/kv/server/fake_replica.h"

#include <utility>

namespace tests {

FakeGroup& fakeGroup() {
    static FakeGroup group;
    return group;
}

void FakeGroup::setLeads(bool value, core::raft::NodeId newLeader) {
    leader = newLeader;
    leads = value;
    events->leadership(value);
}

} // namespace tests

namespace core::raft {

using tests::fakeGroup;

std::string_view toString(RequestError) {
    return "fake error";
}

Bytes encodeMembers(const Members& members) {
    std::string text;
    for (const auto& [id, member] : members) {
        text += std::to_string(id) + "=" + member.name + "@" + runtime::toString(member.endpoint);
    }
    return bytesOf(text);
}

class Replica::Core {
public:
    Core(runtime::Env& env, ReplicaOptions options, StateMachine& machine, ReplicaEvents events)
        : env_(env), machine_(machine), events_(std::move(events)), members_(options.members),
          raft_(options.raft, firstState(options.bootstrap), env.now(),
                [] { return Duration{1}; }) {
        fakeGroup().machine = &machine_;
        fakeGroup().events = &events_;
        fakeGroup().options = std::move(options);
    }

    void start() {
        env_.after({}, [this] { events_.leadership(fakeGroup().leads); });
    }

    void propose(Bytes command, ProposalDone done) {
        if (fakeGroup().silent) {
            return;
        }
        env_.after({}, [this, command = std::move(command), done = std::move(done)]() mutable {
            if (fakeGroup().failure) {
                done(Failure{*fakeGroup().failure});
            } else {
                done(machine_.apply(++fakeGroup().applied, command));
            }
        });
    }

    void change(ConfigurationChange change, ProposalDone done) {
        fakeGroup().changes.push_back(change);
        propose(Bytes{}, std::move(done));
    }

    void read(ReadDone done) {
        if (fakeGroup().silent) {
            return;
        }
        env_.after({}, [done = std::move(done)]() mutable {
            if (fakeGroup().failure) {
                done(Failure{*fakeGroup().failure});
            } else {
                done({});
            }
        });
    }

    const Members& members() const { return members_; }
    const Raft* raft() const { return &raft_; }

private:
    runtime::Env& env_;
    StateMachine& machine_;
    ReplicaEvents events_;
    Members members_;
    Raft raft_;
};

Replica::Replica(runtime::Env& env, ReplicaOptions options, StateMachine& machine,
                 ReplicaEvents events)
    : core_(std::make_unique<Core>(env, std::move(options), machine, std::move(events))) {}

Replica::~Replica() = default;

void Replica::start() {
    core_->start();
}

void Replica::propose(Bytes command, ProposalDone done) {
    core_->propose(std::move(command), std::move(done));
}

void Replica::propose(ConfigurationChange change, ProposalDone done) {
    core_->change(std::move(change), std::move(done));
}

void Replica::read(ReadDone done) {
    core_->read(std::move(done));
}

Result<void, RequestError> Replica::transferLeadership(NodeId to) {
    fakeGroup().transfers.push_back(to);
    if (fakeGroup().failure) {
        return Failure{*fakeGroup().failure};
    }
    return {};
}

Result<void, RequestError> Replica::takeSnapshot() {
    ++fakeGroup().snapshots;
    return {};
}

void Replica::campaign() {
    ++fakeGroup().campaigns;
}

bool Replica::leads() const {
    return fakeGroup().leads;
}

NodeId Replica::leader() const {
    return fakeGroup().leader;
}

const Members& Replica::members() const {
    return core_->members();
}

const Raft* Replica::raft() const {
    return core_->raft();
}

} // namespace core::raft
