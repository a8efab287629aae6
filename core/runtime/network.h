// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/function.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/runtime/address.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What a process may do with the network: datagrams (the service of UDP, RFC 768) and byte
/// streams (the service of TCP, RFC 9293). Written so that real sockets can stand behind it.
/// The full contract, a test for each sentence, is docs/reference/env.md.
namespace core::runtime {

struct SocketTag;
struct ListenerTag;
struct StreamTag;
/// A bound datagram socket, a listening port, one end of a connection. Never used again.
using SocketId = Id<SocketTag>;
using ListenerId = Id<ListenerTag>;
using StreamId = Id<StreamTag>;

/// Largest payload of one datagram: 65,535 less the IP and UDP headers.
inline constexpr std::size_t kMaxDatagram = 65'507;
/// Bytes that may be on the way to, or unread at, the receiver of a stream direction, unless
/// StreamOptions say otherwise.
inline constexpr std::size_t kDefaultWindow = 256 * 1024;

enum class NetworkError {
    PortInUse,       ///< another socket (bind) or listener (listen) of this host has the port
    NoFreePort,      ///< port 0 was asked for and none is left
    TooLarge,        ///< datagram over kMaxDatagram
    UnknownSocket,   ///< the id is closed or was never given out
    NotMulticast,    ///< the group is not in 224.0.0.0/4
    AddressInUse,    ///< this host already has the address
    AddressNotOwned, ///< this host does not have the address
};
std::string_view toString(NetworkError error);

/// Why a stream ended.
enum class StreamEnd {
    Finished, ///< both sides shut down; all we sent is at the peer's host, all it sent is with us
    Reset,    ///< the peer aborted, crashed, or came back without memory of the connection
    Refused,  ///< connect: a live host where nobody listens
    TimedOut, ///< connect: no answer in time; open stream: data unacknowledged for userTimeout
};
std::string_view toString(StreamEnd end);

/// Called with a datagram; `payload` is valid during the call only.
using DatagramCallback = UniqueFunction<void(const Endpoint& from, ByteView payload)>;

/// What one end of a stream is told. Each may be empty. After `closed` nothing more is called.
struct StreamCallbacks {
    /// connect() succeeded; never called on accepted streams, which are open from the start.
    UniqueFunction<void()> connected;
    /// The next bytes, in order, in chunks of any size of at least 1; valid during the call only.
    UniqueFunction<void(ByteView)> data;
    /// send() accepted less than it was given, and there is room again.
    UniqueFunction<void()> drained;
    /// The peer shut down its direction: no more data will come. We may still send.
    UniqueFunction<void()> peerShutdown;
    /// The stream is gone, and why. Not called after our own abort().
    UniqueFunction<void(StreamEnd)> closed;
};

/// Called for each new connection; answers with the callbacks of the accepted stream. The stream
/// may be used (send, abort, ...) already during the call.
using AcceptCallback = UniqueFunction<StreamCallbacks(StreamId stream, const Endpoint& peer)>;

struct StreamOptions {
    /// Names the protocol for dissectors ("http", "dns-tcp"); must outlive the process: a literal.
    std::string_view protocol;
    /// Bytes on the way to us or unread by us before the peer's send() accepts no more.
    std::size_t receiveWindow = kDefaultWindow;
    /// An open stream whose data is not acknowledged for so long ends with TimedOut.
    Duration userTimeout = literals::operator""_s(20);
};

class Network {
public:
    virtual ~Network() = default;

    // Datagrams.

    /// Binds a datagram port; port 0 takes a free one from 49152 up. Datagrams to any address of
    /// the host arrive at `callback`. Datagram ports and stream ports are apart, as in UDP and TCP.
    /// Errors: PortInUse, NoFreePort.
    virtual Result<SocketId, NetworkError> bind(std::uint16_t port, std::string_view protocol,
                                                DatagramCallback callback) = 0;
    /// Hands one datagram to the network. Success says nothing about its fate: it may be lost,
    /// duplicated, reordered or delayed. Errors: UnknownSocket, TooLarge.
    virtual Result<void, NetworkError> sendTo(SocketId socket, const Endpoint& to,
                                              Bytes payload) = 0;
    /// A member gets its own datagrams to the group too. Errors: UnknownSocket, NotMulticast.
    /// Joining twice is no error.
    virtual Result<void, NetworkError> joinGroup(SocketId socket, Address group) = 0;
    virtual Result<void, NetworkError> leaveGroup(SocketId socket, Address group) = 0;
    /// Datagrams that arrive afterwards are dropped. Closing an unknown id does nothing.
    virtual void close(SocketId socket) = 0;
    /// The local endpoint of a bound socket: the host's first address and the port.
    virtual Result<Endpoint, NetworkError> localEndpoint(SocketId socket) const = 0;

    // Streams.

    /// Accepts connections at a port of every address of the host. Errors: PortInUse.
    virtual Result<ListenerId, NetworkError>
    listen(std::uint16_t port, const StreamOptions& options, AcceptCallback callback) = 0;
    /// Later connects are refused; accepted streams live on. Unknown ids are ignored.
    virtual void closeListener(ListenerId listener) = 0;
    /// Opens a connection. Exactly one of `connected` and `closed` (Refused, TimedOut, Reset)
    /// follows, never during this call, unless abort() comes first. `timeout` must be positive.
    /// Errors: NoFreePort.
    virtual Result<StreamId, NetworkError> connect(const Endpoint& to, Duration timeout,
                                                   const StreamOptions& options,
                                                   StreamCallbacks callbacks) = 0;
    /// Queues bytes from the front of `bytes`; returns how many were accepted, 0 when the window
    /// is full, the stream not yet connected, shut down by us, or gone.
    virtual std::size_t send(StreamId stream, ByteView bytes) = 0;
    /// Ends our direction after what was accepted so far; the peer sees peerShutdown. Twice is
    /// no error.
    virtual void shutdown(StreamId stream) = 0;
    /// Drops the connection at once; undelivered bytes are lost and the peer sees Reset. None of
    /// this end's callbacks is called again. Unknown ids are ignored.
    virtual void abort(StreamId stream) = 0;
    /// No `data` until resumeReading(): bytes pile up to the window, then push back on the peer.
    virtual void pauseReading(StreamId stream) = 0;
    virtual void resumeReading(StreamId stream) = 0;

    // Addresses.

    /// Makes this host answer at `address` as well, taking it from no one: if another host has it
    /// too, neighbours go on using whichever claimed last as far as they know. Error: AddressInUse.
    virtual Result<void, NetworkError> claimAddress(Address address) = 0;
    /// Error: AddressNotOwned (also for the host's own first address).
    virtual Result<void, NetworkError> releaseAddress(Address address) = 0;
};

} // namespace core::runtime
