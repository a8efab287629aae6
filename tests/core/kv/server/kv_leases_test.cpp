// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/lease_clock.h"
#include "tests/core/kv/server/kv_server_fixture.h"

namespace core::kv {
namespace {

using namespace literals;

using KvLeaseTest = KvServerTest;

TEST_F(KvLeaseTest, ALeaseThatNobodyKeepsAliveTakesItsKeysWithIt) {
    startServer();
    const auto lease = grant("10s");
    EXPECT_EQ(ask("PUT", "/kv/me", R"({"value":"here","lease":)" + std::to_string(lease) + "}"),
              200);
    world.run(9_s);
    EXPECT_EQ(ask("GET", "/kv/me"), 200);
    world.run(1_s);
    EXPECT_EQ(ask("GET", "/kv/me"), 404);
    EXPECT_EQ(events("kv-lease-expired"), 1u);
    EXPECT_EQ(ask("GET", "/leases/" + std::to_string(lease)), 404);
}

TEST_F(KvLeaseTest, AKeepAliveStartsTheLeaseAgain) {
    startServer();
    const std::string path = "/leases/" + std::to_string(grant("10s"));
    for (int i = 0; i < 5; ++i) {
        world.run(8_s);
        ASSERT_EQ(ask("PUT", path), 200);
        EXPECT_EQ(answer()["ttl"], "10s");
    }
    ask("GET", path);
    EXPECT_EQ(answer()["remaining"], "9.99s");
    world.run(11_s);
    EXPECT_EQ(ask("PUT", path), 404);
}

TEST_F(KvLeaseTest, ARevokedLeaseIsGoneAtOnce) {
    startServer();
    const auto lease = grant("10s");
    ask("PUT", "/kv/me", R"({"value":"here","lease":)" + std::to_string(lease) + "}");
    EXPECT_EQ(ask("DELETE", "/leases/" + std::to_string(lease)), 200);
    EXPECT_EQ(answer()["keys-deleted"], 1);
    EXPECT_EQ(ask("GET", "/kv/me"), 404);
    EXPECT_EQ(ask("DELETE", "/leases/" + std::to_string(lease)), 404);
    EXPECT_EQ(events("kv-lease-expired"), 0u);
}

TEST_F(KvLeaseTest, ANewLeaderStartsEveryLeaseInFull) {
    startServer();
    grant("10s");
    world.run(8_s);
    group().setLeads(false, 2);
    world.run(60_s);
    EXPECT_EQ(events("kv-lease-expired"), 0u) << "only the leader ends leases";
    group().setLeads(true, 1);
    world.run(9_s);
    EXPECT_EQ(events("kv-lease-expired"), 0u);
    world.run(2_s);
    EXPECT_EQ(events("kv-lease-expired"), 1u);
}

TEST_F(KvLeaseTest, AnEndThatCouldNotBeProposedIsTriedAgain) {
    startServer();
    grant("10s");
    group().failure = raft::RequestError::Busy;
    world.run(20_s);
    EXPECT_EQ(events("kv-lease-expired"), 0u);
    group().failure.reset();
    world.run(1_s);
    EXPECT_EQ(events("kv-lease-expired"), 1u);
}

TEST_F(KvLeaseTest, AKeepAliveThatNoMajorityConfirmsPromisesNothing) {
    startServer({{"request-timeout", 1_s}});
    const std::string path = "/leases/" + std::to_string(grant("10s"));
    world.run(8_s);
    group().silent = true;
    EXPECT_EQ(ask("PUT", path), 0);
    world.run(1_s);
    EXPECT_EQ(error(), "timed-out");
    group().silent = false;
    world.run(2_s);
    EXPECT_EQ(events("kv-lease-expired"), 1u);
}

TEST_F(KvLeaseTest, ShortLeasesAreProlonged) {
    startServer({{"least-lease", 3_s}});
    grant("1s");
    EXPECT_EQ(answer()["ttl"], "3s");
}

TEST(LeaseClock, TakesWhatHasRunOutInOrder) {
    LeaseClock clock;
    clock.start(1, 3_s, {});
    clock.start(2, 1_s, {});
    clock.start(3, 9_s, {});
    EXPECT_EQ(clock.deadline(), Instant{(1_s).ns});
    EXPECT_EQ(clock.takeDue({(4_s).ns}), (std::vector<LeaseId>{2, 1}));
    EXPECT_TRUE(clock.takeDue({(4_s).ns}).empty());
    EXPECT_EQ(clock.deadline(), Instant{(9_s).ns});
}

TEST(LeaseClock, ALeaseWhoseEndIsProposedCannotBeRenewed) {
    LeaseClock clock;
    clock.start(1, 1_s, {});
    EXPECT_TRUE(clock.renew(1, {(1_s).ns}));
    clock.takeDue({(2_s).ns});
    EXPECT_FALSE(clock.renew(1, {(2_s).ns}));
    clock.putOff(1, {(3_s).ns});
    EXPECT_TRUE(clock.renew(1, {(2_s).ns}));
    clock.remove(1);
    EXPECT_FALSE(clock.renew(1, {(2_s).ns}));
    EXPECT_EQ(clock.deadline(), Instant::max());
}

TEST_F(KvLeaseTest, ALeaseThatEndsAsLeadershipIsLostIsShownNoMore) {
    startServer();
    const auto lease = grant("10s");
    const std::string key = "lease/" + std::to_string(lease);
    ASSERT_TRUE(serverEnv.observer().states().contains(key));
    group().leads = false; // the new leader's first message ends it
    group().machine->apply(++group().applied,
                           raft::encodeWithoutSession(encode(EndLease{lease, true})));
    group().setLeads(false, 2);
    world.run(10_ms);
    EXPECT_FALSE(serverEnv.observer().states().contains(key));
}

} // namespace
} // namespace core::kv
