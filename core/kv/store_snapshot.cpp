// SPDX-License-Identifier: Apache-2.0
#include "core/base/varint.h"
#include "core/kv/packed_kv.h"
#include "core/kv/store.h"

#include <utility>

/// The store as octets: version octet, revision, compact revision; leases by id (id, ttl); keys in
/// order; events in order (type octet; put: the key's record; delete: key and revision). What a
/// lease holds follows from the keys.
namespace core::kv {
namespace {

constexpr std::uint8_t kVersion = 1;

void packEvent(ByteWriter& writer, const Event& event) {
    writer.u8(static_cast<std::uint8_t>(event.type));
    if (event.type == EventType::Put) {
        packKeyValue(writer, event.kv);
    } else {
        packText(writer, event.kv.key);
        packRevision(writer, event.kv.modRevision);
    }
}

Event readEvent(PackedReader& reader) {
    Event event;
    if (reader.boolean()) {
        event.type = EventType::Delete;
        event.kv.key = reader.text();
        event.kv.modRevision = readRevision(reader);
        if (event.kv.key.empty() || event.kv.key.size() > kMostKey) {
            reader.spoil();
        }
    } else {
        event.kv = readKeyValue(reader);
    }
    return event;
}

} // namespace

Bytes Store::snapshot() const {
    ByteWriter writer;
    writer.u8(kVersion);
    packRevision(writer, state_.revision);
    packRevision(writer, state_.compactRevision);
    writeVarint(writer, state_.leases.size());
    for (const auto& [id, lease] : state_.leases) {
        writeVarint(writer, id);
        packRevision(writer, lease.ttl.ns);
    }
    writeVarint(writer, state_.keys.size());
    for (const auto& [key, kv] : state_.keys) {
        packKeyValue(writer, kv);
    }
    writeVarint(writer, state_.history.size());
    for (const Event& event : state_.history) {
        packEvent(writer, event);
    }
    return writer.take();
}

namespace {

std::map<LeaseId, Lease> readLeases(PackedReader& reader) {
    std::map<LeaseId, Lease> leases;
    for (std::size_t left = reader.count(2); left > 0 && reader.ok(); --left) {
        const LeaseId id = reader.varint();
        Lease lease;
        lease.ttl = {readRevision(reader)};
        const LeaseId before = leases.empty() ? kNoLease : leases.rbegin()->first;
        if (id <= before || lease.ttl <= Duration{}) {
            reader.spoil();
        }
        leases.emplace_hint(leases.end(), id, std::move(lease));
    }
    return leases;
}

} // namespace

std::optional<Store::State> Store::readState(ByteView snapshot) {
    PackedReader reader(snapshot);
    if (reader.u8() != kVersion) {
        return std::nullopt;
    }
    State state;
    state.revision = readRevision(reader);
    state.compactRevision = readRevision(reader);
    if (state.revision < 1 || state.compactRevision > state.revision) {
        return std::nullopt;
    }
    state.leases = readLeases(reader);
    for (std::size_t left = reader.count(6); left > 0 && reader.ok(); --left) {
        KeyValue kv = readKeyValue(reader);
        const auto lease = state.leases.find(kv.lease);
        const bool ascends = state.keys.empty() || kv.key > state.keys.rbegin()->first;
        if (!ascends || kv.modRevision > state.revision ||
            (kv.lease != kNoLease && lease == state.leases.end())) {
            return std::nullopt;
        }
        if (kv.lease != kNoLease) {
            lease->second.keys.insert(kv.key);
        }
        std::string key = kv.key;
        state.keys.emplace_hint(state.keys.end(), std::move(key), std::move(kv));
    }
    Revision before = state.compactRevision + 1;
    for (std::size_t left = reader.count(3); left > 0 && reader.ok(); --left) {
        Event event = readEvent(reader);
        if (event.kv.modRevision < before || event.kv.modRevision > state.revision) {
            return std::nullopt;
        }
        before = event.kv.modRevision;
        state.historyOctets += octetsOf(event);
        state.history.push_back(std::move(event));
    }
    return reader.finished() ? std::optional(std::move(state)) : std::nullopt;
}

bool Store::restore(ByteView snapshot) {
    auto state = readState(snapshot);
    if (!state) {
        return false;
    }
    state_ = std::move(*state);
    return true;
}

} // namespace core::kv
