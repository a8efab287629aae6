// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/client/http_client_schema.h"
#include "core/discovery/client/load_client.h"
#include "core/discovery/registry/registry.h"
#include "core/discovery/registry/registry_schema.h"
#include "core/http/service/http_service.h"
#include "core/http/service/http_service_schema.h"
#include "tests/support/fake_env.h"
#include "tests/support/settings.h"

#include <gtest/gtest.h>

#include <string>

/// Two web servers, a registry and a client, each started by the test.
namespace core::discovery::client {

class ClientTest : public testing::Test {
protected:
    using Changes = std::initializer_list<std::pair<const char*, runtime::SettingValue>>;

    void startWeb(tests::FakeEnv& env, Changes changes = {}) {
        env.start(http::service::makeHttpService,
                  tests::settingsOf(http::service::httpServiceSchema(), changes));
    }
    void startRegistry(Changes changes = {}) {
        registryEnv.start(registry::makeRegistry,
                          tests::settingsOf(registry::registrySchema(), changes));
    }
    void startClient(Changes changes) {
        clientEnv.start(makeHttpClient, tests::settingsOf(httpClientSchema(), changes));
    }
    std::int64_t counter(std::string_view name) { return clientEnv.observer().counter(name); }
    /// The texts of the client's events of a kind.
    std::vector<std::string> events(std::string_view kind) {
        std::vector<std::string> texts;
        for (const auto& event : clientEnv.observer().events()) {
            if (event.kind == kind) {
                texts.push_back(event.text());
            }
        }
        return texts;
    }

    tests::FakeWorld world;
    tests::FakeEnv& webOne = world.add("web-1", "10.0.0.1");
    tests::FakeEnv& webTwo = world.add("web-2", "10.0.0.2");
    tests::FakeEnv& registryEnv = world.add("registry", "10.0.0.3");
    tests::FakeEnv& clientEnv = world.add("client", "10.0.0.4");
};

} // namespace core::discovery::client
