// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string>

/// The words of the key-value store, as etcd v3 uses them (etcd documentation, "Data model", "KV
/// API guarantees" and "Lease API").
namespace core::kv {

/// Counts the changes of the whole store. A new store is at 1, each command that changes something
/// makes one revision, however many keys it changes.
using Revision = std::int64_t;

/// The log index of the command that granted it; never used again.
using LeaseId = std::uint64_t;
inline constexpr LeaseId kNoLease = 0;

struct KeyValue {
    std::string key;
    std::string value;
    Revision createRevision = 0; ///< of the put that made the key, since it was last absent
    Revision modRevision = 0;    ///< of the last put
    std::int64_t version = 0;    ///< puts since it was last absent, this one included
    LeaseId lease = kNoLease;    ///< the key is deleted when it ends

    friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

enum class EventType : std::uint8_t { Put = 0, Delete = 1 };

/// One key's change, as watchers see it.
struct Event {
    EventType type = EventType::Put;
    /// Delete: key, and modRevision is the revision of the deletion; all else is empty.
    KeyValue kv;

    friend bool operator==(const Event&, const Event&) = default;
};

} // namespace core::kv
