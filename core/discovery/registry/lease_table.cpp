// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/lease_table.h"

#include <set>

namespace core::discovery::registry {

RegisterOutcome LeaseTable::registerInstance(const Registration& registration, Instant now) {
    App& app = apps_[registration.app];
    const auto [entry, added] = app.leases.try_emplace(registration.id);
    Lease& lease = entry->second;
    const bool moved = !added && lease.endpoint != registration.endpoint;
    lease.endpoint = registration.endpoint;
    lease.duration = registration.lease;
    lease.lastHeard = now;
    lease.expiry = now + registration.lease;
    if (added) {
        ++size_;
    }
    if (!added && !moved) {
        return RegisterOutcome::Renewed;
    }
    noteChange(app, registration.id);
    return added ? RegisterOutcome::Added : RegisterOutcome::Moved;
}

const Lease* LeaseTable::heartbeat(std::string_view app, std::string_view id, Instant now) {
    const auto found = apps_.find(app);
    if (found == apps_.end()) {
        return nullptr;
    }
    const auto entry = found->second.leases.find(id);
    if (entry == found->second.leases.end()) {
        return nullptr;
    }
    Lease& lease = entry->second;
    lease.lastHeard = now;
    lease.expiry = now + (doubleRenewal_ ? 2 * lease.duration : lease.duration);
    return &lease;
}

bool LeaseTable::remove(std::string_view app, std::string_view id) {
    const auto found = apps_.find(app);
    if (found == apps_.end()) {
        return false;
    }
    const auto entry = found->second.leases.find(id);
    if (entry == found->second.leases.end()) {
        return false;
    }
    const std::string name = entry->first; // `id` may refer to the entry
    found->second.leases.erase(entry);
    --size_;
    noteChange(found->second, name);
    return true;
}

bool LeaseTable::expireNow(std::string_view app, std::string_view id, Instant now) {
    const auto found = apps_.find(app);
    if (found == apps_.end()) {
        return false;
    }
    const auto entry = found->second.leases.find(id);
    if (entry == found->second.leases.end()) {
        return false;
    }
    entry->second.expiry = now;
    return true;
}

void LeaseTable::clear() {
    for (auto& [name, app] : apps_) {
        for (const auto& [id, lease] : app.leases) {
            noteChange(app, id);
        }
        app.leases.clear();
    }
    size_ = 0;
}

std::vector<InstanceName> LeaseTable::expired(Instant now) const {
    std::vector<InstanceName> names;
    for (const auto& [name, app] : apps_) {
        for (const auto& [id, lease] : app.leases) {
            if (lease.expiry <= now) {
                names.push_back({name, id});
            }
        }
    }
    return names;
}

const Lease* LeaseTable::find(std::string_view app, std::string_view id) const {
    const Leases& all = leases(app);
    const auto entry = all.find(id);
    return entry == all.end() ? nullptr : &entry->second;
}

const LeaseTable::Leases& LeaseTable::leases(std::string_view app) const {
    static const Leases kNone;
    const auto found = apps_.find(app);
    return found == apps_.end() ? kNone : found->second.leases;
}

std::uint64_t LeaseTable::version(std::string_view app) const {
    const auto found = apps_.find(app);
    return found == apps_.end() ? 0 : found->second.version;
}

std::optional<Delta> LeaseTable::changesSince(std::string_view app, std::uint64_t since) const {
    const auto found = apps_.find(app);
    const std::uint64_t current = version(app);
    if (since > current || (found == apps_.end() && since != 0)) {
        return std::nullopt;
    }
    Delta delta;
    if (since == current) {
        return delta;
    }
    const auto& changes = found->second.changes;
    if (current - since > changes.size()) {
        return std::nullopt;
    }
    const std::set<std::string_view> ids(
        changes.end() - static_cast<std::ptrdiff_t>(current - since), changes.end());
    for (const std::string_view id : ids) {
        auto& list = found->second.leases.contains(id) ? delta.changed : delta.removed;
        list.emplace_back(id);
    }
    return delta;
}

std::vector<std::string> LeaseTable::apps() const {
    std::vector<std::string> names;
    for (const auto& [name, app] : apps_) {
        names.push_back(name);
    }
    return names;
}

void LeaseTable::noteChange(App& app, std::string_view id) {
    ++app.version;
    app.changes.emplace_back(id);
    if (app.changes.size() > mostChanges_) {
        app.changes.pop_front();
    }
}

} // namespace core::discovery::registry
