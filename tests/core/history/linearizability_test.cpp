// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "core/history/linearizability.h"
#include "core/history/register.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace core::history {
namespace {

using History = std::vector<RegisterOperation>;

std::string someValue(RandomStream& random) {
    return std::string(1, static_cast<char>('a' + random.below(3)));
}

RegisterOperation someOperation(RandomStream& random) {
    RegisterOperation operation;
    operation.key = "x";
    operation.action = static_cast<Action>(random.below(4));
    operation.value = someValue(random);
    if (random.chance(2, 3)) {
        operation.expected = someValue(random);
    }
    return operation;
}

struct HistorySpec {
    std::size_t operations;
    std::int64_t overlap; ///< how long an operation lasts at most; they start 10 apart
    std::uint64_t unknownPercent;
};

/// A history as a correct register gives it: each operation happens at one moment between call and
/// return; who got no answer may have been done or not.
History simulate(RandomStream& random, const HistorySpec& spec) {
    struct Moment {
        std::int64_t at;
        std::size_t operation;
    };
    History history;
    std::vector<Moment> moments;
    for (std::size_t i = 0; i < spec.operations; ++i) {
        RegisterOperation operation = someOperation(random);
        operation.client = "c" + std::to_string(i);
        operation.calledAt = static_cast<std::int64_t>(i) * 10 + random.between(0, 9);
        const std::int64_t end = operation.calledAt + random.between(1, spec.overlap);
        const std::int64_t moment = random.between(operation.calledAt, end);
        if (random.chance(spec.unknownPercent, 100)) {
            if (random.chance(1, 2)) {
                moments.push_back({moment + random.between(0, spec.overlap), i});
            }
        } else {
            operation.returnedAt = end;
            moments.push_back({moment, i});
        }
        history.push_back(std::move(operation));
    }
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return a.at < b.at; });
    RegisterModel::State state = RegisterModel::initial();
    for (const Moment& moment : moments) {
        RegisterOperation& operation = history[moment.operation];
        operation.found = state;
        operation.succeeded =
            operation.action != Action::CompareAndSet || state == operation.expected;
        state = *RegisterModel::step(state, operation);
    }
    return history;
}

/// Spoils one answer.
void spoil(RandomStream& random, History& history) {
    RegisterOperation& operation = history[random.below(history.size())];
    if (operation.action == Action::Get) {
        operation.found = random.chance(1, 3) ? std::nullopt : std::optional(someValue(random));
    } else if (operation.action == Action::CompareAndSet) {
        operation.succeeded = !operation.succeeded;
    } else if (operation.returnedAt) {
        operation.value = someValue(random);
        operation.returnedAt = operation.calledAt + 1;
    }
}

/// Whether `order` respects time and the model.
bool explains(const History& history, const std::vector<std::size_t>& order) {
    RegisterModel::State state = RegisterModel::initial();
    for (std::size_t i = 0; i < order.size(); ++i) {
        const RegisterOperation& operation = history[order[i]];
        for (std::size_t later = i + 1; later < order.size(); ++later) {
            const auto& returned = history[order[later]].returnedAt;
            if (returned && *returned < operation.calledAt) {
                return false;
            }
        }
        const auto next = RegisterModel::step(state, operation);
        if (!next) {
            return false;
        }
        state = *next;
    }
    return true;
}

/// All permutations of all operations that returned and any of the others.
bool bruteForce(const History& history) {
    std::vector<std::size_t> sure;
    std::vector<std::size_t> unsure;
    for (std::size_t i = 0; i < history.size(); ++i) {
        (history[i].returnedAt ? sure : unsure).push_back(i);
    }
    for (unsigned chosen = 0; chosen < (1U << unsure.size()); ++chosen) {
        std::vector<std::size_t> order = sure;
        for (std::size_t i = 0; i < unsure.size(); ++i) {
            if ((chosen >> i & 1U) != 0) {
                order.push_back(unsure[i]);
            }
        }
        std::sort(order.begin(), order.end());
        do {
            if (explains(history, order)) {
                return true;
            }
        } while (std::next_permutation(order.begin(), order.end()));
    }
    return false;
}

TEST(Linearizability, HoldsForWhatACorrectRegisterGives) {
    RandomStream random(1);
    for (int round = 0; round < 300; ++round) {
        const History history = simulate(random, {200, 60, 2});
        const Judgement judgement = judgeRegisters(history);
        ASSERT_EQ(judgement.verdict, Verdict::Linearizable) << round << "\n"
                                                            << explain(judgement, history);
    }
}

TEST(Linearizability, AgreesWithAllPermutationsOnSmallHistories) {
    RandomStream random(2);
    int good = 0;
    int bad = 0;
    for (int round = 0; round < 10'000; ++round) {
        History history =
            simulate(random, {1 + random.below(6), random.between(5, 60), random.below(50)});
        for (std::uint64_t spoilt = random.below(3); spoilt > 0; --spoilt) {
            spoil(random, history);
        }
        const bool expected = bruteForce(history);
        const Judgement judgement = judgeRegisters(history);
        ASSERT_EQ(judgement.verdict, expected ? Verdict::Linearizable : Verdict::NotLinearizable)
            << round;
        ++(expected ? good : bad);
    }
    EXPECT_GT(good, 2'000);
    EXPECT_GT(bad, 2'000);
}

TEST(Linearizability, IsNoticedMissingInLongHistories) {
    RandomStream random(3);
    int noticed = 0;
    for (int round = 0; round < 100; ++round) {
        History history = simulate(random, {300, 40, 1});
        // Nobody ever wrote this value.
        for (RegisterOperation& operation : history) {
            if (operation.action == Action::Get && operation.returnedAt) {
                operation.found = "z";
                break;
            }
        }
        noticed += judgeRegisters(history).verdict == Verdict::NotLinearizable ? 1 : 0;
    }
    EXPECT_EQ(noticed, 100);
}

TEST(Linearizability, DoesNotDependOnTheOrderOfTheRecord) {
    RandomStream random(4);
    for (int round = 0; round < 200; ++round) {
        History history = simulate(random, {12, 60, 20});
        spoil(random, history);
        const Verdict verdict = judgeRegisters(history).verdict;
        random.shuffle(history);
        ASSERT_EQ(judgeRegisters(history).verdict, verdict) << round;
    }
}

TEST(Linearizability, IsDecidedWithManyClientsAtOnce) {
    RandomStream random(5);
    const History history = simulate(random, {2'000, 150, 0});
    EXPECT_EQ(judgeRegisters(history).verdict, Verdict::Linearizable);
}

} // namespace
} // namespace core::history
