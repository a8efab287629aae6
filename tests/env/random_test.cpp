// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {
namespace {

using Draws = std::vector<std::uint64_t>;

Draws drawFour(Env& env, std::string_view site) {
    Draws draws;
    for (int i = 0; i < 4; ++i) {
        draws.push_back(env.random(site).next());
    }
    return draws;
}

/// The first draws at "site" of the last incarnation of a process.
Draws drawsOf(EnvHarness& h, const std::string& process, bool restarted = false) {
    Draws draws;
    h.start(process, "a", [&draws](Env& env) { draws = drawFour(env, "site"); });
    if (restarted) {
        h.inject(t(1_s), restart(process));
    }
    h.runUntil(t(2_s));
    return draws;
}

World seeded(std::uint64_t seed) {
    World world = worldOf({"a"});
    world.seed = seed;
    return world;
}

} // namespace

TEST_P(Randomness, R1SameKeyGivesTheSameNumbers) {
    NEEDS(Seeds);
    const Draws first = drawsOf(build(seeded(7)), "p");
    const Draws second = drawsOf(build(seeded(7)), "p");
    ASSERT_EQ(first.size(), 4u);
    EXPECT_EQ(first, second);
}

TEST_P(Randomness, R2AnotherSeedProcessIncarnationOrSiteGivesOtherNumbers) {
    const Draws base = drawsOf(build(seeded(7)), "p");
    EXPECT_NE(drawsOf(build(seeded(8)), "p"), base);
    EXPECT_NE(drawsOf(build(seeded(7)), "q"), base);
    EXPECT_NE(drawsOf(build(seeded(7)), "p", true), base);
    EnvHarness& h = build(seeded(7));
    Draws other;
    h.start("p", "a", [&](Env& env) { other = drawFour(env, "other"); });
    h.runUntil(t(1_s));
    EXPECT_NE(other, base);
}

TEST_P(Randomness, R3SiteGoesOnWithItsStream) {
    EnvHarness& h = build({"a"});
    Draws once;
    Draws again;
    h.start("p", "a", [&](Env& env) {
        once = drawFour(env, "site");
        again = drawFour(env, "site");
    });
    h.runUntil(t(1_s));
    EXPECT_NE(once, again);
    EXPECT_EQ(std::set<std::uint64_t>(once.begin(), once.end()).size(), 4u);
}

TEST_P(Randomness, R4DrawsElsewhereShiftNobody) {
    NEEDS(Seeds);
    const Draws base = drawsOf(build(seeded(7)), "p");
    EnvHarness& h = build(seeded(7));
    Draws draws;
    h.start("before", "a", [&](Env& env) { drawFour(env, "site"); });
    h.start("p", "a", [&](Env& env) {
        drawFour(env, "another");
        draws = drawFour(env, "site");
    });
    h.runUntil(t(1_s));
    EXPECT_EQ(draws, base);
}

} // namespace tests::env
