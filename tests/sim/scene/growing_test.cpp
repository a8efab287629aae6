// SPDX-License-Identifier: Apache-2.0
// Goal: a trace that is still written is drawn as far as it goes, and what a slice calls final is
// the same once the trace is whole. Method: a recorder fed by hand, second by second, with slices
// read in between and compared with those of the finished trace.
#include "sim/scene/slice.h"
#include "sim/scene/world.h"
#include "sim/trace/database.h"
#include "tests/sim/scene/shown.h"
#include "tests/sim/trace/fixture.h"

#include <chrono>
#include <map>
#include <thread>

namespace sim::scene::testing {
namespace {

using namespace sim::trace::testing;
using trace::Fate;
using trace::Level;

constexpr core::Duration kWindow{100 * kMs};

/// A message each millisecond; the tenth of each is lost, the hundredth takes 600 ms; a value that
/// changes; connects that are answered, refused, or hang for 1.5 s.
class SlowRun {
public:
    SlowRun() : trace_(Level::Full) {
        trace_.recorder->processStarted(ms(0), 0, 1, kNoCause);
        trace_.recorder->processStarted(ms(0), 1, 1, kNoCause);
    }

    void step() {
        const std::int64_t now = next_++;
        endThose(now);
        const auto id = static_cast<std::uint64_t>(now) + 1;
        trace_.datagram(id, ms(now), "hello");
        ends_.emplace(now + (now % 100 == 0 ? 600 : 3), id);
        if (now % 7 == 0) {
            trace_.recorder->state(ms(now), 0, "load", now, kNoCause);
        }
        if (now % 500 == 0) {
            connect(now);
        }
        if (now == 1'234) {
            trace_.recorder->hostPower(ms(now), 1, false, kNoCause);
            trace_.recorder->linkState(ms(now), 0, false, true, kNoCause);
        }
    }
    /// Until the reader sees at least so much.
    void runTo(std::int64_t until, const trace::Reader& reader) {
        for (int wait = 0; wait < 2'000 && reader.summary().until < ms(until); ++wait) {
            for (int i = 0; i < 20; ++i) {
                step();
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            ASSERT_TRUE(trace_.reader->refresh());
        }
    }
    const trace::Reader& open() { return trace_.open(); }
    const trace::Reader& finish() { return trace_.done(ms(next_)); }
    SimTime now() const { return ms(next_); }

private:
    void endThose(std::int64_t now) {
        for (; !ends_.empty() && ends_.begin()->first <= now; ends_.erase(ends_.begin())) {
            const std::uint64_t id = ends_.begin()->second;
            trace_.end(id, ms(now), id % 10 == 0 ? Fate::LostOnLink : Fate::Delivered,
                       id % 10 == 0 ? 0 : trace::kNoIndex);
        }
        for (; !answers_.empty() && answers_.begin()->first <= now;
             answers_.erase(answers_.begin())) {
            const std::uint64_t id = answers_.begin()->second;
            if (id % 3 == 0) {
                trace_.recorder->connectionEnded({id, ms(now), core::wire::Direction::FromClient,
                                                  core::runtime::StreamEnd::Refused, false,
                                                  kNoCause});
            } else {
                trace_.recorder->connectionOpened({id, ms(now), 1});
            }
        }
    }
    void connect(std::int64_t now) {
        trace::ConnectionOpening opening;
        opening.connection = ++connections_;
        opening.at = ms(now);
        opening.clientHost = 0;
        opening.serverHost = 1;
        opening.client = {{0x0a000001}, 49152};
        opening.server = {{0x0a000002}, 80};
        opening.protocol = "line";
        trace_.recorder->connectionOpening(opening);
        answers_.emplace(now + (connections_ % 4 == 0 ? 1'500 : 2), connections_);
    }

    trace::testing::Trace trace_;
    std::int64_t next_ = 0; ///< ms
    std::uint64_t connections_ = 0;
    std::multimap<std::int64_t, std::uint64_t> ends_;
    std::multimap<std::int64_t, std::uint64_t> answers_;
};

TEST(GrowingTrace, IsDrawnAsFarAsItGoes) {
    SlowRun run;
    const trace::Reader& reader = run.open();
    auto slices = SliceReader::of(reader).value();
    run.runTo(1'000, reader);
    ASSERT_TRUE(slices.refresh());
    const SimTime until = reader.summary().until;
    const auto slice = slices.read(ms(500), kWindow, core::Duration{60'000 * kMs}).value();
    EXPECT_EQ(slice->end, until) << "the computed edge";
    EXPECT_FALSE(slice->isFinal) << "more may be told about it";
    EXPECT_FALSE(visibleAt(*slice, ms(600), kWindow).flights.empty());
}

TEST(GrowingTrace, IsFinalWhereASliceSaysSo) {
    SlowRun run;
    const trace::Reader* reader = &run.open();
    std::map<SimTime, std::shared_ptr<const Slice>> finals;
    std::size_t others = 0;
    {
        auto slices = SliceReader::of(*reader).value();
        for (std::int64_t edge = 500; edge <= 6'000; edge += 500) {
            run.runTo(edge, *reader);
            ASSERT_TRUE(slices.refresh());
            for (std::int64_t at = 0; at < edge; at += 125) {
                auto slice = slices.read(ms(at), kWindow, core::Duration{60 * kMs});
                ASSERT_TRUE(slice);
                if ((*slice)->isFinal) {
                    finals[ms(at)] = *slice; // the last one read: early ones lie further back
                    continue;
                }
                ++others;
            }
        }
    }
    reader = &run.finish();
    auto slices = SliceReader::of(*reader).value();
    for (const auto& [at, slice] : finals) {
        const auto whole = slices.read(at, kWindow, core::Duration{60 * kMs}).value();
        for (const SimTime time :
             {slice->begin, slice->begin + core::Duration{30 * kMs}, slice->end}) {
            EXPECT_EQ(shown(*slice, time, kWindow), shown(*whole, time, kWindow)) << time.ns;
        }
    }
    EXPECT_GT(finals.size(), 10U);
    EXPECT_GT(others, 10U);
}

TEST(GrowingTrace, HasAWorldThatKnowsMoreEachTime) {
    SlowRun run;
    const trace::Reader& reader = run.open();
    run.runTo(1'000, reader);
    if (reader.summary().until < ms(1'234)) {
        const auto before = World::read(reader).value();
        EXPECT_TRUE(before->isPowered(1, ms(1'300)));
    }
    run.runTo(2'000, reader);
    const auto after = World::read(reader).value();
    EXPECT_GE(after->until(), ms(2'000));
    EXPECT_TRUE(after->isPowered(1, ms(1'233)));
    EXPECT_FALSE(after->isPowered(1, ms(1'234)));
    EXPECT_EQ(after->conditionOfLink(0, ms(1'300)), (LinkCondition{false, true}));
    EXPECT_EQ(after->conditionOf(1, ms(1'000)), ProcessCondition::Running);
}

TEST(DamagedTrace, IsAnErrorAndNoCrash) {
    trace::testing::Trace trace(Level::Full);
    trace.datagram(1, ms(2), "hello");
    trace.end(1, ms(3));
    trace.done();
    trace.reader.reset();
    trace::Database database;
    ASSERT_TRUE(database.open(trace.path, trace::OpenAs::Create));
    ASSERT_TRUE(database.execute("UPDATE processes SET host = 77"));
    database.close();
    const auto world = World::read(trace.open());
    ASSERT_FALSE(world);
    EXPECT_EQ(world.error().kind, trace::TraceErrorKind::NotATrace);
    EXPECT_EQ(world.error().text, trace.path.string() +
                                      ": the trace is damaged: a link or a process is at a host "
                                      "that is not there");
}

TEST(DamagedTrace, NamesNobodyOutsideTheHeader) {
    trace::testing::Trace trace(Level::Full);
    trace.datagram(1, ms(2), "hello");
    trace.end(1, ms(3));
    trace.recorder->state(ms(1), 0, "role", std::string_view("x"), kNoCause);
    trace.recorder->hostPower(ms(4), 1, false, kNoCause);
    trace.done();
    trace.reader.reset();
    trace::Database database;
    ASSERT_TRUE(database.open(trace.path, trace::OpenAs::Create));
    ASSERT_TRUE(database.execute(
        "UPDATE messages SET from_host = 77, to_host = -5, fate = 99, role = -1, lost_on = 1e9;"
        "UPDATE host_power SET host = 4294967297; UPDATE states SET since = 'x', type = 7"));
    database.close();
    const trace::Reader& reader = trace.open();
    const auto world = World::read(reader);
    ASSERT_TRUE(world);
    EXPECT_TRUE((*world)->isPowered(1, ms(5)));
    auto slices = SliceReader::of(reader).value();
    const auto slice = slices.read(ms(2), kWindow, kWindow);
    ASSERT_TRUE(slice);
    for (const Flight& flight : (*slice)->flights) {
        EXPECT_EQ(flight.from, trace::kNoIndex);
        EXPECT_EQ(flight.to, trace::kNoIndex);
        EXPECT_EQ(flight.lostOn, trace::kNoIndex);
        EXPECT_EQ(flight.fate, Fate::Delivered);
    }
}

} // namespace
} // namespace sim::scene::testing
