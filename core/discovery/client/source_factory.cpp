// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/dns_source.h"
#include "core/discovery/client/load_client.h"
#include "core/discovery/client/registry_source.h"

namespace core::discovery::client {

using runtime::Endpoint;

namespace {

std::uint16_t portOf(const runtime::Settings& settings, std::string_view name) {
    return static_cast<std::uint16_t>(settings.integer(name));
}

/// "10.0.0.1:80", "10.0.0.1" or a name of the hosts table, the latter two with the service's port.
std::optional<Endpoint> readEndpoint(runtime::Env& env, const runtime::Settings& settings,
                                     std::string_view text) {
    if (const auto endpoint = runtime::parseEndpoint(text)) {
        return endpoint;
    }
    auto address = runtime::parseAddress(text);
    if (!address) {
        address = env.lookupHost(text);
    }
    if (!address) {
        return std::nullopt;
    }
    return Endpoint{*address, portOf(settings, "service-port")};
}

std::unique_ptr<AddressSource> makeStatic(runtime::Env& env, const runtime::Settings& settings) {
    Addresses addresses;
    for (const std::string& text : settings.list("addresses")) {
        const auto endpoint = readEndpoint(env, settings, text);
        if (!endpoint) {
            env.fail("an address is neither an address nor in the hosts table: " + text);
            return nullptr;
        }
        addresses.push_back(*endpoint);
    }
    return std::make_unique<StaticSource>(std::move(addresses));
}

DnsCaching cachingOf(std::string_view name) {
    return name == "ttl"       ? DnsCaching::Ttl
           : name == "fixed"   ? DnsCaching::Fixed
           : name == "forever" ? DnsCaching::Forever
                               : DnsCaching::None;
}

/// A stub resolver whose queries are counted in "dns-queries".
class CountedResolver {
public:
    CountedResolver(runtime::Env& env, dns::StubResolverOptions options)
        : env_(env), stub_(env, std::move(options)) {}

    void resolve(std::string_view name, dns::StubResolver::Callback callback) {
        stub_.resolveAddresses(name,
                               [this, done = std::move(callback)](
                                   Result<dns::Resolution, dns::ResolveError> outcome) mutable {
                                   countQueries();
                                   done(std::move(outcome));
                               });
        countQueries();
    }

private:
    void countQueries() {
        const std::uint64_t sent = stub_.queriesSent();
        env_.observer().count("dns-queries", static_cast<std::int64_t>(sent - counted_));
        counted_ = sent;
    }

    runtime::Env& env_;
    dns::StubResolver stub_;
    std::uint64_t counted_ = 0;
};

std::unique_ptr<AddressSource> makeDns(runtime::Env& env, const runtime::Settings& settings) {
    const auto server = env.lookupHost(settings.text("resolver"));
    if (!server) {
        env.fail("the resolver's name is not in the hosts table");
        return nullptr;
    }
    dns::StubResolverOptions stub;
    stub.servers = {Endpoint{*server, portOf(settings, "resolver-port")}};
    stub.timeout = settings.duration("dns-timeout");
    stub.attempts = static_cast<int>(settings.integer("dns-attempts"));
    DnsSourceOptions options;
    options.name = settings.text("dns-name");
    options.port = portOf(settings, "service-port");
    options.caching = cachingOf(settings.text("dns-cache"));
    options.keep = settings.duration("dns-cache-time");
    options.negative = settings.duration("dns-negative-time");
    auto resolver = std::make_shared<CountedResolver>(env, std::move(stub));
    auto resolve = [resolver](std::string_view name, dns::StubResolver::Callback callback) {
        resolver->resolve(name, std::move(callback));
    };
    return std::make_unique<DnsSource>(env, std::move(options), std::move(resolve));
}

std::unique_ptr<AddressSource> makeRegistry(runtime::Env& env, const runtime::Settings& settings) {
    const auto server = env.lookupHost(settings.text("registry"));
    if (!server) {
        env.fail("the registry's name is not in the hosts table");
        return nullptr;
    }
    RegistrySourceOptions options;
    options.registry = {*server, portOf(settings, "registry-port")};
    options.app = settings.text("service");
    options.watch = settings.text("registry-mode") == "watch";
    options.fetchInterval = settings.duration("fetch-interval");
    options.watchWait = settings.duration("watch-wait");
    options.timeout = settings.duration("registry-timeout");
    return std::make_unique<RegistrySource>(env, std::move(options));
}

} // namespace

std::unique_ptr<AddressSource> makeSource(runtime::Env& env, const runtime::Settings& settings) {
    const std::string& discovery = settings.text("discovery");
    return discovery == "dns"        ? makeDns(env, settings)
           : discovery == "registry" ? makeRegistry(env, settings)
                                     : makeStatic(env, settings);
}

std::unique_ptr<runtime::Process> makeHttpClient(runtime::Env& env,
                                                 const runtime::Settings& settings) {
    return std::make_unique<LoadClient>(env, settings, makeSource(env, settings));
}

} // namespace core::discovery::client
