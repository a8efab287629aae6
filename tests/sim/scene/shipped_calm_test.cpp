// SPDX-License-Identifier: Apache-2.0
// Goal: every shipped scenario plays in one to three minutes on the calm clock, with headlines that
// a room can read and always something that moves; also after a fault at any time, whose past
// plays as before. Section 1 of the visual language.
#include "core/base/hash.h"
#include "sim/scene/pacing.h"
#include "sim/scene/storyline.h"
#include "tests/scenarios/shipped.h"
#include "tests/sim/scene/played.h"
#include "tests/sim/scene/watched.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sim::scene {
namespace {

using namespace core::literals;
using testing::Glance;
using testing::Played;

/// A headline as long as it stands, and the messages of its chain.
void expectReadable(const trace::Reader& reader, const Storyline& story) {
    const CalmMap& calm = story.calm();
    const Beat* last = nullptr;
    for (const Beat& beat : story.beats()) {
        if (beat.importance < 3) {
            continue;
        }
        if (last != nullptr && beat.at > last->at) {
            EXPECT_GE(calm.screenAt(beat.at) - calm.screenAt(last->at), 1500_ms) << last->en;
        }
        const auto paced = headlineOf(reader, beat.at, beat.event);
        ASSERT_TRUE(paced);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, paced->chain.size()); ++i) {
            const CalmPoint& flight = paced->chain[i];
            EXPECT_GE(calm.screenAt(flight.end) - calm.screenAt(flight.begin), 400_ms) << beat.en;
        }
        last = &beat;
    }
}

/// Any fault at any time, drawn from the scenario's name and a number.
class RandomFault {
public:
    RandomFault(const trace::RunHeader& header, const std::string& scenario, std::uint64_t number)
        : state_(core::mix64(number)) {
        for (const char letter : scenario) {
            state_ = core::mix64(state_ ^ static_cast<std::uint8_t>(letter));
        }
        at = {1 + draw(header.horizon.ns * 9 / 10)};
        std::vector<std::string> hosts;
        for (const trace::HostEntry& host : header.hosts) {
            if (!host.isSwitch) {
                hosts.push_back(host.name);
            }
        }
        const std::string host = hosts[below(hosts.size())];
        std::string others;
        for (const std::string& other : hosts) {
            if (other != host) {
                others += (others.empty() ? "" : ", ") + other;
            }
        }
        const std::string& link = header.links[below(header.links.size())].name;
        const std::string& process = header.processes[below(header.processes.size())].name;
        const std::vector<std::string> faults{
            "power-off: " + host,
            "crash: " + process,
            "pause: " + process,
            "partition: {name: random, groups: [[" + host + "], [" + others + "]]}",
            "cut: " + link,
            "delay: " + link + ", by: 100 ms",
        };
        line = "{at: " + std::to_string(at.ns) + " ns, " + faults[below(faults.size())] + "}";
    }

    SimTime at;
    std::string line;

private:
    std::int64_t draw(std::int64_t below) {
        state_ = core::mix64(state_);
        return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(below));
    }
    std::size_t below(std::size_t size) {
        return static_cast<std::size_t>(draw(static_cast<std::int64_t>(size)));
    }

    std::uint64_t state_;
};

class ShippedScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(ShippedScenario, PlaysInOneToThreeMinutes) {
    const Played played(GetParam());
    const auto story = Storyline::read(*played.reader);
    ASSERT_TRUE(story) << story.error().text;
    const CalmMap& calm = (*story)->calm();
    const auto headlines = std::count_if((*story)->beats().begin(), (*story)->beats().end(),
                                         [](const Beat& beat) { return beat.importance == 3; });
    std::printf("%-45s %6s s in %5s s of screen, %2td headlines\n", GetParam().c_str(),
                core::formatSeconds((*story)->until() - SimTime{}, 1).c_str(),
                core::formatSeconds(calm.length(), 1).c_str(), headlines);
    EXPECT_GE(calm.length(), 60_s);
    EXPECT_LE(calm.length(), 180_s);
    EXPECT_GE(headlines, 5);
    EXPECT_LE(headlines, 20);
    for (const Beat& beat : (*story)->beats()) {
        EXPECT_FALSE(beat.en.empty());
        EXPECT_FALSE(beat.zh.empty());
    }
    expectReadable(*played.reader, **story);
    const auto glances = testing::watch(*played.reader, calm, 0_s, calm.length());
    EXPECT_LE(testing::longestStill(glances), 2_s);
}

/// Exactly as before up to a time, wherever it is looked at.
void expectSamePast(const CalmMap& map, const CalmMap& before, SimTime until) {
    for (std::int64_t part = 0; part < 1'000; ++part) {
        const SimTime at{until.ns / 1'000 * part};
        ASSERT_EQ(map.screenAt(at), before.screenAt(at)) << part;
        ASSERT_EQ(map.pace(at), before.pace(at)) << part;
        ASSERT_EQ(map.simAt(map.screenAt(at)), before.simAt(before.screenAt(at))) << part;
    }
}

TEST_P(ShippedScenario, GoesOnAsCalmlyAfterAFaultAtAnyTime) {
    const Played played(GetParam());
    const auto parent = Storyline::read(*played.reader).value();
    for (std::uint64_t number = 0; number < 3; ++number) {
        const RandomFault fault(played.reader->summary().header, GetParam(), number);
        SCOPED_TRACE(fault.line);
        const Played changed(GetParam(), fault.line);
        const auto branch = Storyline::read(*changed.reader).value();
        expectReadable(*changed.reader, *branch);
        const SimTime past{fault.at.ns - 1};
        const CalmMap calm = CalmMap::joined(parent->calm(), past, branch->calm());
        expectSamePast(calm, parent->calm(), past);
        EXPECT_LE(calm.length(), 240_s);
        const auto glances = testing::watch(*changed.reader, calm, 0_s, calm.length());
        EXPECT_LE(testing::longestStill(glances), 2_s);
        // The pulse of the fault itself has faded, or the end has come.
        const core::Duration begin = calm.screenAt(fault.at) + 400_ms;
        const auto moving = std::find_if(glances.begin(), glances.end(), [&](const Glance& glance) {
            return glance.screen > begin && glance.anything();
        });
        EXPECT_TRUE(moving == glances.end() || moving->screen <= begin + 700_ms);
        const auto later = std::find_if(glances.begin(), glances.end(), [&](const Glance& glance) {
            return glance.screen > begin + 10_s;
        });
        const std::vector<Glance> then(std::min(moving, later), later);
        EXPECT_LE(testing::longestStill(then), 1_s);
    }
}

/// Within 0.6 s of screen time from there: a message is on its way, time flies, or something shows
/// that has happened since.
bool startsMoving(const trace::Reader& reader, const CalmMap& calm, SimTime at) {
    const core::Duration begin = calm.screenAt(at);
    const auto glances = testing::watch(reader, calm, begin, begin + 650_ms);
    return std::any_of(glances.begin(), glances.end(), [&](const Glance& glance) {
        return glance.moving > 0 || glance.pace >= 300_ms ||
               (glance.screen > begin + 400_ms && glance.anything());
    });
}

TEST_P(ShippedScenario, StartsMovingAtOnceWhereverThePlayheadIsPut) {
    const Played played(GetParam());
    const auto story = Storyline::read(*played.reader).value();
    const CalmMap& calm = story->calm();
    for (const Beat& beat : story->beats()) {
        EXPECT_TRUE(startsMoving(*played.reader, calm, beat.at)) << beat.en;
    }
    const core::Duration first = calm.screenAt(story->beats().front().at);
    for (std::int64_t part = 0; part < 97; ++part) {
        const SimTime at = calm.simAt(first + (calm.length() - first) * part / 100);
        EXPECT_TRUE(startsMoving(*played.reader, calm, at)) << at.ns;
    }
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario,
                         ::testing::ValuesIn(tests::scenarios::shippedIn(testing::kShippedFolder)),
                         [](const auto& instance) { return testing::testNameOf(instance.param); });

} // namespace
} // namespace sim::scene
