// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/building.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Adds hosts, switches and links to the scenario, by name or by generator, and gives addresses.
namespace sim::scenario {

enum class Shape { Star, Chain, Ring, Full, LeafSpine };

struct Generator {
    Node node; ///< for the name and for complaints
    topology::NodeSpec host;
    topology::LinkSpec link;   ///< hosts to their switch or to each other
    topology::LinkSpec uplink; ///< leaf to spine
    std::int64_t hosts = 1;
    std::int64_t leaves = 1;
    std::int64_t spines = 1;
    std::int64_t hostsPerLeaf = 1;
};

class TopologyBuilder {
public:
    explicit TopologyBuilder(Building& building) : building_(building) {}

    /// nullopt after a complaint (the name or the address is taken, too many hosts).
    std::optional<std::uint32_t> addNode(const Node& node, topology::NodeSpec spec,
                                         std::optional<core::runtime::Address> address);
    void addNodeGroup(const Node& node, const std::string& name, const Group& members);
    /// Named "a--b" unless the spec has a name. nullopt after a complaint.
    std::optional<std::uint32_t> addLink(const Node& node, topology::LinkSpec spec,
                                         std::uint32_t from, std::uint32_t to);
    void addLinkGroup(const std::string& name, const Group& members);
    void generate(const Generator& generator, Shape shape);

    std::optional<core::runtime::Address> readAddress(const Node& node);
    /// Machines without an address get 10.0.0.1, 10.0.0.2, ... in order: of 10.0.0.0/16 what no
    /// one has, without the addresses that end in 0 or 255.
    void assignAddresses();

private:
    Group addHosts(const Generator& generator, std::int64_t count, const std::string& rack,
                   std::size_t firstNumber);
    Group addSwitches(const Generator& generator, const std::string& suffix, std::int64_t count);
    void generateLeafSpine(const Generator& generator);

    Building& building_;
    std::set<std::uint32_t> taken_;
};

} // namespace sim::scenario
