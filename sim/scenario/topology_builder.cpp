// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/topology_builder.h"

namespace sim::scenario {
namespace {

constexpr std::size_t kMostHosts = 50'000;
constexpr std::size_t kMaxLinks = 200'000;

} // namespace

std::optional<std::uint32_t> TopologyBuilder::addNode(
    const Node& node, topology::NodeSpec spec, std::optional<core::runtime::Address> address) {
    std::vector<topology::NodeSpec>& nodes = building_.scenario.topology.nodes;
    if (nodes.size() >= kMostHosts) {
        node.complain("more than 50,000 hosts and switches");
        return std::nullopt;
    }
    const auto index = static_cast<std::uint32_t>(nodes.size());
    if (!building_.nodes.emplace(spec.name, Group{index}).second) {
        node.complain("the name " + inQuotes(spec.name) + " is taken by another host or switch");
        return std::nullopt;
    }
    if (address) {
        const bool usable = address->value != 0 && !address->isMulticast();
        if (!usable || !taken_.insert(address->value).second) {
            node.complain("the address " + core::runtime::toString(*address) +
                          (usable ? " is taken by another host" : " is none a host can have"));
        }
        spec.address = *address;
    }
    nodes.push_back(std::move(spec));
    return index;
}

void TopologyBuilder::addNodeGroup(const Node& node, const std::string& name,
                                   const Group& members) {
    if (!members.empty() && !building_.nodes.emplace(name, members).second) {
        node.complain("the name " + inQuotes(name) + " is taken by another host or switch");
    }
}

std::optional<std::uint32_t> TopologyBuilder::addLink(const Node& node, topology::LinkSpec spec,
                                                      std::uint32_t from, std::uint32_t to) {
    topology::TopologySpec& topology = building_.scenario.topology;
    const std::string& a = topology.nodes[from].name;
    const std::string& b = topology.nodes[to].name;
    if (from == to) {
        node.complain(inQuotes(a) + " cannot have a link to itself");
        return std::nullopt;
    }
    if (topology.links.size() >= kMaxLinks) {
        node.complain("more than 200,000 links");
        return std::nullopt;
    }
    if (spec.name.empty()) {
        spec.name = a + "--" + b;
    }
    spec.from = from;
    spec.to = to;
    const auto index = static_cast<std::uint32_t>(topology.links.size());
    if (!building_.links.emplace(spec.name, Group{index}).second) {
        node.complain("there are two links called " + inQuotes(spec.name),
                      "give the second a name of its own under 'links'");
        return std::nullopt;
    }
    const std::string path = "topology.links." + spec.name;
    building_.references.emplace(path + ".latency", Amount::ofTime(spec.latency.ns));
    building_.references.emplace(path + ".jitter", Amount::ofTime(spec.jitter.ns));
    topology.links.push_back(std::move(spec));
    return index;
}

void TopologyBuilder::addLinkGroup(const std::string& name, const Group& members) {
    building_.links.emplace(name, members);
}

Group TopologyBuilder::addHosts(const Generator& generator, std::int64_t count,
                                const std::string& rack, std::size_t firstNumber) {
    Group members;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        topology::NodeSpec spec = generator.host;
        spec.name = generator.node.key() + "-" + std::to_string(firstNumber + i);
        spec.rack = rack;
        if (const auto index = addNode(generator.node, std::move(spec), std::nullopt)) {
            members.push_back(*index);
        }
    }
    return members;
}

/// One switch is called NAME-suffix, several NAME-suffix-1, NAME-suffix-2, ...
Group TopologyBuilder::addSwitches(const Generator& generator, const std::string& suffix,
                                   std::int64_t count) {
    Group members;
    const std::string name = generator.node.key() + "-" + suffix;
    for (std::int64_t i = 0; i < count; ++i) {
        topology::NodeSpec spec;
        spec.isSwitch = true;
        spec.name = suffix == "switch" ? name : name + "-" + std::to_string(i + 1);
        if (const auto index = addNode(generator.node, std::move(spec), std::nullopt)) {
            members.push_back(*index);
        }
    }
    if (suffix != "switch") {
        addNodeGroup(generator.node, name, members);
    }
    return members;
}

void TopologyBuilder::generateLeafSpine(const Generator& generator) {
    const Node& node = generator.node;
    Group all;
    const std::size_t perLeaf = static_cast<std::size_t>(generator.hostsPerLeaf);
    for (std::size_t leaf = 0; leaf < static_cast<std::size_t>(generator.leaves); ++leaf) {
        const std::string rack = node.key() + "-leaf-" + std::to_string(leaf + 1);
        const Group hosts = addHosts(generator, generator.hostsPerLeaf, rack, leaf * perLeaf + 1);
        all.insert(all.end(), hosts.begin(), hosts.end());
    }
    addNodeGroup(node, node.key(), all);
    const Group leaves = addSwitches(generator, "leaf", generator.leaves);
    const Group spines = addSwitches(generator, "spine", generator.spines);
    for (std::size_t i = 0; i < all.size() && i / perLeaf < leaves.size(); ++i) {
        addLink(node, generator.link, all[i], leaves[i / perLeaf]);
    }
    for (const std::uint32_t leaf : leaves) {
        for (const std::uint32_t spine : spines) {
            addLink(node, generator.uplink, leaf, spine);
        }
    }
}

void TopologyBuilder::generate(const Generator& generator, Shape shape) {
    const Node& node = generator.node;
    if (shape == Shape::LeafSpine) {
        generateLeafSpine(generator);
        return;
    }
    const Group hosts = addHosts(generator, generator.hosts, {}, 1);
    addNodeGroup(node, node.key(), hosts);
    if (shape == Shape::Star) {
        const Group hub = addSwitches(generator, "switch", 1);
        for (std::size_t i = 0; i < hosts.size() && !hub.empty(); ++i) {
            addLink(node, generator.link, hosts[i], hub.front());
        }
        return;
    }
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const std::size_t last = shape == Shape::Full ? hosts.size() : std::min(i + 2, hosts.size());
        for (std::size_t j = i + 1; j < last; ++j) {
            addLink(node, generator.link, hosts[i], hosts[j]);
        }
    }
    if (shape == Shape::Ring && hosts.size() > 2) {
        addLink(node, generator.link, hosts.back(), hosts.front());
    }
}

std::optional<core::runtime::Address> TopologyBuilder::readAddress(const Node& node) {
    const std::optional<std::string> text = node.text();
    if (!text) {
        return std::nullopt;
    }
    const auto address = core::runtime::parseAddress(*text);
    if (!address) {
        node.complain("expected an address like '10.0.0.1', found " + inQuotes(*text));
    }
    return address;
}

void TopologyBuilder::assignAddresses() {
    constexpr std::uint32_t kFirst = 0x0a000000;
    std::uint32_t next = 1;
    for (topology::NodeSpec& spec : building_.scenario.topology.nodes) {
        if (spec.isSwitch || spec.address.value != 0) {
            continue;
        }
        while ((next & 0xff) == 0 || (next & 0xff) == 0xff || taken_.contains(kFirst + next)) {
            ++next;
        }
        // 50,000 hosts fit in the 65,024 usable addresses unless given ones are in their way;
        // those are hosts too.
        spec.address = {kFirst + next++};
    }
}

} // namespace sim::scenario
