// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What measures and expectations need to see of a run while it goes on.
namespace sim::run {

/// How long members of a group go on trying a machine after it died: the longest time from a
/// host's loss of power to a member's last attempt (connection or datagram) at one of its
/// addresses, before the host came back.
class StaleProbe final : public trace::Sink {
public:
    StaleProbe(std::vector<trace::ProcessIndex> members, std::size_t hosts);

    /// nullopt: nobody tried a dead host.
    std::optional<core::Duration> longest() const { return longest_; }

    void hostPower(SimTime at, trace::HostIndex host, bool on, trace::Cause cause) override;
    void connectionOpening(const trace::ConnectionOpening& opening) override;
    void datagramSent(const trace::DatagramSent& sent) override;

private:
    void attempt(SimTime at, trace::ProcessIndex process, trace::HostIndex host);

    std::vector<bool> member_;                 ///< by process, as far as the largest member
    std::vector<std::optional<SimTime>> died_; ///< by host; nullopt while it has power
    std::optional<core::Duration> longest_;
};

/// Counts events of one kind from a group and remembers when they happened.
class EventProbe final : public trace::Sink {
public:
    EventProbe(std::string kind, std::vector<trace::ProcessIndex> members);

    std::int64_t count() const { return static_cast<std::int64_t>(times_.size()); }
    /// When the nth (from 1) happened.
    std::optional<SimTime> time(std::int64_t nth) const;

    void event(std::uint64_t id, SimTime at, trace::ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, trace::Cause cause) override;

private:
    std::string kind_;
    std::vector<bool> member_;
    std::vector<SimTime> times_;
};

} // namespace sim::run
