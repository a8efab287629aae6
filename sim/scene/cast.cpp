// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/cast.h"

#include <algorithm>
#include <utility>

namespace sim::scene {
namespace {

constexpr core::Duration kInstant{1};

/// The last of some times that is not after `at`; the run's start if there is none.
SimTime lastOf(const std::vector<SimTime>& times, SimTime at) {
    const auto later = std::upper_bound(times.begin(), times.end(), at);
    return later == times.begin() ? SimTime{} : *std::prev(later);
}

std::string letterOf(std::size_t index) {
    return index < 26 ? std::string(1, static_cast<char>('A' + index)) : std::to_string(index + 1);
}

} // namespace

Cast::Cast(std::shared_ptr<const World> world)
    : world_(std::move(world)), servers_(header().hosts.size(), trace::kNoIndex),
      boots_(header().hosts.size()), pauses_(header().processes.size()) {
    const trace::RunHeader& run = header();
    std::size_t tags = 0;
    tags_.resize(run.processes.size());
    std::vector<int> ranks(run.hosts.size());
    for (trace::ProcessIndex i = 0; i < run.processes.size(); ++i) {
        const trace::ProcessEntry& process = run.processes[i];
        const ComponentRow& component = componentRow(process.component);
        rows_.push_back(&component);
        names_.emplace(process.name, i);
        hasTerms_ = hasTerms_ || component.elects;
        if (component.isTarget) {
            tags_[i] = Tag{letterOf(tags), tags};
            ++tags;
        }
        const int rank = component.isTarget ? 3 : component.elects ? 2 : 1;
        if (rank > ranks[process.host]) {
            ranks[process.host] = rank;
            servers_[process.host] = i;
        }
    }
    for (trace::HostIndex i = 0; i < run.hosts.size(); ++i) {
        if (!run.hosts[i].isSwitch) {
            owners_.emplace(run.hosts[i].address, i);
        }
    }
    for (const trace::FaultRow& fault : world_->faults()) {
        if (fault.host < boots_.size() && world_->isPowered(fault.host, fault.at) &&
            !world_->isPowered(fault.host, fault.at - kInstant)) {
            boots_[fault.host].push_back(fault.at);
        }
        if (fault.process < pauses_.size() &&
            world_->conditionOf(fault.process, fault.at) == ProcessCondition::Paused) {
            pauses_[fault.process].push_back(fault.at);
        }
    }
}

const Tag* Cast::tagOf(trace::ProcessIndex process) const {
    return process < tags_.size() && tags_[process] ? &*tags_[process] : nullptr;
}

trace::ProcessIndex Cast::processNamed(std::string_view name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? trace::kNoIndex : found->second;
}

trace::ProcessIndex Cast::serverOn(trace::HostIndex host) const {
    return host < servers_.size() ? servers_[host] : trace::kNoIndex;
}

trace::HostIndex Cast::firstOwner(core::runtime::Address address) const {
    const auto found = owners_.find(address);
    return found == owners_.end() ? trace::kNoIndex : found->second;
}

SimTime Cast::bootOf(trace::HostIndex host, SimTime at) const {
    return host < boots_.size() ? lastOf(boots_[host], at) : SimTime{};
}

SimTime Cast::pausedSince(trace::ProcessIndex process, SimTime at) const {
    return process < pauses_.size() ? lastOf(pauses_[process], at) : SimTime{};
}

} // namespace sim::scene
