// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/process.h"

#include <memory>

namespace core::discovery::dns {

/// The component dns-resolver: a recursive, caching name server that finds the authority of a name
/// in its settings instead of from the root. Settings and actions: schema.h. State shown: for each
/// set in the cache `cache/NAME/TYPE` (the values) and `cache-until/NAME/TYPE` (when it expires, on
/// the host's clock), both removed when it expires. Counters: `queries`, `cache-hits`,
/// `cache-misses`, `upstream-queries`, `upstream-timeouts`, `stale-answers`, `servfail-answers`,
/// `prefetches`. A restart starts with an empty cache.
std::unique_ptr<runtime::Process> makeDnsResolver(runtime::Env& env,
                                                  const runtime::Settings& settings);

} // namespace core::discovery::dns
