// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "sim/topology/spec.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// The network as a graph whose parts go up and down, and the routes through it. A route is a
/// shortest path over link latency on what is up (Dijkstra 1959, by Boost.Graph 1.74); of equal
/// ones the path with fewer hops, and then the one whose link indexes, read from the destination
/// backwards, come first. Only switches forward: a machine with several links uses each of them for
/// its own traffic but passes nothing on. There is one route a pair (no equal-cost multipath).
namespace sim::topology {

using NodeIndex = std::uint32_t; ///< position in TopologySpec::nodes
using LinkIndex = std::uint32_t; ///< position in TopologySpec::links

/// One direction of a link: 2 * link for from -> to, 2 * link + 1 for to -> from.
using DirectedLink = std::uint32_t;

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

constexpr DirectedLink forward(LinkIndex link) {
    return 2 * link;
}
constexpr DirectedLink backward(LinkIndex link) {
    return 2 * link + 1;
}
constexpr LinkIndex linkOf(DirectedLink direction) {
    return direction / 2;
}
constexpr DirectedLink opposite(DirectedLink direction) {
    return direction ^ 1U;
}

/// A way through the network, in order of travel: the sender's access link, the shared path
/// between switches, the receiver's access link. Either access link may be missing. A route from a
/// node to itself is empty. `core` is borrowed from the Topology until its next change.
struct Route {
    DirectedLink out = kNone;
    DirectedLink in = kNone;
    std::span<const DirectedLink> core;

    std::size_t size() const { return (out != kNone) + core.size() + (in != kNone); }
    bool empty() const { return size() == 0; }
    /// REQUIRES: i < size().
    DirectedLink operator[](std::size_t i) const {
        if (out != kNone) {
            if (i == 0) {
                return out;
            }
            --i;
        }
        return i < core.size() ? core[i] : in;
    }
    /// Calls visit(DirectedLink) for every hop in order of travel.
    template <class Visit>
    void forEach(Visit&& visit) const {
        if (out != kNone) {
            visit(out);
        }
        for (const DirectedLink hop : core) {
            visit(hop);
        }
        if (in != kNone) {
            visit(in);
        }
    }
};

class Topology {
public:
    /// Everything is up, but nodes that the spec has powered off. REQUIRES: a validated spec.
    explicit Topology(TopologySpec spec);
    ~Topology();
    Topology(Topology&&) noexcept;
    Topology& operator=(Topology&&) noexcept;

    const TopologySpec& spec() const { return spec_; }
    std::size_t nodeCount() const { return spec_.nodes.size(); }
    std::size_t linkCount() const { return spec_.links.size(); }

    /// Where a direction starts and ends.
    NodeIndex source(DirectedLink direction) const { return directions_[direction].source; }
    NodeIndex target(DirectedLink direction) const { return directions_[direction].target; }
    core::Duration latency(DirectedLink direction) const {
        return spec_.links[linkOf(direction)].latency;
    }
    std::int64_t bitsPerSecond(DirectedLink direction) const {
        return spec_.links[linkOf(direction)].bitsPerSecond;
    }
    /// Directions that leave `node`, by link index.
    std::span<const DirectedLink> leaving(NodeIndex node) const;

    /// One direction of a link works or is cut. Setting what is already so changes nothing.
    void setUp(DirectedLink direction, bool up);
    bool isUp(DirectedLink direction) const { return directions_[direction].up; }

    /// A node has power. A switch without power forwards nothing and has no route to it. Routes to
    /// a machine do not depend on its power: what is sent to a dead machine travels and is lost
    /// there, as the sender cannot know.
    void setNodeUp(NodeIndex node, bool up);
    bool isNodeUp(NodeIndex node) const { return nodes_[node].up; }

    /// A direction carries traffic: it is up and the switches at its ends have power.
    bool carries(DirectedLink direction) const {
        return directions_[direction].up && forwards(directions_[direction].source) &&
               forwards(directions_[direction].target);
    }

    /// Counts changes of what is up. A route obtained at one epoch holds while it lasts.
    std::uint64_t epoch() const { return epoch_; }

    /// The route that a message sent now takes; nullopt if there is none. Allocates only at the
    /// first call for a pair of switches after a change between switches.
    std::optional<Route> route(NodeIndex from, NodeIndex to);

    /// Sum over the route of the links' latencies.
    core::Duration latency(const Route& route) const;
    /// The least bandwidth on the route, in bits a second. REQUIRES: !route.empty().
    std::int64_t narrowest(const Route& route) const;

private:
    struct Direction {
        NodeIndex source;
        NodeIndex target;
        bool up;
    };
    struct Node {
        std::uint32_t firstLeaving; ///< into leaving_
        std::uint32_t leavingCount;
        std::uint32_t core;  ///< number among the switches; kNone for machines
        std::uint32_t tree;  ///< which shortest-path tree its routes come from
        DirectedLink access; ///< of a machine whose only link leads to a switch: that link
        bool up;
    };
    struct Routing; ///< shortest-path trees and the Boost graph they come from

    bool forwards(NodeIndex node) const {
        return nodes_[node].core == kNone || nodes_[node].up; // machines always take part
    }
    bool affectsTrees(DirectedLink direction) const;
    void plantTrees();
    std::optional<Route> routeToMachine(Route route, std::uint32_t tree, NodeIndex from,
                                        NodeIndex to);

    TopologySpec spec_;
    std::vector<Direction> directions_;
    std::vector<Node> nodes_;
    std::vector<DirectedLink> leaving_;
    std::uint64_t epoch_ = 0;
    std::unique_ptr<Routing> routing_;
};

} // namespace sim::topology
