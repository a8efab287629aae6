// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/tcp_framing.h"
#include "core/runtime/env.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>

/// The side of a name server that faces its clients: UDP and TCP port 53, framing, the size of
/// answers (512 octets, or what EDNS allows; RFC 6891 section 6.2.3), and the errors that need no
/// data: FORMERR, NOTIMP, BADVERS. Over TCP queries may be pipelined and answered in any order
/// (RFC 7766 section 6.2.1); a connection with nothing to do is closed after 10 s, and one whose
/// client takes no answer for so long is reset. Who does not read is not read from either.
namespace core::discovery::dns {

inline constexpr std::uint16_t kDnsPort = 53;

/// Where an answer goes.
struct Client {
    std::variant<runtime::Endpoint, runtime::StreamId> back;
    friend bool operator==(const Client&, const Client&) = default;
};

class Frontend {
public:
    /// A query with exactly one question, opcode QUERY, EDNS version 0 if any.
    using Handler = UniqueFunction<void(const Client& client, const Message& query)>;

    /// `env` must outlive the frontend.
    Frontend(runtime::Env& env, std::uint16_t udpPayload, Handler handler);

    /// Opens the ports; an error is a sentence.
    Result<void, std::string> open();
    /// Sends `reply`, cut to what `query` allows over UDP; adds the OPT record if the query had
    /// one. A client that is gone is ignored.
    void reply(const Client& client, const Message& query, Message reply);
    void setUdpPayload(std::uint16_t octets) { udpPayload_ = octets; }

private:
    struct Connection {
        FrameReader frames;
        Bytes unsent;
        std::size_t pending = 0; ///< queries handed out and not answered
        bool peerDone = false;   ///< will send no more
        bool paused = false;     ///< not read from until answers are taken
        bool shutDown = false;   ///< by us; what still comes is ignored
        runtime::CallId idle;
    };

    void receive(const Client& client, ByteView payload);
    /// Says nothing; a connection that carried such a message is reset.
    void drop(const Client& client);
    void refuse(const Client& client, const Message& query, Rcode rcode);
    runtime::StreamCallbacks accept(runtime::StreamId stream);
    void handleStreamData(runtime::StreamId stream, ByteView bytes);
    void readQueries(runtime::StreamId stream);
    void handleIdle(runtime::StreamId stream);
    static bool isFull(const Connection& connection);
    void flush(runtime::StreamId stream);
    void armIdle(runtime::StreamId stream);
    void forget(runtime::StreamId stream);

    runtime::Env& env_;
    std::uint16_t udpPayload_;
    Handler handler_;
    runtime::SocketId socket_;
    std::map<runtime::StreamId, Connection> connections_;
};

} // namespace core::discovery::dns
