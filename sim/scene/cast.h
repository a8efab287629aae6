// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/aspects.h"
#include "sim/scene/world.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who is who in a run, from its header and its faults: looked up for every picture, worked out
/// once.
namespace sim::scene {

/// What stands for a server that clients choose: a letter (from Z on a number) and a hue.
struct Tag {
    std::string text;
    std::size_t hue = 0;
};

class Cast {
public:
    explicit Cast(std::shared_ptr<const World> world);

    const World& world() const { return *world_; }
    const trace::RunHeader& header() const { return world_->header(); }

    const ComponentRow& row(trace::ProcessIndex process) const { return *rows_[process]; }
    /// nullptr: none.
    const Tag* tagOf(trace::ProcessIndex process) const;
    /// Hues stand for terms, not for servers.
    bool hasTerms() const { return hasTerms_; }

    trace::ProcessIndex processNamed(std::string_view name) const;
    /// Who serves on a host: the one with a tag, one that elects, else the first; kNoIndex: none.
    trace::ProcessIndex serverOn(trace::HostIndex host) const;
    /// Whose address it was at the start; kNoIndex: nobody's.
    trace::HostIndex firstOwner(core::runtime::Address address) const;

    /// When the host last got power: its monotonic clock was 0 then.
    SimTime bootOf(trace::HostIndex host, SimTime at) const;
    /// Since when a process that is paused at `at` is so.
    SimTime pausedSince(trace::ProcessIndex process, SimTime at) const;

private:
    std::shared_ptr<const World> world_;
    std::vector<const ComponentRow*> rows_;    ///< by process
    std::vector<std::optional<Tag>> tags_;     ///< by process
    std::vector<trace::ProcessIndex> servers_; ///< by host
    std::vector<std::vector<SimTime>> boots_;  ///< by host
    std::vector<std::vector<SimTime>> pauses_; ///< by process
    std::map<std::string, trace::ProcessIndex, std::less<>> names_;
    std::map<core::runtime::Address, trace::HostIndex> owners_;
    bool hasTerms_ = false;
};

} // namespace sim::scene
