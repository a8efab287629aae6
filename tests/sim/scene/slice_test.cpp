// SPDX-License-Identifier: Apache-2.0
// Goal: what shows at a time does not depend on the slice it was taken from, and is what the trace
// says. Method: a run with every kind of loss, slices read by playing straight and by jumping, and
// the trace's own rows, each looked at without any index.
#include "core/base/hash.h"
#include "core/base/random.h"
#include "sim/scene/slice.h"
#include "tests/sim/scene/recorded.h"
#include "tests/sim/scene/shown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

namespace sim::scene::testing {
namespace {

constexpr core::Duration kSecond{1'000 * kMs};

const std::string kTrouble = R"(  - {at: 3 s, crash: web-1, for: 2 s}
  - {at: 6 s, power-off: web-2, for: 3 s}
  - {at: 10 s, cut: uplink, for: 1500 ms}
  - {at: 12 s, loss: uplink, rate: 20 %, for: 2 s}
  - {at: 15 s, partition: {name: split, groups: [[near], [web-1, web-3]]}, for: 2 s}
  - {at: 18 s, delay: uplink, by: 400 ms, for: 2 s}
  - {at: 21 s, pause: web-3, for: 1 s}
  - {at: 24 s, duplicate: near-1, rate: 100 %, for: 1 s}
)";

class SliceOfATrace : public ::testing::Test {
protected:
    SliceOfATrace() {
        recorded_.record("run", shopWith(kTrouble), 30 * kSecond);
        reader_ = recorded_.open("run");
        slices_ = std::make_unique<SliceReader>(SliceReader::of(*reader_).value());
    }
    std::shared_ptr<const Slice> read(SimTime at, core::Duration window, core::Duration ahead,
                                      std::size_t most = 200'000) {
        auto slice = slices_->read(at, window, ahead, most);
        EXPECT_TRUE(slice) << (slice ? "" : slice.error().text);
        return *slice;
    }

    Recorded recorded_;
    std::unique_ptr<trace::Reader> reader_;
    std::unique_ptr<SliceReader> slices_;
};

TEST_F(SliceOfATrace, ShowsTheSameAfterAJumpAsWhilePlaying) {
    core::RandomStream draws(2026);
    // Up to windows that hold far more than a slice likes to, of which each has its rest to read.
    for (const core::Duration window :
         {kSecond / 1000, kSecond / 10, kSecond * 3, kSecond * 12, kSecond * 40}) {
        const std::size_t most = window < kSecond * 10 ? 200'000 : 400;
        std::vector<SimTime> times;
        for (int i = 0; i < 100; ++i) {
            times.push_back({static_cast<std::int64_t>(draws.below(30'000'000'000))});
        }
        std::map<SimTime, std::string> played;
        std::vector<SimTime> inOrder = times;
        std::sort(inOrder.begin(), inOrder.end());
        std::shared_ptr<const Slice> slice = read({0}, window, kSecond);
        for (const SimTime at : inOrder) {
            while (!slice->covers(at, window)) {
                slice = read(slice->end + core::Duration{1}, window * 2, kSecond, most);
            }
            played[at] = shown(*slice, at, window);
        }
        for (const SimTime at : times) {
            EXPECT_EQ(shown(*read(at, window, {}), at, window), played[at]) << at.ns;
            EXPECT_EQ(shown(*read(at, window, kSecond, most), at, window), played[at]) << at.ns;
        }
    }
}

TEST_F(SliceOfATrace, TellsWhoseLastRequestsFailed) {
    std::map<std::pair<std::int64_t, trace::ProcessIndex>, std::pair<bool, bool>> grew;
    const auto counters = reader_->counters().value();
    for (const trace::CounterRow& row : counters) {
        auto& [ok, failed] = grew[{row.second, row.process}];
        ok = ok || row.name == "requests-ok";
        failed = failed || row.name == "requests-failed" || row.name == "attempts-failed";
    }
    std::size_t failures = 0;
    for (std::int64_t at = 0; at < 30'000; at += 250) {
        std::vector<trace::ProcessIndex> expected;
        const std::size_t processes = reader_->summary().header.processes.size();
        for (trace::ProcessIndex process = 0; process < processes; ++process) {
            for (std::int64_t back = 1; back <= 3; ++back) {
                const auto [ok, failed] = grew[{at / 1'000 - back, process}];
                if (failed && !ok) {
                    expected.push_back(process);
                }
                if (failed || ok) {
                    break;
                }
            }
        }
        failures += expected.size();
        const auto slice = read(ms(at), kSecond, kSecond);
        EXPECT_EQ(visibleAt(*slice, ms(at), kSecond).failing, expected) << at;
    }
    EXPECT_GT(failures, 0U);
}

TEST_F(SliceOfATrace, HoldsTheMessagesThatTheTraceSaysAreOnTheirWay) {
    const auto all = reader_->messagesAfter(0, 1'000'000);
    ASSERT_TRUE(all);
    const core::Duration window = kSecond / 10;
    std::map<trace::Fate, std::size_t> fates;
    for (std::int64_t at = 0; at < 30'000; at += 250) {
        std::vector<std::uint64_t> expected;
        for (const trace::MessageRow& row : *all) {
            const trace::Fate fate = row.fate.value_or(trace::Fate::Delivered);
            const bool lost = fate != trace::Fate::Delivered && fate != trace::Fate::Duplicate;
            const core::Duration shows = window * (lost ? 2 : 1);
            if (row.sent <= ms(at) && (!row.arrived || *row.arrived + shows >= ms(at))) {
                expected.push_back(row.id);
                ++fates[fate];
            }
        }
        std::vector<std::uint64_t> found;
        const auto slice = read(ms(at), window, kSecond);
        for (const Flight* flight : visibleAt(*slice, ms(at), window).flights) {
            found.push_back(flight->message);
        }
        EXPECT_EQ(found, expected) << at;
    }
    EXPECT_GE(fates.size(), 2U) << "some were lost";
}

TEST_F(SliceOfATrace, KnowsTheWayOfEachMessage) {
    auto routes = trace::Routes::of(*reader_).value();
    const auto slice = read({0}, kSecond, 30 * kSecond);
    std::size_t without = 0;
    for (const Flight& flight : slice->flights) {
        const auto way = routes.between(flight.from, flight.to, flight.sent);
        ASSERT_LT(flight.route, slice->routes.size());
        EXPECT_EQ(slice->routes[flight.route], way.value_or(trace::RouteHops())) << flight.message;
        without += way ? 0 : 1;
    }
    EXPECT_GT(slice->flights.size(), 3'000U);
    EXPECT_GT(without, 0U) << "while the link was cut";
    EXPECT_TRUE(slice->routes[0].empty());
    EXPECT_LT(slice->routes.size(), 300U) << "each way once, as long as nothing changes";
}

TEST_F(SliceOfATrace, HoldsTheStatesThatTheTraceSays) {
    const auto slice = read(ms(2'000), kSecond, 28 * kSecond);
    for (std::int64_t at = 2'000; at < 30'000; at += 125) {
        const auto expected = reader_->stateAt(ms(at));
        ASSERT_TRUE(expected);
        const std::vector<const StateSpan*> found = visibleAt(*slice, ms(at), kSecond).states;
        ASSERT_EQ(found.size(), expected->size()) << at;
        for (std::size_t i = 0; i < found.size(); ++i) {
            EXPECT_EQ(found[i]->process, (*expected)[i].process);
            EXPECT_EQ(found[i]->key, (*expected)[i].key);
            EXPECT_EQ(found[i]->value, (*expected)[i].value) << found[i]->key << at;
            EXPECT_EQ(found[i]->since, (*expected)[i].since);
        }
    }
}

TEST_F(SliceOfATrace, HoldsTheConnectsThatHangOrWereRefused) {
    const auto all = reader_->connectionsAfter(0, 1'000'000);
    ASSERT_TRUE(all);
    const core::Duration window = kSecond / 5;
    std::size_t hanging = 0;
    std::size_t refused = 0;
    std::size_t timedOut = 0;
    for (std::int64_t at = 0; at < 30'000; at += 100) {
        std::vector<std::uint64_t> expected;
        for (const trace::ConnectionRow& row : *all) {
            const auto ended = row.opened ? row.opened : row.clientEnded;
            const bool failed =
                !row.opened && (row.clientEnd == "refused" || row.clientEnd == "timed-out");
            const bool waits = !ended || *ended > ms(at);
            const bool still = failed && *ended + window * 2 >= ms(at);
            if (row.opening <= ms(at) && (waits || still)) {
                expected.push_back(row.id);
                hanging += waits && ms(at) - row.opening > kSecond / 2 ? 1 : 0;
                refused += row.clientEnd == "refused" ? 1 : 0;
                timedOut += failed && row.clientEnd == "timed-out" ? 1 : 0;
            }
        }
        std::vector<std::uint64_t> found;
        const auto slice = read(ms(at), window, kSecond);
        for (const Attempt* attempt : visibleAt(*slice, ms(at), window).attempts) {
            found.push_back(attempt->connection);
            EXPECT_FALSE(attempt->refused && attempt->timedOut);
        }
        EXPECT_EQ(found, expected) << at;
    }
    EXPECT_GT(hanging, 0U);
    EXPECT_GT(refused, 0U);
    EXPECT_GT(timedOut, 0U);
}

TEST_F(SliceOfATrace, HoldsTheEventsThatMatter) {
    const auto slice = read(ms(5'000), kSecond, 10 * kSecond);
    const auto expected = reader_->eventsIn(ms(4'000), {15'000 * kMs + 1}, 2);
    ASSERT_TRUE(expected);
    ASSERT_EQ(slice->events.size(), expected->size());
    EXPECT_GT(slice->events.size(), 0U);
    for (const trace::EventRow* event : visibleAt(*slice, ms(7'000), kSecond).events) {
        EXPECT_LE(event->at, ms(7'000));
        EXPECT_GE(event->at, ms(6'000));
        EXPECT_GE(event->importance, 2);
    }
}

TEST_F(SliceOfATrace, EndsWhereItWouldHoldTooMuch) {
    const core::Duration window = kSecond / 10;
    const auto whole = read(ms(1'000), window, 20 * kSecond);
    const auto cut = read(ms(1'000), window, 20 * kSecond, 500);
    EXPECT_EQ(whole->end, ms(21'000));
    EXPECT_LT(cut->end, whole->end);
    EXPECT_GT(cut->end, ms(1'000));
    EXPECT_LE(cut->flights.size(), 500U);
    for (const SimTime at : {cut->begin, cut->begin + (cut->end - cut->begin) / 2, cut->end}) {
        EXPECT_EQ(shown(*cut, at, window), shown(*whole, at, window)) << at.ns;
    }
    const auto least = read(ms(1'000), window, 20 * kSecond, 1);
    EXPECT_EQ(least->begin, least->end) << "all that shows now is there";
    EXPECT_EQ(shown(*least, ms(1'000), window), shown(*whole, ms(1'000), window));
}

TEST_F(SliceOfATrace, IsWholeOrNothingWhenAReadIsBrokenOff) {
    const SimTime at = ms(12'000);
    const core::Duration window = 3 * kSecond;
    const std::string expected = shown(*read(at, window, 9 * kSecond), at, window);
    trace::StopFlag stop;
    stop.set(true);
    const auto never = slices_->read(at, window, kSecond, 200'000, &stop);
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().kind, trace::TraceErrorKind::Cancelled);
    std::size_t whole = 0;
    std::size_t broken = 0;
    for (int wait = 0; (whole == 0 || broken < 20) && wait < 2'000; ++wait) {
        // A reader of its own, so that what it learns for later is broken into as well.
        const auto reader = recorded_.open("run");
        auto slices = SliceReader::of(*reader).value();
        stop.set(false);
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(wait * 50));
            stop.set(true);
        });
        const auto slice = slices.read(at, window, 9 * kSecond, 200'000, &stop);
        other.join();
        if (slice) {
            ++whole;
            EXPECT_EQ(shown(**slice, at, window), expected);
        } else {
            ++broken;
            EXPECT_EQ(slice.error().kind, trace::TraceErrorKind::Cancelled) << slice.error().text;
            EXPECT_EQ(shown(**slices.read(at, window, kSecond), at, window), expected);
        }
    }
    EXPECT_GE(broken, 20U);
    EXPECT_GT(whole, 0U);
}

TEST_F(SliceOfATrace, CoversTimesAndWindowsThatItWasReadFor) {
    const auto slice = read(ms(1'000), kSecond, kSecond);
    EXPECT_TRUE(slice->covers(ms(1'000), kSecond));
    EXPECT_TRUE(slice->covers(ms(2'000), kSecond / 2));
    EXPECT_FALSE(slice->covers(ms(999), kSecond));
    EXPECT_FALSE(slice->covers(ms(2'001), kSecond));
    EXPECT_FALSE(slice->covers(ms(1'500), kSecond * 2));
    EXPECT_TRUE(slice->isFinal) << "the run is over";
    EXPECT_EQ(read(ms(29'500), kSecond, kSecond)->end, ms(30'000)) << "nothing is known later";
}

TEST_F(SliceOfATrace, MayBeReadAtAnyTime) {
    for (const SimTime at : {SimTime{-1}, SimTime{std::numeric_limits<std::int64_t>::min()},
                             ms(100'000), SimTime::max()}) {
        for (const core::Duration window : {core::Duration{}, kSecond, core::Duration::max()}) {
            const auto slice = read(at, window, core::Duration::max());
            EXPECT_TRUE(slice->covers(at, window));
            std::ignore = shown(*slice, at, window);
        }
    }
}

TEST(SliceOfABranch, IsThatOfTheWholeRun) {
    Recorded recorded;
    recorded.record("whole", shopWith(kTrouble), 30 * kSecond);
    const auto whole = recorded.open("whole");
    auto expected = SliceReader::of(*whole).value();
    // While answers hang, while a link loses, while messages take long.
    for (const std::int64_t from : {6'500, 13'000, 18'500}) {
        recorded.record("branch", shopWith(kTrouble), 30 * kSecond, ms(from), "whole");
        const auto branch = recorded.open("branch");
        auto found = SliceReader::of(*branch).value();
        for (const core::Duration window : {kSecond / 100, kSecond}) {
            for (std::int64_t at = from - 2'050; at < from + 3'000; at += 100) {
                const auto here = found.read(ms(at), window, kSecond);
                const auto there = expected.read(ms(at), window, kSecond);
                ASSERT_TRUE(here && there);
                EXPECT_EQ(shown(**here, ms(at), window), shown(**there, ms(at), window))
                    << from << " " << at;
                const SimTime later = ms(at) + kSecond;
                EXPECT_EQ(shown(**here, later, window), shown(**there, later, window));
            }
        }
        std::filesystem::remove(recorded.file("branch"));
    }
}

} // namespace
} // namespace sim::scene::testing
