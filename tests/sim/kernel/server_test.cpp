// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "sim/kernel/server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sim {
namespace {

using Finished = std::vector<std::pair<std::int64_t, std::uint64_t>>; // when, which

struct Shop {
    explicit Shop(std::int64_t units) : server(kernel, units) {}

    void submit(std::uint64_t id, std::int64_t work, std::uint64_t owner = 0) {
        server.submit(owner, {work}, [this, id] { finished.emplace_back(kernel.now().ns, id); });
    }

    Kernel kernel;
    Server server;
    Finished finished;
};

TEST(Server, OneUnitServesInOrderOfArrival) {
    Shop shop(1);
    shop.submit(1, 30);
    shop.submit(2, 10);
    shop.submit(3, 5);
    EXPECT_EQ(shop.server.waiting(), 2U);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{30, 1}, {40, 2}, {45, 3}}));
}

TEST(Server, SeveralUnitsServeAtOnce) {
    Shop shop(2);
    shop.submit(1, 30);
    shop.submit(2, 10);
    shop.submit(3, 5);
    shop.submit(4, 100);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{10, 2}, {15, 3}, {30, 1}, {115, 4}}));
}

TEST(Server, WorkOfNoTimeIsDoneInTheSameNanosecondButNotAtOnce) {
    Shop shop(1);
    shop.submit(1, 0);
    shop.submit(2, -5); // no less than nothing
    EXPECT_TRUE(shop.finished.empty());
    shop.kernel.run({});
    EXPECT_EQ(shop.finished, (Finished{{0, 1}, {0, 2}}));
}

TEST(Server, AFactorAppliesToJobsThatStartAfterwards) {
    Shop shop(1);
    shop.submit(1, 100);
    shop.submit(2, 100);
    shop.server.setFactor(250);
    shop.kernel.run({150});
    shop.server.setFactor(50);
    shop.submit(3, 101);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{100, 1}, {350, 2}, {400, 3}}));
}

TEST(Server, DroppingAnOwnerFreesItsUnitAtOnce) {
    Shop shop(1);
    shop.submit(1, 100, 7);
    shop.submit(2, 10, 8);
    shop.submit(3, 10, 7);
    shop.submit(4, 10, 8);
    shop.kernel.run({40});
    shop.server.drop(7);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{50, 2}, {60, 4}}));
}

TEST(Server, ClearForgetsEverything) {
    Shop shop(2);
    for (std::uint64_t i = 0; i < 5; ++i) {
        shop.submit(i, 10);
    }
    shop.server.clear();
    EXPECT_EQ(shop.server.waiting(), 0U);
    shop.submit(9, 10);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{10, 9}}));
}

TEST(Server, AJobMaySubmitAnother) {
    Shop shop(1);
    shop.server.submit(0, {10}, [&] { shop.submit(2, 10); });
    shop.submit(1, 10);
    shop.kernel.run({1'000});
    EXPECT_EQ(shop.finished, (Finished{{20, 1}, {30, 2}}));
}

/// All arrive at once: each job goes to the unit that is free first.
Finished expected(const std::vector<std::int64_t>& works, std::size_t units) {
    std::vector<std::int64_t> freeAt(units, 0);
    Finished ends;
    for (std::size_t i = 0; i < works.size(); ++i) {
        auto& unit = *std::min_element(freeAt.begin(), freeAt.end());
        unit += works[i];
        ends.emplace_back(unit, i);
    }
    std::sort(ends.begin(), ends.end());
    return ends;
}

TEST(Server, AgreesWithAListOfUnitsOnRandomWork) {
    core::RandomStream random(4);
    for (std::size_t units = 1; units <= 5; ++units) {
        Shop shop(static_cast<std::int64_t>(units));
        std::vector<std::int64_t> works;
        for (std::uint64_t i = 0; i < 200; ++i) {
            works.push_back(random.between(1, 1'000'000));
            shop.submit(i, works.back());
        }
        shop.kernel.run({1'000'000'000});
        std::sort(shop.finished.begin(), shop.finished.end());
        EXPECT_EQ(shop.finished, expected(works, units)) << units;
    }
}

} // namespace
} // namespace sim
