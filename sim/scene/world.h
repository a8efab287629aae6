// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/reader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What a run's world is like at any time, from a trace: which machines have power, which processes
/// live, which links carry, who is split from whom. These histories are short, so they are held
/// whole; a World does not change once made (another one is made when the trace has grown), and
/// threads may share it.
namespace sim::scene {

enum class ProcessCondition : std::uint8_t {
    NotStarted,
    Running,
    Paused,
    Crashed, ///< its host is on
    Failed,  ///< gave up by itself
    HostOff,
};

struct LinkCondition {
    bool forwardUp = true;
    bool backwardUp = true;

    friend bool operator==(const LinkCondition&, const LinkCondition&) = default;
};

/// A partition that stands at some time.
struct PartitionView {
    std::string name;
    std::vector<std::vector<trace::HostIndex>> groups;
    bool oneWay = false; ///< nothing passes from groups[0] to the others
    SimTime since;

    /// The index of a host's group; -1: in none.
    int groupOf(trace::HostIndex host) const;
    bool takes(trace::HostIndex from, trace::HostIndex to) const;

    friend bool operator==(const PartitionView&, const PartitionView&) = default;
};

/// A fault that lasts (slow disk, delay, loss, wrong clock, ...) and that no condition above shows.
struct TroubleView {
    std::string verb; ///< "slow-disk"
    trace::HostIndex host = trace::kNoIndex;
    trace::LinkIndex link = trace::kNoIndex;
    SimTime since;

    friend bool operator==(const TroubleView&, const TroubleView&) = default;
};

class World {
public:
    /// Errors: Io, NotATrace.
    static core::Result<std::shared_ptr<const World>, trace::TraceError>
    read(const trace::Reader& reader);
    ~World();

    const trace::RunHeader& header() const;
    /// Simulated time that is known so far.
    SimTime until() const;

    bool isPowered(trace::HostIndex host, SimTime at) const;
    ProcessCondition conditionOf(trace::ProcessIndex process, SimTime at) const;
    LinkCondition conditionOfLink(trace::LinkIndex link, SimTime at) const;
    /// By name.
    std::vector<PartitionView> partitionsAt(SimTime at) const;
    /// Whether a partition takes what one host sends to another one.
    bool isSplit(trace::HostIndex from, trace::HostIndex to, SimTime at) const;
    std::vector<TroubleView> troublesAt(SimTime at) const;
    /// Whose address it is at that time; kNoIndex: nobody's.
    trace::HostIndex hostOf(core::runtime::Address address, SimTime at) const;
    /// A number that changes when anything of the above does: pictures of Layer::Ground and the
    /// conditions of things may be kept while it stays.
    std::uint64_t epochAt(SimTime at) const;
    /// Every fault and action, by time, the refused ones too.
    const std::vector<trace::FaultRow>& faults() const;

private:
    struct Parts;
    explicit World(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace sim::scene
