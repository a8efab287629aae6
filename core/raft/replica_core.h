// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/chain.h"
#include "core/raft/replica.h"
#include "core/raft/replica_view.h"
#include "core/raft/storage/storage.h"
#include "core/raft/transport/transport.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

/// The inside of Replica, not for others.
namespace core::raft {

/// What a snapshot's octets hold.
struct SnapshotContent {
    std::uint64_t chain = 0; ///< the link at the snapshot's index
    Members members;
    ByteView machine; ///< StateMachine::snapshot(), borrowed
};
Bytes encodeSnapshot(const SnapshotContent& content);
std::optional<SnapshotContent> decodeSnapshot(ByteView octets);

class Replica::Core {
public:
    Core(runtime::Env& env, ReplicaOptions options, StateMachine& machine, ReplicaEvents events);

    void start();
    void propose(Bytes command, ProposalDone done);
    void propose(ConfigurationChange change, ProposalDone done);
    void read(ReadDone done);
    Result<void, RequestError> transferLeadership(NodeId to);
    Result<void, RequestError> takeSnapshot();
    void campaign();

    const Raft* raft() const { return raft_.get(); }
    const Members& members() const { return members_; }

private:
    struct Proposal {
        Term term;
        ProposalDone done;
    };
    struct Answer {
        ProposalDone done;
        Result<Bytes, RequestError> outcome;
    };
    struct Read {
        Instant asked;
        bool forwarded = false; ///< asked of the leader, by messages that may be lost
        ReadDone done;
    };
    struct Snapshot {
        SnapshotMeta meta;
        std::shared_ptr<const Bytes> octets;
    };

    // Beginning and end.
    void recovered(Result<storage::Recovered, storage::StorageFailure> found);
    void foundGroup();
    void join(RestoredState state);
    void stop(std::string_view reason);

    // Doing what Raft wants done.
    void workSoon();
    void work();
    void perform(Outbox out);
    void persist(Persist persist);
    void install(const SnapshotMeta& meta);
    void send(Message message);
    void release();
    void apply(const std::vector<Entry>& entries);
    void apply(const Entry& entry, std::vector<Answer>& answers);
    void answer(const ReadAnswer& answer);
    void answerReads();
    void giveUpReads();
    void snapshotIfDue();
    void checkLeadership();
    void armTimer();
    void durable(std::uint64_t sequence);
    void arrived(const Message& message, Bytes snapshot);
    void learn(const Members& members);
    void accept(Result<ProposedAt, ProposeError> proposed, ProposalDone& done);

    runtime::Env& env_;
    ReplicaOptions options_;
    StateMachine& machine_;
    ReplicaEvents events_;
    ReplicaView view_;
    storage::Storage storage_;
    transport::Transport transport_;
    std::unique_ptr<Raft> raft_;
    Members members_;
    Chain chain_;
    /// The newest snapshot taken, recovered or installed here, as sent to followers.
    Snapshot snapshot_;
    Bytes arrivedSnapshot_; ///< goes with the InstallSnapshot that Raft is being given

    std::optional<RestoredState> founding_; ///< of a new group, until it is durable
    std::uint64_t before_ = 0;              ///< numbers the disk's writes had before Raft's
    std::deque<Outgoing> held_;             ///< messages that wait for the disk
    std::uint64_t durable_ = 0;
    std::map<LogIndex, Proposal> proposals_;
    std::map<std::uint64_t, Read> reads_;        ///< by id, in the order they were asked
    std::multimap<LogIndex, ReadDone> readable_; ///< granted, once that index is applied
    std::uint64_t nextRead_;
    bool leads_ = false;
    bool stopped_ = false;
    bool workComes_ = false;
    runtime::CallId timer_;
    Instant timerAt_ = Instant::max();
};

} // namespace core::raft
