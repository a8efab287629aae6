// SPDX-License-Identifier: Apache-2.0
// Each rule on a small tree with a planted violation, and on one without.
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::string links(const std::string& text) {
    return toText(
        checkLinks({{"docs/a.md", text},
                    {"docs/reference/b.md", "# One two\n\n## The `x`, twice!\n\n## One two\n"},
                    {"core/a.h", ""}}));
}

TEST(LinkRule, ALinkLeadsToAFileOrAFolder) {
    EXPECT_EQ(links("[b](reference/b.md) [h](../core/a.h) [f](reference/) [c](../core)\n"), "");
    EXPECT_EQ(links("\n[b](reference/c.md)\n"), "docs/a.md:2: dead link: reference/c.md\n");
    EXPECT_NE(links("[b](../../outside.md)\n"), "");
    EXPECT_NE(links("![picture](p.svg)\n"), "");
}

TEST(LinkRule, AnAnchorIsAHeading) {
    EXPECT_EQ(links("[b](reference/b.md#one-two) [c](reference/b.md#the-x-twice)\n"), "");
    EXPECT_EQ(links("[b](reference/b.md#one-two-1)\n"), "");
    EXPECT_NE(links("[b](reference/b.md#three)\n"), "");
    EXPECT_EQ(links("# Here\n[here](#here)\n"), "");
    EXPECT_NE(links("[here](#there)\n"), "");
}

TEST(LinkRule, OtherSitesAndCodeAreLeftAlone) {
    EXPECT_EQ(links("[x](https://example.org/a) `[y](z)`\n```\n[y](z)\n```\n"), "");
}

TEST(ReachableRule, EveryPageHasAWayFromTheIndex) {
    const File front{"README.md", "[docs](docs/README.md)\n"};
    const File index{"docs/README.md", "[a](how-to/a.md)\n"};
    const File page{"docs/how-to/a.md", "[b](../reference/b.md)\n"};
    const File second{"docs/reference/b.md", ""};
    EXPECT_EQ(toText(checkReachable({front, index, page, second})), "");
    EXPECT_EQ(toText(checkReachable({front, index, second})),
              "docs/reference/b.md:0: no link leads here from docs/README.md\n");
    EXPECT_NE(toText(checkReachable({index})), "");
}

TEST(ModulePageRule, EveryModuleOfCoreHasOne) {
    EXPECT_EQ(toText(checkModulePages({{"core/raft/README.md", ""}, {"core/raft/log.cpp", ""}})),
              "");
    EXPECT_NE(toText(checkModulePages({{"core/raft/log.cpp", ""}})), "");
}

} // namespace
} // namespace tidy
