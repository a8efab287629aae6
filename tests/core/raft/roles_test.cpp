// SPDX-License-Identifier: Apache-2.0
// Goal: the transition table of roles is what servers do, and the page's picture is the table.
#include "core/base/random.h"
#include "core/raft/roles.h"
#include "tests/core/raft/group.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

namespace core::raft {
namespace {

using namespace literals;

using Edge = std::tuple<Role, RoleReason, Role>;

std::string nameOf(Role role) {
    return role == Role::PreCandidate ? "precandidate" : std::string(toString(role));
}

std::string picture() {
    std::string text = "```mermaid\nstateDiagram-v2\n    precandidate: pre-candidate\n"
                       "    [*] --> follower\n";
    for (const RoleEdge& edge : roleEdges()) {
        text += "    " + nameOf(edge.from) + " --> " + nameOf(edge.to) + ": " +
                std::string(toString(edge.why)) + "\n";
    }
    return text + "```\n";
}

TEST(RaftRoles, ThePageShowsTheTable) {
    std::ifstream file(ORRERY_SOURCE_DIR "/docs/explanation/raft.md");
    std::ostringstream page;
    page << file.rdbuf();
    EXPECT_NE(page.str().find(picture()), std::string::npos)
        << "put this into docs/explanation/raft.md:\n"
        << picture();
}

/// Groups in which messages get lost, servers are told to campaign, leave and hand over.
void trouble(std::uint64_t seed, bool preVote, std::set<Edge>& seen) {
    RandomStream random(seed);
    GroupOptions options;
    options.raft.preVote = preVote;
    Group group(options);
    std::uint64_t lossPercent = 0;
    group.lost = [&](const Message&) { return random.chance(lossPercent, 100); };
    for (int step = 0; step < 60; ++step) {
        lossPercent = random.below(4) * 30;
        const NodeId node = 1 + random.below(3);
        switch (random.below(6)) {
        case 0:
            group[node].campaign(group.now);
            break;
        case 1:
            (void)group[node].transferLeadership(group.now, 1 + random.below(3));
            break;
        case 2:
            (void)group.change(node, random.chance(1, 2) ? "r1" : "v1");
            break;
        default:
            group.pass(500_ms);
        }
        // Votes of several candidates meet.
        group[1 + random.below(3)].campaign(group.now);
        group.settle();
    }
    for (const NodeId node : {1U, 2U, 3U}) {
        for (const Notice& notice : group.notices(node)) {
            if (const auto* change = std::get_if<RoleChanged>(&notice)) {
                seen.emplace(change->from, change->reason, change->to);
            }
        }
    }
}

TEST(RaftRoles, ServersMoveAlongTheTablesEdgesAndAllOfThem) {
    std::set<Edge> seen;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        trouble(seed, seed % 2 == 0, seen);
    }
    std::set<Edge> table;
    for (const RoleEdge& edge : roleEdges()) {
        table.emplace(edge.from, edge.why, edge.to);
    }
    const auto describe = [](const Edge& edge) {
        return nameOf(std::get<0>(edge)) + " " + std::string(toString(std::get<1>(edge))) + " " +
               nameOf(std::get<2>(edge));
    };
    for (const Edge& edge : seen) {
        EXPECT_TRUE(table.contains(edge)) << "not in the table: " << describe(edge);
    }
    for (const Edge& edge : table) {
        EXPECT_TRUE(seen.contains(edge)) << "never seen: " << describe(edge);
    }
}

} // namespace
} // namespace core::raft
