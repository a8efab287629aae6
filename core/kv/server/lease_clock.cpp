// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/lease_clock.h"

namespace core::kv {

void LeaseClock::start(LeaseId lease, Duration ttl, Instant now) {
    Entry& entry = leases_[lease];
    entry.ttl = ttl;
    schedule(lease, entry, now + ttl);
}

bool LeaseClock::renew(LeaseId lease, Instant now) {
    const auto found = leases_.find(lease);
    if (found == leases_.end() || found->second.ending) {
        return false;
    }
    schedule(lease, found->second, now + found->second.ttl);
    return true;
}

void LeaseClock::remove(LeaseId lease) {
    const auto node = leases_.extract(lease);
    if (!node.empty()) {
        due_.erase({node.mapped().deadline, lease});
    }
}

std::vector<LeaseId> LeaseClock::takeAll() {
    std::vector<LeaseId> taken;
    for (const auto& [lease, entry] : leases_) {
        taken.push_back(lease);
    }
    leases_.clear();
    due_.clear();
    return taken;
}

Instant LeaseClock::deadline() const {
    return due_.empty() ? Instant::max() : due_.begin()->first;
}

std::vector<LeaseId> LeaseClock::takeDue(Instant now) {
    std::vector<LeaseId> taken;
    while (!due_.empty() && due_.begin()->first <= now) {
        taken.push_back(due_.begin()->second);
        leases_.at(taken.back()).ending = true;
        due_.erase(due_.begin());
    }
    return taken;
}

void LeaseClock::putOff(LeaseId lease, Instant at) {
    const auto found = leases_.find(lease);
    if (found != leases_.end()) {
        schedule(lease, found->second, at);
    }
}

const Instant* LeaseClock::deadlineOf(LeaseId lease) const {
    const auto found = leases_.find(lease);
    return found == leases_.end() ? nullptr : &found->second.deadline;
}

void LeaseClock::schedule(LeaseId lease, Entry& entry, Instant at) {
    due_.erase({entry.deadline, lease});
    entry.deadline = at;
    entry.ending = false;
    due_.emplace(at, lease);
}

} // namespace core::kv
