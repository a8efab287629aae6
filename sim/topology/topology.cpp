// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/topology.h"

#include "core/base/assert.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include <algorithm>
#include <compare>
#include <utility>

namespace sim::topology {
namespace {

/// What Dijkstra minimises: latency, then hops. Every link costs at least one hop, so that the
/// predecessors chosen afterwards cannot form a circle.
struct Cost {
    core::Duration latency; ///< its sums stop at the end of the range, however slow the links are
    std::uint32_t hops = 0;

    friend auto operator<=>(const Cost&, const Cost&) = default;
    friend Cost operator+(Cost a, Cost b) { return {a.latency + b.latency, a.hops + b.hops}; }
};

constexpr Cost kUnreachable{core::Duration::max(), kNone};

struct CoreEdge {
    DirectedLink direction = kNone;
    Cost cost;
};
using CoreGraph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, CoreEdge>;

/// Octets that do not move while more are appended: paths are borrowed by callers.
class PathArena {
public:
    DirectedLink* allocate(std::size_t count) {
        if (count > left_) {
            const std::size_t size = std::max<std::size_t>(count, kChunk);
            chunks_.push_back(std::make_unique<DirectedLink[]>(size));
            next_ = chunks_.back().get();
            left_ = size;
        }
        left_ -= count;
        return std::exchange(next_, next_ + count);
    }
    void clear() {
        chunks_.clear();
        left_ = 0;
    }

private:
    static constexpr std::size_t kChunk = 4096;
    std::vector<std::unique_ptr<DirectedLink[]>> chunks_;
    DirectedLink* next_ = nullptr;
    std::size_t left_ = 0;
};

} // namespace

/// One shortest-path tree for each switch, shared by the machines that hang on it, and one for each
/// machine that has not exactly one link to a switch. Trees are computed when first asked for, and
/// paths unrolled from them when first used; a change among the switches drops them all.
struct Topology::Routing {
    struct Path {
        const DirectedLink* hops = nullptr; ///< nullptr: not unrolled yet
        std::uint32_t count = 0;
    };
    struct Tree {
        bool computed = false;
        std::vector<Cost> cost;                ///< by switch
        std::vector<DirectedLink> predecessor; ///< by switch: last hop towards it
        std::vector<Path> paths;               ///< by switch
    };

    std::vector<NodeIndex> switches; ///< switch number -> node
    std::vector<NodeIndex> roots;    ///< tree number -> node; the switches come first
    std::vector<Tree> trees;
    /// Usable directions between switches; the last vertex is a spare root. Empty: not built yet.
    std::unique_ptr<CoreGraph> graph;
    PathArena arena;

    void drop() {
        for (Tree& tree : trees) {
            tree.computed = false;
        }
        arena.clear();
        graph.reset();
    }
    void buildGraph(const Topology& topology);
    void compute(const Topology& topology, std::uint32_t number);
    void choosePredecessors(const Topology& topology, NodeIndex root, Tree& tree) const;
    Tree& tree(const Topology& topology, std::uint32_t number) {
        if (!trees[number].computed) {
            compute(topology, number);
        }
        return trees[number];
    }
    std::span<const DirectedLink> path(const Topology& topology, Tree& tree, std::uint32_t to);
};

void Topology::Routing::buildGraph(const Topology& topology) {
    graph = std::make_unique<CoreGraph>(switches.size() + 1);
    for (std::uint32_t number = 0; number < switches.size(); ++number) {
        for (const DirectedLink direction : topology.leaving(switches[number])) {
            const std::uint32_t to = topology.nodes_[topology.target(direction)].core;
            if (to != kNone && topology.carries(direction)) {
                const Cost cost{topology.latency(direction), 1};
                boost::add_edge(number, to, CoreEdge{direction, cost}, *graph);
            }
        }
    }
}

void Topology::Routing::compute(const Topology& topology, std::uint32_t number) {
    if (!graph) {
        buildGraph(topology);
    }
    const NodeIndex root = roots[number];
    std::uint32_t start = topology.nodes_[root].core;
    if (start == kNone) { // a machine: lend it the spare vertex, with edges out only
        start = static_cast<std::uint32_t>(switches.size());
        for (const DirectedLink direction : topology.leaving(root)) {
            const std::uint32_t to = topology.nodes_[topology.target(direction)].core;
            if (to != kNone && topology.carries(direction)) {
                const Cost cost{topology.latency(direction), 1};
                boost::add_edge(start, to, CoreEdge{direction, cost}, *graph);
            }
        }
    }
    Tree& tree = trees[number];
    tree.cost.assign(switches.size() + 1, kUnreachable);
    boost::dijkstra_shortest_paths(
        *graph, start,
        boost::weight_map(boost::get(&CoreEdge::cost, *graph))
            .distance_map(boost::make_iterator_property_map(
                tree.cost.begin(), boost::get(boost::vertex_index, *graph)))
            .distance_inf(kUnreachable)
            .distance_zero(Cost{})
            .distance_compare(std::less<>())
            .distance_combine(std::plus<>()));
    boost::clear_out_edges(switches.size(), *graph);
    tree.cost.resize(switches.size());
    choosePredecessors(topology, root, tree);
    tree.paths.assign(switches.size(), Path{});
    tree.computed = true;
}

/// Of all last hops that lie on a cheapest path, the one with the smallest link index. (The order
/// in which Dijkstra settles equals would depend on its heap.)
void Topology::Routing::choosePredecessors(const Topology& topology, NodeIndex root,
                                           Tree& tree) const {
    tree.predecessor.assign(switches.size(), kNone);
    const auto offer = [&](NodeIndex from, Cost soFar) {
        for (const DirectedLink direction : topology.leaving(from)) {
            const std::uint32_t to = topology.nodes_[topology.target(direction)].core;
            if (to == kNone || switches[to] == root || !topology.carries(direction)) {
                continue;
            }
            const Cost cost = soFar + Cost{topology.latency(direction), 1};
            DirectedLink& best = tree.predecessor[to];
            if (cost == tree.cost[to] && (best == kNone || direction < best)) {
                best = direction;
            }
        }
    };
    if (topology.nodes_[root].core == kNone) {
        offer(root, Cost{});
    }
    for (std::uint32_t number = 0; number < switches.size(); ++number) {
        if (tree.cost[number] != kUnreachable) {
            offer(switches[number], tree.cost[number]);
        }
    }
}

std::span<const DirectedLink> Topology::Routing::path(const Topology& topology, Tree& tree,
                                                      std::uint32_t to) {
    Path& path = tree.paths[to];
    if (path.hops == nullptr) {
        const std::uint32_t count = tree.cost[to].hops;
        DirectedLink* hops = arena.allocate(std::max<std::size_t>(count, 1));
        std::uint32_t at = to;
        for (std::uint32_t i = count; i > 0; --i) {
            hops[i - 1] = tree.predecessor[at];
            at = topology.nodes_[topology.source(hops[i - 1])].core;
        }
        path = Path{hops, count};
    }
    return {path.hops, path.count};
}

Topology::Topology(TopologySpec spec)
    : spec_(std::move(spec)), routing_(std::make_unique<Routing>()) {
    directions_.reserve(2 * linkCount());
    nodes_.resize(nodeCount(), Node{0, 0, kNone, kNone, kNone, true});
    for (const LinkSpec& link : spec_.links) {
        ORRERY_ASSERT(link.from < nodeCount() && link.to < nodeCount() && link.from != link.to);
        directions_.push_back({link.from, link.to, true});
        directions_.push_back({link.to, link.from, true});
        ++nodes_[link.from].leavingCount;
        ++nodes_[link.to].leavingCount;
    }
    std::uint32_t next = 0;
    for (NodeIndex node = 0; node < nodeCount(); ++node) {
        nodes_[node].up = spec_.nodes[node].poweredOn;
        nodes_[node].firstLeaving = next;
        next += std::exchange(nodes_[node].leavingCount, 0);
        if (spec_.nodes[node].isSwitch) {
            nodes_[node].core = static_cast<std::uint32_t>(routing_->switches.size());
            nodes_[node].tree = nodes_[node].core;
            routing_->switches.push_back(node);
        }
    }
    leaving_.resize(next);
    for (DirectedLink direction = 0; direction < directions_.size(); ++direction) {
        Node& node = nodes_[source(direction)];
        leaving_[node.firstLeaving + node.leavingCount++] = direction;
    }
    plantTrees();
}

void Topology::plantTrees() {
    routing_->roots = routing_->switches;
    for (NodeIndex index = 0; index < nodeCount(); ++index) {
        Node& node = nodes_[index];
        if (node.core != kNone) {
            continue;
        }
        const std::span<const DirectedLink> links = leaving(index);
        if (links.size() == 1 && nodes_[target(links[0])].core != kNone) {
            node.access = links[0];
            node.tree = nodes_[target(links[0])].core;
        } else {
            node.tree = static_cast<std::uint32_t>(routing_->roots.size());
            routing_->roots.push_back(index);
        }
    }
    routing_->trees.resize(routing_->roots.size());
}

Topology::~Topology() = default;
Topology::Topology(Topology&&) noexcept = default;
Topology& Topology::operator=(Topology&&) noexcept = default;

std::span<const DirectedLink> Topology::leaving(NodeIndex node) const {
    return {leaving_.data() + nodes_[node].firstLeaving, nodes_[node].leavingCount};
}

/// Access links of single-link machines are looked at when a route is asked for.
bool Topology::affectsTrees(DirectedLink direction) const {
    return nodes_[source(direction)].access == kNone && nodes_[target(direction)].access == kNone;
}

void Topology::setUp(DirectedLink direction, bool up) {
    ORRERY_ASSERT(direction < directions_.size());
    if (std::exchange(directions_[direction].up, up) == up) {
        return;
    }
    ++epoch_;
    if (affectsTrees(direction)) {
        routing_->drop();
    }
}

void Topology::setNodeUp(NodeIndex node, bool up) {
    ORRERY_ASSERT(node < nodes_.size());
    if (std::exchange(nodes_[node].up, up) == up) {
        return;
    }
    ++epoch_;
    if (nodes_[node].core != kNone) {
        routing_->drop();
    }
}

std::optional<Route> Topology::route(NodeIndex from, NodeIndex to) {
    const Node& sender = nodes_[from];
    const Node& receiver = nodes_[to];
    if (from == to) {
        return forwards(from) ? std::optional<Route>(Route{}) : std::nullopt;
    }
    Route route;
    if (sender.access != kNone) {
        if (!carries(sender.access)) {
            return std::nullopt;
        }
        route.out = sender.access;
    }
    std::uint32_t exit = receiver.core;
    if (receiver.access != kNone) {
        route.in = opposite(receiver.access);
        if (!carries(route.in)) {
            return std::nullopt;
        }
        exit = receiver.tree;
    }
    if (exit == kNone) {
        return routeToMachine(route, sender.tree, from, to);
    }
    if (exit == sender.tree) {
        return forwards(routing_->roots[exit]) ? std::optional<Route>(route) : std::nullopt;
    }
    Routing::Tree& tree = routing_->tree(*this, sender.tree);
    if (tree.cost[exit] == kUnreachable) {
        return std::nullopt;
    }
    route.core = routing_->path(*this, tree, exit);
    return route;
}

/// The last part of a route to a machine with several links, or with one to another machine: the
/// best of its switches, or a link straight from the sender.
std::optional<Route> Topology::routeToMachine(Route route, std::uint32_t treeNumber, NodeIndex from,
                                              NodeIndex to) {
    Routing::Tree& tree = routing_->tree(*this, treeNumber);
    Cost best = kUnreachable;
    std::uint32_t exit = kNone;
    for (const DirectedLink leavingTo : leaving(to)) {
        const DirectedLink direction = opposite(leavingTo);
        const std::uint32_t core = nodes_[source(direction)].core;
        const bool straight = source(direction) == from && core == kNone;
        const Cost soFar = straight ? Cost{} : core == kNone ? kUnreachable : tree.cost[core];
        if (soFar == kUnreachable || !carries(direction)) {
            continue;
        }
        const Cost cost = soFar + Cost{latency(direction), 1};
        if (cost < best) { // links are visited by index: the first of equals stays
            best = cost;
            exit = straight ? kNone : core;
            route.in = direction;
        }
    }
    if (best == kUnreachable) {
        return std::nullopt;
    }
    if (exit != kNone) {
        route.core = routing_->path(*this, tree, exit);
    }
    return route;
}

core::Duration Topology::latency(const Route& route) const {
    core::Duration sum;
    route.forEach([&](DirectedLink hop) { sum += latency(hop); });
    return sum;
}

std::int64_t Topology::narrowest(const Route& route) const {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    route.forEach([&](DirectedLink hop) { least = std::min(least, bitsPerSecond(hop)); });
    return least;
}

} // namespace sim::topology
