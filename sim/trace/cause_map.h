// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/outcome.h"
#include "sim/trace/sink.h"

#include <cstdint>
#include <vector>

/// Translates the simulator's ids into row ids of the trace.
namespace sim::trace {

/// What the columns cause_kind hold.
enum class CauseRow : std::uint8_t { None = 0, Message = 1, Event = 2, Timeline = 3 };

struct RowCause {
    CauseRow kind = CauseRow::None;
    std::uint64_t id = 0;
};

/// Row ids by dense ids that rise; 4 octets an entry, kept for the whole run because a cause may
/// lie far back.
class IdToRow {
public:
    void set(std::uint64_t id, std::uint64_t row) {
        if (rows_.empty()) {
            first_ = id;
        }
        if (id < first_) {
            return;
        }
        if (id - first_ >= rows_.size()) {
            rows_.resize(id - first_ + 1);
        }
        rows_[id - first_] = static_cast<std::uint32_t>(row);
    }
    /// 0 if there is none.
    std::uint64_t find(std::uint64_t id) const {
        return id >= first_ && id - first_ < rows_.size() ? rows_[id - first_] : 0;
    }

private:
    std::uint64_t first_ = 0;
    std::vector<std::uint32_t> rows_;
};

class CauseMap {
public:
    explicit CauseMap(Level level) : level_(level) {}

    void setPacket(std::uint64_t packet, std::uint64_t message) { packets_.set(packet, message); }
    void setEvent(std::uint64_t event, std::uint64_t row) { events_.set(event, row); }
    std::uint64_t messageOf(std::uint64_t packet) const { return packets_.find(packet); }
    std::uint64_t rowOfEvent(std::uint64_t event) const { return events_.find(event); }

    /// The nearest cause that the trace holds: a packet without a message (an acknowledgement of
    /// the end of a stream) is skipped, as are all packets at level story.
    RowCause translate(const Cause& cause) const {
        if (level_ != Level::Story) {
            const RowCause full = translate(cause.full);
            if (full.kind != CauseRow::None) {
                return full;
            }
        }
        return translate(cause.story);
    }

private:
    RowCause translate(const CauseRef& ref) const {
        switch (ref.kind) {
        case CauseKind::Packet:
            return known(CauseRow::Message, packets_.find(ref.id));
        case CauseKind::Event:
            return known(CauseRow::Event, events_.find(ref.id));
        case CauseKind::Timeline:
            return known(CauseRow::Timeline, ref.id);
        case CauseKind::None:
            return {};
        }
        return {};
    }
    static RowCause known(CauseRow kind, std::uint64_t id) {
        return id == 0 ? RowCause{} : RowCause{kind, id};
    }

    Level level_;
    IdToRow packets_;
    IdToRow events_;
};

} // namespace sim::trace
