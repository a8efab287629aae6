// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

/// The events of dns-server and dns-resolver; their words are in wording.yaml.
namespace core::discovery::dns::kinds {

// dns-server
inline constexpr runtime::EventKind kZoneLoaded{"zone-loaded"};
inline constexpr runtime::EventKind kRecordSet{"dns-record-set"};
inline constexpr runtime::EventKind kRecordRemoved{"dns-record-removed"};
inline constexpr runtime::EventKind kTtlChanged{"dns-ttl-changed"};

// dns-resolver
inline constexpr runtime::EventKind kCached{"dns-cached"};
inline constexpr runtime::EventKind kChanged{"dns-cache-changed"};
inline constexpr runtime::EventKind kNegativeCached{"dns-negative-cached"};
inline constexpr runtime::EventKind kExpired{"dns-expired"};
inline constexpr runtime::EventKind kFlushed{"dns-cache-flushed"};
inline constexpr runtime::EventKind kUpstreamTimeout{"dns-upstream-timeout"};
inline constexpr runtime::EventKind kUpstreamFailed{"dns-upstream-failed"};
inline constexpr runtime::EventKind kStaleServed{"dns-stale-served"};
inline constexpr runtime::EventKind kPrefetch{"dns-prefetch"};

} // namespace core::discovery::dns::kinds
