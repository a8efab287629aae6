// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/routes.h"

#include <algorithm>
#include <charconv>

namespace sim::trace {
namespace {

/// Eleven days; sums over a route stay far from the end of the integers.
constexpr std::int64_t kMostLatencyNs = 1'000'000'000'000'000;

bool canBe(const RunHeader& header) {
    return std::all_of(header.links.begin(), header.links.end(), [&](const LinkEntry& link) {
        return link.from < header.hosts.size() && link.to < header.hosts.size() &&
               link.from != link.to && link.latency.ns >= 0 && link.latency.ns <= kMostLatencyNs;
    });
}

topology::TopologySpec specOf(const RunHeader& header) {
    topology::TopologySpec spec;
    for (const HostEntry& host : header.hosts) {
        topology::NodeSpec& node = spec.nodes.emplace_back();
        node.name = host.name;
        node.isSwitch = host.isSwitch;
        node.poweredOn = host.poweredOn;
    }
    for (const LinkEntry& entry : header.links) {
        topology::LinkSpec& link = spec.links.emplace_back();
        link.name = entry.name;
        link.from = entry.from;
        link.to = entry.to;
        link.latency = entry.latency;
        link.bitsPerSecond = entry.bitsPerSecond;
    }
    return spec;
}

std::int64_t numberIn(const std::optional<std::string>& cell) {
    std::int64_t number = -1;
    if (cell) {
        std::from_chars(cell->data(), cell->data() + cell->size(), number);
    }
    return number;
}

} // namespace

core::Result<Routes, TraceError> Routes::of(const Reader& reader) {
    const RunHeader& header = reader.summary().header;
    if (!canBe(header)) {
        return core::Failure{
            TraceError{TraceErrorKind::NotATrace,
                       reader.path().string() +
                           ": the trace is damaged: a link leads nowhere or takes no time"}};
    }
    Routes routes(specOf(header));
    if (auto read = routes.refresh(reader); !read) {
        return core::Failure{read.error()};
    }
    return routes;
}

core::Result<void, TraceError> Routes::refresh(const Reader& reader) {
    seek(SimTime{-1});
    auto changes = changesOf(reader);
    if (!changes) {
        return core::Failure{changes.error()};
    }
    changes_ = std::move(*changes);
    return {};
}

core::Result<std::vector<Routes::Change>, TraceError>
Routes::changesOf(const Reader& reader) const {
    const auto links =
        reader.query("SELECT at, link, forward_up, backward_up FROM link_states ORDER BY id");
    const auto power = reader.query("SELECT at, host, powered_on FROM host_power ORDER BY id");
    if (!links || !power) {
        return core::Failure{links ? power.error() : links.error()};
    }
    std::vector<bool> linkUp(2 * topology_.linkCount(), true);
    std::vector<bool> hostUp;
    for (const topology::NodeSpec& node : topology_.spec().nodes) {
        hostUp.push_back(node.poweredOn);
    }
    std::vector<Change> changes;
    const auto note = [&](SimTime at, bool ofHost, std::int64_t subject, bool up) {
        std::vector<bool>& known = ofHost ? hostUp : linkUp;
        if (subject < 0 || static_cast<std::size_t>(subject) >= known.size()) {
            return; // a damaged trace
        }
        const auto index = static_cast<std::uint32_t>(subject);
        changes.push_back({at, ofHost, index, known[index], up});
        known[index] = up;
    };
    for (const auto& row : links->rows) {
        const SimTime at{numberIn(row[0])};
        const std::int64_t link = std::clamp<std::int64_t>(numberIn(row[1]), -1, kNoIndex);
        note(at, false, 2 * link, numberIn(row[2]) != 0);
        note(at, false, 2 * link + 1, numberIn(row[3]) != 0);
    }
    for (const auto& row : power->rows) {
        note({numberIn(row[0])}, true, numberIn(row[1]), numberIn(row[2]) != 0);
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.at < b.at; });
    return changes;
}

void Routes::apply(const Change& change, bool up) {
    if (change.ofHost) {
        topology_.setNodeUp(change.subject, up);
    } else {
        topology_.setUp(change.subject, up);
    }
}

/// Changes precede whatever else happens at their nanosecond.
void Routes::seek(SimTime at) {
    while (applied_ < changes_.size() && changes_[applied_].at <= at) {
        apply(changes_[applied_], changes_[applied_].after);
        ++applied_;
    }
    while (applied_ > 0 && changes_[applied_ - 1].at > at) {
        --applied_;
        apply(changes_[applied_], changes_[applied_].before);
    }
}

std::size_t Routes::epochAt(SimTime at) const {
    const auto later =
        std::upper_bound(changes_.begin(), changes_.end(), at,
                         [](SimTime time, const Change& change) { return time < change.at; });
    return static_cast<std::size_t>(later - changes_.begin());
}

std::optional<RouteHops> Routes::between(HostIndex from, HostIndex to, SimTime at) {
    if (from >= topology_.nodeCount() || to >= topology_.nodeCount()) {
        return std::nullopt;
    }
    seek(at);
    const auto route = topology_.route(from, to);
    if (!route) {
        return std::nullopt;
    }
    RouteHops hops;
    hops.reserve(route->size());
    route->forEach([&](topology::DirectedLink hop) {
        hops.push_back({topology::linkOf(hop), hop == topology::forward(topology::linkOf(hop))});
    });
    return hops;
}

} // namespace sim::trace
