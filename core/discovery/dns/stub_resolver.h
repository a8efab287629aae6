// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/function.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/runtime/address.h"
#include "core/runtime/env.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

/// The client's side of DNS: asks a list of recursive resolvers for the addresses of a name and
/// keeps nothing, like the resolver in the C library that most programs use. Sources: RFC 1034
/// section 5.3.1 (stub resolvers), RFC 5452 sections 4 and 9 (what an answer must match), RFC 7766
/// (TCP after truncation); order, number and length of the waits follow glibc 2.36,
/// resolv/res_send.c. Deviations: only A records are asked for, no search list, no `rotate`.
namespace core::discovery::dns {

struct StubQueryTag;
using QueryId = Id<StubQueryTag>;

struct StubResolverOptions {
    std::vector<runtime::Endpoint> servers; ///< the first is always asked first; at most 3 are used
    Duration timeout = literals::operator""_s(5); ///< glibc's `timeout`: of the first server
    int attempts = 2;                             ///< rounds over the list, at least 1
    std::uint16_t ednsPayload = 1232; ///< announced UDP size; 0 sends no OPT record (then 512)
};

/// The addresses of a name, in the order of the answer, and how long a cache may keep them: the
/// smallest TTL on the way from the name to the addresses.
struct Resolution {
    std::vector<runtime::Address> addresses; ///< never empty
    Duration ttl;
};

enum class ResolveError {
    NameNotFound,  ///< NXDOMAIN: the name does not exist
    NoData,        ///< the name exists without an address
    ServerFailure, ///< every server that answered failed or refused
    TimedOut,      ///< no server answered in any round
    BadName,       ///< the text is no domain name; nothing was sent
    NoServers,     ///< the list of servers is empty
    NoSocket,      ///< the host has no free port
};
std::string_view toString(ResolveError error);

class StubResolver {
public:
    using Callback = UniqueFunction<void(Result<Resolution, ResolveError>)>;

    /// `env` must outlive the resolver.
    StubResolver(runtime::Env& env, StubResolverOptions options);
    /// Cancels what is under way; no callback is called.
    ~StubResolver();
    StubResolver(const StubResolver&) = delete;
    StubResolver& operator=(const StubResolver&) = delete;

    /// Asks for the addresses of `name` (text form, taken as absolute with or without the final
    /// dot). Calls back exactly once, never during this call, unless cancelled. The callback may
    /// start other queries, cancel them, and may even destroy the resolver.
    QueryId resolveAddresses(std::string_view name, Callback callback);

    /// No callback for this query any more. Unknown and finished ids are ignored.
    void cancel(QueryId query);

    /// Queries sent to servers so far, retries and TCP included.
    std::uint64_t queriesSent() const { return queriesSent_; }

private:
    struct Query;

    void begin(QueryId id);
    void finish(QueryId id, Result<Resolution, ResolveError> outcome);

    runtime::Env& env_;
    StubResolverOptions options_;
    std::map<QueryId, std::unique_ptr<Query>> queries_;
    std::uint64_t nextId_ = 1;
    std::uint64_t queriesSent_ = 0;
};

} // namespace core::discovery::dns
