// SPDX-License-Identifier: Apache-2.0
#include "core/raft/replica.h"

#include "core/raft/replica_core.h"

#include <utility>

namespace core::raft {

std::string_view toString(RequestError error) {
    switch (error) {
    case RequestError::NotLeader:
        return "not the leader";
    case RequestError::Busy:
        return "too much is waiting, or leadership is being handed over";
    case RequestError::OutcomeUnknown:
        return "leadership ended; the command may or may not be applied";
    case RequestError::Refused:
        return "impossible in the present configuration, or too large";
    case RequestError::Stopped:
        return "the server has not recovered yet, or its disk failed";
    }
    return "unknown request error";
}

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
    core_->propose(std::move(change), std::move(done));
}

void Replica::read(ReadDone done) {
    core_->read(std::move(done));
}

Result<void, RequestError> Replica::transferLeadership(NodeId to) {
    return core_->transferLeadership(to);
}

Result<void, RequestError> Replica::takeSnapshot() {
    return core_->takeSnapshot();
}

void Replica::campaign() {
    core_->campaign();
}

bool Replica::leads() const {
    return raft() != nullptr && raft()->leadsReady();
}

NodeId Replica::leader() const {
    return raft() == nullptr ? kNoNode : raft()->leader();
}

const Members& Replica::members() const {
    return core_->members();
}

const Raft* Replica::raft() const {
    return core_->raft();
}

} // namespace core::raft
