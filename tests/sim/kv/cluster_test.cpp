// SPDX-License-Identifier: Apache-2.0
// Goal: what clients see of a real group under faults is linearizable, and they are served again.
// Method: kv-server and kv-client on the simulated room, the clients' own history judged.
#include "core/base/random.h"
#include "tests/sim/kv/cluster.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tests::kv {
namespace {

using namespace core::literals;
using core::history::Verdict;

void expectLinearizable(const Cluster& cluster) {
    const auto history = cluster.sink().history();
    const auto judgement = core::history::judgeRegisters(history);
    EXPECT_EQ(judgement.verdict, Verdict::Linearizable)
        << core::history::explain(judgement, history);
}

ClusterOptions fewKeys(std::uint64_t seed = 1) {
    ClusterOptions options;
    options.seed = seed;
    options.client.set("keys", std::int64_t{5});
    return options;
}

TEST(KvCluster, ServesItsClients) {
    Cluster cluster(fewKeys());
    cluster.run(20_s);
    EXPECT_GT(cluster.clientTotal("operations-ok"), 1'000);
    EXPECT_EQ(cluster.clientTotal("operations-unknown"), 0);
    expectLinearizable(cluster);
}

TEST(KvCluster, APowerLossOfTheLeaderLosesNothing) {
    Cluster cluster(fewKeys());
    cluster.run(5_s);
    const std::size_t leader = cluster.awaitLeader();
    ASSERT_NE(leader, 0u);
    ASSERT_TRUE(cluster.world().powerOff(cluster.host(leader)));
    cluster.run(10_s);
    ASSERT_TRUE(cluster.world().powerOn(cluster.host(leader)));
    const auto before = cluster.clientTotal("operations-ok");
    cluster.run(5_s);
    EXPECT_GT(cluster.clientTotal("operations-ok"), before + 200);
    expectLinearizable(cluster);
}

TEST(KvCluster, ALeaderCutOffAnswersNothingOld) {
    for (const bool leases : {false, true}) {
        ClusterOptions options = fewKeys();
        options.server.set("lease-reads", leases);
        Cluster cluster(std::move(options));
        cluster.run(5_s);
        const std::size_t leader = cluster.awaitLeader();
        ASSERT_NE(leader, 0u);
        cluster.world().setLink(cluster.host(leader), false, false);
        cluster.run(10_s);
        cluster.world().setLink(cluster.host(leader), true, true);
        cluster.run(5_s);
        EXPECT_GT(cluster.clientTotal("operations-ok"), 500);
        expectLinearizable(cluster);
    }
}

TEST(KvCluster, FollowersMayAnswerReads) {
    ClusterOptions options = fewKeys();
    options.server.set("read-mode", std::string("any"));
    Cluster cluster(std::move(options));
    cluster.run(5_s);
    const std::size_t leader = cluster.awaitLeader();
    ASSERT_TRUE(cluster.world().pause(cluster.process(leader)));
    cluster.run(6_s);
    ASSERT_TRUE(cluster.world().resume(cluster.process(leader)));
    cluster.run(6_s);
    expectLinearizable(cluster);
}

core::runtime::Settings memberArguments(const std::string& member) {
    core::runtime::Settings arguments;
    arguments.set("member", member);
    arguments.set("id", std::int64_t{0});
    arguments.set("learner", false);
    return arguments;
}

TEST(KvCluster, ANewMemberTakesOverFromALeaderThatIsRemoved) {
    ClusterOptions options = fewKeys();
    options.spares = 1;
    options.server.set("snapshot-every", std::int64_t{50});
    options.server.set("keep-entries", std::int64_t{10});
    Cluster cluster(std::move(options));
    cluster.run(5_s);
    const std::size_t leader = cluster.awaitLeader();
    ASSERT_NE(leader, 0u);
    core::runtime::Settings addition = memberArguments("kv-4");
    addition.set("id", std::int64_t{4});
    ASSERT_TRUE(cluster.world().act(cluster.process(leader), "add-member", addition));
    cluster.run(2_s);
    EXPECT_EQ(cluster.sink().counted("snapshot-installed"), 1u) << "the log's begin is gone";
    core::runtime::Settings to;
    to.set("to", std::string("kv-4"));
    ASSERT_TRUE(cluster.world().act(cluster.process(leader), "transfer-leadership", to));
    cluster.run(2_s);
    ASSERT_EQ(cluster.leader(), 4u);
    const auto name = "kv-" + std::to_string(leader);
    ASSERT_TRUE(cluster.world().act(cluster.process(4), "remove-member", memberArguments(name)));
    cluster.run(2_s);
    ASSERT_TRUE(cluster.world().powerOff(cluster.host(leader)));
    const auto before = cluster.clientTotal("operations-ok");
    cluster.run(5_s);
    EXPECT_GT(cluster.clientTotal("operations-ok"), before + 200);
    EXPECT_EQ(cluster.sink().counted("kv-member-changed"), 2u);
    expectLinearizable(cluster);
}

/// Random trouble, then rest: all is linearizable and everybody is served again.
void trouble(std::uint64_t seed, ClusterOptions options) {
    SCOPED_TRACE(seed);
    options.servers = 3 + 2 * (seed % 2);
    options.server.set("snapshot-every", std::int64_t{100});
    options.server.set("keep-entries", std::int64_t{20});
    Cluster cluster(std::move(options));
    core::RandomStream random(seed);
    const std::size_t servers = 3 + 2 * (seed % 2);
    cluster.run(3_s);
    for (int i = 0; i < 8; ++i) {
        const std::size_t victim = 1 + random.below(servers);
        sim::world::World& world = cluster.world();
        const auto length = core::Duration{random.between((500_ms).ns, (4_s).ns)};
        switch (random.below(5)) {
        case 0:
            (void)world.powerOff(cluster.host(victim));
            cluster.run(length);
            (void)world.powerOn(cluster.host(victim));
            break;
        case 1:
            (void)world.crash(cluster.process(victim));
            cluster.run(length);
            (void)world.restart(cluster.process(victim));
            break;
        case 2:
            (void)world.pause(cluster.process(victim));
            cluster.run(length);
            (void)world.resume(cluster.process(victim));
            break;
        case 3:
            world.setLink(cluster.host(victim), false, false);
            cluster.run(length);
            world.setLink(cluster.host(victim), true, true);
            break;
        default: // one way only
            world.setLink(cluster.host(victim), true, false);
            cluster.run(length);
            world.setLink(cluster.host(victim), true, true);
        }
        cluster.run(core::Duration{random.between(0, (2_s).ns)});
    }
    cluster.run(20_s);
    const auto before = cluster.clientTotal("operations-ok");
    cluster.run(5_s);
    EXPECT_GT(cluster.clientTotal("operations-ok"), before + 200) << "nobody serves any more";
    expectLinearizable(cluster);
}

std::uint64_t seeds(std::uint64_t few, std::uint64_t many) {
    return std::getenv("ORRERY_LONG") != nullptr ? many : few;
}

TEST(KvCluster, StaysLinearizableUnderRandomTrouble) {
    const std::uint64_t last = seeds(6, 400);
    for (std::uint64_t seed = 1; seed <= last; ++seed) {
        trouble(seed, fewKeys(seed));
    }
}

TEST(KvCluster, ReadsByLeaseStayLinearizableUnderRandomTrouble) {
    const std::uint64_t last = 1'000 + seeds(4, 200);
    for (std::uint64_t seed = 1'001; seed <= last; ++seed) {
        ClusterOptions options = fewKeys(seed);
        options.server.set("lease-reads", true);
        trouble(seed, std::move(options));
    }
}

TEST(KvCluster, StaleReadsOfACutOffMemberAreFoundByTheJudge) {
    ClusterOptions options = fewKeys();
    options.client.set("read-mode", std::string("stale"));
    Cluster cluster(std::move(options));
    cluster.run(3_s);
    const std::size_t follower = cluster.awaitLeader() % 3 + 1;
    ASSERT_TRUE(cluster.world().pause(cluster.process(follower)));
    cluster.run(3_s);
    ASSERT_TRUE(cluster.world().resume(cluster.process(follower)));
    cluster.run(3_s);
    EXPECT_GT(cluster.clientTotal("stale-answers"), 100);
    const auto history = cluster.sink().history();
    EXPECT_EQ(core::history::judgeRegisters(history).verdict, Verdict::NotLinearizable);
}

} // namespace
} // namespace tests::kv
