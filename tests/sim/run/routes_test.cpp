// SPDX-License-Identifier: Apache-2.0
// Goal: the way that a reader finds for a packet is the way it took. Method: a network with a
// detour whose links go down and come back; the packets of the trace, each put on its
// way as found, add up to what the simulator counted on every direction of every link.
#include "core/components/components.h"
#include "sim/run/run.h"
#include "sim/scenario/loader.h"
#include "sim/trace/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace sim::run::testing {
namespace {

namespace fs = std::filesystem;
using trace::Reader;
using trace::RouteHop;
using trace::RouteHops;
using trace::Routes;

constexpr std::int64_t kMs = 1'000'000;

/// shop.yaml with a second way between its switches, and trouble on both.
scenario::Scenario shopWithDetour() {
    const std::string folder = ORRERY_SOURCE_DIR "/tests/sim/run/";
    std::ifstream file(folder + "shop.yaml");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto insert = [&](const std::string& after, const std::string& more) {
        text.insert(text.find(after) + after.size(), more);
    };
    insert("    edge: {}\n", "    side: {}\n");
    insert("  links:\n", "    detour-in: {from: edge, to: side, latency: 5 ms}\n"
                         "    detour-out: {from: core, to: side, latency: 5 ms}\n");
    insert("timeline:\n", "  - {at: 2 s, cut: uplink, for: 2 s}\n"
                          "  - {at: 3 s, cut: web-2, for: 500 ms}\n"
                          "  - {at: 3300 ms, cut: detour-out, for: 400 ms}\n"
                          "  - {at: 6 s, cut: [uplink, detour-in], for: 700 ms}\n"
                          "  - {at: 7 s, partition: {name: p, groups: [[web-1], [lookers]]}}\n"
                          "  - {at: 8500 ms, heal: p}\n");
    const scenario::DiskFiles disk;
    scenario::MemoryFiles files(disk);
    files.add(folder + "detour.yaml", text);
    scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    options.files = &files;
    auto loaded = scenario::load(folder + "detour.yaml", options);
    if (!loaded) {
        ADD_FAILURE() << scenario::toString(loaded.error().at(0));
    }
    return std::move(loaded).value();
}

class RoutesOfATrace : public ::testing::Test {
protected:
    RoutesOfATrace() {
        std::string name = (fs::temp_directory_path() / "orrery-routes-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        RunRequest request;
        request.until = core::Duration{10'000 * kMs};
        request.level = scenario::Level::Bytes;
        request.traceFile = folder_ / "run.trace";
        const auto report = run(shopWithDetour(), request);
        EXPECT_TRUE(report) << report.error().text;
        reader_ = std::move(Reader::open(folder_ / "run.trace").value());
        routes_.emplace(Routes::of(*reader_).value());
    }
    ~RoutesOfATrace() override {
        reader_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    std::uint32_t host(std::string_view name) const {
        const auto& hosts = reader_->summary().header.hosts;
        const auto found = std::find_if(hosts.begin(), hosts.end(),
                                        [&](const auto& entry) { return entry.name == name; });
        return static_cast<std::uint32_t>(found - hosts.begin());
    }
    std::optional<std::string> way(std::string_view from, std::string_view to, std::int64_t at) {
        const auto hops = routes_->between(host(from), host(to), {at});
        if (!hops) {
            return std::nullopt;
        }
        std::string text;
        for (const RouteHop& hop : *hops) {
            text += (text.empty() ? "" : " ") + std::string(reader_->linkName(hop.link)) +
                    (hop.forward ? ">" : "<");
        }
        return text;
    }

    fs::path folder_;
    std::unique_ptr<Reader> reader_;
    std::optional<Routes> routes_;
};

/// The least and the most that can have passed a direction of a link.
struct Passed {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

TEST_F(RoutesOfATrace, AddUpToWhatPassedEveryLink) {
    const auto segments = reader_->segmentsAfter(0, 1'000'000);
    const auto connections = reader_->connectionsAfter(0, 1'000'000);
    ASSERT_TRUE(segments && connections);
    std::map<std::uint64_t, std::array<std::uint32_t, 2>> ends;
    for (const trace::ConnectionRow& row : *connections) {
        ends[row.id] = {row.clientHost, row.serverHost};
    }
    std::map<std::pair<std::uint32_t, bool>, Passed> passed;
    for (const trace::SegmentRow& row : *segments) {
        std::array<std::uint32_t, 2> way{row.fromHost, row.toHost};
        if (row.connection != 0) {
            way = ends.at(row.connection);
            if (row.direction == core::wire::Direction::FromServer) {
                std::swap(way[0], way[1]);
            }
        }
        const bool refused =
            row.fate == trace::Fate::NoRoute || row.fate == trace::Fate::Partitioned;
        const auto hops = routes_->between(way[0], way[1], row.sent);
        if (refused && row.arrived == row.sent) {
            EXPECT_TRUE(!hops || row.fate == trace::Fate::Partitioned) << row.id;
            continue;
        }
        ASSERT_TRUE(hops) << row.id;
        bool here = true; // it got so far
        for (const RouteHop& hop : *hops) {
            const bool lost = hop.link == row.lostOn; // by a cut perhaps when it was on the link
            Passed& count = passed[{hop.link, hop.forward}];
            count.most += here && (!lost || row.fate == trace::Fate::LinkCut) ? 1 : 0;
            here = here && !lost;
            count.least += here && !refused && row.fate ? 1 : 0;
        }
        EXPECT_EQ(here, row.lostOn == trace::kNoIndex) << row.id << ": lost beside its way";
    }
    const auto counted = reader_->query("SELECT link, direction, sum(packets) FROM link_traffic "
                                        "GROUP BY 1, 2");
    ASSERT_TRUE(counted);
    EXPECT_GT(counted->rows.size(), 25U);
    std::size_t detours = 0;
    for (const auto& row : counted->rows) {
        const auto link = static_cast<std::uint32_t>(std::stoul(*row[0]));
        const Passed found = passed[{link, *row[1] == "0"}];
        EXPECT_LE(found.least, std::stoll(*row[2])) << reader_->linkName(link);
        EXPECT_GE(found.most, std::stoll(*row[2])) << reader_->linkName(link);
        EXPECT_LE(found.most - found.least, 5) << "hardly any of it is in doubt";
        detours += reader_->linkName(link).starts_with("detour") ? 1 : 0;
    }
    EXPECT_EQ(detours, 4U) << "the detour is used both ways";
}

TEST_F(RoutesOfATrace, FollowTheChangesForthAndBack) {
    const std::string straight = "shoppers-1--edge> uplink> web-1--core<";
    const std::string detour = "shoppers-1--edge> detour-in> detour-out< web-1--core<";
    const std::map<std::int64_t, std::optional<std::string>> expected{
        {0, straight},
        {2'000 * kMs - 1, straight},
        {2'000 * kMs, detour}, // a fault precedes what is sent at its nanosecond
        {3'400 * kMs, std::nullopt},
        {3'800 * kMs, detour},
        {4'000 * kMs, straight},
        {6'500 * kMs, std::nullopt},
        {9'000 * kMs, straight},
    };
    for (const auto& [at, text] : expected) {
        EXPECT_EQ(way("shoppers-1", "web-1", at), text) << at;
    }
    for (auto entry = expected.rbegin(); entry != expected.rend(); ++entry) {
        EXPECT_EQ(way("shoppers-1", "web-1", entry->first), entry->second) << entry->first;
    }
}

TEST_F(RoutesOfATrace, AreEmptyFromAHostToItselfAndNoneToNobody) {
    EXPECT_EQ(way("web-1", "web-1", 0), "");
    EXPECT_FALSE(routes_->between(host("web-1"), trace::kNoIndex, {0}));
    EXPECT_FALSE(routes_->between(9'999, host("web-1"), {0}));
}

TEST_F(RoutesOfATrace, AreThoseOfItsMessages) {
    const auto messages = reader_->messagesAfter(0, 100);
    ASSERT_TRUE(messages);
    const trace::MessageRow& message = messages->front();
    EXPECT_EQ(routes_->of(message),
              routes_->between(message.fromHost, message.toHost, message.sent));
    EXPECT_TRUE(routes_->of(message));
}

} // namespace
} // namespace sim::run::testing
