// SPDX-License-Identifier: Apache-2.0
#include "tests/core/kv/server/kv_server_fixture.h"

namespace core::kv {
namespace {

using namespace literals;
using raft::RequestError;

TEST_F(KvServerTest, WritesAndReadsAKey) {
    startServer();
    EXPECT_EQ(ask("PUT", "/kv/app/colour", R"({"value":"blue"})"), 200);
    EXPECT_EQ(answer(), Json::parse(R"({"revision":2,"create-revision":2,"mod-revision":2,
                                        "version":1})"));
    EXPECT_EQ(ask("GET", "/kv/app/colour"), 200);
    EXPECT_EQ(answer(), Json::parse(R"({"key":"app/colour","value":"blue","create-revision":2,
        "mod-revision":2,"version":1,"lease":0,"revision":2,"stale":false})"));
    EXPECT_EQ(response->find("Orrery-Leader")->front(), '1');
}

TEST_F(KvServerTest, AnAbsentKeyIsNotFoundAtARevision) {
    startServer();
    EXPECT_EQ(ask("GET", "/kv/nothing"), 404);
    EXPECT_EQ(answer(), Json::parse(R"({"error":"not-found","revision":1,"stale":false})"));
}

TEST_F(KvServerTest, DeletesAKeyAndSaysWhetherItWasThere) {
    startServer();
    ask("PUT", "/kv/a", R"({"value":"1"})");
    EXPECT_EQ(ask("DELETE", "/kv/a?mod-revision=9"), 412);
    EXPECT_EQ(ask("DELETE", "/kv/a?mod-revision=2"), 200);
    EXPECT_EQ(answer()["deleted"], true);
    EXPECT_EQ(ask("DELETE", "/kv/a"), 200);
    EXPECT_EQ(answer()["deleted"], false);
}

TEST_F(KvServerTest, ASwapFailsWithWhatIsThere) {
    startServer();
    EXPECT_EQ(ask("POST", "/kv/a?cas", R"({"value":"1","expect":{"absent":true}})"), 200);
    EXPECT_EQ(ask("POST", "/kv/a?cas", R"({"value":"2","expect":{"absent":true}})"), 412);
    EXPECT_EQ(error(), "condition-failed");
    EXPECT_EQ(answer()["current"]["value"], "1");
    EXPECT_EQ(ask("POST", "/kv/a?cas", R"({"value":"2","expect":{"value":"1"}})"), 200);
    EXPECT_EQ(ask("POST", "/kv/a?cas", R"({"value":"3","expect":{"mod-revision":3}})"), 200);
    EXPECT_EQ(ask("POST", "/kv/b?cas", R"({"value":"3","expect":{"value":"x"}})"), 412);
    EXPECT_TRUE(answer()["current"].is_null());
}

TEST_F(KvServerTest, ListsKeysByPrefix) {
    startServer();
    for (const char* key : {"a/1", "a/2", "b/1"}) {
        ask("PUT", std::string("/kv/") + key, R"({"value":"x"})");
    }
    EXPECT_EQ(ask("GET", "/kv/?prefix=a/"), 200);
    EXPECT_EQ(answer()["kvs"].size(), 2u);
    EXPECT_EQ(answer()["more"], false);
    EXPECT_EQ(ask("GET", "/kv/?limit=2"), 200);
    EXPECT_EQ(answer()["kvs"].size(), 2u);
    EXPECT_EQ(answer()["more"], true);
}

TEST_F(KvServerTest, ARepeatedRequestOfASessionIsDoneOnce) {
    startServer();
    ASSERT_EQ(ask("POST", "/sessions"), 200);
    const auto session = answer()["session"].get<std::uint64_t>();
    const std::string swap = R"({"value":"1","expect":{"absent":true}})";
    EXPECT_EQ(askInSession(session, 1, 1, "POST", "/kv/lock?cas", swap), 200);
    EXPECT_EQ(askInSession(session, 1, 1, "POST", "/kv/lock?cas", swap), 200)
        << "the same answer, not condition-failed";
    EXPECT_EQ(askInSession(session, 2, 2, "GET", "/kv/lock"), 200);
    EXPECT_EQ(answer()["version"], 1);
    EXPECT_EQ(askInSession(session, 2, 2, "DELETE", "/kv/lock"), 200);
    EXPECT_EQ(askInSession(session, 1, 1, "POST", "/kv/lock?cas", swap), 409);
    EXPECT_EQ(error(), "answered-before");
    EXPECT_EQ(ask("DELETE", "/sessions/" + std::to_string(session)), 200);
    EXPECT_EQ(askInSession(session, 3, 3, "DELETE", "/kv/lock"), 410);
    EXPECT_EQ(error(), "session-expired");
}

TEST_F(KvServerTest, RefusesWhatItDoesNotUnderstand) {
    startServer();
    EXPECT_EQ(ask("GET", "/elsewhere"), 404);
    EXPECT_EQ(ask("PATCH", "/kv/a"), 405);
    EXPECT_EQ(ask("POST", "/kv/a", "{}"), 405) << "a swap says ?cas";
    EXPECT_EQ(ask("PUT", "/kv/", R"({"value":"x"})"), 405);
    EXPECT_EQ(ask("PUT", "/kv/a", "{"), 400);
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":1})"), 400);
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"x","lease":77})"), 404);
    EXPECT_EQ(error(), "lease-not-found");
    EXPECT_EQ(ask("POST", "/kv/a?cas", R"({"value":"x"})"), 400);
    EXPECT_EQ(ask("GET", "/kv/?limit=0"), 400);
    EXPECT_EQ(ask("GET", "/kv/a?wait=soon"), 400);
    EXPECT_EQ(ask("GET", "/kv/%ff"), 404);
    EXPECT_EQ(ask("GET", "/kv/" + std::string(5'000, 'k')), 414);
    EXPECT_EQ(ask("POST", "/leases", R"({"ttl":"-1s"})"), 400);
    EXPECT_EQ(ask("POST", "/members", R"({"id":0})"), 400);
    EXPECT_EQ(ask("POST", "/transfer", "{}"), 400);
    EXPECT_EQ(askInSession(1, 0, 0, "PUT", "/kv/a", R"({"value":"x"})"), 400);
    EXPECT_EQ(error(), "bad-session");
}

TEST_F(KvServerTest, AFollowerRedirectsToTheLeader) {
    startServer();
    group().setLeads(false, 2);
    for (const char* method : {"GET", "PUT", "DELETE"}) {
        EXPECT_EQ(ask(method, "/kv/a?x=1", R"({"value":"1"})"), 307) << method;
        EXPECT_EQ(*response->find("Location"), "http://10.0.0.2:2379/kv/a?x=1");
        EXPECT_EQ(answer()["leader"], 2);
    }
    EXPECT_EQ(serverEnv.observer().counter("redirects"), 3);
}

TEST_F(KvServerTest, WithoutALeaderClientsAreAskedToComeAgain) {
    startServer();
    group().setLeads(false, raft::kNoNode);
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"1"})"), 503);
    EXPECT_EQ(error(), "no-leader");
    EXPECT_EQ(*response->find("Retry-After"), "1");
    group().setLeads(false, 1);
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"1"})"), 503);
    EXPECT_EQ(error(), "leader-starting");
}

TEST_F(KvServerTest, AnUnknownOutcomeIsSaidToBeOne) {
    startServer();
    group().failure = RequestError::OutcomeUnknown;
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"1"})"), 504);
    EXPECT_EQ(error(), "outcome-unknown");
    group().failure = RequestError::Busy;
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"1"})"), 503);
    EXPECT_EQ(error(), "busy");
}

TEST_F(KvServerTest, ALeaderWithoutAMajorityAnswersAfterTheTimeout) {
    startServer({{"request-timeout", 2_s}});
    group().silent = true;
    EXPECT_EQ(ask("PUT", "/kv/a", R"({"value":"1"})"), 0);
    world.run(2_s);
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 504);
    EXPECT_EQ(error(), "outcome-unknown");
    EXPECT_EQ(ask("GET", "/kv/a"), 0);
    world.run(2_s);
    EXPECT_EQ(error(), "timed-out") << "nothing is unknown of a read";
    EXPECT_EQ(serverEnv.observer().counter("unknown-outcomes"), 1);
}

TEST_F(KvServerTest, StaleReadsAreAnsweredByAnybodyAndSaySo) {
    startServer();
    ask("PUT", "/kv/a", R"({"value":"1"})");
    group().setLeads(false, 2);
    EXPECT_EQ(ask("GET", "/kv/a?stale=1"), 200);
    EXPECT_EQ(answer()["stale"], true);
    EXPECT_EQ(ask("GET", "/kv/b?stale=1"), 404);
    EXPECT_EQ(answer()["stale"], true);
    EXPECT_EQ(ask("GET", "/kv/a"), 307);
}

TEST_F(KvServerTest, TheReadModeDecidesWhoAnswers) {
    startServer({{"read-mode", std::string("any")}});
    ask("PUT", "/kv/a", R"({"value":"1"})");
    group().setLeads(false, 2);
    EXPECT_EQ(ask("GET", "/kv/a"), 200) << "after asking the leader for a read index";
    EXPECT_EQ(answer()["stale"], false);
    group().silent = true;
    EXPECT_EQ(ask("GET", "/kv/a"), 0);
    serverEnv.process().changeSetting("read-mode", std::string("stale"));
    EXPECT_EQ(ask("GET", "/kv/a"), 200);
    EXPECT_EQ(answer()["stale"], true);
}

TEST_F(KvServerTest, TellsItsStatus) {
    startServer();
    ask("PUT", "/kv/a", R"({"value":"1"})");
    EXPECT_EQ(ask("GET", "/status"), 200);
    EXPECT_EQ(answer()["id"], 1);
    EXPECT_EQ(answer()["leader"], 1);
    EXPECT_EQ(answer()["revision"], 2);
    EXPECT_EQ(answer()["role"], "follower") << "as the machine behind the fake is";
    EXPECT_TRUE(answer()["commit"].is_number());
}

TEST_F(KvServerTest, AddsAndRemovesMembers) {
    startServer();
    EXPECT_EQ(ask("POST", "/members", R"({"id":4,"address":"kv-4","learner":true})"), 200);
    ASSERT_EQ(group().changes.size(), 1u);
    EXPECT_EQ(raft::toString(group().changes[0].changes), "l4");
    EXPECT_EQ(textOf(group().changes[0].context), "4=kv-4@10.0.0.4:2380");
    EXPECT_EQ(answer()["members"].size(), 3u);
    EXPECT_EQ(answer()["members"][1]["address"], "10.0.0.2:2380");
    EXPECT_EQ(ask("DELETE", "/members/3"), 200);
    EXPECT_EQ(raft::toString(group().changes[1].changes), "r3");
    EXPECT_EQ(ask("POST", "/members", R"({"id":9})"), 400) << "nobody knows where it is";
    EXPECT_EQ(ask("POST", "/members", R"({"id":9,"address":"mars"})"), 400);
    group().failure = RequestError::Refused;
    EXPECT_EQ(ask("DELETE", "/members/3"), 409);
}

TEST_F(KvServerTest, HandsOverLeadership) {
    startServer();
    EXPECT_EQ(ask("POST", "/transfer", R"({"to":2})"), 202);
    EXPECT_EQ(group().transfers, std::vector<raft::NodeId>{2});
    group().failure = RequestError::Busy;
    EXPECT_EQ(ask("POST", "/transfer", R"({"to":2})"), 503);
}

TEST_F(KvServerTest, OffersTheSameToOperators) {
    startServer();
    runtime::Settings to;
    to.set("to", std::string("kv-3"));
    EXPECT_TRUE(serverEnv.process().handleAction("transfer-leadership", to).has_value());
    EXPECT_EQ(group().transfers, std::vector<raft::NodeId>{3});
    runtime::Settings member;
    member.set("member", std::string("kv-4"));
    member.set("id", std::int64_t{4});
    member.set("learner", false);
    EXPECT_TRUE(serverEnv.process().handleAction("add-member", member).has_value());
    member.set("id", std::int64_t{0});
    member.set("member", std::string("kv-2"));
    EXPECT_TRUE(serverEnv.process().handleAction("remove-member", member).has_value());
    world.run(10_ms);
    ASSERT_EQ(group().changes.size(), 2u);
    EXPECT_EQ(raft::toString(group().changes[0].changes), "v4");
    EXPECT_EQ(raft::toString(group().changes[1].changes), "r2");
    EXPECT_EQ(events("kv-member-changed"), 2u);
    EXPECT_TRUE(serverEnv.process().handleAction("campaign", {}).has_value());
    EXPECT_TRUE(serverEnv.process().handleAction("take-snapshot", {}).has_value());
    EXPECT_EQ(group().campaigns + group().snapshots, 2);
    group().setLeads(false, 2);
    EXPECT_EQ(serverEnv.process().handleAction("add-member", member).error(),
              "it is not the leader");
}

TEST_F(KvServerTest, AFailedMembershipActionIsToldLater) {
    startServer();
    runtime::Settings member;
    member.set("member", std::string("kv-2"));
    member.set("id", std::int64_t{0});
    group().failure = RequestError::OutcomeUnknown;
    EXPECT_TRUE(serverEnv.process().handleAction("remove-member", member).has_value());
    world.run(10_ms);
    EXPECT_EQ(events("kv-member-change-failed"), 1u);
}

TEST_F(KvServerTest, FindsItsPlaceAmongTheMembers) {
    startServer();
    EXPECT_EQ(group().options.raft.id, 1u);
    EXPECT_EQ(group().options.bootstrap.voters, (std::set<raft::NodeId>{1, 2, 3}));
    EXPECT_EQ(group().options.members.at(3).name, "kv-3");
    EXPECT_EQ(runtime::toString(group().options.members.at(3).endpoint), "10.0.0.3:2380");
}

TEST_F(KvServerTest, AServerThatJoinsBeginsWithoutAConfiguration) {
    startServer({{"members", std::vector<std::string>{"kv-2", "kv-3"}},
                 {"id", std::int64_t{7}},
                 {"join", true}});
    EXPECT_EQ(group().options.raft.id, 7u);
    EXPECT_TRUE(group().options.bootstrap.voters.empty());
    EXPECT_EQ(group().options.members.size(), 3u);
}

TEST_F(KvServerTest, ImpossibleSettingsEndTheProcessWithTheReason) {
    startServer({{"members", std::vector<std::string>{"kv-9"}}});
    EXPECT_NE(serverEnv.failure().find("kv-9"), std::string::npos);
    startServer({{"members", std::vector<std::string>{"kv-2"}}});
    EXPECT_NE(serverEnv.failure().find("not among its members"), std::string::npos);
    startServer({{"lease-reads", true}, {"check-quorum", false}});
    EXPECT_NE(serverEnv.failure().find("check-quorum"), std::string::npos);
}

} // namespace
} // namespace core::kv
