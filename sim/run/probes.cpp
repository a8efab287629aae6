// SPDX-License-Identifier: Apache-2.0
#include "sim/run/probes.h"

#include <algorithm>
#include <utility>

namespace sim::run {
namespace {

std::vector<bool> flagged(const std::vector<trace::ProcessIndex>& members) {
    std::vector<bool> flags;
    for (const trace::ProcessIndex member : members) {
        if (flags.size() <= member) {
            flags.resize(member + 1U, false);
        }
        flags[member] = true;
    }
    return flags;
}

bool isIn(const std::vector<bool>& flags, trace::ProcessIndex process) {
    return process < flags.size() && flags[process];
}

} // namespace

StaleProbe::StaleProbe(std::vector<trace::ProcessIndex> members, std::size_t hosts)
    : member_(flagged(members)), died_(hosts) {}

void StaleProbe::hostPower(SimTime at, trace::HostIndex host, bool on, trace::Cause) {
    died_[host] = on ? std::nullopt : std::optional(at);
}

void StaleProbe::connectionOpening(const trace::ConnectionOpening& opening) {
    attempt(opening.at, opening.clientProcess, opening.serverHost);
}

void StaleProbe::datagramSent(const trace::DatagramSent& sent) {
    attempt(sent.at, sent.process, sent.toHost);
}

void StaleProbe::attempt(SimTime at, trace::ProcessIndex process, trace::HostIndex host) {
    if (host < died_.size() && died_[host] && isIn(member_, process)) {
        longest_ = std::max(longest_.value_or(core::Duration{}), at - *died_[host]);
    }
}

EventProbe::EventProbe(std::string kind, std::vector<trace::ProcessIndex> members)
    : kind_(std::move(kind)), member_(flagged(members)) {}

std::optional<SimTime> EventProbe::time(std::int64_t nth) const {
    return nth >= 1 && nth <= count() ? std::optional(times_[static_cast<std::size_t>(nth - 1)])
                                      : std::nullopt;
}

void EventProbe::event(std::uint64_t, SimTime at, trace::ProcessIndex process,
                       std::string_view kind, std::span<const core::runtime::Field>, trace::Cause) {
    if (kind == kind_ && isIn(member_, process)) {
        times_.push_back(at);
    }
}

} // namespace sim::run
