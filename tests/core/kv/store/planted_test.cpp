// SPDX-License-Identifier: Apache-2.0
// Goal: a store that swaps without comparing is noticed by the judge of histories.
#include "core/base/planted.h"
#include "core/base/random.h"
#include "core/history/register.h"
#include "core/kv/store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace core::kv {
namespace {

using history::RegisterOperation;
using history::Verdict;

/// Puts and swaps of one client on one key, one after the other.
std::vector<RegisterOperation> play(std::uint64_t seed) {
    RandomStream random(seed);
    Store store;
    std::vector<RegisterOperation> operations;
    for (std::int64_t i = 1; i <= 50; ++i) {
        RegisterOperation operation;
        operation.client = "client";
        operation.key = "a";
        operation.value = std::to_string(i);
        operation.calledAt = 2 * i;
        operation.returnedAt = 2 * i + 1;
        Put put{"a", *operation.value, kNoLease, Always{}};
        operation.action = history::Action::Put;
        if (random.chance(1, 2)) {
            operation.action = history::Action::CompareAndSet;
            operation.expected = std::to_string(i - random.between(1, 2));
            put.condition = IfValue{*operation.expected};
        }
        const auto outcome =
            decodeOutcome(store.apply(static_cast<raft::LogIndex>(i), encode(put)));
        operation.succeeded = outcome->status == Status::Ok;
        operations.push_back(operation);
    }
    return operations;
}

TEST(PlantedStore, ASwapWithoutComparingIsNoticed) {
    plant("");
    EXPECT_EQ(history::judgeRegisters(play(1)).verdict, Verdict::Linearizable);
    plant("cas-without-compare");
    EXPECT_EQ(history::judgeRegisters(play(1)).verdict, Verdict::NotLinearizable);
    plant("");
}

} // namespace
} // namespace core::kv
