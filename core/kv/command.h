// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/kv/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What the log of a key-value group says and what comes of it. Encoding: version octet, kind
/// octet, fields as varints and packed strings (core/base/packed.h); README.md has the table.
namespace core::kv {

/// Octets of a key (etcd has no limit but that of a request, 1.5 MiB; ours keep logs readable).
inline constexpr std::size_t kMostKey = 4'096;
inline constexpr std::size_t kMostValue = 1 << 20;

/// What must hold for a put or delete to be done: the compare of etcd's Txn, for one key.
struct Always {
    friend bool operator==(const Always&, const Always&) = default;
};
struct IfAbsent {
    friend bool operator==(const IfAbsent&, const IfAbsent&) = default;
};
struct IfValue {
    std::string value;
    friend bool operator==(const IfValue&, const IfValue&) = default;
};
struct IfModRevision {
    Revision revision = 0; ///< 0: the key is absent, as in etcd
    friend bool operator==(const IfModRevision&, const IfModRevision&) = default;
};
using Condition = std::variant<Always, IfAbsent, IfValue, IfModRevision>;

struct Put {
    std::string key;
    std::string value;
    LeaseId lease = kNoLease; ///< replaces the lease the key had
    Condition condition;
    friend bool operator==(const Put&, const Put&) = default;
};
struct Delete {
    std::string key;
    Condition condition;
    friend bool operator==(const Delete&, const Delete&) = default;
};
struct GrantLease {
    Duration ttl; ///< positive; what the leader's timer runs down
    friend bool operator==(const GrantLease&, const GrantLease&) = default;
};
/// Ends a lease and deletes its keys in one revision. Proposed for a client, or by the leader when
/// its timer has run out: the state machine knows no clock.
struct EndLease {
    LeaseId lease = kNoLease;
    bool expired = false; ///< by the leader's timer
    friend bool operator==(const EndLease&, const EndLease&) = default;
};
/// Forgets the events up to and including `revision`.
struct Compact {
    Revision revision = 0;
    friend bool operator==(const Compact&, const Compact&) = default;
};
using Command = std::variant<Put, Delete, GrantLease, EndLease, Compact>;

Bytes encode(const Command& command);
/// nullopt for octets that encode() cannot have written, and for keys and values over the limits.
std::optional<Command> decodeCommand(ByteView bytes);

enum class Status : std::uint8_t {
    Ok = 0,
    ConditionFailed = 1, ///< `kv` is the key as it is
    LeaseNotFound = 2,
    Compacted = 3,      ///< Compact: that revision is gone already
    FutureRevision = 4, ///< Compact: that revision is not there yet
    Unreadable = 5,     ///< the command is none; nothing was changed
};
std::string_view toString(Status status);

/// What a command answers.
struct Outcome {
    Status status = Status::Ok;
    Revision revision = 0; ///< of the store after the command
    /// Put: the key as it is now. Delete: the key as it was; nullopt: it was absent.
    /// ConditionFailed: the key as it is; nullopt: it is absent.
    std::optional<KeyValue> kv;
    LeaseId lease = kNoLease;      ///< GrantLease: the new one
    std::uint64_t keysDeleted = 0; ///< EndLease

    friend bool operator==(const Outcome&, const Outcome&) = default;
};
Bytes encode(const Outcome& outcome);
/// nullopt for octets that encode() cannot have written.
std::optional<Outcome> decodeOutcome(ByteView bytes);

} // namespace core::kv
