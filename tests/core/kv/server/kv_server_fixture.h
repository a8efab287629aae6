// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/http_client.h"
#include "core/kv/server/kv_schema.h"
#include "core/kv/server/kv_server.h"
#include "tests/core/kv/server/fake_replica.h"
#include "tests/support/fake_env.h"
#include "tests/support/settings.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// One kv-server with a group that agrees at once (fake_replica.h) and a client that calls it.
namespace core::kv {

class KvServerTest : public testing::Test {
protected:
    using Changes = std::initializer_list<std::pair<const char*, runtime::SettingValue>>;
    using Json = nlohmann::json;

    KvServerTest() {
        tests::fakeGroup() = tests::FakeGroup{};
        world.addHostName("kv-2", "10.0.0.2");
        world.addHostName("kv-3", "10.0.0.3");
        world.addHostName("kv-4", "10.0.0.4");
    }

    void startServer(Changes changes = {}) {
        runtime::Settings settings = tests::settingsOf(kvServerSchema(), changes);
        if (settings.list("members").empty()) {
            settings.set("members", std::vector<std::string>{"kv-1", "kv-2", "kv-3"});
        }
        serverEnv.start(makeKvServer, settings);
        world.run({10'000'000});
    }
    void send(const wire::HttpRequest& request) {
        response.reset();
        client.call(endpoint, request, {{1'000'000'000}, {100'000'000'000}},
                    [this](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                        if (outcome) {
                            response = std::move(*outcome);
                        }
                    });
    }
    /// The status, 0 without an answer soon.
    int ask(wire::HttpRequest request) {
        send(request);
        world.run({10'000'000});
        return response ? response->status : 0;
    }
    static wire::HttpRequest requestOf(std::string method, std::string target,
                                       std::string body = {}) {
        wire::HttpRequest request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.body = std::move(body);
        return request;
    }
    int ask(std::string method, std::string target, std::string body = {}) {
        return ask(requestOf(std::move(method), std::move(target), std::move(body)));
    }
    int askInSession(std::uint64_t session, std::uint64_t sequence, std::uint64_t lowest,
                     std::string method, std::string target, std::string body = {}) {
        wire::HttpRequest request =
            requestOf(std::move(method), std::move(target), std::move(body));
        request.headers = {{std::string(kSessionHeader), std::to_string(session)},
                           {std::string(kSequenceHeader), std::to_string(sequence)},
                           {std::string(kLowestHeader), std::to_string(lowest)}};
        return ask(request);
    }
    Json answer() const { return response ? Json::parse(response->body, nullptr, false) : Json(); }
    std::string error() const { return answer().value("error", ""); }
    std::uint64_t grant(const std::string& ttl) {
        ask("POST", "/leases", R"({"ttl":")" + ttl + R"("})");
        return answer().value("lease", std::uint64_t{0});
    }
    std::size_t events(std::string_view kind) const {
        return serverEnv.observer().eventCount(kind);
    }
    tests::FakeGroup& group() { return tests::fakeGroup(); }

    tests::FakeWorld world;
    tests::FakeEnv& serverEnv = world.add("kv-1", "10.0.0.1");
    tests::FakeEnv& clientEnv = world.add("client", "10.0.1.1");
    runtime::Endpoint endpoint{serverEnv.self().address, kDefaultPort};
    http::HttpClient client{clientEnv};
    std::optional<wire::HttpResponse> response;
};

} // namespace core::kv
