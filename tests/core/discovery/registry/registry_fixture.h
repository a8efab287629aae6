// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/registry/protocol.h"
#include "core/discovery/registry/registry.h"
#include "core/discovery/registry/registry_schema.h"
#include "core/http/http_client.h"
#include "tests/support/fake_env.h"
#include "tests/support/settings.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

/// A registry process and one client that calls it.
namespace core::discovery::registry {

class RegistryTest : public testing::Test {
protected:
    using Changes = std::initializer_list<std::pair<const char*, runtime::SettingValue>>;

    void startRegistry(Changes changes = {}) {
        registryEnv.start(makeRegistry, tests::settingsOf(registrySchema(), changes));
    }
    /// Sends a request and runs until it is answered; the status, 0 for none.
    int ask(std::string method, std::string target, std::string body = {}) {
        wire::HttpRequest request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        return ask(request);
    }
    int ask(const wire::HttpRequest& request) {
        response.reset();
        client.call(endpoint, request, {{1'000'000'000}, {5'000'000'000}},
                    [this](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                        if (outcome) {
                            response = std::move(*outcome);
                        }
                    });
        world.run({10'000'000});
        return response ? response->status : 0;
    }
    int registerInstance(std::string id, std::uint32_t address = 1, Duration lease = {}) {
        const Registration registration{"web", std::move(id), {{0x0a000000 + address}, 80}, lease};
        return ask("POST", "/apps/web", encodeRegistration(registration));
    }
    AppList fetch(std::string target = "/apps/web") {
        ask("GET", std::move(target));
        const auto list = decodeAppList(response ? response->body : "");
        return list ? *list : AppList{};
    }
    std::vector<std::string> ids(const AppList& list) {
        std::vector<std::string> names;
        for (const Listed& listed : list.instances) {
            names.push_back(listed.id);
        }
        return names;
    }

    tests::FakeWorld world;
    tests::FakeEnv& registryEnv = world.add("registry", "10.1.0.1");
    tests::FakeEnv& clientEnv = world.add("client", "10.1.0.2");
    runtime::Endpoint endpoint{registryEnv.self().address, kDefaultPort};
    http::HttpClient client{clientEnv};
    std::optional<wire::HttpResponse> response;
};

} // namespace core::discovery::registry
