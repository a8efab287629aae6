// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/client/address_source.h"
#include "core/discovery/dns/stub_resolver.h"
#include "core/runtime/env.h"

#include <string>
#include <vector>

/// Addresses by DNS, with the cache that a language's run-time keeps above the system's resolver:
/// none (glibc), by TTL, for a fixed time whatever the TTL says (the JVM:
/// networkaddress.cache.ttl, 30 s), or for ever (the JVM under a security manager; nginx with a
/// literal name, until reload). Lookups during a query wait for its answer when there is a cache.
namespace core::discovery::client {

enum class DnsCaching { None, Ttl, Fixed, Forever };

struct DnsSourceOptions {
    std::string name;
    std::uint16_t port = 80; ///< joined to the addresses of the answer
    DnsCaching caching = DnsCaching::None;
    Duration keep;     ///< for DnsCaching::Fixed
    Duration negative; ///< how long a failure is kept, for any caching but None (JVM: 10 s)
};

/// Asks for the addresses of a name: the stub resolver, or what a test puts in its place.
using ResolveFunction = UniqueFunction<void(std::string_view name, dns::StubResolver::Callback)>;

class DnsSource final : public AddressSource {
public:
    DnsSource(runtime::Env& env, DnsSourceOptions options, ResolveFunction resolve);

    void start() override {}
    void lookup(Callback callback) override;
    void refresh() override { valid_ = false; }
    void onChange(ChangeHandler handler) override { handler_ = std::move(handler); }

    /// DnsCaching::Fixed, for answers from now on.
    void setInterval(Duration interval) override { options_.keep = interval; }

private:
    using Outcome = Result<dns::Resolution, dns::ResolveError>;

    Answer answerOf(const Outcome& outcome) const;
    Duration timeToKeep(const Outcome& outcome) const;
    void believe(const Answer& answer);

    runtime::Env& env_;
    DnsSourceOptions options_;
    ResolveFunction resolve_;
    ChangeHandler handler_;
    std::vector<Callback> waiting_; ///< for the query under way
    bool valid_ = false;            ///< cached_ holds an answer
    Answer cached_{Failure{std::string_view("no-addresses")}};
    Instant expires_;
};

} // namespace core::discovery::client
