// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/network.h"
#include "sim/network/shared.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Datagram sockets of all hosts (the service of UDP, RFC 768; fragments as IPv4, RFC 791).
namespace sim::network {

class Datagrams final : public FlightOwner {
public:
    using SocketId = core::runtime::SocketId;
    using NetworkError = core::runtime::NetworkError;
    using Endpoint = core::runtime::Endpoint;
    using Address = core::runtime::Address;

    Datagrams(Shared& shared, std::size_t hosts);
    ~Datagrams();

    core::Result<SocketId, NetworkError> bind(Incarnation& owner, std::uint16_t port,
                                              std::string_view protocol,
                                              core::runtime::DatagramCallback callback);
    core::Result<void, NetworkError> send(const Incarnation& owner, SocketId socket,
                                          const Endpoint& to, core::Bytes payload);
    core::Result<void, NetworkError> join(const Incarnation& owner, SocketId socket, Address group);
    core::Result<void, NetworkError> leave(const Incarnation& owner, SocketId socket,
                                           Address group);
    void close(const Incarnation& owner, SocketId socket);
    core::Result<Endpoint, NetworkError> local(const Incarnation& owner, SocketId socket) const;
    /// Closes all sockets of an incarnation that ended.
    void dropAll(const Incarnation& owner);

    void arrived(Flight& flight) override;
    void lost(Flight& flight, trace::Fate fate, trace::LinkIndex link) override;
    void duplicated(const Flight& original) override;

private:
    struct Socket;
    /// A bound port of a host; the port lies here so that a look-up need not visit each socket.
    struct Port {
        std::uint16_t number = 0;
        Socket* socket = nullptr;
    };

    Socket* find(const Incarnation& owner, SocketId socket) const;
    Socket* atPort(std::uint32_t host, std::uint16_t port) const;
    void sendOne(Socket& socket, std::uint32_t toHost, const Endpoint& to, core::Bytes payload);
    void report(const Flight& flight, trace::Fate fate, trace::LinkIndex link,
                trace::ProcessIndex process);
    void deliver(Socket& socket, Flight& flight);

    Shared& shared_;
    std::vector<std::unique_ptr<Socket>> sockets_;   ///< by id - 1; empty when closed
    std::vector<std::vector<Port>> byHost_;          ///< sorted by number
    std::map<Address, std::vector<Socket*>> groups_; ///< members in order of joining
    std::vector<std::uint16_t> nextEphemeral_;
    std::vector<std::unique_ptr<Socket>> closed_; ///< freed when no handler can be inside
};

} // namespace sim::network
