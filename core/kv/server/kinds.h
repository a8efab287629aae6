// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

/// What a kv-server shows besides what its replica does. Fields: wording.yaml and
/// docs/reference/kv.md.
namespace core::kv {

inline constexpr runtime::EventKind kKvReady{"kv-ready"};
inline constexpr runtime::EventKind kKvNoLongerReady{"kv-no-longer-ready"};
inline constexpr runtime::EventKind kKvLeaseGranted{"kv-lease-granted"};
inline constexpr runtime::EventKind kKvLeaseRevoked{"kv-lease-revoked"};
inline constexpr runtime::EventKind kKvLeaseExpired{"kv-lease-expired"};
inline constexpr runtime::EventKind kKvCompacted{"kv-compacted"};
inline constexpr runtime::EventKind kKvWatchCompacted{"kv-watch-compacted"};
inline constexpr runtime::EventKind kKvOutcomeUnknown{"kv-outcome-unknown"};
inline constexpr runtime::EventKind kKvMemberChanged{"kv-member-changed"};
inline constexpr runtime::EventKind kKvMemberChangeFailed{"kv-member-change-failed"};

} // namespace core::kv
