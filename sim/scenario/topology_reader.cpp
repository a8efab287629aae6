// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"
#include "sim/scenario/topology_builder.h"

#include <algorithm>
#include <charconv>

namespace sim::scenario {
namespace {

constexpr std::int64_t kMaxCount = 20'000;
constexpr std::int64_t kMaxDrift = 500'000'000;

void readClock(const Node& node, topology::NodeSpec& host) {
    Keys keys(node);
    keys.quantity("skew", Quantity::Duration, host.clockSkew.ns);
    keys.quantity("drift", Quantity::Drift, host.clockDriftPpb, {-kMaxDrift, kMaxDrift});
}

void readDisk(const Node& node, topology::NodeSpec& host) {
    Keys keys(node);
    keys.quantity("latency", Quantity::Duration, host.diskLatency.ns, {0});
    keys.quantity("sync", Quantity::Duration, host.diskSyncLatency.ns, {0});
    keys.quantity("bandwidth", Quantity::Throughput, host.diskBytesPerSecond, {1});
    keys.quantity("capacity", Quantity::Size, host.diskCapacity, {0});
}

/// Settings of a machine that may also stand in `defaults: host`.
void readMachine(Keys& keys, topology::NodeSpec& host) {
    keys.quantity("cores", Quantity::Integer, host.cores, {1, 1024});
    if (const auto power = keys.get("power")) {
        host.poweredOn = power->choice({"on", "off"}).value_or(0) == 0;
    }
    if (const auto clock = keys.get("clock")) {
        readClock(*clock, host);
    }
    if (const auto disk = keys.get("disk")) {
        readDisk(*disk, host);
    }
}

/// A rack or zone: one for all, or a list that is dealt out in turn.
std::vector<std::string> readPlaces(Keys& keys, std::string_view key) {
    std::vector<std::string> places;
    if (const auto node = keys.get(key)) {
        for (const Node& item : node->oneOrMore()) {
            if (const auto name = item.name()) {
                places.push_back(*name);
            }
        }
    }
    return places;
}

void readLinkFigures(Keys& keys, topology::LinkSpec& link) {
    keys.quantity("latency", Quantity::Duration, link.latency.ns, {1});
    keys.quantity("jitter", Quantity::Duration, link.jitter.ns, {0});
    keys.quantity("bandwidth", Quantity::Bandwidth, link.bitsPerSecond, {1});
    keys.quantity("loss", Quantity::Share, link.lossPerMillion, {0, 1'000'000});
    keys.quantity("queue", Quantity::Size, link.queueBytes, {0});
}

struct Defaults {
    topology::NodeSpec host;
    topology::LinkSpec link;
    std::optional<Node> hostLink;
};

class TopologyReader {
public:
    explicit TopologyReader(Building& building) : building_(building), builder_(building) {}

    void read(const Node& node);

private:
    /// Links written inside a host or switch; read when everything they may lead to is known.
    struct Pending {
        Node node;
        Group members;
    };

    void readDefaults(const Node& node);

    topology::NodeSpec readHostFigures(Keys& keys) {
        topology::NodeSpec host = defaults_.host;
        readMachine(keys, host);
        return host;
    }

    void readHosts(const Node& node);

    void readSwitches(const Node& node);

    Group addNodes(const Node& node, Keys& keys, topology::NodeSpec spec,
                   std::optional<core::runtime::Address> address);

    /// `link: core`, `link: {to: core, latency: 1 ms}` or a list of them.
    void readOwnLinks(const Pending& pending);

    const Group* readEnd(Keys& keys, std::string_view key, std::string_view inName);

    void readLink(const Node& node);

    void readGenerator(const Node& node);

    Building& building_;
    TopologyBuilder builder_;
    Defaults defaults_;
    std::vector<Pending> pending_;
};

void TopologyReader::read(const Node& node) {
    Keys keys(node);
    if (const auto defaults = keys.get("defaults")) {
        readDefaults(*defaults);
    }
    if (const auto hosts = keys.get("hosts")) {
        for (const Node& host : hosts->named()) {
            readHosts(host);
        }
    }
    if (const auto switches = keys.get("switches")) {
        for (const Node& each : switches->named()) {
            readSwitches(each);
        }
    }
    if (const auto generate = keys.get("generate")) {
        for (const Node& each : generate->named()) {
            readGenerator(each);
        }
    }
    for (const Pending& pending : pending_) {
        readOwnLinks(pending);
    }
    if (const auto links = keys.get("links")) {
        for (const Node& link : links->named()) {
            readLink(link);
        }
    }
    builder_.assignAddresses();
    if (building_.scenario.topology.nodes.empty()) {
        node.complain("there is no host", "add one under 'hosts' or 'generate'");
    }
}

void TopologyReader::readDefaults(const Node& node) {
    Keys keys(node);
    if (const auto host = keys.get("host")) {
        Keys hostKeys(*host);
        readMachine(hostKeys, defaults_.host);
        defaults_.hostLink = hostKeys.get("link");
    }
    if (const auto link = keys.get("link")) {
        Keys linkKeys(*link);
        readLinkFigures(linkKeys, defaults_.link);
    }
}

void TopologyReader::readHosts(const Node& node) {
    Keys keys(node);
    const topology::NodeSpec host = readHostFigures(keys);
    std::optional<core::runtime::Address> address;
    if (const auto text = keys.get("address")) {
        address = builder_.readAddress(*text);
    }
    const Group members = addNodes(node, keys, host, address);
    if (const auto link = keys.get("link")) {
        pending_.push_back({*link, members});
    } else if (defaults_.hostLink) {
        pending_.push_back({*defaults_.hostLink, members});
    }
}

void TopologyReader::readSwitches(const Node& node) {
    Keys keys(node);
    topology::NodeSpec spec;
    spec.isSwitch = true;
    const Group members = addNodes(node, keys, spec, std::nullopt);
    if (const auto link = keys.get("link")) {
        pending_.push_back({*link, members});
    }
}

Group TopologyReader::addNodes(const Node& node, Keys& keys, topology::NodeSpec spec,
                               std::optional<core::runtime::Address> address) {
    const std::vector<std::string> racks = readPlaces(keys, "rack");
    const std::vector<std::string> zones = readPlaces(keys, "zone");
    std::int64_t count = 1;
    const bool group = keys.has("count");
    keys.quantity("count", Quantity::Integer, count, {1, kMaxCount});
    Group members;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        spec.name = group ? node.key() + "-" + std::to_string(i + 1) : node.key();
        spec.rack = racks.empty() ? "" : racks[i % racks.size()];
        spec.zone = zones.empty() ? "" : zones[i % zones.size()];
        if (const auto index = builder_.addNode(node, spec, address)) {
            members.push_back(*index);
        }
        if (address) {
            ++address->value;
        }
    }
    if (group) {
        builder_.addNodeGroup(node, node.key(), members);
    }
    return members;
}

void TopologyReader::readOwnLinks(const Pending& pending) {
    for (const Node& item : pending.node.oneOrMore()) {
        topology::LinkSpec link = defaults_.link;
        std::optional<Node> to = item;
        std::optional<Keys> keys;
        if (!item.isScalar()) {
            keys.emplace(item);
            to = keys->require("to", "NAME");
            readLinkFigures(*keys, link);
        }
        const std::optional<std::string> name = to ? to->text() : std::nullopt;
        const Group* ends =
            name ? findGroup(building_.nodes, *to, *name, "host or switch") : nullptr;
        for (std::size_t i = 0; ends != nullptr && i < pending.members.size(); ++i) {
            builder_.addLink(item, link, pending.members[i], (*ends)[i % ends->size()]);
        }
    }
}

const Group* TopologyReader::readEnd(Keys& keys, std::string_view key, std::string_view inName) {
    if (keys.has(key) || inName.empty()) {
        const auto node = keys.require(key, "NAME");
        const auto name = node ? node->text() : std::nullopt;
        return name ? findGroup(building_.nodes, *node, *name, "host or switch") : nullptr;
    }
    const auto found = building_.nodes.find(inName);
    return found == building_.nodes.end() ? nullptr : &found->second;
}

void TopologyReader::readLink(const Node& node) {
    Keys keys(node);
    topology::LinkSpec link = defaults_.link;
    readLinkFigures(keys, link);
    std::string_view first;
    std::string_view second;
    const std::string& key = node.key();
    if (const std::size_t dashes = key.find("--"); dashes != std::string::npos) {
        first = std::string_view(key).substr(0, dashes);
        second = std::string_view(key).substr(dashes + 2);
    }
    for (const std::string_view end : {first, second}) {
        if (!end.empty() && !keys.has("from") && !keys.has("to")) {
            findGroup(building_.nodes, node, std::string(end), "host or switch");
        }
    }
    const Group* from = readEnd(keys, "from", first);
    const Group* to = readEnd(keys, "to", second);
    if (from == nullptr || to == nullptr) {
        return;
    }
    if (from->size() == 1 && to->size() == 1) {
        link.name = key;
    }
    Group members;
    for (const std::uint32_t a : *from) {
        for (const std::uint32_t b : *to) {
            if (const auto index = builder_.addLink(node, link, a, b)) {
                members.push_back(*index);
            }
        }
    }
    if (link.name.empty()) {
        builder_.addLinkGroup(key, members);
    }
}

void TopologyReader::readGenerator(const Node& node) {
    Keys keys(node);
    static constexpr Shape kShapes[] = {Shape::Star, Shape::Chain, Shape::Ring, Shape::Full,
                                        Shape::LeafSpine};
    std::optional<Shape> shape;
    if (const auto word = keys.require("shape", "star")) {
        if (const auto index =
                word->choice({"star", "chain", "ring", "full", "leaf-spine"}, "shape")) {
            shape = kShapes[*index];
        }
    }
    Generator generator{node, defaults_.host, defaults_.link, defaults_.link, 1, 1, 1, 1};
    if (const auto host = keys.get("host")) {
        Keys hostKeys(*host);
        readMachine(hostKeys, generator.host);
    }
    if (const auto link = keys.get("link")) {
        Keys linkKeys(*link);
        readLinkFigures(linkKeys, generator.link);
    }
    if (!shape) {
        for (const char* key : {"hosts", "leaves", "spines", "hosts-per-leaf", "uplink"}) {
            keys.get(key);
        }
        return;
    }
    const auto require = [&](const char* key, std::int64_t& target, std::int64_t most) {
        if (keys.require(key, "4")) {
            keys.quantity(key, Quantity::Integer, target, {1, most});
        }
    };
    if (*shape == Shape::LeafSpine) {
        require("leaves", generator.leaves, 1000);
        require("spines", generator.spines, 100);
        require("hosts-per-leaf", generator.hostsPerLeaf, 1000);
        if (const auto uplink = keys.get("uplink")) {
            Keys linkKeys(*uplink);
            readLinkFigures(linkKeys, generator.uplink);
        }
    } else {
        require("hosts", generator.hosts, *shape == Shape::Full ? 200 : kMaxCount);
    }
    builder_.generate(generator, *shape);
}

double readPosition(const Node& node) {
    // Display only: the one place of a scenario where a fraction is a double.
    const auto text = node.text();
    if (!text) {
        return 0;
    }
    double position = -1;
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, position, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != end || !(position >= 0 && position <= 1)) {
        node.complain("expected a number from 0 to 1, found " + inQuotes(*text));
        return 0;
    }
    return position;
}

} // namespace

void readTopology(Building& building, const Node& node) {
    TopologyReader(building).read(node);
}

void readView(Building& building, const Node& node) {
    Keys keys(node);
    keys.text("lens", building.scenario.viewLens);
    const auto positions = keys.get("positions");
    if (!positions) {
        return;
    }
    for (const Node& place : positions->named()) {
        const Group* group = findGroup(building.nodes, place, place.key(), "host or switch");
        const std::vector<Node> numbers = place.items();
        if (group != nullptr && numbers.size() == 2 && group->size() == 1) {
            topology::NodeSpec& spec = building.scenario.topology.nodes[group->front()];
            spec.x = readPosition(numbers[0]);
            spec.y = readPosition(numbers[1]);
        } else if (group != nullptr && place.isList()) {
            place.complain("expected the place of one host: two numbers from 0 to 1",
                           "like [0.5, 0.2], left and top");
        }
    }
}

} // namespace sim::scenario
