// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The layout of a trace file, version 1: tables and views are in schema.sql, the indexes made at
/// the end in indexes.sql; docs/reference/trace.md describes them, and a test compares.
namespace sim::trace {

inline constexpr std::int64_t kSchemaVersion = 1;
/// "Orry", SQLite's application_id of a trace.
inline constexpr std::int64_t kApplicationId = 0x4f727279;
/// Width of an entry of the table time_index.
inline constexpr std::int64_t kTimeStepNs = 10'000'000;
/// What is in flight for longer is also listed in the table long_messages.
inline constexpr std::int64_t kLongNs = 250'000'000;

/// The statements of the writer. Each row of a batch names one and holds its parameters in order.
enum class Row : std::uint8_t {
    TimeIndex,
    Kind,
    KindField,
    Key,
    Protocol,
    Incarnation,
    IncarnationEnd,
    HostPower,
    LinkState,
    Pause,
    AddressMove,
    Event,
    SpanEnd,
    State,
    StateKey,
    Datagram,
    StreamMessage,
    MessageUpdate,
    LongMessage,
    LongMessageEnd,
    Segment,
    SegmentEnd,
    Connection,
    ConnectionOpened,
    ConnectionClientEnd,
    ConnectionServerEnd,
    Counter,
    Sample,
    Traffic,
    LinkTraffic,
    Fault,
    FaultRefused, ///< of an action, known after it was tried
    Check,
    DigestBlock,
};
inline constexpr std::size_t kRowKinds = static_cast<std::size_t>(Row::DigestBlock) + 1;

/// The SQL text of a row kind.
std::string_view sqlOf(Row row);

} // namespace sim::trace
