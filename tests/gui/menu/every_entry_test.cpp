// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/overlay.h"
#include "tests/gui/menu/runs.h"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <set>

namespace gui::menu::tests {
namespace {

using sim::scene::Hit;

/// Whatever the menu makes must be accepted: every entry of every thing, as it is proposed.
class EveryEntry : public testing::TestWithParam<const char*> {};

TEST_P(EveryEntry, MakesALineThatTheLoaderAccepts) {
    std::set<std::string> checked;
    std::size_t count = 0;
    for (const std::int64_t s : {0, 4, 12, 20, 29}) {
        const MenuContext context = contextOf(GetParam(), seconds(s));
        std::vector<ChangeEntry> entries = entriesForGround(context, s % 2 == 0);
        for (const Hit& hit : everything(context.world->header())) {
            const auto more = entriesFor(hit, context, s % 2 == 0);
            EXPECT_FALSE(more.empty()) << hit.name;
            entries.insert(entries.end(), more.begin(), more.end());
        }
        for (const ChangeEntry& entry : entries) {
            ++count;
            EXPECT_FALSE(entry.label.isEmpty());
            std::string what = entry.head;
            for (const Parameter& parameter : entry.parameters) {
                what += " " + parameter.name + "=" + parameter.value;
            }
            if (!entry.whyNot.isEmpty() || !checked.insert(what).second) {
                continue;
            }
            const LineResult result = lineFor(entry, entry.parameters, context);
            EXPECT_TRUE(result.error.isEmpty())
                << what << ": " << result.error.toStdString() << " (" << result.parameter << ")";
            EXPECT_TRUE(branches::lineOf(result.line.yaml)) << result.line.yaml;
            EXPECT_EQ(branches::lineOf(result.line.yaml), result.line);
        }
    }
    std::cout << GetParam() << ": " << count << " entries, " << checked.size() << " lines\n";
}

INSTANTIATE_TEST_SUITE_P(OfShippedScenarios, EveryEntry,
                         testing::Values("discovery/dns-ttl-vs-registry",
                                         "network/partition-registry", "network/congested-link",
                                         "raft/leader-power-off", "raft/lease-drift",
                                         "raft/membership-change"));

} // namespace
} // namespace gui::menu::tests
