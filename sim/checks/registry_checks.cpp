// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/registry_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace sim::checks {
namespace {

using core::Duration;
using core::runtime::Field;
using trace::HostIndex;
using trace::LinkIndex;
using trace::ProcessIndex;

constexpr std::string_view kLeasePrefix = "lease/";

std::string at(SimTime time) {
    return "at " + core::formatSeconds({time.ns}, 6) + " s ";
}

/// nullptr if there is no such field of that type.
template <class T>
const T* fieldOf(std::span<const Field> fields, std::string_view name) {
    for (const Field& field : fields) {
        if (field.name == name) {
            return std::get_if<T>(&field.value);
        }
    }
    return nullptr;
}

/// Which processes are watched, and who is who.
class RegistryCheck : public Check {
public:
    RegistryCheck(std::vector<ProcessIndex> registries, std::vector<ProcessPlace> all)
        : registries_(registries.begin(), registries.end()), all_(std::move(all)) {}

protected:
    bool isRegistry(ProcessIndex process) const { return registries_.contains(process); }
    const std::vector<ProcessPlace>& all() const { return all_; }
    std::string nameOf(ProcessIndex process) const {
        return process < all_.size() ? all_[process].name : "a registry";
    }
    std::optional<ProcessIndex> find(std::string_view name) const {
        for (ProcessIndex i = 0; i < all_.size(); ++i) {
            if (all_[i].name == name) {
                return i;
            }
        }
        return std::nullopt;
    }

private:
    std::set<ProcessIndex> registries_;
    std::vector<ProcessPlace> all_;
};

/// Whether the network was whole, now and lately.
class NetworkWatch {
public:
    void fault(const trace::FaultRecord& record) {
        static constexpr std::array<std::string_view, 5> kTroubles{"partition", "delay", "loss",
                                                                   "duplicate", "reorder"};
        const bool heals = record.verb == "heal";
        if (!heals &&
            std::find(kTroubles.begin(), kTroubles.end(), record.verb) == kTroubles.end()) {
            return;
        }
        const std::string what =
            std::string(heals ? "partition" : record.verb) + " " + std::string(record.target);
        mark(what, heals || record.over, record.at);
    }
    void linkState(SimTime when, LinkIndex link, bool up) {
        mark("link " + std::to_string(link), up, when);
    }
    void switchPower(SimTime when, HostIndex host, bool on) {
        mark("switch " + std::to_string(host), on, when);
    }
    /// No trouble at any time since `start`, which is not in the future.
    bool wholeSince(SimTime start) const { return open_.empty() && start > lastEnd_; }

private:
    void mark(const std::string& what, bool over, SimTime when) {
        if (!over) {
            open_.insert(what);
        } else if (open_.erase(what) != 0) {
            lastEnd_ = when;
        }
    }

    std::set<std::string> open_;
    SimTime lastEnd_{-1};
};

class NoLivingInstanceEvicted final : public RegistryCheck {
public:
    using RegistryCheck::RegistryCheck;

    void processStarted(SimTime when, ProcessIndex process, std::uint32_t, trace::Cause) override {
        aliveSince_[process] = when;
    }
    void processEnded(SimTime, ProcessIndex process, std::uint32_t, trace::ProcessEnd,
                      std::string_view, trace::Cause) override {
        aliveSince_.erase(process);
    }
    void processPaused(SimTime when, ProcessIndex process, bool paused, trace::Cause) override {
        if (paused) {
            aliveSince_.erase(process);
        } else {
            aliveSince_[process] = when;
        }
    }
    void hostPower(SimTime when, HostIndex host, bool on, trace::Cause) override {
        const bool bears = std::any_of(all().begin(), all().end(),
                                       [host](const auto& place) { return place.host == host; });
        if (!bears) {
            network_.switchPower(when, host, on);
        }
    }
    void linkState(SimTime when, LinkIndex link, bool forwardUp, bool backwardUp,
                   trace::Cause) override {
        network_.linkState(when, link, forwardUp && backwardUp);
    }
    void fault(const trace::FaultRecord& record) override {
        if (!record.refused.empty()) {
            return;
        }
        network_.fault(record);
        if (record.verb == "action" && isRegistry(record.process)) {
            lastAction_ = record.at; // an operator may end a lease
        }
    }
    void event(std::uint64_t, SimTime when, ProcessIndex process, std::string_view kind,
               std::span<const Field> fields, trace::Cause) override {
        const auto* name = fieldOf<std::string_view>(fields, "instance");
        const auto* age = fieldOf<Duration>(fields, "age");
        if (kind != "lease-expired" || !isRegistry(process) || name == nullptr || age == nullptr) {
            return;
        }
        const SimTime heard = when - *age;
        const auto owner = find(*name);
        const auto alive = owner ? aliveSince_.find(*owner) : aliveSince_.end();
        if (alive != aliveSince_.end() && alive->second <= heard && network_.wholeSince(heard) &&
            heard > lastAction_) {
            violated(at(when) + nameOf(process) + " dropped " + std::string(*name) +
                     ", which runs and could be heard all the time");
        }
    }

private:
    NetworkWatch network_;
    std::map<ProcessIndex, SimTime> aliveSince_; ///< running, not paused
    SimTime lastAction_{-1};
};

class NoInstanceResurrected final : public RegistryCheck {
public:
    using RegistryCheck::RegistryCheck;

    void processEnded(SimTime, ProcessIndex process, std::uint32_t, trace::ProcessEnd,
                      std::string_view, trace::Cause) override {
        removed_.erase(process); // a registry that starts again knows nobody
        left_.erase(process);
    }
    void state(SimTime when, ProcessIndex process, std::string_view key,
               const core::runtime::FieldValue& value, trace::Cause) override {
        if (key == "registration") {
            noteRegistration(process, value);
        } else if (isRegistry(process) && key.starts_with(kLeasePrefix)) {
            const std::string_view instance = key.substr(kLeasePrefix.size());
            if (removed_[process].contains(instance)) {
                violated(at(when) + nameOf(process) + " lists " + std::string(instance) +
                         " again, which it had removed and which has not registered since");
            }
        }
    }
    void stateCleared(SimTime, ProcessIndex process, std::string_view key, trace::Cause) override {
        if (isRegistry(process) && key.starts_with(kLeasePrefix)) {
            removed_[process].emplace(key.substr(kLeasePrefix.size()));
        }
    }
    void event(std::uint64_t, SimTime when, ProcessIndex process, std::string_view kind,
               std::span<const Field> fields, trace::Cause) override {
        const auto* name = fieldOf<std::string_view>(fields, "instance");
        if (!isRegistry(process) || name == nullptr) {
            return;
        }
        if (kind == "lease-expired" || kind == "deregistered") {
            removed_[process].emplace(*name);
        } else if (kind == "registered") {
            if (const auto known = removed_[process].find(*name);
                known != removed_[process].end()) {
                removed_[process].erase(known);
            }
            if (const auto owner = find(*name); owner && left_.contains(*owner)) {
                violated(at(when) + nameOf(process) + " registers " + std::string(*name) +
                         ", which had signed off");
            }
        }
    }

private:
    void noteRegistration(ProcessIndex process, const core::runtime::FieldValue& value) {
        const auto* text = std::get_if<std::string_view>(&value);
        if (text != nullptr && *text == "left") {
            left_.insert(process);
        } else {
            left_.erase(process);
        }
    }

    std::map<ProcessIndex, std::set<std::string, std::less<>>> removed_; ///< by registry
    std::set<ProcessIndex> left_; ///< processes that have signed off
};

} // namespace

std::unique_ptr<Check> makeNoLivingInstanceEvicted(std::vector<ProcessIndex> registries,
                                                   std::vector<ProcessPlace> all) {
    return std::make_unique<NoLivingInstanceEvicted>(std::move(registries), std::move(all));
}

std::unique_ptr<Check> makeNoInstanceResurrected(std::vector<ProcessIndex> registries,
                                                 std::vector<ProcessPlace> all) {
    return std::make_unique<NoInstanceResurrected>(std::move(registries), std::move(all));
}

} // namespace sim::checks
