// SPDX-License-Identifier: Apache-2.0
#include "sim/network/datagrams.h"

#include "core/base/hash.h"
#include "sim/network/wire_size.h"

#include <algorithm>
#include <utility>

namespace sim::network {

using core::Failure;

struct Datagrams::Socket {
    SocketId id;
    Incarnation* owner = nullptr;
    std::uint16_t port = 0;
    std::string protocol;
    core::runtime::DatagramCallback callback;
    std::vector<Address> groups;
    bool open = true;
};

Datagrams::Datagrams(Shared& shared, std::size_t hosts)
    : shared_(shared), byHost_(hosts), nextEphemeral_(hosts, kFirstEphemeral) {}

Datagrams::~Datagrams() = default;

Datagrams::Socket* Datagrams::find(const Incarnation& owner, SocketId socket) const {
    if (socket.value == 0 || socket.value > sockets_.size()) {
        return nullptr;
    }
    Socket* found = sockets_[socket.value - 1].get();
    return found != nullptr && found->owner == &owner ? found : nullptr;
}

Datagrams::Socket* Datagrams::atPort(std::uint32_t host, std::uint16_t port) const {
    const std::vector<Port>& ports = byHost_[host];
    const auto at = std::lower_bound(
        ports.begin(), ports.end(), port,
        [](const Port& bound, std::uint16_t wanted) { return bound.number < wanted; });
    return at != ports.end() && at->number == port ? at->socket : nullptr;
}

core::Result<core::runtime::SocketId, core::runtime::NetworkError>
Datagrams::bind(Incarnation& owner, std::uint16_t port, std::string_view protocol,
                core::runtime::DatagramCallback callback) {
    const std::uint32_t host = owner.host();
    if (port == 0) {
        std::uint16_t& next = nextEphemeral_[host];
        for (std::uint32_t tries = 0; tries < kEphemeralPorts && port == 0; ++tries) {
            port = atPort(host, next) == nullptr ? next : 0;
            next = next == 65535 ? kFirstEphemeral : static_cast<std::uint16_t>(next + 1);
        }
        if (port == 0) {
            return Failure{NetworkError::NoFreePort};
        }
    } else if (atPort(host, port) != nullptr) {
        return Failure{NetworkError::PortInUse};
    }
    auto socket = std::make_unique<Socket>();
    socket->id = {sockets_.size() + 1};
    socket->owner = &owner;
    socket->port = port;
    socket->protocol = protocol;
    socket->callback = std::move(callback);
    std::vector<Port>& ports = byHost_[host];
    const auto at = std::upper_bound(
        ports.begin(), ports.end(), port,
        [](std::uint16_t wanted, const Port& bound) { return wanted < bound.number; });
    ports.insert(at, {port, socket.get()});
    const SocketId id = socket->id;
    sockets_.push_back(std::move(socket));
    return id;
}

core::Result<void, core::runtime::NetworkError>
Datagrams::send(const Incarnation& owner, SocketId id, const Endpoint& to, core::Bytes payload) {
    Socket* socket = find(owner, id);
    if (socket == nullptr) {
        return Failure{NetworkError::UnknownSocket};
    }
    if (payload.size() > core::runtime::kMaxDatagram) {
        return Failure{NetworkError::TooLarge};
    }
    if (!to.address.isMulticast()) {
        const auto host = shared_.addresses.resolve(owner.host(), to.address);
        sendOne(*socket, host.value_or(trace::kNoIndex), to, std::move(payload));
        return {};
    }
    const auto members = groups_.find(to.address);
    if (members == groups_.end()) {
        return {};
    }
    std::vector<std::uint32_t> hosts; // one copy a host, as switches do
    for (const Socket* member : members->second) {
        const std::uint32_t host = member->owner->host();
        if (member->port == to.port && std::find(hosts.begin(), hosts.end(), host) == hosts.end()) {
            hosts.push_back(host);
        }
    }
    for (const std::uint32_t host : hosts) {
        sendOne(*socket, host, to, payload);
    }
    return {};
}

void Datagrams::sendOne(Socket& socket, std::uint32_t toHost, const Endpoint& to,
                        core::Bytes payload) {
    const Incarnation& owner = *socket.owner;
    const std::uint64_t packet = shared_.context.nextPacket++;
    const Endpoint from{shared_.addresses.primary(owner.host()), socket.port};
    shared_.kernel.digest().mix(packet);
    shared_.kernel.digest().mixBytes(payload);
    if (shared_.sink != nullptr) {
        shared_.sink->datagramSent({packet, shared_.kernel.now(), owner.process(), owner.host(),
                                    toHost, from, to, socket.protocol, payload, 0,
                                    shared_.context.cause});
    }
    if (toHost == trace::kNoIndex) {
        if (shared_.sink != nullptr) {
            shared_.sink->packetEnd({packet, shared_.kernel.now(), trace::Fate::NoRoute});
        }
        return;
    }
    const auto size = static_cast<std::int64_t>(payload.size());
    Flight& flight = shared_.carrier.prepare();
    flight.owner = this;
    flight.packet = packet;
    flight.from = owner.host();
    flight.to = toHost;
    flight.wireOctets = datagramWireSize(size);
    flight.fragments = datagramFragments(size);
    flight.flow = core::combine64(std::uint64_t{from.address.value} << 16 | from.port,
                                  std::uint64_t{to.address.value} << 16 | to.port);
    flight.ownerKey = socket.id.value;
    // Small datagrams would overtake those that share bandwidth: order needs one path for all.
    flight.bulk = shared_.bulkThreshold == 0;
    flight.duplicate = false;
    flight.source = from;
    flight.destination = to;
    flight.cause = shared_.context.cause.viaPacket(packet);
    flight.payload = std::move(payload);
    shared_.carrier.launch(flight);
}

void Datagrams::duplicated(const Flight& original) {
    const std::uint64_t packet = shared_.context.nextPacket++;
    Flight& copy = shared_.carrier.prepare();
    const std::uint32_t slot = copy.slot;
    copy = original;
    copy.slot = slot;
    copy.packet = packet;
    copy.duplicate = true;
    copy.cause = {{trace::CauseKind::Packet, packet}, original.cause.story};
    if (shared_.sink != nullptr) {
        const Socket* sender = sockets_[original.ownerKey - 1].get();
        shared_.sink->datagramSent(
            {packet, shared_.kernel.now(),
             sender != nullptr ? sender->owner->process() : trace::kNoIndex, copy.from, copy.to,
             copy.source, copy.destination,
             sender != nullptr ? std::string_view(sender->protocol) : std::string_view(),
             copy.payload, original.packet, original.cause});
    }
    shared_.carrier.launch(copy);
}

void Datagrams::arrived(Flight& flight) {
    closed_.clear(); // no handler is running between events
    const trace::Fate fate = flight.duplicate ? trace::Fate::Duplicate : trace::Fate::Delivered;
    if (!flight.destination.address.isMulticast()) {
        Socket* socket = shared_.addresses.owns(flight.to, flight.destination.address)
                             ? atPort(flight.to, flight.destination.port)
                             : nullptr;
        if (socket == nullptr) {
            report(flight, trace::Fate::NoListener, trace::kNoIndex, trace::kNoIndex);
            return;
        }
        report(flight, fate, trace::kNoIndex, socket->owner->process());
        deliver(*socket, flight);
        return;
    }
    const auto members = groups_.find(flight.destination.address);
    const std::vector<Socket*> sockets =
        members == groups_.end() ? std::vector<Socket*>{} : members->second;
    bool anybody = false;
    for (Socket* socket : sockets) {
        if (socket->open && socket->owner->host() == flight.to &&
            socket->port == flight.destination.port) {
            if (!anybody) {
                report(flight, fate, trace::kNoIndex, socket->owner->process());
            }
            anybody = true;
            deliver(*socket, flight);
        }
    }
    if (!anybody) {
        report(flight, trace::Fate::NoListener, trace::kNoIndex, trace::kNoIndex);
    }
}

void Datagrams::deliver(Socket& socket, Flight& flight) {
    Incarnation& owner = *socket.owner;
    if (!owner.queues()) {
        owner.run(flight.cause, [&] { socket.callback(flight.source, flight.payload); });
        return;
    }
    owner.deliver(flight.cause,
                  [this, id = socket.id, &owner, from = flight.source, payload = flight.payload] {
                      if (Socket* later = find(owner, id)) {
                          later->callback(from, payload);
                      }
                  });
}

void Datagrams::lost(Flight& flight, trace::Fate fate, trace::LinkIndex link) {
    report(flight, fate, link, trace::kNoIndex);
}

void Datagrams::report(const Flight& flight, trace::Fate fate, trace::LinkIndex link,
                       trace::ProcessIndex process) {
    if (shared_.sink != nullptr) {
        shared_.sink->packetEnd({flight.packet, shared_.kernel.now(), fate, process, link});
    }
}

core::Result<void, core::runtime::NetworkError> Datagrams::join(const Incarnation& owner,
                                                                SocketId id, Address group) {
    Socket* socket = find(owner, id);
    if (socket == nullptr) {
        return Failure{NetworkError::UnknownSocket};
    }
    if (!group.isMulticast()) {
        return Failure{NetworkError::NotMulticast};
    }
    if (std::find(socket->groups.begin(), socket->groups.end(), group) == socket->groups.end()) {
        socket->groups.push_back(group);
        groups_[group].push_back(socket);
    }
    return {};
}

core::Result<void, core::runtime::NetworkError> Datagrams::leave(const Incarnation& owner,
                                                                 SocketId id, Address group) {
    Socket* socket = find(owner, id);
    if (socket == nullptr) {
        return Failure{NetworkError::UnknownSocket};
    }
    if (!group.isMulticast()) {
        return Failure{NetworkError::NotMulticast};
    }
    std::erase(socket->groups, group);
    std::erase(groups_[group], socket);
    return {};
}

void Datagrams::close(const Incarnation& owner, SocketId id) {
    Socket* socket = find(owner, id);
    if (socket == nullptr) {
        return;
    }
    for (const Address group : socket->groups) {
        std::erase(groups_[group], socket);
    }
    std::erase_if(byHost_[owner.host()],
                  [socket](const Port& bound) { return bound.socket == socket; });
    socket->open = false;
    // The callback being run may be this socket's own: keep it until the handler has returned.
    closed_.push_back(std::move(sockets_[id.value - 1]));
}

core::Result<core::runtime::Endpoint, core::runtime::NetworkError>
Datagrams::local(const Incarnation& owner, SocketId id) const {
    const Socket* socket = find(owner, id);
    if (socket == nullptr) {
        return Failure{NetworkError::UnknownSocket};
    }
    return Endpoint{shared_.addresses.primary(owner.host()), socket->port};
}

void Datagrams::dropAll(const Incarnation& owner) {
    const std::vector<Port> ports = byHost_[owner.host()];
    for (const Port& bound : ports) {
        if (bound.socket->owner == &owner) {
            close(owner, bound.socket->id);
        }
    }
}

} // namespace sim::network
