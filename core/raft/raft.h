// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/election.h"
#include "core/raft/log.h"
#include "core/raft/outbox.h"
#include "core/raft/persistence.h"
#include "core/raft/reads.h"
#include "core/raft/replication.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

/// One server of a Raft group as a state machine: messages, time and requests in; an Outbox of
/// effects out. It does no I/O and knows no clock but the instants it is given, which must come
/// from one monotonic clock. Replica (replica.h) binds it to a runtime.
///
/// Sources: the paper; the thesis; etcd-io/raft 3.6 for flow control, check-quorum, and the moment
/// when a configuration takes effect (see configuration.h).
namespace core::raft {

struct RaftOptions {
    NodeId id = kNoNode;
    /// A follower that hears nothing for a random time in [electionTimeout, 2 * electionTimeout)
    /// campaigns.
    Duration electionTimeout = literals::operator""_s(1);
    Duration heartbeatInterval = literals::operator""_ms(100);
    bool preVote = true;
    /// A leader without answers of a majority for an electionTimeout steps down, and followers
    /// refuse votes while they hear a leader (thesis, 6.2 and 4.2.3).
    bool checkQuorum = true;
    /// A leader that is no member any more steps down when the change is applied.
    bool stepDownOnRemoval = true;
    /// An append request holds at least one entry and at most so many, and no more octets of data
    /// unless one entry alone has more.
    std::size_t entriesPerRequest = 64;
    std::size_t octetsPerRequest = 64 * 1024;
    /// Append requests with entries that may be unanswered for each follower.
    std::size_t requestsInFlight = 16;
    /// Proposals are refused while so many octets of commands wait to be committed.
    std::size_t uncommittedOctets = 64 * 1024 * 1024;
    /// Reads at the leader without a round of heartbeats while its lease holds (thesis, 6.4.1).
    /// Needs checkQuorum. Sound while no two members' clocks differ in speed by more than the
    /// bound: the lease lasts electionTimeout * (1 - bound) from the send of the round that a
    /// majority answered, and a restarted server grants no vote for an electionTimeout.
    bool leaseReads = false;
    std::int64_t leaseDriftPpm = 1'000; ///< 1,000 = 0.1 %
};

/// What a server starts from: what its disk gave back; nothing, for one that waits to be added to a
/// group; or the beginning of a group.
struct RestoredState {
    HardState hard;
    SnapshotMeta snapshot;
    std::vector<Entry> entries; ///< consecutive, from snapshot.index + 1
};
/// What every first member of a new group starts from: a snapshot at index 1 of term 1 with the
/// first configuration (and the state machine's first state), so that later members get both like
/// any other snapshot.
RestoredState firstState(Configuration configuration);
inline constexpr Term kFirstTerm = 1; ///< of that snapshot; the first leader has term 2

enum class ProposeError {
    NotLeader,      ///< ask the leader(), if it is known
    Transferring,   ///< leadership is being handed over
    TooMuchWaiting, ///< RaftOptions::uncommittedOctets
    ChangePending,  ///< a membership change is not applied yet, or does not fit the phase
    BadChange,      ///< the change is impossible from the present configuration
};
std::string_view toString(ProposeError error);

struct ProposedAt {
    LogIndex index = 0;
    Term term = 0;
};

class Raft {
public:
    Raft(RaftOptions options, RestoredState restored, Instant now, TimeoutDraw draw);

    // Time.
    /// When tick() has something to do; Instant::max() if never.
    Instant deadline() const;
    void tick(Instant now);

    // Input.
    void receive(Instant now, const Message& message);
    /// Starts an election at once, as if the timer had run out. Nothing for a non-voter or leader.
    void campaign(Instant now);
    Result<ProposedAt, ProposeError> propose(Instant now, Bytes command);
    Result<ProposedAt, ProposeError> propose(Instant now, ConfigurationChange change);
    /// Asks for a linearizable read: an answer with `id` comes in Outbox::reads. At a follower it
    /// is asked of the leader; without a known leader the answer is a refusal.
    void requestRead(Instant now, std::uint64_t id);
    /// Hands leadership to a voter. Given up after an electionTimeout.
    Result<void, ProposeError> transferLeadership(Instant now, NodeId to);
    /// A follower forgets its leader, so that it grants pre-votes at once. Nothing at a leader.
    void forgetLeader();

    // Answers to effects.
    /// The Persist of that sequence number and all before it are durable.
    void persisted(Instant now, std::uint64_t sequence);
    /// The state machine has applied everything up to `index`.
    void applied(Instant now, LogIndex index);
    /// A durable snapshot at meta.index exists from now on; entries up to `dropTo` (at most
    /// meta.index) are forgotten.
    void snapshotTaken(SnapshotMeta meta, LogIndex dropTo);
    /// A snapshot sent to `to` arrived there or did not.
    void snapshotSent(Instant now, NodeId to, bool arrived);
    /// Messages to `to` are lost at present: replication goes back to probing.
    void reportUnreachable(NodeId to);

    /// Takes the effects of all input since the last call; see Outbox for the rules.
    Outbox take();

    // Observed.
    NodeId id() const { return options_.id; }
    Role role() const { return election_.role(); }
    Term term() const { return election_.term(); }
    NodeId votedFor() const { return election_.vote(); }
    NodeId leader() const { return election_.leader(); }
    bool isLeader() const { return role() == Role::Leader; }
    /// Leads, and has applied everything that was committed before its term.
    bool leadsReady() const { return isLeader() && log_.applied() >= termStart_; }
    NodeId transferTarget() const { return transferee_; }
    const Log& log() const { return log_; }
    const Configuration& configuration() const { return configuration_; }
    const SnapshotMeta& snapshot() const { return snapshot_; }
    /// The newest term that a crash would not make this server forget.
    Term durableTerm() const { return persistence_.durableTerm(); }
    /// Half of what one heartbeat moves a timer.
    Duration timerGrain() const { return options_.heartbeatInterval / 2; }
    /// Of the leader's followers; empty elsewhere.
    const Replication& replication() const { return replication_; }
    /// When the election timer runs out (followers and candidates), the next heartbeat (leader).
    Instant electionDeadline() const { return election_.deadline(); }
    Instant heartbeatDeadline() const { return heartbeatDeadline_; }
    /// Until when reads need no round of heartbeats; Instant{} without a lease.
    Instant leaseEnd() const;

private:
    struct Change {
        LogIndex index;
        ConfigurationChange change;
    };

    // Roles.
    void becomeFollower(Instant now, Term term, NodeId leader, RoleReason reason);
    void becomeCandidate(Instant now, RoleReason reason, bool transfer);
    void becomeLeader(Instant now);
    void startElection(Instant now, RoleReason reason, bool transfer);
    void askForVotes(bool preVote, bool transfer);
    void countVotes(Instant now);
    void noteRole(Role from, RoleReason reason);
    bool mayCampaign() const;
    bool hasUnappliedChange() const;
    LogIndex promotion() const;
    bool isUpToDate(const VoteRequest& request) const;
    bool hearsLeader(Instant now) const;
    // Messages.
    bool acceptTerm(Instant now, const Message& message);
    void answerOldTerm(const Message& message);
    /// False if the message cannot be from this term's leader.
    bool followLeader(Instant now, const Message& message);
    void on(Instant now, const Message& from, const VoteRequest& request);
    void on(Instant now, const Message& from, const VoteReply& reply);
    void on(Instant now, const Message& from, const AppendRequest& request);
    void on(Instant now, const Message& from, const AppendReply& reply);
    void on(Instant now, const Message& from, const HeartbeatRequest& request);
    void on(Instant now, const Message& from, const HeartbeatReply& reply);
    void on(Instant now, const Message& from, const InstallSnapshot& request);
    void on(Instant now, const Message& from, const TimeoutNow& request);
    void on(Instant now, const Message& from, const ReadIndexRequest& request);
    void on(Instant now, const Message& from, const ReadIndexReply& reply);
    bool restoreSnapshot(const SnapshotMeta& meta);
    // Leading.
    LogIndex append(EntryType type, Bytes data);
    void sendAppends(NodeId to, bool evenEmpty);
    void broadcastAppends(bool evenEmpty);
    void broadcastHeartbeats(Instant now);
    void tickLeader(Instant now);
    void advanceCommit(Instant now);
    void roundsAnswered(Instant now);
    void finishTransfer(NodeId follower);
    void giveUpTransfer();
    void dropReads();
    void answerRead(const PendingRead& read, LogIndex index, bool granted);
    void startRead(Instant now, const PendingRead& read);
    bool committedInTerm() const;
    void applyChange(Instant now, const Change& change);
    void leaveJointIfDue();
    // Effects.
    void send(NodeId to, MessageBody body, std::uint64_t after);
    void send(NodeId to, Term term, MessageBody body, std::uint64_t after);
    HardState hardState() const;
    bool mustWrite() const;
    /// What a message must wait for that claims term and vote only, or the log up to `index` too.
    std::uint64_t afterTerm() const;
    std::uint64_t afterLog(LogIndex index) const;
    std::uint64_t afterAll() const;

    RaftOptions options_;
    Configuration configuration_;
    SnapshotMeta snapshot_;
    Log log_;
    Election election_;
    Replication replication_;
    Reads reads_;
    Persistence persistence_;
    Outbox outbox_;
    std::optional<SnapshotMeta> toRestore_; ///< goes into the next Persist
    std::deque<Change> changes_;            ///< handed out, not applied

    LogIndex lastChange_ = 0; ///< no second change before this one is applied
    LogIndex termStart_ = 0;  ///< the empty entry of this term
    std::size_t uncommittedOctets_ = 0;
    bool broadcastDue_ = false;
    NodeId transferee_ = kNoNode;
    bool leaseBarred_ = false; ///< a TimeoutNow of this term may still start an election
    Instant transferDeadline_ = Instant::max();
    Instant heartbeatDeadline_ = Instant::max();
    Instant quorumDeadline_ = Instant::max();
    std::deque<PendingRead> earlyReads_; ///< wait for the first commit of the term
    /// A lease may rest on this server's silence until then (RaftOptions::leaseReads).
    Instant noVoteBefore_{std::numeric_limits<std::int64_t>::min()};
};

} // namespace core::raft
