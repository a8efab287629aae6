// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/world.h"

#include "sim/scene/fault_spans.h"
#include "sim/scene/history.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace sim::scene {
namespace {

using core::runtime::Address;
using trace::HostIndex;
using trace::IncarnationRow;
using trace::LinkIndex;
using trace::ProcessIndex;
using trace::RunHeader;
using trace::TraceError;
using trace::WorldHistory;

/// When a host was switched on last, and whether it is on.
struct Power {
    bool on = true;
    SimTime since{std::numeric_limits<std::int64_t>::min()};

    friend bool operator==(const Power&, const Power&) = default;
};

/// What happened to one process, as the trace has it.
struct Life {
    std::vector<IncarnationRow> incarnations; ///< by start
    History<std::pair<bool, SimTime>> pause;  ///< paused or not, and since when
    const History<Power>* power = nullptr;    ///< of its host
};

ProcessCondition conditionIn(const Life& life, SimTime at) {
    const Power power = life.power == nullptr ? Power() : life.power->at(at);
    const auto& all = life.incarnations;
    const auto later =
        std::upper_bound(all.begin(), all.end(), at, [](SimTime time, const IncarnationRow& row) {
            return time < row.started;
        });
    const ProcessCondition absent =
        power.on ? ProcessCondition::NotStarted : ProcessCondition::HostOff;
    if (later == all.begin()) {
        return absent;
    }
    const IncarnationRow& latest = *std::prev(later);
    const bool lives =
        !latest.ended || *latest.ended > at || latest.how == trace::ProcessEnd::RunEnded;
    if (lives) {
        // A line of the timeline precedes a start at its nanosecond, and so meant the one before.
        const auto& [paused, since] = life.pause.at(at);
        return paused && since > latest.started ? ProcessCondition::Paused
                                                : ProcessCondition::Running;
    }
    if (!power.on || power.since > *latest.ended || latest.how == trace::ProcessEnd::HostPowerOff) {
        return absent; // a host that has power again has not started it yet
    }
    return latest.how == trace::ProcessEnd::Failed ? ProcessCondition::Failed
                                                   : ProcessCondition::Crashed;
}

/// Every instant at which the condition may change.
std::set<SimTime> instantsOf(const Life& life) {
    std::set<SimTime> instants;
    for (const IncarnationRow& row : life.incarnations) {
        instants.insert(row.started);
        if (row.ended) {
            instants.insert(*row.ended);
        }
    }
    for (const auto& change : life.pause.changes()) {
        instants.insert(change.first);
    }
    if (life.power != nullptr) {
        for (const auto& change : life.power->changes()) {
            instants.insert(change.first);
        }
    }
    return instants;
}

std::vector<History<Power>> powerOf(const RunHeader& header, const WorldHistory& history) {
    std::vector<History<Power>> power;
    for (const trace::HostEntry& host : header.hosts) {
        power.emplace_back(Power{host.poweredOn});
    }
    for (const trace::HostPowerRow& row : history.power) {
        power[row.host].set(row.at, {row.on, row.at});
    }
    return power;
}

std::vector<History<ProcessCondition>> conditionsOf(const RunHeader& header,
                                                    const WorldHistory& history,
                                                    const std::vector<History<Power>>& power) {
    std::vector<Life> lives(header.processes.size());
    for (std::size_t i = 0; i < lives.size(); ++i) {
        const std::uint32_t host = header.processes[i].host;
        lives[i].power = host < power.size() ? &power[host] : nullptr;
    }
    for (const IncarnationRow& row : history.incarnations) {
        lives[row.process].incarnations.push_back(row);
    }
    for (const trace::PauseRow& row : history.pauses) {
        lives[row.process].pause.set(row.at, {row.paused, row.at});
    }
    std::vector<History<ProcessCondition>> conditions;
    for (Life& life : lives) {
        std::stable_sort(
            life.incarnations.begin(), life.incarnations.end(),
            [](const IncarnationRow& a, const IncarnationRow& b) { return a.started < b.started; });
        constexpr SimTime kBefore{std::numeric_limits<std::int64_t>::min()};
        History<ProcessCondition> condition(conditionIn(life, kBefore));
        for (const SimTime at : instantsOf(life)) {
            condition.set(at, conditionIn(life, at));
        }
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

/// The latest claimant has an address, else the host that it was given to.
std::map<Address, History<HostIndex>> ownersOf(const RunHeader& header,
                                               const WorldHistory& history) {
    std::map<Address, std::vector<HostIndex>> claimants;
    std::map<Address, History<HostIndex>> owners;
    for (std::size_t i = 0; i < header.hosts.size(); ++i) {
        const Address address = header.hosts[i].address;
        if (address != Address{}) {
            const auto host = static_cast<HostIndex>(i);
            claimants[address] = {host};
            owners.insert_or_assign(address, History<HostIndex>(host));
        }
    }
    for (const trace::AddressMoveRow& move : history.addresses) {
        std::vector<HostIndex>& all = claimants[move.address];
        std::erase(all, move.host);
        if (move.claimed) {
            all.push_back(move.host);
        }
        owners.try_emplace(move.address, History<HostIndex>(trace::kNoIndex))
            .first->second.set(move.at, all.empty() ? trace::kNoIndex : all.back());
    }
    return owners;
}

/// That whoever draws may follow its indexes.
bool isWhole(const RunHeader& header) {
    const std::size_t hosts = header.hosts.size();
    return std::all_of(header.links.begin(), header.links.end(),
                       [hosts](const trace::LinkEntry& link) {
                           return link.from < hosts && link.to < hosts;
                       }) &&
           std::all_of(header.processes.begin(), header.processes.end(),
                       [hosts](const trace::ProcessEntry& entry) { return entry.host < hosts; });
}

void keepMembers(trace::FaultRow& fault, const RunHeader& header) {
    const auto keep = [](std::uint32_t& index, std::size_t count) {
        index = index < count ? index : trace::kNoIndex;
    };
    keep(fault.host, header.hosts.size());
    keep(fault.process, header.processes.size());
    keep(fault.link, header.links.size());
}

} // namespace

struct World::Parts {
    RunHeader header;
    SimTime until;
    std::vector<History<Power>> power;                ///< by host
    std::vector<History<ProcessCondition>> processes; ///< by process
    std::vector<History<LinkCondition>> links;        ///< by link
    std::map<Address, History<HostIndex>> owners;
    std::vector<PartitionSpan> partitions;
    std::vector<TroubleSpan> troubles;
    std::vector<trace::FaultRow> faults;
    std::vector<SimTime> changes; ///< every instant at which anything changes, once

    void noteChanges();
};

void World::Parts::noteChanges() {
    std::set<SimTime> instants;
    const auto note = [&](const auto& histories) {
        for (const auto& history : histories) {
            for (const auto& change : history.changes()) {
                instants.insert(change.first);
            }
        }
    };
    note(power);
    note(processes);
    note(links);
    for (const auto& [address, history] : owners) {
        for (const auto& change : history.changes()) {
            instants.insert(change.first);
        }
    }
    for (const PartitionSpan& span : partitions) {
        instants.insert(span.view.since);
        instants.insert(span.until);
    }
    for (const TroubleSpan& span : troubles) {
        instants.insert(span.from);
        instants.insert(span.until);
    }
    instants.erase(SimTime::max());
    changes.assign(instants.begin(), instants.end());
}

core::Result<std::shared_ptr<const World>, TraceError> World::read(const trace::Reader& reader) {
    auto parts = std::make_unique<Parts>();
    parts->header = reader.summary().header;
    if (!isWhole(parts->header)) {
        return core::Failure{TraceError{trace::TraceErrorKind::NotATrace,
                                        reader.path().string() +
                                            ": the trace is damaged: a link or a process is at a "
                                            "host that is not there"}};
    }
    parts->until = reader.summary().until;
    auto history = reader.worldHistory();
    if (!history) {
        return core::Failure{history.error()};
    }
    auto faults = reader.faults();
    if (!faults) {
        return core::Failure{faults.error()};
    }
    parts->faults = std::move(*faults);
    for (trace::FaultRow& fault : parts->faults) {
        keepMembers(fault, parts->header);
    }
    std::stable_sort(
        parts->faults.begin(), parts->faults.end(),
        [](const trace::FaultRow& a, const trace::FaultRow& b) { return a.at < b.at; });
    parts->power = powerOf(parts->header, *history);
    parts->processes = conditionsOf(parts->header, *history, parts->power);
    parts->links.resize(parts->header.links.size());
    for (const trace::LinkStateRow& row : history->links) {
        parts->links[row.link].set(row.at, {row.forwardUp, row.backwardUp});
    }
    parts->owners = ownersOf(parts->header, *history);
    parts->partitions = partitionSpans(parts->faults, parts->header);
    parts->troubles = troubleSpans(parts->faults, *history, parts->header);
    parts->noteChanges();
    return std::shared_ptr<const World>(new World(std::move(parts)));
}

World::World(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
World::~World() = default;

const RunHeader& World::header() const {
    return parts_->header;
}
SimTime World::until() const {
    return parts_->until;
}

bool World::isPowered(HostIndex host, SimTime at) const {
    return host < parts_->power.size() && parts_->power[host].at(at).on;
}

ProcessCondition World::conditionOf(ProcessIndex process, SimTime at) const {
    return process < parts_->processes.size() ? parts_->processes[process].at(at)
                                              : ProcessCondition::NotStarted;
}

LinkCondition World::conditionOfLink(LinkIndex link, SimTime at) const {
    return link < parts_->links.size() ? parts_->links[link].at(at) : LinkCondition();
}

int PartitionView::groupOf(trace::HostIndex host) const {
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (std::find(groups[i].begin(), groups[i].end(), host) != groups[i].end()) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

bool PartitionView::takes(trace::HostIndex from, trace::HostIndex to) const {
    const int sender = groupOf(from);
    const int receiver = groupOf(to);
    return sender >= 0 && receiver >= 0 && sender != receiver && (!oneWay || sender == 0);
}

bool World::isSplit(trace::HostIndex from, trace::HostIndex to, SimTime at) const {
    return std::any_of(
        parts_->partitions.begin(), parts_->partitions.end(), [&](const PartitionSpan& span) {
            return span.view.since <= at && at < span.until && span.view.takes(from, to);
        });
}

std::vector<PartitionView> World::partitionsAt(SimTime at) const {
    std::vector<PartitionView> views;
    for (const PartitionSpan& span : parts_->partitions) {
        if (span.view.since <= at && at < span.until) {
            views.push_back(span.view);
        }
    }
    return views;
}

std::vector<TroubleView> World::troublesAt(SimTime at) const {
    std::vector<TroubleView> views;
    for (const TroubleSpan& span : parts_->troubles) {
        if (span.from <= at && at < span.until) {
            views.push_back(span.view);
        }
    }
    return views;
}

HostIndex World::hostOf(Address address, SimTime at) const {
    const auto owner = parts_->owners.find(address);
    return owner == parts_->owners.end() ? trace::kNoIndex : owner->second.at(at);
}

std::uint64_t World::epochAt(SimTime at) const {
    const auto& changes = parts_->changes;
    return static_cast<std::uint64_t>(std::upper_bound(changes.begin(), changes.end(), at) -
                                      changes.begin());
}

const std::vector<trace::FaultRow>& World::faults() const {
    return parts_->faults;
}

} // namespace sim::scene
