// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/raft.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

/// A few Raft machines whose effects happen when a test says so: disks are instant, messages are
/// delivered in order or dropped by a rule. For tests that tell a story step by step.
namespace core::raft {

struct GroupOptions {
    std::vector<NodeId> voters{1, 2, 3};
    std::vector<NodeId> learners;
    RaftOptions raft; ///< id is set for each
    bool instantDisks = true;
};

class Group {
public:
    explicit Group(GroupOptions options = {});

    Raft& operator[](NodeId id) { return *members_.at(id).raft; }
    Instant now;

    /// Adds a server without state.
    void add(NodeId id);
    /// Does what one member wants done: writes, applies, and queues its messages.
    void work(NodeId id);
    /// Delivers what is queued until nothing happens any more.
    void settle();
    /// Delivers one queued message, if `wanted` (all without) finds one. False if none.
    bool deliver(const std::function<bool(const Message&)>& wanted = {});
    /// Removes queued messages; says how many.
    std::size_t drop(const std::function<bool(const Message&)>& unwanted);
    /// Messages for which it is true are lost as soon as they are sent.
    std::function<bool(const Message&)> lost;

    /// Makes `id` the leader and lets everybody hear of it.
    void elect(NodeId id);
    /// Lets time pass on all members, in steps of one heartbeat, and settles each time.
    void pass(Duration time);
    Result<ProposedAt, ProposeError> propose(NodeId id, std::string_view command);
    Result<ProposedAt, ProposeError> change(NodeId id, std::string_view changes,
                                            Transition transition = Transition::Auto);
    /// Makes what was written durable, when disks are not instant.
    void sync(NodeId id);
    /// A snapshot of all that is applied; the log keeps nothing.
    void compact(NodeId id);

    const std::vector<Entry>& applied(NodeId id) const { return members_.at(id).applied; }
    const std::vector<ReadAnswer>& reads(NodeId id) const { return members_.at(id).reads; }
    const std::vector<Notice>& notices(NodeId id) const { return members_.at(id).notices; }
    const std::deque<Message>& queue() const { return queue_; }

private:
    struct Member {
        std::unique_ptr<Raft> raft;
        std::deque<Outgoing> held; ///< wait for a Persist
        std::uint64_t written = 0;
        std::uint64_t durable = 0;
        std::vector<Entry> applied;
        std::vector<ReadAnswer> reads;
        std::vector<Notice> notices;
    };

    void start(NodeId id, RestoredState state);
    void release(Member& member);

    GroupOptions options_;
    std::map<NodeId, Member> members_;
    std::deque<Message> queue_;
};

/// The only member that leads the newest term; kNoNode if none does.
NodeId leaderOf(Group& group, const std::vector<NodeId>& members);

} // namespace core::raft
