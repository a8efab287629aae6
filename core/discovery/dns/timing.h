// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// The arithmetic of time in DNS, as pure functions: TTL text (BIND master files), serial numbers
/// (RFC 1982), life times in caches (RFC 1035, 2181, 2308, 8767) and the waits of glibc's resolver.
/// TTLs are whole seconds, as on the wire; times are Durations and Instants.
namespace core::discovery::dns {

/// Seconds of "60", "1h30m", "2w1d1h1m1s" (units w d h m s, any order, any case); nullopt for
/// anything else, for digits without a unit after one with, and beyond 32 bits.
std::optional<std::uint32_t> parseTtl(std::string_view text);

enum class SerialOrder { Less, Equal, Greater, Undefined };
/// Order of two serial numbers of `bits` bits (RFC 1982 section 3.2); exactly half the circle apart
/// is undefined. REQUIRES: 2 <= bits <= 32, both values fit.
SerialOrder compareSerials(std::uint32_t a, std::uint32_t b, unsigned bits = 32);
/// The serial after `serial` (RFC 1982 section 3.1); skips 0, which some servers read as "unset".
std::uint32_t nextSerial(std::uint32_t serial);

/// What to make of a TTL with its highest bit set.
enum class HighBitRule {
    Rfc2181, ///< section 8: treat it as 0
    Rfc8767, ///< section 4: treat it as a large positive value, 2^31 - 1, to be clamped
};
std::uint32_t effectiveTtl(std::uint32_t wireTtl, HighBitRule rule);

/// How long a negative answer may be kept: the smaller of the SOA record's own TTL and its minimum
/// field (RFC 2308 section 5), at most `cap`.
std::uint32_t negativeTtl(std::uint32_t soaTtl, std::uint32_t soaMinimum, std::uint32_t cap);

/// `ttl` raised to `least` and cut to `most`; `most` wins. A TTL of 0 is raised too, as in unbound.
std::uint32_t clampTtl(std::uint32_t ttl, std::uint32_t least, std::uint32_t most);

/// The TTL to hand out `age` after the data was stored, rounded up to whole seconds so that it is
/// positive while the data is fresh; nullopt once it has expired (age >= ttl).
std::optional<std::uint32_t> remainingTtl(std::uint32_t ttl, Duration age);

/// The longest time an old answer can live when each of these layers restarts the clock.
Duration staleWindow(std::span<const Duration> restartingLayers);

/// The timers of RFC 8767 section 5.
struct StaleTimers {
    Duration maxStale{86'400'000'000'000};   ///< how long expired data may still be used
    Duration clientResponse{1'800'000'000};  ///< answer stale if nothing came by then
    Duration failureRecheck{30'000'000'000}; ///< no new try so soon after a failed one
    std::uint32_t staleTtl = 30;             ///< seconds, TTL on stale answers
    friend bool operator==(const StaleTimers&, const StaleTimers&) = default;
};

enum class Authority { Up, Down };
enum class StaleDecision {
    Fresh,   ///< answer from the cache
    Refetch, ///< ask the authority and answer with what it says
    Stale,   ///< answer with the expired data, TTL staleTtl
    Failure, ///< SERVFAIL: nothing usable
};
/// What to do for data of `ttl` seconds stored `age` ago.
StaleDecision decideStale(std::uint32_t ttl, Duration age, Authority authority,
                          const StaleTimers& timers);

/// How long glibc waits for server `index` (from 0) of `servers`: timeout << index, divided by the
/// number of servers except for the first, at least 1 s. Whole seconds, as there.
/// REQUIRES: 0 <= index < servers.
Duration glibcWait(Duration timeout, int servers, int index);
/// The time until glibc gives up when no server answers.
Duration glibcWorstCase(Duration timeout, int servers, int attempts);

} // namespace core::discovery::dns
