// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Finds the messages of a protocol in the bytes that crossed the network, for the trace and the
/// exports. Senders mark nothing: a dissector sees only bytes, like Wireshark's.
namespace core::wire {

/// Which end of a connection sent the bytes: the one that connected, or the one that accepted.
enum class Direction : std::uint8_t { FromClient, FromServer };

enum class MessageRole : std::uint8_t { Request, Reply, Heartbeat, Replication, Other };
std::string_view toString(MessageRole role);

/// One message. Offsets count octets from the start of its direction of the connection; for a
/// datagram from the start of the payload.
struct FoundMessage {
    Direction direction = Direction::FromClient;
    std::uint64_t begin = 0;
    std::uint64_t end = 0; ///< one past the last octet; begin < end
    MessageRole role = MessageRole::Other;
    std::string summary; ///< one line, at most 120 characters: "GET /apps/web", "200, 812 B"
    bool malformed = false;
};

/// Follows one connection, both directions. Accepts any chunking. Never fails: after bytes that
/// are no message of the protocol it reports one malformed message and skips what it must.
class StreamDissector {
public:
    virtual ~StreamDissector() = default;
    /// Appends the messages that `bytes`, the next octets of `direction`, complete.
    virtual void consume(Direction direction, ByteView bytes, std::vector<FoundMessage>& found) = 0;
};

/// Reads one datagram of a protocol.
using DatagramDissector = FoundMessage (*)(ByteView payload);

/// What a protocol offers; at least one of the two is set.
struct ProtocolDissectors {
    std::string_view protocol; ///< as named at bind, listen and connect: "dns", "http"
    DatagramDissector datagram = nullptr;
    std::unique_ptr<StreamDissector> (*stream)() = nullptr;
};

} // namespace core::wire
