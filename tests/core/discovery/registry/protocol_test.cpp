// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/protocol.h"

#include <gtest/gtest.h>

namespace core::discovery::registry {
namespace {

using namespace literals;
using runtime::Endpoint;

TEST(RegistryTarget, NamesAppsInstancesAndParameters) {
    const auto target = parseTarget("/apps/web/web-1?since=a-1&wait=30s&flag");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->app, "web");
    EXPECT_EQ(target->id, "web-1");
    EXPECT_EQ(target->parameter("since"), "a-1");
    EXPECT_EQ(target->parameter("wait"), "30s");
    EXPECT_EQ(target->parameter("flag"), "");
    EXPECT_EQ(target->parameter("sinc"), std::nullopt);
    EXPECT_EQ(parseTarget("/apps")->app, "");
}

TEST(RegistryTarget, RefusesWhatIsNoResource) {
    for (const char* text : {"", "/", "/app", "/apps/", "/appsweb", "/apps/web/", "/apps/web/1/2",
                             "/apps/w%20b", "/apps//x", "/apps/\"web\""}) {
        EXPECT_FALSE(parseTarget(text)) << text;
    }
    EXPECT_FALSE(parseTarget("/apps/" + std::string(129, 'a')));
}

TEST(RegistryVersion, ReadsBackWithAndWithoutQuotes) {
    const VersionTag tag{0xdeadbeef, 17};
    EXPECT_EQ(toString(tag), "deadbeef-17");
    EXPECT_EQ(parseVersionTag("deadbeef-17"), tag);
    EXPECT_EQ(parseVersionTag("\"deadbeef-17\""), tag);
    for (const char* text : {"", "-", "17", "deadbeef-", "x-1", "1-1 ", "123456789-1", "\""}) {
        EXPECT_FALSE(parseVersionTag(text)) << text;
    }
}

TEST(RegistryJson, RegistrationsReadBack) {
    const Registration sent{"web", "web-1", {{0x0a000001}, 8080}, 1500_ms};
    const auto read = decodeRegistration("web", encodeRegistration(sent));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, "web-1");
    EXPECT_EQ(read->endpoint, sent.endpoint);
    EXPECT_EQ(read->lease, 1500_ms);
}

TEST(RegistryJson, SpoiltRegistrationsAreErrors) {
    const std::pair<const char*, ProtocolError> cases[] = {
        {"", ProtocolError::NotJson},
        {"{\"instance\":", ProtocolError::NotJson},
        {"[]", ProtocolError::MissingField},
        {"{\"lease\":\"10s\"}", ProtocolError::MissingField},
        {"{\"lease\":10,\"instance\":{}}", ProtocolError::MissingField},
        {"{\"lease\":\"10s\",\"instance\":[]}", ProtocolError::BadValue},
        {R"({"lease":"-1s","instance":{"id":"a","address":"10.0.0.1","port":80}})",
         ProtocolError::BadValue},
        {R"({"lease":"1s","instance":{"id":"a b","address":"10.0.0.1","port":80}})",
         ProtocolError::BadValue},
        {R"({"lease":"1s","instance":{"id":"a","address":"10.0.0.256","port":80}})",
         ProtocolError::BadValue},
        {R"({"lease":"1s","instance":{"id":"a","address":"10.0.0.1","port":65536}})",
         ProtocolError::BadValue},
        {R"({"lease":"1s","instance":{"id":"a","address":"10.0.0.1","port":1e3}})",
         ProtocolError::BadValue},
    };
    for (const auto& [json, error] : cases) {
        const auto read = decodeRegistration("web", json);
        ASSERT_FALSE(read) << json;
        EXPECT_EQ(read.error(), error) << json;
    }
}

TEST(RegistryJson, ListsAndDeltasReadBack) {
    AppList list;
    list.app = "web";
    list.version = "1-7";
    list.instances = {{"web-1", {{0x0a000001}, 80}}, {"web-2", {{0x0a000002}, 81}}};
    auto read = decodeAppList(encodeAppList(list));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->delta);
    EXPECT_EQ(read->instances, list.instances);
    EXPECT_EQ(read->version, "1-7");
    list.delta = true;
    list.instances.clear();
    list.removed = {"web-1", "web-3"};
    read = decodeAppList(encodeAppList(list));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->delta);
    EXPECT_EQ(read->removed, list.removed);
}

TEST(RegistryJson, SpoiltListsAreErrors) {
    EXPECT_TRUE(decodeAppList(R"({"app":"web","version":"1-7","instances":[]})"));
    EXPECT_FALSE(decodeAppList(R"({"app":"web","version":"1-7","instances":3})"));
    EXPECT_FALSE(decodeAppList(R"({"app":"web","version":"1","instances":[]})"));
    EXPECT_FALSE(decodeAppList(R"({"app":"a \"web\"","version":"1-7","instances":[]})"));
    EXPECT_FALSE(decodeAppList(R"({"app":"web","version":"1-7","instances":[],"removed":["\""]})"));
}

} // namespace
} // namespace core::discovery::registry
