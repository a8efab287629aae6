// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/kv/types.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

/// When the leader's leases run out, by its own clock. A new leader starts every lease in full, as
/// etcd's lessor does: it cannot know what the old one had promised, so a lease may live longer
/// than its time and never shorter. Pure.
namespace core::kv {

class LeaseClock {
public:
    /// A lease that is there starts again in full.
    void start(LeaseId lease, Duration ttl, Instant now);
    /// From a keep-alive. False if there is none, or its end is already being proposed.
    bool renew(LeaseId lease, Instant now);
    void remove(LeaseId lease);
    /// Forgets all; returns which there were, by id.
    std::vector<LeaseId> takeAll();

    /// Instant::max() if nothing runs.
    Instant deadline() const;
    /// Takes the leases that have run out, in order of their deadlines. They stay until removed and
    /// can be renewed no more.
    std::vector<LeaseId> takeDue(Instant now);
    /// The end could not be proposed: due again at `at`.
    void putOff(LeaseId lease, Instant at);

    /// When it runs out; nullptr if there is none of that id.
    const Instant* deadlineOf(LeaseId lease) const;
    std::size_t size() const { return leases_.size(); }

private:
    struct Entry {
        Duration ttl;
        Instant deadline;
        bool ending = false;
    };

    void schedule(LeaseId lease, Entry& entry, Instant at);

    std::map<LeaseId, Entry> leases_;
    std::set<std::pair<Instant, LeaseId>> due_; ///< of those that are not ending
};

} // namespace core::kv
