// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/leader_finder.h"
#include "core/kv/client/workload.h"

#include <gtest/gtest.h>

#include <set>

namespace core::kv {
namespace {

WorkloadOptions mixed() {
    WorkloadOptions options;
    options.writer = "c";
    options.keyPrefix = "k";
    options.keys = 3;
    options.gets = 40;
    options.puts = 30;
    options.swaps = 20;
    options.deletes = 10;
    return options;
}

TEST(KvWorkload, DrawsKindsByTheirSharesAndKeysAlike) {
    Workload workload(mixed());
    RandomStream random(1);
    std::map<OperationKind, int> kinds;
    std::map<std::string, int> keys;
    for (int i = 0; i < 10'000; ++i) {
        const Operation operation = workload.next(random);
        ++kinds[operation.kind];
        ++keys[operation.key];
    }
    EXPECT_NEAR(kinds[OperationKind::Get], 4'000, 200);
    EXPECT_NEAR(kinds[OperationKind::Put], 3'000, 200);
    EXPECT_NEAR(kinds[OperationKind::CompareAndSet], 2'000, 200);
    EXPECT_NEAR(kinds[OperationKind::Delete], 1'000, 200);
    EXPECT_EQ(keys.size(), 3u);
    EXPECT_NEAR(keys["k3"], 3'333, 200);
}

TEST(KvWorkload, WritesEveryValueOnce) {
    WorkloadOptions options = mixed();
    options.gets = options.deletes = 0;
    options.valueSize = 20;
    Workload workload(options);
    RandomStream random(1);
    std::set<std::string> values;
    for (int i = 0; i < 1'000; ++i) {
        const Operation operation = workload.next(random);
        EXPECT_EQ(operation.value.size(), 20u);
        EXPECT_TRUE(values.insert(operation.value).second);
    }
}

TEST(KvWorkload, SwapsExpectWhatWasLearntLast) {
    WorkloadOptions options = mixed();
    options.keys = 1;
    options.gets = options.puts = options.deletes = 0;
    Workload workload(options);
    RandomStream random(1);
    EXPECT_EQ(workload.next(random).expected, std::nullopt);
    workload.learn("k1", "x");
    EXPECT_EQ(workload.next(random).expected, "x");
    workload.learn("k1", std::nullopt);
    EXPECT_EQ(workload.next(random).expected, std::nullopt);
}

TEST(LeaderFinder, GoesRoundAndRemembersWhatItWasTold) {
    const runtime::Endpoint a{{1}, 1};
    const runtime::Endpoint b{{2}, 1};
    const runtime::Endpoint c{{3}, 1};
    LeaderFinder finder({a, b});
    finder.failed(b);
    EXPECT_EQ(finder.current(), a) << "a late failure of another";
    finder.failed(a);
    EXPECT_EQ(finder.current(), b);
    finder.failed(b);
    EXPECT_EQ(finder.current(), a);
    finder.told(c);
    EXPECT_EQ(finder.current(), c);
    finder.failed(c);
    EXPECT_EQ(finder.current(), a);
}

TEST(LeaderFinder, ReadsLocations) {
    EXPECT_EQ(endpointOfLocation("http://10.0.0.2:2379/kv/a?x=1"),
              (runtime::Endpoint{{0x0a000002}, 2379}));
    EXPECT_EQ(endpointOfLocation("http://10.0.0.2:2379"), (runtime::Endpoint{{0x0a000002}, 2379}));
    for (const char* bad : {"", "/kv/a", "https://10.0.0.2:1/", "http://kv-2:2379/"}) {
        EXPECT_FALSE(endpointOfLocation(bad).has_value()) << bad;
    }
}

} // namespace
} // namespace core::kv
