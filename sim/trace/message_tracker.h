// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"
#include "sim/trace/cause_map.h"
#include "sim/trace/id_window.h"
#include "sim/trace/outcome.h"
#include "sim/trace/sink.h"
#include "sim/trace/writer.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Turns packets into messages. A datagram is one; in a stream the dissector of its protocol finds
/// them in the octets sent, and one has arrived when the segment with its last octet has. A
/// message gets its row id when its first octet is sent, and its row is written in order of ids
/// once its end is known, or without an end when it hangs for more than 250 ms.
namespace sim::trace {

class MessageTracker {
public:
    MessageTracker(Level level, std::span<const core::wire::ProtocolDissectors> dissectors,
                   Writer& writer, CauseMap& causes);

    void datagramSent(const DatagramSent& sent);
    void connectionOpening(const ConnectionOpening& opening);
    void connectionOpened(const ConnectionOpened& opened);
    void connectionEnded(const ConnectionEnded& ended);
    void segmentSent(const SegmentSent& sent);
    void packetEnd(const PacketEnd& end);

    /// Messages that ended before are not written: a branch's parent has them.
    void skipEndedBefore(SimTime from) { from_ = from; }
    /// Writes what need not wait any longer.
    void advance(SimTime now);
    /// Writes the traffic of a second that is over.
    void flushTraffic(std::int64_t second);
    /// Writes all that is in flight, without an end.
    void finish(SimTime now);

    /// The row id that the next message gets.
    std::uint64_t nextRow() const { return nextRow_; }

private:
    struct Message {
        SimTime sent;
        SimTime ended;
        bool hasEnd = false;
        Fate fate = Fate::Delivered;
        ProcessIndex fromProcess = kNoIndex;
        ProcessIndex toProcess = kNoIndex;
        HostIndex fromHost = kNoIndex;
        HostIndex toHost = kNoIndex;
        core::runtime::Endpoint from;
        core::runtime::Endpoint to;
        std::uint32_t protocol = 0;
        std::uint64_t connection = 0; ///< 0: a datagram
        core::wire::Direction direction = core::wire::Direction::FromClient;
        std::uint64_t begin = 0;
        std::uint64_t octets = 0;
        core::wire::MessageRole role = core::wire::MessageRole::Other;
        bool malformed = false;
        std::uint64_t retransmits = 0;
        std::uint64_t copyOf = 0;
        LinkIndex lostOn = kNoIndex;
        RowCause cause;
        std::string summary;
    };
    struct Packet {
        std::uint64_t message = 0;    ///< datagrams
        std::uint64_t connection = 0; ///< segments
        core::wire::Direction direction = core::wire::Direction::FromClient;
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint32_t protocol = 0;
        SimTime sent;
    };
    struct Awaited {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t row = 0;
    };
    /// One direction of a connection.
    struct Half {
        std::uint64_t consumed = 0; ///< octets given to the dissector
        std::uint64_t openRow = 0;  ///< the message that began and is not whole yet, or 0
        std::uint64_t openBegin = 0;
        std::vector<Awaited> awaited; ///< whole, last octet not yet arrived
    };
    struct Connection {
        std::unique_ptr<core::wire::StreamDissector> dissector; ///< nullptr: none known
        std::uint32_t protocol = 0;
        std::array<ProcessIndex, 2> processes{kNoIndex, kNoIndex}; ///< client, server
        std::array<HostIndex, 2> hosts{kNoIndex, kNoIndex};
        std::array<Half, 2> halves; ///< by direction
        std::array<bool, 2> ended{false, false};
    };
    struct Protocol {
        std::uint32_t id = 0;
        const core::wire::ProtocolDissectors* dissectors = nullptr;
    };
    struct Traffic {
        std::uint32_t protocol = 0;
        Fate fate = Fate::Delivered;
        LinkIndex lostOn = kNoIndex;
        std::uint64_t packets = 0;
        std::uint64_t octets = 0;
    };

    const Protocol& protocolOf(std::string_view name);
    std::uint64_t beginMessage(const SegmentSent& sent, const Connection& connection,
                               core::wire::Direction direction, std::uint64_t begin);
    std::uint64_t consume(const SegmentSent& sent, Connection& connection);
    std::uint64_t completeMessage(const SegmentSent& sent, Connection& connection,
                                  core::wire::FoundMessage& found);
    std::uint64_t noteRetransmission(const SegmentSent& sent, Connection& connection);
    void writeSegment(const SegmentSent& sent, std::uint64_t row);
    void segmentEnded(const Packet& packet, const PacketEnd& end);
    void settleAll(Connection& connection, SimTime at);
    void settle(std::uint64_t row, SimTime at, Fate fate, ProcessIndex to, LinkIndex lostOn);
    void countTraffic(const Packet& packet, const PacketEnd& end);
    void writeMessage(std::uint64_t row, const Message& message);
    void writeDatagram(std::uint64_t row, const Message& message);
    void writeStreamMessage(std::uint64_t row, const Message& message);
    void updateMessage(std::uint64_t row, const Message& message);
    void setMessageAside();

    Level level_;
    std::span<const core::wire::ProtocolDissectors> dissectors_;
    Writer& writer_;
    CauseMap& causes_;
    SimTime from_;
    std::uint64_t nextRow_ = 1;
    IdWindow<Message> messages_;
    IdWindow<Packet> packets_;
    std::map<std::uint64_t, Connection> connections_;
    std::map<std::string, Protocol, std::less<>> protocols_;
    std::vector<Traffic> traffic_; ///< of the current second
    std::vector<core::wire::FoundMessage> found_;
};

} // namespace sim::trace
