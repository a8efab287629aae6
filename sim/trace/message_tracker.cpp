// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/message_tracker.h"

#include <algorithm>

namespace sim::trace {
namespace {

using core::wire::Direction;

constexpr core::Duration kLong{kLongNs};
/// Bound on rows held back in memory while the oldest of them is still on its way.
constexpr std::size_t kMaxHeldBack = 65'536;

std::size_t indexOf(Direction direction) {
    return direction == Direction::FromClient ? 0 : 1;
}

} // namespace

MessageTracker::MessageTracker(Level level,
                               std::span<const core::wire::ProtocolDissectors> dissectors,
                               Writer& writer, CauseMap& causes)
    : level_(level), dissectors_(dissectors), writer_(writer), causes_(causes) {}

const MessageTracker::Protocol& MessageTracker::protocolOf(std::string_view name) {
    const auto known = protocols_.find(name);
    if (known != protocols_.end()) {
        return known->second;
    }
    Protocol protocol;
    protocol.id = static_cast<std::uint32_t>(protocols_.size() + 1);
    for (const core::wire::ProtocolDissectors& candidate : dissectors_) {
        if (candidate.protocol == name) {
            protocol.dissectors = &candidate;
        }
    }
    writer_.batch().row(Row::Protocol).integer(protocol.id).text(name);
    return protocols_.emplace(name, protocol).first->second;
}

void MessageTracker::datagramSent(const DatagramSent& sent) {
    const Protocol& protocol = protocolOf(sent.protocol);
    const std::uint64_t row = nextRow_++;
    Message& message = messages_.push(row);
    message.sent = sent.at;
    message.fromProcess = sent.process;
    message.fromHost = sent.fromHost;
    message.toHost = sent.toHost;
    message.from = sent.from;
    message.to = sent.to;
    message.protocol = protocol.id;
    message.octets = sent.payload.size();
    message.copyOf = sent.copyOf == 0 ? 0 : causes_.messageOf(sent.copyOf);
    message.cause = causes_.translate(sent.cause);
    if (protocol.dissectors != nullptr && protocol.dissectors->datagram != nullptr) {
        core::wire::FoundMessage found = protocol.dissectors->datagram(sent.payload);
        message.role = found.role;
        message.malformed = found.malformed;
        message.summary = std::move(found.summary);
    }
    causes_.setPacket(sent.packet, row);
    Packet& packet = packets_.push(sent.packet);
    packet.message = row;
    packet.end = sent.payload.size();
    packet.protocol = protocol.id;
    packet.sent = sent.at;
    if (level_ == Level::Bytes) {
        writer_.batch()
            .row(Row::Segment)
            .integer(static_cast<std::int64_t>(sent.packet))
            .integer(sent.at.ns)
            .integer(static_cast<std::int64_t>(row))
            .null()
            .null()
            .integer(0)
            .integer(0)
            .integer(0)
            .integer(static_cast<std::int64_t>(sent.payload.size()))
            .blob(sent.payload);
    }
}

void MessageTracker::connectionOpening(const ConnectionOpening& opening) {
    const Protocol& protocol = protocolOf(opening.protocol);
    Connection& connection = connections_[opening.connection];
    connection.protocol = protocol.id;
    connection.processes[0] = opening.clientProcess;
    connection.hosts = {opening.clientHost, opening.serverHost};
    if (protocol.dissectors != nullptr && protocol.dissectors->stream != nullptr) {
        connection.dissector = protocol.dissectors->stream();
    }
    const RowCause cause = causes_.translate(opening.cause);
    writer_.batch()
        .row(Row::Connection)
        .integer(static_cast<std::int64_t>(opening.connection))
        .integer(opening.at.ns)
        .integerOrNull(opening.clientProcess, opening.clientProcess != kNoIndex)
        .integerOrNull(opening.clientHost, opening.clientHost != kNoIndex)
        .integerOrNull(opening.serverHost, opening.serverHost != kNoIndex)
        .integer(opening.client.address.value)
        .integer(opening.client.port)
        .integer(opening.server.address.value)
        .integer(opening.server.port)
        .integer(protocol.id)
        .integerOrNull(static_cast<int>(cause.kind), cause.id != 0)
        .integerOrNull(static_cast<std::int64_t>(cause.id), cause.id != 0);
}

void MessageTracker::connectionOpened(const ConnectionOpened& opened) {
    const auto entry = connections_.find(opened.connection);
    if (entry == connections_.end()) {
        return;
    }
    entry->second.processes[1] = opened.serverProcess;
    writer_.batch()
        .row(Row::ConnectionOpened)
        .integer(static_cast<std::int64_t>(opened.connection))
        .integer(opened.at.ns)
        .integerOrNull(opened.serverProcess, opened.serverProcess != kNoIndex);
}

void MessageTracker::connectionEnded(const ConnectionEnded& ended) {
    const auto entry = connections_.find(ended.connection);
    if (entry == connections_.end()) {
        return;
    }
    const bool client = ended.side == Direction::FromClient;
    writer_.batch()
        .row(client ? Row::ConnectionClientEnd : Row::ConnectionServerEnd)
        .integer(static_cast<std::int64_t>(ended.connection))
        .integer(ended.at.ns)
        .text(ended.aborted ? "aborted" : core::runtime::toString(ended.end));
    Connection& connection = entry->second;
    connection.ended[client ? 0 : 1] = true;
    const bool neverOpened = client && connection.processes[1] == kNoIndex;
    if (neverOpened || (connection.ended[0] && connection.ended[1])) {
        settleAll(connection, ended.at);
        connections_.erase(entry);
    }
}

/// Nothing of this connection will arrive any more.
void MessageTracker::settleAll(Connection& connection, SimTime at) {
    for (Half& half : connection.halves) {
        for (const Awaited& awaited : half.awaited) {
            settle(awaited.row, at, Fate::StreamGone, kNoIndex, kNoIndex);
        }
        half.awaited.clear();
        if (half.openRow != 0) {
            settle(std::exchange(half.openRow, 0), at, Fate::StreamGone, kNoIndex, kNoIndex);
        }
    }
}

void MessageTracker::segmentSent(const SegmentSent& sent) {
    const auto entry = connections_.find(sent.connection);
    if (entry == connections_.end()) {
        return;
    }
    Connection& connection = entry->second;
    const Half& half = connection.halves[indexOf(sent.direction)];
    const bool fresh = sent.offset + sent.payload.size() > half.consumed;
    const std::uint64_t row =
        fresh ? consume(sent, connection) : noteRetransmission(sent, connection);
    causes_.setPacket(sent.packet, row);
    Packet& packet = packets_.push(sent.packet);
    packet.connection = sent.connection;
    packet.direction = sent.direction;
    packet.begin = sent.offset;
    packet.end = sent.offset + sent.payload.size();
    packet.protocol = connection.protocol;
    packet.sent = sent.at;
    if (level_ == Level::Bytes) {
        writeSegment(sent, row);
    }
}

void MessageTracker::writeSegment(const SegmentSent& sent, std::uint64_t row) {
    writer_.batch()
        .row(Row::Segment)
        .integer(static_cast<std::int64_t>(sent.packet))
        .integer(sent.at.ns)
        .integerOrNull(static_cast<std::int64_t>(row), row != 0)
        .integer(static_cast<std::int64_t>(sent.connection))
        .integer(static_cast<std::int64_t>(indexOf(sent.direction)))
        .integer(static_cast<std::int64_t>(sent.offset))
        .integer(sent.fin ? 1 : 0)
        .integer(sent.retransmission ? 1 : 0)
        .integer(static_cast<std::int64_t>(sent.payload.size()))
        .blob(sent.payload);
}

std::uint64_t MessageTracker::beginMessage(const SegmentSent& sent, const Connection& connection,
                                           Direction direction, std::uint64_t begin) {
    const std::uint64_t row = nextRow_++;
    Message& message = messages_.push(row);
    const std::size_t sender = indexOf(direction);
    message.sent = sent.at;
    message.fromProcess = connection.processes[sender];
    message.toProcess = connection.processes[1 - sender];
    message.fromHost = connection.hosts[sender];
    message.toHost = connection.hosts[1 - sender];
    message.protocol = connection.protocol;
    message.connection = sent.connection;
    message.direction = direction;
    message.begin = begin;
    message.cause = causes_.translate(sent.cause);
    return row;
}

/// Gives octets that were not sent before to the dissector. The row of the last message that they
/// complete, else of the one that they carry a part of.
std::uint64_t MessageTracker::consume(const SegmentSent& sent, Connection& connection) {
    Half& half = connection.halves[indexOf(sent.direction)];
    const std::uint64_t end = sent.offset + sent.payload.size();
    const std::uint64_t from = std::max(half.consumed, sent.offset);
    const core::ByteView fresh = sent.payload.subspan(from - sent.offset);
    half.consumed = end;
    if (connection.dissector == nullptr) {
        const std::uint64_t row = beginMessage(sent, connection, sent.direction, from);
        messages_.find(row)->octets = fresh.size();
        half.awaited.push_back({from, end, row});
        return row;
    }
    if (half.openRow == 0) {
        half.openRow = beginMessage(sent, connection, sent.direction, from);
        half.openBegin = from;
    }
    std::uint64_t row = half.openRow;
    std::uint64_t wholeUntil = half.openBegin;
    found_.clear();
    connection.dissector->consume(sent.direction, fresh, found_);
    for (core::wire::FoundMessage& found : found_) {
        row = completeMessage(sent, connection, found);
        if (found.direction == sent.direction) {
            wholeUntil = found.end;
        }
    }
    if (half.openRow == 0 && wholeUntil < end) {
        half.openRow = beginMessage(sent, connection, sent.direction, wholeUntil);
        half.openBegin = wholeUntil;
    }
    if (half.openRow != 0) {
        messages_.find(half.openRow)->octets = end - half.openBegin;
    }
    return row;
}

std::uint64_t MessageTracker::completeMessage(const SegmentSent& sent, Connection& connection,
                                              core::wire::FoundMessage& found) {
    Half& half = connection.halves[indexOf(found.direction)];
    std::uint64_t row = std::exchange(half.openRow, 0);
    if (row == 0) {
        row = beginMessage(sent, connection, found.direction, found.begin);
    }
    Message& message = *messages_.find(row);
    message.begin = found.begin;
    message.octets = found.end - found.begin;
    message.role = found.role;
    message.malformed = found.malformed;
    message.summary = std::move(found.summary);
    half.awaited.push_back({found.begin, found.end, row});
    return row;
}

/// The row that a retransmitted (or empty) segment carries, 0 if it is all in the past.
std::uint64_t MessageTracker::noteRetransmission(const SegmentSent& sent, Connection& connection) {
    Half& half = connection.halves[indexOf(sent.direction)];
    const std::uint64_t end = sent.offset + sent.payload.size();
    std::uint64_t row = 0;
    const auto note = [&](std::uint64_t candidate) {
        row = candidate;
        if (Message* message = messages_.find(candidate)) {
            ++message->retransmits;
        }
    };
    for (const Awaited& awaited : half.awaited) {
        if (awaited.begin < end && awaited.end > sent.offset) {
            note(awaited.row);
        }
    }
    if (half.openRow != 0 && half.openBegin < end && end > sent.offset && row == 0) {
        note(half.openRow);
    }
    return row;
}

void MessageTracker::packetEnd(const PacketEnd& end) {
    const Packet* found = packets_.find(end.packet);
    if (found == nullptr) {
        return;
    }
    const Packet packet = *found;
    packets_.erase(end.packet);
    countTraffic(packet, end);
    if (level_ == Level::Bytes) {
        writer_.batch()
            .row(Row::SegmentEnd)
            .integer(static_cast<std::int64_t>(end.packet))
            .integer(end.at.ns)
            .integer(static_cast<int>(end.fate))
            .integerOrNull(end.link, end.link != kNoIndex);
    }
    if (packet.connection == 0) {
        settle(packet.message, end.at, end.fate, end.process, end.link);
    } else {
        segmentEnded(packet, end);
    }
}

/// A segment lost on its way is sent again, so its messages go on waiting.
void MessageTracker::segmentEnded(const Packet& packet, const PacketEnd& end) {
    const bool arrived = end.fate == Fate::Delivered || end.fate == Fate::Duplicate;
    const bool gone = end.fate == Fate::StreamGone || end.fate == Fate::ProcessGone;
    const auto entry = connections_.find(packet.connection);
    if (entry == connections_.end() || (!arrived && !gone)) {
        return;
    }
    auto& awaited = entry->second.halves[indexOf(packet.direction)].awaited;
    std::erase_if(awaited, [&](const Awaited& message) {
        const bool here = message.end > packet.begin && message.end <= packet.end;
        if (here) {
            settle(message.row, end.at, arrived ? Fate::Delivered : end.fate, end.process,
                   kNoIndex);
        }
        return here;
    });
}

void MessageTracker::settle(std::uint64_t row, SimTime at, Fate fate, ProcessIndex to,
                            LinkIndex lostOn) {
    Message* message = messages_.find(row);
    if (message == nullptr) {
        return;
    }
    message->hasEnd = true;
    message->ended = at;
    message->fate = fate;
    message->lostOn = lostOn;
    if (to != kNoIndex) {
        message->toProcess = to;
    }
    if (messages_.stragglers().contains(row)) {
        updateMessage(row, *message);
        messages_.erase(row);
    }
}

void MessageTracker::advance(SimTime now) {
    while (messages_.recent() > 0) {
        const Message* oldest = messages_.front();
        if (oldest == nullptr) {
            messages_.popFront();
        } else if (oldest->hasEnd) {
            writeMessage(messages_.frontId(), *oldest);
            messages_.popFront();
        } else if (now - oldest->sent > kLong || messages_.recent() > kMaxHeldBack) {
            setMessageAside();
        } else {
            break;
        }
    }
    while (packets_.recent() > 0) {
        const Packet* oldest = packets_.front();
        if (oldest == nullptr) {
            packets_.popFront();
        } else if (now - oldest->sent > kLong || packets_.recent() > kMaxHeldBack) {
            packets_.setFrontAside();
        } else {
            break;
        }
    }
}

void MessageTracker::setMessageAside() {
    const std::uint64_t row = messages_.frontId();
    const Message& message = *messages_.front();
    writeMessage(row, message);
    writer_.batch()
        .row(Row::LongMessage)
        .integer(static_cast<std::int64_t>(row))
        .integer(message.sent.ns);
    messages_.setFrontAside();
}

void MessageTracker::finish(SimTime now) {
    advance(now);
    while (messages_.recent() > 0) {
        const Message* oldest = messages_.front();
        if (oldest == nullptr) {
            messages_.popFront();
        } else if (oldest->hasEnd) {
            writeMessage(messages_.frontId(), *oldest);
            messages_.popFront();
        } else {
            setMessageAside();
        }
    }
    for (const auto& [row, message] : messages_.stragglers()) {
        updateMessage(row, message); // a message in parts may have grown
    }
}

} // namespace sim::trace
