// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

/// What a registry shows. Fields of each kind are listed in wording.yaml and README.md.
namespace core::discovery::registry {

inline constexpr runtime::EventKind kRegistered{"registered"};
inline constexpr runtime::EventKind kInstanceMoved{"instance-moved"};
inline constexpr runtime::EventKind kDeregistered{"deregistered"};
inline constexpr runtime::EventKind kLeaseExpired{"lease-expired"};
inline constexpr runtime::EventKind kUnknownHeartbeat{"unknown-heartbeat"};
inline constexpr runtime::EventKind kWatchNotified{"watch-notified"};
inline constexpr runtime::EventKind kEvictionHeldBack{"eviction-held-back"};
inline constexpr runtime::EventKind kSelfPreservationEntered{"self-preservation-entered"};
inline constexpr runtime::EventKind kSelfPreservationLeft{"self-preservation-left"};

} // namespace core::discovery::registry
