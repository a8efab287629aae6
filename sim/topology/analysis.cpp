// SPDX-License-Identifier: Apache-2.0
#include "sim/topology/analysis.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace sim::topology {
namespace {

using Edge = boost::property<boost::edge_index_t, std::size_t>;
using Graph =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Edge>;

bool joins(const Topology& topology, LinkIndex link) {
    return topology.carries(forward(link)) && topology.carries(backward(link)) &&
           topology.isNodeUp(topology.spec().links[link].from) &&
           topology.isNodeUp(topology.spec().links[link].to);
}

bool isSwitch(const Topology& topology, NodeIndex node) {
    return topology.spec().nodes[node].isSwitch;
}

/// The switches and the working links between them; machines are isolated vertices. Parallel links
/// are one edge: Boost 1.74 numbers the components of a multigraph's edges wrongly.
struct Fabric {
    struct Cable {
        LinkIndex link;      ///< the first
        std::uint32_t count; ///< of parallel links
    };

    explicit Fabric(const Topology& t) : topology(&t), graph(t.nodeCount()) {
        std::map<std::pair<NodeIndex, NodeIndex>, std::size_t> edges;
        for (LinkIndex link = 0; link < t.linkCount(); ++link) {
            const auto [from, to] = std::minmax(t.spec().links[link].from, t.spec().links[link].to);
            if (!joins(t, link) || !isSwitch(t, from) || !isSwitch(t, to)) {
                continue;
            }
            const auto [edge, isNew] = edges.emplace(std::pair(from, to), cables.size());
            if (isNew) {
                boost::add_edge(from, to, Edge(cables.size()), graph);
                cables.push_back({link, 0});
            }
            ++cables[edge->second].count;
        }
    }

    std::vector<std::uint32_t> parts() const {
        std::vector<std::uint32_t> part(boost::num_vertices(graph));
        boost::connected_components(graph, part.data());
        return part;
    }

    const Topology* topology;
    Graph graph;
    std::vector<Cable> cables; ///< by edge number
};

/// Which parts of the fabric a machine touches, sorted; what two machines have in common decides
/// whether they reach each other.
using Contact = std::vector<std::uint32_t>;

bool meet(const Contact& a, const Contact& b) {
    return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

/// A network as machines see it, with one switch or one link left out.
class View {
public:
    /// `parts` is borrowed.
    View(const Topology& topology, const std::vector<std::uint32_t>& parts,
         NodeIndex without = kNone, LinkIndex withoutLink = kNone)
        : topology_(topology), parts_(parts), without_(without), withoutLink_(withoutLink) {}

    /// Parts of the fabric that the machine's links lead to.
    Contact contact(NodeIndex machine) const {
        Contact result;
        for (const DirectedLink direction : topology_.leaving(machine)) {
            const NodeIndex to = topology_.target(direction);
            if (usable(direction) && isSwitch(topology_, to)) {
                result.push_back(parts_[to]);
            }
        }
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

    /// Machines that a link joins to this one directly.
    std::set<NodeIndex> neighbours(NodeIndex machine) const {
        std::set<NodeIndex> result;
        for (const DirectedLink direction : topology_.leaving(machine)) {
            const NodeIndex to = topology_.target(direction);
            if (usable(direction) && !isSwitch(topology_, to)) {
                result.insert(to);
            }
        }
        return result;
    }

private:
    bool usable(DirectedLink direction) const {
        return linkOf(direction) != withoutLink_ && topology_.target(direction) != without_ &&
               joins(topology_, linkOf(direction));
    }

    const Topology& topology_;
    const std::vector<std::uint32_t>& parts_;
    NodeIndex without_;
    LinkIndex withoutLink_;
};

/// Are there two machines that reach each other in `before` but not in `after`? Machines are taken
/// by what they touch in both views: there are few kinds, however many machines.
bool separates(const Topology& topology, const View& before, const View& after) {
    std::map<std::pair<Contact, Contact>, std::vector<NodeIndex>> kinds;
    for (NodeIndex node = 0; node < topology.nodeCount(); ++node) {
        if (isSwitch(topology, node) || !topology.isNodeUp(node)) {
            continue;
        }
        Contact now = before.contact(node);
        if (!now.empty()) {
            kinds[{std::move(now), after.contact(node)}].push_back(node);
        }
    }
    const auto linkedDirectly = [&](NodeIndex a, NodeIndex b) {
        return after.neighbours(a).contains(b);
    };
    for (auto first = kinds.begin(); first != kinds.end(); ++first) {
        for (auto second = first; second != kinds.end(); ++second) {
            if (!meet(first->first.first, second->first.first) ||
                meet(first->first.second, second->first.second)) {
                continue;
            }
            for (const NodeIndex a : first->second) {
                for (const NodeIndex b : second->second) {
                    if (a != b && !linkedDirectly(a, b)) {
                        return true;
                    }
                }
            }
        }
    }
    return false;
}

/// The parts of the fabric after the loss of a switch.
std::vector<std::uint32_t> partsWithout(const Fabric& fabric, NodeIndex lost) {
    Graph graph = fabric.graph;
    boost::clear_vertex(lost, graph);
    std::vector<std::uint32_t> part(boost::num_vertices(graph));
    boost::connected_components(graph, part.data());
    return part;
}

bool hasMachine(const Topology& topology, NodeIndex node) {
    const auto directions = topology.leaving(node);
    return std::any_of(directions.begin(), directions.end(), [&](DirectedLink d) {
        return !isSwitch(topology, topology.target(d)) && joins(topology, linkOf(d));
    });
}

/// The links of the fabric that are a biconnected component of their own.
std::vector<LinkIndex> fabricBridges(const Fabric& fabric) {
    std::vector<std::size_t> component(fabric.cables.size());
    const auto index = boost::get(boost::edge_index, fabric.graph);
    const std::size_t count = boost::biconnected_components(
        fabric.graph, boost::make_iterator_property_map(component.begin(), index));
    std::vector<std::uint32_t> size(count, 0);
    for (std::size_t edge = 0; edge < component.size(); ++edge) {
        size[component[edge]] += fabric.cables[edge].count;
    }
    std::vector<LinkIndex> result;
    for (std::size_t edge = 0; edge < component.size(); ++edge) {
        if (size[component[edge]] == 1) {
            result.push_back(fabric.cables[edge].link);
        }
    }
    return result;
}

/// A link between switches. REQUIRES: it is one of fabricBridges().
bool fabricLinkSeparates(const Fabric& fabric, const View& before, LinkIndex link) {
    const LinkSpec& spec = fabric.topology->spec().links[link];
    Graph graph = fabric.graph;
    boost::remove_edge(spec.from, spec.to, graph); // a bridge has no parallel
    std::vector<std::uint32_t> part(boost::num_vertices(graph));
    boost::connected_components(graph, part.data());
    return separates(*fabric.topology, before, View(*fabric.topology, part));
}

/// Powered machines by what they touch.
std::map<Contact, std::vector<NodeIndex>> machinesByContact(const Topology& topology,
                                                            const View& view) {
    std::map<Contact, std::vector<NodeIndex>> result;
    for (NodeIndex node = 0; node < topology.nodeCount(); ++node) {
        if (!isSwitch(topology, node) && topology.isNodeUp(node)) {
            result[view.contact(node)].push_back(node);
        }
    }
    return result;
}

/// A link of a machine: only what this machine touches changes.
bool accessLinkSeparates(const View& before, const View& after, NodeIndex machine,
                         const std::map<Contact, std::vector<NodeIndex>>& others) {
    const Contact had = before.contact(machine);
    const Contact has = after.contact(machine);
    const std::set<NodeIndex> neighbours = after.neighbours(machine);
    return had != has && std::any_of(others.begin(), others.end(), [&](const auto& kind) {
               return meet(had, kind.first) && !meet(has, kind.first) &&
                      std::any_of(kind.second.begin(), kind.second.end(), [&](NodeIndex other) {
                          return other != machine && !neighbours.contains(other);
                      });
           });
}

} // namespace

std::vector<std::uint32_t> components(const Topology& topology) {
    Graph graph(topology.nodeCount());
    for (LinkIndex link = 0; link < topology.linkCount(); ++link) {
        if (joins(topology, link)) {
            boost::add_edge(topology.spec().links[link].from, topology.spec().links[link].to,
                            graph);
        }
    }
    std::vector<std::uint32_t> part(topology.nodeCount());
    boost::connected_components(graph, part.data());
    std::map<std::uint32_t, std::uint32_t> number;
    for (NodeIndex node = 0; node < part.size(); ++node) {
        if (!topology.isNodeUp(node)) {
            part[node] = kNone;
            continue;
        }
        const auto next = static_cast<std::uint32_t>(number.size());
        part[node] = number.emplace(part[node], next).first->second;
    }
    return part;
}

std::vector<NodeIndex> articulationPoints(const Topology& topology) {
    const Fabric fabric(topology);
    std::set<NodeIndex> candidates; // only these can matter; the exact question is asked of each
    boost::articulation_points(fabric.graph, std::inserter(candidates, candidates.end()));
    for (NodeIndex node = 0; node < topology.nodeCount(); ++node) {
        if (isSwitch(topology, node) && hasMachine(topology, node)) {
            candidates.insert(node);
        }
    }
    const std::vector<std::uint32_t> parts = fabric.parts();
    const View before(topology, parts);
    std::vector<NodeIndex> result;
    for (const NodeIndex node : candidates) {
        const std::vector<std::uint32_t> left = partsWithout(fabric, node);
        if (separates(topology, before, View(topology, left, node))) {
            result.push_back(node);
        }
    }
    return result;
}

std::vector<LinkIndex> bridges(const Topology& topology) {
    const Fabric fabric(topology);
    const std::vector<std::uint32_t> parts = fabric.parts();
    const View before(topology, parts);
    const std::map<Contact, std::vector<NodeIndex>> machines = machinesByContact(topology, before);
    std::vector<LinkIndex> result;
    for (const LinkIndex link : fabricBridges(fabric)) {
        if (fabricLinkSeparates(fabric, before, link)) {
            result.push_back(link);
        }
    }
    for (LinkIndex link = 0; link < topology.linkCount(); ++link) {
        const LinkSpec& spec = topology.spec().links[link];
        const bool fromMachine = !isSwitch(topology, spec.from);
        const bool toMachine = !isSwitch(topology, spec.to);
        if (!joins(topology, link) || !(fromMachine || toMachine)) {
            continue;
        }
        const View after(topology, parts, kNone, link);
        const bool separated =
            fromMachine && toMachine
                ? !meet(before.contact(spec.from), before.contact(spec.to)) &&
                      !after.neighbours(spec.from).contains(spec.to)
                : accessLinkSeparates(before, after, fromMachine ? spec.from : spec.to, machines);
        if (separated) {
            result.push_back(link);
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

} // namespace sim::topology
