// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/network.h"
#include "sim/network/connection.h"
#include "sim/network/shared.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

/// Byte streams of all hosts: the service of TCP (RFC 9293) with its timing, not its packets.
/// Segments travel as packets and can be lost; handshakes, acknowledgements and window updates
/// are not packets but take the time of the way back and obey what can be reached. Lost segments
/// are sent again after max(200 ms, two round trips), doubling (RFC 6298 in spirit); when the
/// first gets through the rest follows. Data not acknowledged for the user time-out (RFC 5482)
/// ends the stream. Deviations: no slow start or congestion window; what waits in a queue or
/// crawls over a slow link is under way, however long, and neither sent again nor timed out (no
/// spurious retransmissions); the accepting process is told when the SYN arrives, half a round
/// trip before the connecting one; handshakes, acknowledgements and resets under way survive a
/// cut; a connection stays with its host when the address moves; the wait of TIME-WAIT is left
/// out.
namespace sim::network {

class Streams final : public FlightOwner {
public:
    using StreamId = core::runtime::StreamId;
    using ListenerId = core::runtime::ListenerId;
    using NetworkError = core::runtime::NetworkError;
    using Endpoint = core::runtime::Endpoint;
    using StreamEnd = core::runtime::StreamEnd;

    /// Largest piece that is sent, and lost, as one.
    static constexpr std::size_t kLargestSegment = 64 * 1024;
    /// Connections accepted for a process that does not run (paused).
    static constexpr std::size_t kBacklog = 128;

    Streams(Shared& shared, std::size_t hosts);
    ~Streams();

    core::Result<ListenerId, NetworkError> listen(Incarnation& owner, std::uint16_t port,
                                                  const core::runtime::StreamOptions& options,
                                                  core::runtime::AcceptCallback callback);
    void closeListener(const Incarnation& owner, ListenerId listener);
    core::Result<StreamId, NetworkError> connect(Incarnation& owner, const Endpoint& to,
                                                 core::Duration timeout,
                                                 const core::runtime::StreamOptions& options,
                                                 core::runtime::StreamCallbacks callbacks);
    std::size_t send(const Incarnation& owner, StreamId stream, core::ByteView bytes);
    void shutdown(const Incarnation& owner, StreamId stream);
    void abort(const Incarnation& owner, StreamId stream);
    void pauseReading(const Incarnation& owner, StreamId stream);
    void resumeReading(const Incarnation& owner, StreamId stream);

    /// An incarnation ended: listeners close, connections are reset, or fall silent when the
    /// whole host lost power.
    void dropAll(const Incarnation& owner, bool silently);

    void arrived(Flight& flight) override;
    void lost(Flight& flight, trace::Fate fate, trace::LinkIndex link) override;
    void duplicated(const Flight& original) override { (void)original; }

private:
    struct Listener;
    /// What an own kernel event is about; its argument is connection * 2 + side.
    enum class Op : std::size_t {
        SendSyn,        ///< the client tries (again)
        Syn,            ///< the handshake reaches the server
        Connected,      ///< its answer reaches the client
        Refused,        ///< or the refusal does
        ConnectTimeout, ///< the client waited long enough
        Retransmit,     ///< of this side's segments
        Acknowledged,   ///< this side learns that its retransmission arrived
        Room,           ///< a window update, or a probe, for this side
        Pump,           ///< give this side what it has queued
        Reset,          ///< a reset reaches this side
        Finish,         ///< this side learns that its FIN arrived, and all is done
    };
    static constexpr std::size_t kOps = 11;
    struct OpTarget final : EventTarget {
        Streams* streams = nullptr;
        Op op = Op::SendSyn;
        void fire(std::uint64_t argument) override { streams->handle(op, argument); }
    };

    EventHandle schedule(Op op, SimTime at, const Connection& connection, std::size_t side);
    void handle(Op op, std::uint64_t argument);
    Connection* find(std::uint64_t id) const;
    /// The open side of a stream id, if it belongs to the owner.
    StreamSide* sideOf(const Incarnation& owner, StreamId stream, Connection*& connection,
                       std::size_t& index) const;
    static StreamId idOf(const Connection& connection, std::size_t side) {
        return {connection.id * 2 + side};
    }

    // Handshake (streams_handshake.cpp).
    Listener* listenerAt(std::uint32_t host, std::uint16_t port) const;
    std::uint16_t takeEphemeral(std::uint32_t host);
    void onSendSyn(Connection& connection);
    void retrySyn(Connection& connection);
    void onSyn(Connection& connection);
    void accept(Connection& connection, Listener& listener);
    void onConnected(Connection& connection);
    void onConnectTimeout(Connection& connection);

    // Transfer (streams_transfer.cpp).
    void launch(Connection& connection, std::size_t side, Segment& segment);
    void report(const Flight& flight, trace::Fate fate, trace::LinkIndex link,
                trace::ProcessIndex process);
    void scheduleRetransmit(Connection& connection, std::size_t side);
    void onRetransmit(Connection& connection, std::size_t side);
    void onAcknowledged(Connection& connection, std::size_t side);
    void acknowledge(Connection& connection, std::size_t side, Segment& segment);
    void acceptInOrder(Connection& connection, std::size_t receiver);
    void popAcknowledged(Connection& connection, std::size_t side);
    void pump(Connection& connection, std::size_t side);
    void giveChunk(Connection& connection, std::size_t side);
    void giveData(Connection& connection, std::size_t side, core::ByteView bytes);
    void returnCredit(Connection& connection, std::size_t receiver);
    void onRoom(Connection& connection, std::size_t side);
    void probeLater(Connection& connection, std::size_t side);
    std::size_t roomOf(Connection& connection, std::size_t side);
    /// From the round trip as it is, or was when there last was a way.
    core::Duration retransmitTimeout(Connection& connection) const;
    void measureRoundTrip(Connection& connection) const;
    std::optional<core::Duration> wayBack(const Connection& connection, std::size_t side) const;

    // End (streams.cpp).
    /// Runs a callback of a side: inside its running handler, now, or after the pause.
    template <class Handler>
    void call(Incarnation& owner, const trace::Cause& cause, Handler&& handler);
    void finishIfDone(Connection& connection, std::size_t side, const trace::Cause& cause);
    void end(Connection& connection, std::size_t side, StreamEnd how, const trace::Cause& cause);
    /// The side disappears without a word to its process.
    void vanish(Connection& connection, std::size_t side, StreamEnd how, bool aborted);
    void sendReset(Connection& connection, std::size_t toSide, const trace::Cause& cause);
    void freeIfUnused(Connection& connection);

    Shared& shared_;
    std::array<OpTarget, kOps> targets_;
    std::vector<std::unique_ptr<Connection>> connections_; ///< by id - 1; empty when freed
    std::vector<std::unique_ptr<Connection>> freed_;       ///< until no handler can be inside
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::vector<std::unique_ptr<Listener>> closedListeners_;
    std::vector<std::map<std::uint16_t, Listener*>> listening_; ///< by host
    std::vector<std::uint16_t> nextEphemeral_;
    std::vector<std::map<std::uint16_t, std::uint64_t>> ephemeral_; ///< by host: port -> connection
};

} // namespace sim::network
