// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

/// What a kv-client shows. The first two are the recorded history that a checker of
/// linearizability reads; README.md lists their fields.
namespace core::kv {

inline constexpr runtime::EventKind kOperationInvoked{"operation-invoked"};
inline constexpr runtime::EventKind kOperationReturned{"operation-returned"};
inline constexpr runtime::EventKind kKvServiceFailing{"kv-service-failing"};
inline constexpr runtime::EventKind kKvServiceRecovered{"kv-service-recovered"};
inline constexpr runtime::EventKind kKvLeaderFound{"kv-leader-found"};
inline constexpr runtime::EventKind kKvSessionOpened{"kv-session-opened"};
inline constexpr runtime::EventKind kKvSessionLost{"kv-session-lost"};
inline constexpr runtime::EventKind kKvWriteInDoubt{"kv-write-in-doubt"};
inline constexpr runtime::EventKind kKvReadWentBack{"kv-read-went-back"};

} // namespace core::kv
