// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/packed.h"
#include "core/kv/types.h"

/// Parts of encodings that commands, outcomes and snapshots share.
namespace core::kv {

/// Revisions and versions are never negative.
void packRevision(ByteWriter& writer, Revision revision);
Revision readRevision(PackedReader& reader);

/// Strings, then revisions, version, lease.
void packKeyValue(ByteWriter& writer, const KeyValue& kv);
/// Spoils the reader unless createRevision <= modRevision and version >= 1.
KeyValue readKeyValue(PackedReader& reader);

/// What an event counts for against the bound on the history's size: the same on every platform.
inline std::size_t octetsOf(const Event& event) {
    return 64 + event.kv.key.size() + event.kv.value.size();
}

} // namespace core::kv
