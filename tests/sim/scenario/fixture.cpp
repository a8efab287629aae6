// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scenario/fixture.h"

#include <cstdio>
#include <cstdlib>

namespace sim::scenario::testing {

using core::runtime::ActionSpec;
using core::runtime::ComponentSchema;
using core::runtime::Rate;
using core::runtime::SettingSpec;
using core::runtime::SettingType;
using core::runtime::SettingValue;

namespace {

SettingSpec setting(std::string_view name, SettingType type,
                    std::optional<SettingValue> fallback = std::nullopt) {
    SettingSpec spec;
    spec.name = name;
    spec.type = type;
    spec.fallback = std::move(fallback);
    return spec;
}

ComponentSchema dnsServer() {
    ComponentSchema schema;
    schema.name = "dns-server";
    schema.family = "discovery";
    SettingSpec ttl = setting("ttl", SettingType::Duration, core::Duration{60'000'000'000});
    ttl.least = 0;
    ttl.most = 3'600'000'000'000;
    ttl.live = true;
    schema.settings = {ttl, setting("zone", SettingType::Text)};
    ActionSpec action;
    action.name = "set-record";
    action.arguments = {setting("name", SettingType::Text),
                        setting("address", SettingType::Text, std::string("10.0.0.1")),
                        setting("target", SettingType::Host, std::string())};
    schema.actions = {action};
    schema.shown = core::runtime::Shown{
        {"record-set", "zone-loaded"}, {"queries", "refused"}, {"answer-time"}};
    return schema;
}

ComponentSchema client() {
    ComponentSchema schema;
    schema.name = "client";
    schema.family = "http";
    SettingSpec rate = setting("rate", SettingType::Rate, Rate::perSecond(5));
    rate.least = 16'667; // millionths per second: a little more than 1/min
    rate.most = 1'000'000'000;
    rate.live = true;
    SettingSpec mode = setting("mode", SettingType::Choice, std::string("open"));
    mode.choices = {"open", "closed"};
    SettingSpec port = setting("port", SettingType::Integer, std::int64_t{80});
    port.least = 1;
    port.most = 65'535;
    schema.settings = {rate,
                       mode,
                       port,
                       setting("body", SettingType::Size, std::int64_t{200}),
                       setting("timeout", SettingType::Duration, core::Duration{2'000'000'000}),
                       setting("server", SettingType::Process),
                       setting("home", SettingType::Host, std::string()),
                       setting("retry", SettingType::Boolean, false),
                       setting("paths", SettingType::TextList, std::vector<std::string>{"/"})};
    return schema;
}

ComponentSchema web() {
    ComponentSchema schema;
    schema.name = "web";
    schema.family = "http";
    return schema;
}

} // namespace

std::vector<const ComponentSchema*> testSchemas() {
    static const ComponentSchema kClient = client();
    static const ComponentSchema kDns = dnsServer();
    static const ComponentSchema kWeb = web();
    return {&kClient, &kDns, &kWeb};
}

LoadOptions testOptions() {
    static const std::vector<const ComponentSchema*> kSchemas = testSchemas();
    LoadOptions options;
    options.schemas = kSchemas;
    return options;
}

std::string complaints(const Loaded& loaded) {
    if (loaded) {
        return "ok";
    }
    std::string text;
    for (const Diagnostic& diagnostic : loaded.error()) {
        text += (text.empty() ? "" : "\n") + toString(diagnostic);
    }
    return text;
}

std::string complaintsOf(std::string_view text) {
    return complaints(loadText(text, testOptions(), "s.yaml"));
}

const std::string_view kSmall = R"(orrery: 1
title: {en: Small, zh: 小}
duration: 60 s
topology:
  defaults:
    host: {link: core}
  hosts:
    ns-host: {}
    web: {count: 2}
    box: {}
  switches:
    core: {}
deploy:
  ns: {component: dns-server, on: ns-host, zone: example.}
  web: {component: web}
workload:
  users: {component: client, on: box, count: 3, server: web}
)";

std::string smallWith(std::string_view lines) {
    return std::string(kSmall) + std::string(lines);
}

Scenario loadSmallWith(std::string_view lines, const std::vector<std::string>& sets) {
    LoadOptions options = testOptions();
    options.sets = sets;
    Loaded loaded = loadText(smallWith(lines), options, "s.yaml");
    if (!loaded) {
        std::fprintf(stderr, "%s\n", complaints(loaded).c_str());
        std::abort();
    }
    return std::move(loaded).value();
}

} // namespace sim::scenario::testing
