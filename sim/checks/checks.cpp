// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/checks.h"

#include "core/base/time.h"
#include "sim/checks/raft_checks.h"
#include "sim/checks/registry_checks.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sim::checks {
namespace {

using trace::ProcessIndex;

std::string at(SimTime time) {
    return "at " + core::formatSeconds({time.ns}, 6) + " s ";
}

bool contains(const std::vector<ProcessIndex>& processes, ProcessIndex process) {
    return std::find(processes.begin(), processes.end(), process) != processes.end();
}

/// No process gives up by itself; crashes and power losses of the timeline do not count.
class NoProcessFails final : public Check {
public:
    explicit NoProcessFails(std::vector<ProcessIndex> processes)
        : processes_(std::move(processes)) {}

    void processEnded(SimTime when, ProcessIndex process, std::uint32_t, trace::ProcessEnd how,
                      std::string_view reason, trace::Cause) override {
        if (how == trace::ProcessEnd::Failed && contains(processes_, process)) {
            violated(at(when) + "a process gave up: " + std::string(reason));
        }
    }

private:
    std::vector<ProcessIndex> processes_;
};

/// The order in which events are reported, over all processes.
class TimeNeverGoesBack final : public Check {
public:
    void event(std::uint64_t id, SimTime when, ProcessIndex, std::string_view kind,
               std::span<const core::runtime::Field>, trace::Cause) override {
        if (when < last_ || id <= lastId_) {
            violated(at(when) + "event " + std::string(kind) + " came out of order");
        }
        last_ = when;
        lastId_ = id;
    }

private:
    SimTime last_;
    std::uint64_t lastId_ = 0;
};

/// Everything the timeline asks for turns out to be possible.
class NoRefusedFaults final : public Check {
public:
    void fault(const trace::FaultRecord& record) override {
        text_ = std::string(record.text);
        if (!record.refused.empty()) {
            faultRefused(record.at, record.timeline, record.refused);
        }
    }
    void faultRefused(SimTime when, std::uint64_t, std::string_view reason) override {
        violated(at(when) + text_ + " was impossible: " + std::string(reason));
    }

private:
    std::string text_;
};

constexpr std::array<CheckInfo, 6> kChecks{{
    {"no-instance-resurrected",
     "A registry lists an instance that it removed again only when it registers again."},
    {"no-living-instance-evicted",
     "A registry lets no lease expire whose owner runs and whom no trouble of the network kept "
     "from renewing it."},
    {"no-process-fails", "No process of the group gives up by itself."},
    {"no-refused-faults", "Every line of the timeline is possible when its moment comes."},
    {"raft-safety",
     "The servers of a Raft group have one leader a term, equal logs where index and term are "
     "equal, and apply the same entries in the same order."},
    {"time-never-goes-back", "Events are reported in the order of time and id."},
}};

} // namespace

std::span<const CheckInfo> allChecks() {
    return kChecks;
}

std::unique_ptr<Check> makeCheck(std::string_view name, std::vector<ProcessIndex> processes,
                                 std::vector<ProcessPlace> all) {
    if (name == "no-instance-resurrected") {
        return makeNoInstanceResurrected(std::move(processes), std::move(all));
    }
    if (name == "no-living-instance-evicted") {
        return makeNoLivingInstanceEvicted(std::move(processes), std::move(all));
    }
    if (name == "no-process-fails") {
        return std::make_unique<NoProcessFails>(std::move(processes));
    }
    if (name == "no-refused-faults") {
        return std::make_unique<NoRefusedFaults>();
    }
    if (name == "raft-safety") {
        return makeRaftSafety(std::move(processes), std::move(all));
    }
    if (name == "time-never-goes-back") {
        return std::make_unique<TimeNeverGoesBack>();
    }
    return nullptr;
}

} // namespace sim::checks
