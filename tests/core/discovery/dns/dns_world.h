// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/dns/message.h"
#include "core/discovery/dns/resolver.h"
#include "core/discovery/dns/schema.h"
#include "core/discovery/dns/server.h"
#include "core/discovery/dns/stub_resolver.h"
#include "tests/support/fake_env.h"

#include <optional>
#include <string>
#include <vector>

/// A client, a resolver and an authority for shop.test, 1 ms apart from each other.
namespace tests::dns {

using namespace core;
using namespace core::literals;
using namespace core::discovery::dns;

/// The schema's fallbacks, and what the test sets on top.
inline runtime::Settings
settingsOf(const runtime::ComponentSchema& schema,
           std::vector<std::pair<std::string, runtime::SettingValue>> set) {
    runtime::Settings settings;
    for (const auto& spec : schema.settings) {
        if (spec.fallback) {
            settings.set(std::string(spec.name), *spec.fallback);
        }
    }
    for (auto& [name, value] : set) {
        settings.set(name, std::move(value));
    }
    return settings;
}

using Set = std::vector<std::pair<std::string, runtime::SettingValue>>;
using Lines = std::vector<std::string>;

inline void startAuthority(FakeEnv& env, Lines records, Set more = {}) {
    Set set{{"zone", std::string("shop.test")}, {"records", std::move(records)}};
    set.insert(set.end(), more.begin(), more.end());
    env.start(makeDnsServer, settingsOf(dnsServerSchema(), std::move(set)));
}

inline void startResolver(FakeEnv& env, Lines upstreams, Set more = {}) {
    Set set{{"upstreams", std::move(upstreams)}};
    set.insert(set.end(), more.begin(), more.end());
    env.start(makeDnsResolver, settingsOf(dnsResolverSchema(), std::move(set)));
}

/// Sends one query over UDP and returns the reply, if one comes within a minute.
inline std::optional<Message> ask(FakeWorld& world, FakeEnv& from, runtime::Endpoint server,
                                  const std::string& name, Type type, std::uint16_t payload = 1232,
                                  Duration patience = 60_s) {
    std::optional<Message> reply;
    const auto socket =
        from.network().bind(0, "dns", [&](const runtime::Endpoint&, ByteView bytes) {
            const auto decoded = decodeMessage(bytes);
            reply = decoded ? std::optional(*decoded) : std::nullopt;
        });
    const Message query =
        makeQuery(77, Question{Name::parse(name).value(), type, Class::In}, true, payload);
    (void)from.network().sendTo(*socket, server, encodeMessage(query).value());
    for (const Instant start = world.now(); !reply && world.now() - start < patience;) {
        world.run(1_ms);
    }
    from.network().close(*socket);
    return reply;
}

/// "web.shop.test. 60 IN A 10.0.0.1" for each record.
inline Lines texts(const std::vector<Record>& records) {
    Lines lines;
    for (const Record& record : records) {
        lines.push_back(recordText(record));
    }
    return lines;
}

struct World {
    FakeWorld world;
    FakeEnv& client = world.add("client", "10.0.0.1");
    FakeEnv& resolver = world.add("resolver", "10.0.0.2");
    FakeEnv& authority = world.add("authority", "10.0.0.3");
    runtime::Endpoint resolverAt{{0x0a000002}, 53};
    runtime::Endpoint authorityAt{{0x0a000003}, 53};

    std::optional<Message> askResolver(const std::string& name, Type type = Type::A) {
        return ask(world, client, resolverAt, name, type);
    }
    std::optional<Message> askAuthority(const std::string& name, Type type = Type::A) {
        return ask(world, client, authorityAt, name, type);
    }
    /// What the operator says to the authority; the error, or empty.
    std::string setRecord(const std::string& name, const std::string& type, Lines values,
                          Duration ttl = {-1'000'000'000}) {
        runtime::Settings arguments;
        arguments.set("name", name);
        arguments.set("type", type);
        arguments.set("values", std::move(values));
        arguments.set("ttl", ttl);
        const auto done = authority.process().handleAction("set-record", arguments);
        return done ? std::string() : done.error();
    }
};

} // namespace tests::dns
