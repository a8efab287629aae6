// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"
#include "sim/trace/sink.h"
#include "sim/trace/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Rows of a trace for whoever draws it at many times: what the world was like, and what moves,
/// with nothing that is not drawn.
namespace sim::trace {

struct HostPowerRow {
    SimTime at;
    HostIndex host = kNoIndex;
    bool on = true;
};
struct LinkStateRow {
    SimTime at;
    LinkIndex link = kNoIndex;
    bool forwardUp = true;
    bool backwardUp = true;
};
struct PauseRow {
    SimTime at;
    ProcessIndex process = kNoIndex;
    bool paused = false;
};
struct IncarnationRow {
    ProcessIndex process = kNoIndex;
    std::uint32_t incarnation = 0;
    SimTime started;
    std::optional<SimTime> ended;          ///< nullopt: lives
    ProcessEnd how = ProcessEnd::RunEnded; ///< once ended
};
struct AddressMoveRow {
    SimTime at;
    core::runtime::Address address;
    HostIndex host = kNoIndex;
    bool claimed = true; ///< else released
};

/// Every change of the world that faults act upon, each table by time. Indexes are those of the
/// header; rows about anything else (a damaged trace) are left out.
struct WorldHistory {
    std::vector<HostPowerRow> power;
    std::vector<LinkStateRow> links;
    std::vector<PauseRow> pauses;
    std::vector<IncarnationRow> incarnations; ///< by process, then incarnation
    std::vector<AddressMoveRow> addresses;
};

/// A message without its words.
struct FlightRow {
    std::uint64_t id = 0;
    SimTime sent;
    std::optional<SimTime> arrived; ///< or when it was lost; nullopt: in flight
    Fate fate = Fate::Delivered;    ///< once it arrived
    core::wire::MessageRole role = core::wire::MessageRole::Other;
    HostIndex fromHost = kNoIndex;
    HostIndex toHost = kNoIndex;
    LinkIndex lostOn = kNoIndex;
};

/// What became of a call of connect().
struct ConnectRow {
    std::uint64_t id = 0; ///< of the connection
    SimTime opening;
    std::optional<SimTime> ended; ///< answered, refused or given up; nullopt: hangs
    bool opened = false;          ///< it was answered
    bool refused = false;
    bool timedOut = false;
    HostIndex clientHost = kNoIndex;
    HostIndex serverHost = kNoIndex; ///< kNoIndex: nobody had the address
    core::runtime::Endpoint server;
};

/// Connects that took longer than kLongNs, or were not answered yet.
struct SlowConnects {
    std::vector<ConnectRow> rows; ///< by id
    std::uint64_t last = 0;       ///< the last connect that was looked at, slow or not
};

/// A key of a process gets a value or loses it.
struct StateChange {
    ProcessIndex process = kNoIndex;
    std::string key;
    SimTime at;
    std::optional<Value> value; ///< nullopt: none from then on
};

} // namespace sim::trace
