// SPDX-License-Identifier: Apache-2.0
#include "tests/core/discovery/registry/registry_fixture.h"

namespace core::discovery::registry {
namespace {

using namespace literals;

class RegistryWatch : public RegistryTest {
protected:
    struct Answer {
        Instant at;
        int status = 0;
        std::string body;
    };

    http::ExchangeId watch(const std::string& since, std::string wait = "30s", bool delta = false) {
        wire::HttpRequest request;
        request.method = "GET";
        request.target = "/apps/web?wait=" + wait + "&since=" + since + (delta ? "&delta=1" : "");
        return client.call(endpoint, request, {1_s, 1_h},
                           [this](Result<wire::HttpResponse, http::HttpFailure> outcome) {
                               answers.push_back({world.now(), outcome ? outcome->status : 0,
                                                  outcome ? outcome->body : ""});
                           });
    }

    std::vector<Answer> answers;
};

TEST_F(RegistryWatch, AnswersAtTheInstantOfTheChange) {
    startRegistry({{"request-cpu", 0_s}});
    registerInstance("web-1");
    watch(fetch().version);
    world.run(5_s);
    EXPECT_TRUE(answers.empty());
    const Instant sent = world.now();
    registerInstance("web-2");
    ASSERT_EQ(answers.size(), 1u);
    // The watch holds the kept connection, so the registration opens another one (2 ms), goes to
    // the registry (1 ms), and the answer to the watch leaves in the same event (1 ms).
    EXPECT_EQ(answers[0].at, sent + 4_ms);
    EXPECT_EQ(decodeAppList(answers[0].body)->instances.size(), 2u);
}

TEST_F(RegistryWatch, AnswersAtOnceWhoIsBehind) {
    startRegistry();
    registerInstance("web-1");
    const std::string version = fetch().version;
    registerInstance("web-2");
    watch(version);
    watch("");
    watch("1-2");
    world.run(10_ms);
    EXPECT_EQ(answers.size(), 3u);
}

TEST_F(RegistryWatch, SaysThatNothingChangedWhenTheWaitIsOver) {
    startRegistry({{"request-cpu", 0_s}});
    watch(fetch().version, "7s");
    const Instant sent = world.now();
    world.run(1_min);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].status, 304);
    EXPECT_EQ(answers[0].at - sent, 7_s + 2_ms);
}

TEST_F(RegistryWatch, AnEvictionOfManyWakesOnce) {
    startRegistry();
    for (int i = 0; i < 10; ++i) {
        registerInstance("web-" + std::to_string(i), 1, 2_s);
    }
    watch(fetch().version);
    world.run(10_s);
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_TRUE(decodeAppList(answers[0].body)->instances.empty());
    EXPECT_EQ(registryEnv.observer().eventCount("watch-notified"), 1u);
}

TEST_F(RegistryWatch, ForgetsWatchersWhoseConnectionIsGone) {
    startRegistry();
    const http::ExchangeId id = watch(fetch().version);
    world.run(1_s);
    client.cancel(id);
    world.run(1_s);
    registerInstance("web-1");
    EXPECT_EQ(registryEnv.observer().eventCount("watch-notified"), 0u);
    EXPECT_TRUE(answers.empty());
}

TEST_F(RegistryWatch, FiveThousandWatchersCostOneEncodingAChange) {
    startRegistry();
    registerInstance("web-0");
    for (const bool delta : {false, true}) {
        answers.clear();
        const std::string version = fetch().version;
        for (int i = 0; i < 5'000; ++i) {
            watch(version, "30s", delta);
        }
        world.run(1_s);
        EXPECT_TRUE(answers.empty());
        const auto before = registryEnv.observer().counter("encodings");
        registerInstance(delta ? "web-2" : "web-1");
        world.run(1_s);
        EXPECT_EQ(answers.size(), 5'000u);
        EXPECT_EQ(registryEnv.observer().counter("encodings") - before, 1);
    }
}

} // namespace
} // namespace core::discovery::registry
