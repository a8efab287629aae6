// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/runtime/address.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who is registered and until when: the pure heart of a registry. Soft state after Gray and
/// Cheriton, "Leases" (SOSP 1989): an entry lives as long as its owner goes on saying so. The
/// renewal rule of Eureka 1.x (Lease.java: a renewal reckons from now + duration) can be chosen.
/// Each app has a version that grows by one with every visible change of its list; a renewal is
/// none.
namespace core::discovery::registry {

struct Registration {
    std::string app;
    std::string id;
    runtime::Endpoint endpoint;
    Duration lease;
};

struct Lease {
    runtime::Endpoint endpoint;
    Duration duration;
    Instant lastHeard; ///< registration or last renewal
    Instant expiry;    ///< expired from this instant on
};

enum class RegisterOutcome {
    Added,   ///< was not in the list
    Moved,   ///< was there with another endpoint
    Renewed, ///< was there already just so: the list has not changed
};

/// What changed in an app's list after some version.
struct Delta {
    std::vector<std::string> changed; ///< ids that are in the list now, added or moved
    std::vector<std::string> removed; ///< ids that are not
};

struct InstanceName {
    std::string app;
    std::string id;

    friend auto operator<=>(const InstanceName&, const InstanceName&) = default;
};

class LeaseTable {
public:
    using Leases = std::map<std::string, Lease, std::less<>>;

    /// Changes of an app that are remembered for deltas.
    explicit LeaseTable(std::size_t mostChanges = 256) : mostChanges_(mostChanges) {}

    /// True: a renewal grants twice the duration, as Eureka's does.
    void setDoubleRenewal(bool on) { doubleRenewal_ = on; }

    RegisterOutcome registerInstance(const Registration& registration, Instant now);
    /// Renews; the lease with its new expiry, or nullptr: not registered, register again. An
    /// expired lease that no scan has removed yet can still be renewed.
    const Lease* heartbeat(std::string_view app, std::string_view id, Instant now);
    /// False if there was none.
    bool remove(std::string_view app, std::string_view id);
    /// Lets a lease end at `now`. False if there is none.
    bool expireNow(std::string_view app, std::string_view id, Instant now);
    /// Forgets all leases; versions grow on.
    void clear();

    /// All leases with expiry <= now, in order of app and id.
    std::vector<InstanceName> expired(Instant now) const;
    /// nullptr if there is none.
    const Lease* find(std::string_view app, std::string_view id) const;
    /// The leases of an app by id; empty for an unknown one.
    const Leases& leases(std::string_view app) const;
    /// 0 for an app that never had an instance.
    std::uint64_t version(std::string_view app) const;
    /// What changed after `since`; nullopt if that is not remembered (or not yet true).
    std::optional<Delta> changesSince(std::string_view app, std::uint64_t since) const;
    /// Names of all apps that ever had an instance, in order.
    std::vector<std::string> apps() const;
    /// Leases of all apps.
    std::size_t size() const { return size_; }

private:
    struct App {
        std::uint64_t version = 0;
        Leases leases;
        std::deque<std::string> changes; ///< id of each change; the last made the current version
    };

    void noteChange(App& app, std::string_view id);

    std::map<std::string, App, std::less<>> apps_;
    std::size_t mostChanges_;
    std::size_t size_ = 0;
    bool doubleRenewal_ = false;
};

} // namespace core::discovery::registry
