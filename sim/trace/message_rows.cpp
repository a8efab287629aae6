// SPDX-License-Identifier: Apache-2.0
// The rows that MessageTracker writes: messages, their ends, and the traffic of each second.
#include "sim/trace/message_tracker.h"

namespace sim::trace {
namespace {

/// Most datagrams say nothing about role or summary; a null takes no room.
void putWords(RowBatch& batch, core::wire::MessageRole role, bool malformed,
              const std::string& summary) {
    batch.integer(static_cast<int>(role)).integer(malformed ? 1 : 0);
    if (summary.empty()) {
        batch.null();
    } else {
        batch.text(summary);
    }
}

void putCause(RowBatch& batch, const RowCause& cause) {
    batch.integerOrNull(static_cast<int>(cause.kind), cause.id != 0)
        .integerOrNull(static_cast<std::int64_t>(cause.id), cause.id != 0);
}

} // namespace

void MessageTracker::writeMessage(std::uint64_t row, const Message& message) {
    if (message.hasEnd && message.ended < from_) {
        return;
    }
    if (message.connection == 0) {
        writeDatagram(row, message);
    } else {
        writeStreamMessage(row, message);
    }
}

void MessageTracker::writeDatagram(std::uint64_t row, const Message& message) {
    RowBatch& batch = writer_.batch();
    batch.row(Row::Datagram)
        .integer(static_cast<std::int64_t>(row))
        .integer(message.sent.ns)
        .integerOrNull(message.ended.ns, message.hasEnd)
        .integerOrNull(static_cast<int>(message.fate), message.hasEnd)
        .integerOrNull(message.fromProcess, message.fromProcess != kNoIndex)
        .integerOrNull(message.toProcess, message.toProcess != kNoIndex)
        .integerOrNull(message.fromHost, message.fromHost != kNoIndex)
        .integerOrNull(message.toHost, message.toHost != kNoIndex)
        .integer(message.from.address.value)
        .integer(message.from.port)
        .integer(message.to.address.value)
        .integer(message.to.port)
        .integer(message.protocol)
        .integer(static_cast<std::int64_t>(message.octets));
    putWords(batch, message.role, message.malformed, message.summary);
    batch.integerOrNull(static_cast<std::int64_t>(message.copyOf), message.copyOf != 0)
        .integerOrNull(message.lostOn, message.lostOn != kNoIndex);
    putCause(batch, message.cause);
}

void MessageTracker::writeStreamMessage(std::uint64_t row, const Message& message) {
    RowBatch& batch = writer_.batch();
    batch.row(Row::StreamMessage)
        .integer(static_cast<std::int64_t>(row))
        .integer(message.sent.ns)
        .integerOrNull(message.ended.ns, message.hasEnd)
        .integerOrNull(static_cast<int>(message.fate), message.hasEnd)
        .integerOrNull(message.fromProcess, message.fromProcess != kNoIndex)
        .integerOrNull(message.toProcess, message.toProcess != kNoIndex)
        .integerOrNull(message.fromHost, message.fromHost != kNoIndex)
        .integerOrNull(message.toHost, message.toHost != kNoIndex)
        .integer(message.protocol)
        .integer(static_cast<std::int64_t>(message.connection))
        .integer(message.direction == core::wire::Direction::FromClient ? 0 : 1)
        .integer(static_cast<std::int64_t>(message.begin))
        .integer(static_cast<std::int64_t>(message.octets));
    putWords(batch, message.role, message.malformed, message.summary);
    batch.integer(static_cast<std::int64_t>(message.retransmits));
    putCause(batch, message.cause);
}

void MessageTracker::updateMessage(std::uint64_t row, const Message& message) {
    RowBatch& batch = writer_.batch();
    batch.row(Row::MessageUpdate)
        .integer(static_cast<std::int64_t>(row))
        .integerOrNull(message.ended.ns, message.hasEnd)
        .integerOrNull(static_cast<int>(message.fate), message.hasEnd)
        .integerOrNull(message.toProcess, message.toProcess != kNoIndex)
        .integer(static_cast<std::int64_t>(message.octets));
    putWords(batch, message.role, message.malformed, message.summary);
    batch.integer(static_cast<std::int64_t>(message.retransmits))
        .integerOrNull(message.lostOn, message.lostOn != kNoIndex);
    if (message.hasEnd) {
        batch.row(Row::LongMessageEnd)
            .integer(static_cast<std::int64_t>(row))
            .integer(message.ended.ns);
    }
}

void MessageTracker::countTraffic(const Packet& packet, const PacketEnd& end) {
    Traffic* entry = nullptr;
    for (Traffic& candidate : traffic_) {
        if (candidate.protocol == packet.protocol && candidate.fate == end.fate &&
            candidate.lostOn == end.link) {
            entry = &candidate;
            break;
        }
    }
    if (entry == nullptr) {
        traffic_.push_back({packet.protocol, end.fate, end.link});
        entry = &traffic_.back();
    }
    ++entry->packets;
    entry->octets += packet.end - packet.begin;
}

void MessageTracker::flushTraffic(std::int64_t second) {
    for (const Traffic& entry : traffic_) {
        writer_.batch()
            .row(Row::Traffic)
            .integer(second)
            .integer(entry.protocol)
            .integer(static_cast<int>(entry.fate))
            .integerOrNull(entry.lostOn, entry.lostOn != kNoIndex)
            .integer(static_cast<std::int64_t>(entry.packets))
            .integer(static_cast<std::int64_t>(entry.octets));
    }
    traffic_.clear();
}

} // namespace sim::trace
