// SPDX-License-Identifier: Apache-2.0
// Goal: each outcome of an attempt is taken for what it is: done, not done, or nobody knows.
// Method: servers that answer by a script, and a real kv-server before a group that agrees at once.
#include "core/http/http_server.h"
#include "core/kv/client/kv_client.h"
#include "core/kv/client/kv_client_schema.h"
#include "core/kv/server/kv_schema.h"
#include "core/kv/server/kv_server.h"
#include "tests/core/kv/server/fake_replica.h"
#include "tests/support/fake_env.h"
#include "tests/support/settings.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace core::kv {
namespace {

using namespace literals;
using Texts = std::vector<std::string>;

/// Answers every request by a function; no answer if that gives nothing.
class ScriptedServer {
public:
    using Script = std::function<std::optional<wire::HttpResponse>(const wire::HttpRequest&)>;

    ScriptedServer(tests::FakeEnv& env, Script script)
        : script_(std::move(script)),
          server_(env, {}, [this](http::RequestId id, wire::HttpRequest& request) {
              requests.push_back(request);
              if (const auto response = script_(request)) {
                  server_.reply(id, *response);
              }
          }) {
        EXPECT_TRUE(server_.listen(kDefaultPort).has_value());
    }

    std::vector<wire::HttpRequest> requests;

private:
    Script script_;
    http::HttpServer server_;
};

wire::HttpResponse responseOf(int status, std::string body) {
    wire::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

class KvClientTest : public testing::Test {
protected:
    using Changes = std::initializer_list<std::pair<const char*, runtime::SettingValue>>;

    KvClientTest() { tests::fakeGroup() = tests::FakeGroup{}; }

    void startServer() {
        runtime::Settings settings = tests::settingsOf(kvServerSchema());
        settings.set("members", Texts{"kv-1", "kv-2"});
        one.start(makeKvServer, settings);
        world.run(10_ms);
    }
    /// One operation a second.
    void startClient(Changes changes = {}) {
        runtime::Settings settings = tests::settingsOf(kvClientSchema(), changes);
        if (settings.list("servers").empty()) {
            settings.set("servers", Texts{"kv-1", "kv-2"});
        }
        client.start(makeKvClient, settings);
    }
    void startPuts(Changes changes = {}) {
        runtime::Settings settings = tests::settingsOf(kvClientSchema(), changes);
        settings.set("servers", Texts{"kv-1", "kv-2"});
        settings.set("keys", std::int64_t{1});
        settings.set("gets", std::int64_t{0});
        settings.set("swaps", std::int64_t{0});
        settings.set("deletes", std::int64_t{0});
        client.start(makeKvClient, settings);
    }
    std::int64_t counter(std::string_view name) { return client.observer().counter(name); }
    Texts events(std::string_view kind) {
        Texts texts;
        for (const auto& event : client.observer().events()) {
            if (event.kind == kind) {
                texts.push_back(event.text());
            }
        }
        return texts;
    }
    /// Opens sessions; answers the rest by `script`.
    static ScriptedServer::Script withSessions(ScriptedServer::Script script) {
        return [script = std::move(script)](const wire::HttpRequest& request) {
            return request.target == "/sessions" ? responseOf(200, R"({"session":7})")
                                                 : script(request);
        };
    }

    tests::FakeWorld world;
    tests::FakeEnv& one = world.add("kv-1", "10.0.0.1");
    tests::FakeEnv& two = world.add("kv-2", "10.0.0.2");
    tests::FakeEnv& client = world.add("client-1", "10.0.1.1");
};

const char* const kDone = R"({"revision":2})";

TEST_F(KvClientTest, MakesItsMixOnARealServer) {
    startServer();
    startClient({{"rate", runtime::Rate::perSecond(100)}, {"keys", std::int64_t{3}}});
    world.run(10_s);
    EXPECT_NEAR(static_cast<double>(counter("operations-ok")), 1'000, 2);
    EXPECT_EQ(counter("operations-failed") + counter("operations-unknown"), 0);
    EXPECT_EQ(counter("retries"), 0);
    EXPECT_EQ(events("kv-session-opened").size(), 1u);
    std::size_t swapped = 0;
    std::size_t found = 0;
    for (const std::string& text : events("operation-returned")) {
        swapped += text.find("kind=cas") != text.npos && text.find("succeeded=true") != text.npos;
        found += text.find("kind=get") != text.npos && text.find("found=true") != text.npos;
    }
    EXPECT_GT(swapped, 50u);
    EXPECT_GT(found, 300u);
    EXPECT_EQ(events("operation-invoked").size(), static_cast<std::size_t>(counter("operations")));
}

TEST_F(KvClientTest, ReportsEachOperationWithItsCallAndItsReturn) {
    startServer();
    startPuts();
    world.run(1'100_ms);
    ASSERT_FALSE(events("operation-returned").empty());
    EXPECT_EQ(events("operation-invoked")[0],
              "operation-invoked client=client-1 operation=1 kind=put key=key-1 "
              "value=client-1-1 expected= if-absent=false");
    EXPECT_EQ(events("operation-returned")[0],
              "operation-returned client=client-1 operation=1 kind=put key=key-1 outcome=ok "
              "found=false value= succeeded=true");
}

TEST_F(KvClientTest, FollowsARedirectAndStaysThere) {
    ScriptedServer follower(one, [](const wire::HttpRequest& request) {
        wire::HttpResponse response = responseOf(307, R"({"error":"not-leader"})");
        response.headers = {{"Location", "http://10.0.0.2:2379" + request.target}};
        return std::optional(response);
    });
    ScriptedServer leader(two, withSessions([](const wire::HttpRequest&) {
                              return std::optional(responseOf(200, kDone));
                          }));
    startPuts();
    world.run(5_s);
    EXPECT_EQ(follower.requests.size(), 1u);
    EXPECT_EQ(counter("redirects"), 1);
    EXPECT_EQ(counter("operations-ok"), counter("operations"));
    EXPECT_EQ(client.observer().stateOf("leader"), "10.0.0.2:2379");
}

TEST_F(KvClientTest, MembersThatSendItInCirclesAreLeftAloneForAWhile) {
    const auto sendTo = [](const char* address) {
        return [address](const wire::HttpRequest& request) {
            wire::HttpResponse response = responseOf(307, R"({"error":"not-leader"})");
            response.headers = {{"Location", "http://" + std::string(address) + request.target}};
            return std::optional(response);
        };
    };
    ScriptedServer first(one, sendTo("10.0.0.2:2379"));
    ScriptedServer second(two, sendTo("10.0.0.1:2379"));
    startPuts({{"use-session", false}, {"retry-jitter", false}});
    world.run(3_s);
    EXPECT_LT(first.requests.size() + second.requests.size(), 60u);
    EXPECT_GT(counter("retries"), 0);
}

TEST_F(KvClientTest, TriesTheMembersInTurn) {
    ScriptedServer leader(two, withSessions([](const wire::HttpRequest&) {
                              return std::optional(responseOf(200, kDone));
                          }));
    startPuts();
    world.run(10_s);
    EXPECT_EQ(counter("operations-ok"), counter("operations"));
    EXPECT_EQ(events("kv-service-failing").size(), 1u);
    EXPECT_EQ(events("kv-service-recovered").size(), 1u);
    EXPECT_EQ(client.observer().samplesOf("success-gap").size(),
              static_cast<std::size_t>(counter("operations-ok")));
}

TEST_F(KvClientTest, RepeatsAWriteInDoubtWithTheSameSequence) {
    int asked = 0;
    ScriptedServer server(
        one, withSessions([&](const wire::HttpRequest&) {
            return ++asked == 1 ? std::optional(responseOf(504, R"({"error":"outcome-unknown"})"))
                                : std::optional(responseOf(200, kDone));
        }));
    world.addHostName("only", "10.0.0.1");
    runtime::Settings settings = tests::settingsOf(
        kvClientSchema(), {{"servers", Texts{"only"}}, {"gets", std::int64_t{0}}});
    client.start(makeKvClient, settings);
    world.run(1'500_ms);
    ASSERT_GE(server.requests.size(), 3u);
    EXPECT_EQ(*server.requests[1].find("Orrery-Session"), "7");
    EXPECT_EQ(*server.requests[1].find("Orrery-Sequence"), "1");
    EXPECT_EQ(*server.requests[2].find("Orrery-Sequence"), "1");
    EXPECT_EQ(server.requests[1].body, server.requests[2].body);
    EXPECT_EQ(counter("operations-unknown"), 0) << "the repetition's answer decides";
}

TEST_F(KvClientTest, SaysWhichAnswersItStillWaitsFor) {
    startServer();
    ScriptedServer server(two, withSessions([](const wire::HttpRequest& request) {
                              return *request.find("Orrery-Sequence") == "1"
                                         ? std::nullopt
                                         : std::optional(responseOf(200, kDone));
                          }));
    one.crash();
    startPuts({{"request-timeout", 60_s}, {"operation-timeout", 60_s}});
    world.run(5_s);
    EXPECT_GE(server.requests.size(), 4u);
    EXPECT_EQ(*server.requests.back().find("Orrery-Lowest-Unanswered"), "1");
}

TEST_F(KvClientTest, AWriteGivenUpInDoubtIsUnknown) {
    ScriptedServer server(one, withSessions([](const wire::HttpRequest&) { return std::nullopt; }));
    ScriptedServer other(two, withSessions([](const wire::HttpRequest&) { return std::nullopt; }));
    startPuts({{"operation-timeout", 5_s}});
    world.run(7_s);
    EXPECT_GE(counter("operations-unknown"), 1);
    EXPECT_EQ(counter("operations-failed"), 0);
    EXPECT_EQ(static_cast<std::int64_t>(events("kv-write-in-doubt").size()),
              counter("operations-unknown"));
}

TEST_F(KvClientTest, AWriteThatReachedNobodyHasFailed) {
    startPuts({{"operation-timeout", 2_s}});
    world.run(5_s);
    EXPECT_GE(counter("operations-failed"), 2) << "refused: nobody listens";
    EXPECT_EQ(counter("operations-unknown"), 0);
}

TEST_F(KvClientTest, AReadIsNeverInDoubt) {
    ScriptedServer server(one, [](const wire::HttpRequest&) { return std::nullopt; });
    ScriptedServer other(two, [](const wire::HttpRequest&) { return std::nullopt; });
    startClient({{"puts", std::int64_t{0}},
                 {"swaps", std::int64_t{0}},
                 {"deletes", std::int64_t{0}},
                 {"operation-timeout", 5_s}});
    world.run(7_s);
    EXPECT_GE(counter("operations-failed"), 1);
    EXPECT_EQ(counter("operations-unknown"), 0);
}

TEST_F(KvClientTest, OpensANewSessionWhenItsOwnIsGone) {
    int sessions = 6;
    ScriptedServer server(one, [&](const wire::HttpRequest& request) {
        if (request.target == "/sessions") {
            return std::optional(
                responseOf(200, "{\"session\":" + std::to_string(++sessions) + "}"));
        }
        return std::optional(*request.find("Orrery-Session") == "7"
                                 ? responseOf(410, R"({"error":"session-expired"})")
                                 : responseOf(200, kDone));
    });
    startPuts();
    world.run(3_s);
    EXPECT_EQ(events("kv-session-lost").size(), 1u);
    EXPECT_EQ(sessions, 8);
    EXPECT_EQ(counter("operations-ok"), counter("operations"));
}

TEST_F(KvClientTest, AWriteInDoubtWhoseSessionIsGoneStaysUnknown) {
    int asked = 0;
    int sessions = 6;
    ScriptedServer server(one, [&](const wire::HttpRequest& request) {
        if (request.target == "/sessions") {
            return std::optional(
                responseOf(200, "{\"session\":" + std::to_string(++sessions) + "}"));
        }
        ++asked;
        return std::optional(asked == 1   ? responseOf(504, R"({"error":"outcome-unknown"})")
                             : asked == 2 ? responseOf(410, R"({"error":"session-expired"})")
                                          : responseOf(200, kDone));
    });
    world.addHostName("only", "10.0.0.1");
    startClient({{"servers", Texts{"only"}},
                 {"gets", std::int64_t{0}},
                 {"rate", runtime::Rate::of(1, 2_s)}});
    world.run(4'500_ms);
    EXPECT_EQ(counter("operations-unknown"), 1);
    EXPECT_GE(counter("operations-ok"), 1);
}

TEST_F(KvClientTest, NoticesAReadThatGoesBack) {
    int asked = 0;
    ScriptedServer server(one, [&](const wire::HttpRequest& request) {
        EXPECT_NE(request.target.find("?stale=1"), request.target.npos);
        return std::optional(responseOf(200, ++asked == 1
                                                 ? R"({"value":"b","revision":9,"stale":true})"
                                                 : R"({"value":"a","revision":4,"stale":true})"));
    });
    startClient({{"servers", Texts{"10.0.0.1:2379"}},
                 {"read-mode", std::string("stale")},
                 {"puts", std::int64_t{0}},
                 {"swaps", std::int64_t{0}},
                 {"deletes", std::int64_t{0}}});
    world.run(2'200_ms);
    EXPECT_EQ(counter("reads-went-back"), 1);
    EXPECT_EQ(counter("stale-answers"), 2);
}

TEST_F(KvClientTest, ImpossibleSettingsEndTheProcessWithTheReason) {
    startClient({{"servers", Texts{"nowhere"}}});
    EXPECT_NE(client.failure().find("nowhere"), std::string::npos);
    client.start(makeKvClient, tests::settingsOf(kvClientSchema()));
    EXPECT_NE(client.failure().find("no servers"), std::string::npos);
}

TEST_F(KvClientTest, TheLoadCanBePausedAndResumed) {
    startServer();
    startClient();
    world.run(3_s);
    EXPECT_TRUE(client.process().handleAction("pause-load", {}).has_value());
    EXPECT_FALSE(client.process().handleAction("pause-load", {}).has_value());
    const auto before = counter("operations");
    world.run(3_s);
    EXPECT_EQ(counter("operations"), before);
    EXPECT_TRUE(client.process().handleAction("resume-load", {}).has_value());
    world.run(3_s);
    EXPECT_GT(counter("operations"), before);
}

} // namespace
} // namespace core::kv
