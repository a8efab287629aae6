// SPDX-License-Identifier: Apache-2.0
// Goal: what the recorder is told comes back from the file, in the layout of
// docs/reference/trace.md. Method: feed the Sink interface by hand and read with Reader.
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

using core::runtime::Field;
using core::runtime::FieldValue;

TEST(Recorder, KeepsTheHeaderVerbatim) {
    Trace trace(Level::Full);
    const RunHeader& header = trace.done().summary().header;
    EXPECT_EQ(header.scenarioPath, "two-hosts.yaml");
    EXPECT_EQ(header.title.zh, "两台主机");
    EXPECT_EQ(header.seed, 0xfedcba9876543210);
    ASSERT_EQ(header.sources.size(), 2U);
    EXPECT_EQ(header.sources[1].text, "x: 1\n");
    EXPECT_EQ(header.overlays.at(0).name, "overlay.yaml");
    EXPECT_EQ(header.sets.at(0), "deploy.web.ttl=30s");
    ASSERT_EQ(header.hosts.size(), 3U);
    EXPECT_TRUE(header.hosts[2].isSwitch);
    EXPECT_EQ(header.hosts[1].address.value, 0x0a000002U);
    EXPECT_EQ(header.links.at(1).latency.ns, 100'000);
    EXPECT_EQ(header.processes.at(1).name, "server-2");
}

TEST(Recorder, StoresADatagramWithItsFateAndSummary) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(10), "hello");
    trace.end(1, ms(12));
    const auto message = trace.done().message(1);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->sent, ms(10));
    EXPECT_EQ(message->arrived, ms(12));
    EXPECT_EQ(message->fate, Fate::Delivered);
    EXPECT_EQ(message->protocol, "echo");
    EXPECT_EQ(message->summary, "hello");
    EXPECT_EQ(message->role, core::wire::MessageRole::Heartbeat);
    EXPECT_EQ(message->octets, 5U);
    EXPECT_EQ(message->fromProcess, 0U);
    EXPECT_EQ(message->toProcess, 1U);
    EXPECT_EQ(message->to.port, 53);
}

TEST(Recorder, SaysWhereADatagramWasLost) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(10), "hello");
    trace.end(1, ms(11), Fate::LostOnLink, 1);
    const auto message = trace.done().message(1);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->fate, Fate::LostOnLink);
    EXPECT_EQ(message->lostOn, 1U);
}

TEST(Recorder, MarksACopyThatTheNetworkMade) {
    Trace trace(Level::Full);
    trace.datagram(7, ms(10), "hello");
    DatagramSent copy;
    copy.packet = 8;
    copy.at = ms(10);
    copy.protocol = "echo";
    copy.copyOf = 7;
    trace.recorder->datagramSent(copy);
    trace.end(7, ms(11));
    trace.end(8, ms(12), Fate::Duplicate);
    const auto message = trace.done().message(2);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->copyOf, 1U);
}

TEST(Recorder, LeavesWhatIsInFlightAtTheEndWithoutFate) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(990), "late");
    const auto message = trace.done(ms(1000)).message(1);
    ASSERT_TRUE(message);
    EXPECT_FALSE(message->fate);
    EXPECT_EQ(single(*trace.reader, "SELECT fate FROM v_messages"), "in flight");
}

TEST(Recorder, ListsWhatHangsForLongAndUpdatesItsEnd) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(0), "slow");
    trace.datagram(2, ms(1), "quick");
    trace.end(2, ms(2));
    trace.recorder->counter(ms(600), 0, "ticks", 1);
    trace.end(1, ms(900));
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT message || ' ' || arrived FROM long_messages"), "1 900000000");
    EXPECT_EQ(reader.message(1)->arrived, ms(900));
    const auto onTheWay = reader.messagesIn(ms(500), ms(510));
    ASSERT_TRUE(onTheWay);
    ASSERT_EQ(onTheWay->size(), 1U);
    EXPECT_EQ(onTheWay->front().summary, "slow");
}

TEST(Recorder, FindsExactlyTheMessagesOfAWindow) {
    Trace trace(Level::Full);
    for (std::uint64_t i = 0; i < 200; ++i) { // each on its way for 3 ms, one every 5 ms
        trace.datagram(i + 1, ms(static_cast<std::int64_t>(i) * 5), "m");
        trace.end(i + 1, ms(static_cast<std::int64_t>(i) * 5 + 3));
    }
    const Reader& reader = trace.done();
    for (std::int64_t begin = 0; begin < 1000; begin += 7) {
        std::vector<std::uint64_t> expected;
        for (std::uint64_t i = 0; i < 200; ++i) {
            const auto sent = static_cast<std::int64_t>(i) * 5;
            if (sent < begin + 11 && sent + 3 >= begin) {
                expected.push_back(i + 1);
            }
        }
        std::vector<std::uint64_t> found;
        const auto messages = reader.messagesIn(ms(begin), ms(begin + 11));
        ASSERT_TRUE(messages);
        for (const MessageRow& message : *messages) {
            found.push_back(message.id);
        }
        ASSERT_EQ(found, expected) << "from " << begin << " ms";
    }
}

TEST(Recorder, TranslatesCausesIntoRows) {
    Trace trace(Level::Full);
    const std::array<Field, 1> fields{{{"n", std::int64_t{1}}}};
    trace.recorder->event(40, ms(1), 0, "asks", fields, kNoCause);
    trace.datagram(900, ms(1), "question", {{CauseKind::Event, 40}, {CauseKind::Event, 40}});
    trace.end(900, ms(2));
    trace.recorder->event(41, ms(2), 1, "answers", {},
                          {{CauseKind::Packet, 900}, {CauseKind::Event, 40}});
    const Reader& reader = trace.done();
    const auto chain = chainOf(reader, {CauseRow::Event, 2}, Language::English);
    ASSERT_TRUE(chain);
    ASSERT_EQ(chain->size(), 3U);
    EXPECT_EQ((*chain)[1].what.kind, CauseRow::Message);
    EXPECT_EQ((*chain)[1].what.id, 1U);
    EXPECT_EQ((*chain)[2].what.id, 1U);
    EXPECT_EQ((*chain)[2].text, "server-1: asks n=1");
}

TEST(Recorder, AtLevelStoryHasNoMessagesAndCausesSkipThem) {
    Trace trace(Level::Story);
    trace.recorder->event(1, ms(1), 0, "asks", {}, kNoCause);
    trace.datagram(1, ms(1), "question");
    trace.end(1, ms(2));
    trace.recorder->event(2, ms(2), 1, "answers", {},
                          {{CauseKind::Packet, 1}, {CauseKind::Event, 1}});
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT count(*) FROM messages"), "0");
    EXPECT_EQ(single(reader, "SELECT cause FROM v_events WHERE id=2"), "event 1");
}

TEST(Recorder, KeepsFieldsWithTheirTypes) {
    Trace trace(Level::Story);
    const std::array<Field, 6> fields{{{"flag", true},
                                       {"count", std::int64_t{-5}},
                                       {"age", core::Duration{1'500 * kMs}},
                                       {"address", core::runtime::Address{0x0a000003}},
                                       {"peer", core::runtime::Endpoint{{0x0a000003}, 80}},
                                       {"name", std::string_view("a \"b\"\n\x80")}}};
    trace.recorder->event(1, ms(1), 0, "everything", fields, kNoCause);
    const auto event = trace.done().event(1);
    ASSERT_TRUE(event);
    ASSERT_EQ(event->fields.size(), 6U);
    EXPECT_EQ(event->fields[0].value, Value(true));
    EXPECT_EQ(event->fields[1].value, Value(std::int64_t{-5}));
    EXPECT_EQ(event->fields[2].value, Value(core::Duration{1'500 * kMs}));
    EXPECT_EQ(event->fields[3].value, Value(core::runtime::Address{0x0a000003}));
    EXPECT_EQ(event->fields[4].value, Value(core::runtime::Endpoint{{0x0a000003}, 80}));
    EXPECT_EQ(event->fields[5].value, Value(std::string("a \"b\"\n\xef\xbf\xbd")));
    EXPECT_EQ(single(*trace.reader, "SELECT fields->>'age' FROM v_events"), "1500000000");
}

TEST(Recorder, GivesTheStateOfAnyInstant) {
    Trace trace(Level::Story);
    trace.recorder->state(ms(10), 0, "role", std::string_view("follower"), kNoCause);
    trace.recorder->state(ms(20), 0, "role", std::string_view("leader"), kNoCause);
    trace.recorder->state(ms(20), 0, "term", std::int64_t{2}, kNoCause);
    trace.recorder->state(ms(20), 0, "term", std::int64_t{3}, kNoCause);
    trace.recorder->stateCleared(ms(30), 0, "term", kNoCause);
    const Reader& reader = trace.done();
    EXPECT_TRUE(reader.stateAt(ms(9))->empty());
    EXPECT_EQ(reader.stateAt(ms(19))->at(0).value, Value(std::string("follower")));
    const auto later = reader.stateAt(ms(25));
    ASSERT_EQ(later->size(), 2U);
    EXPECT_EQ(later->at(0).value, Value(std::string("leader")));
    EXPECT_EQ(later->at(1).value, Value(std::int64_t{3}));
    EXPECT_EQ(reader.stateAt(ms(30))->size(), 1U);
}

TEST(Recorder, EndsTheStateOfAProcessThatDies) {
    Trace trace(Level::Story);
    trace.recorder->processStarted(ms(0), 0, 1, kNoCause);
    trace.recorder->state(ms(10), 0, "role", std::string_view("leader"), kNoCause);
    trace.recorder->processEnded(ms(20), 0, 1, ProcessEnd::Crashed, "", kNoCause);
    trace.recorder->processStarted(ms(30), 0, 2, kNoCause);
    const Reader& reader = trace.done();
    EXPECT_EQ(reader.stateAt(ms(19))->size(), 1U);
    EXPECT_TRUE(reader.stateAt(ms(20))->empty());
    EXPECT_EQ(single(reader, "SELECT how FROM incarnations WHERE ended IS NOT NULL"), "crashed");
    EXPECT_EQ(single(reader, "SELECT count(*) FROM incarnations"), "2");
}

TEST(Recorder, SumsCountersAndSamplesBySecond) {
    Trace trace(Level::Story);
    for (int i = 1; i <= 10; ++i) {
        trace.recorder->counter(ms(i * 300), 0, "requests", i);
        trace.recorder->sample(ms(i * 300), 0, "latency", core::Duration{i * kMs});
    }
    const Reader& reader = trace.done(ms(4000));
    EXPECT_EQ(single(reader, "SELECT group_concat(second || '=' || total, ' ') FROM counters"),
              "0=3 1=6 2=9 3=10");
    EXPECT_EQ(single(reader, "SELECT count || ' ' || sum || ' ' || least || ' ' || most FROM "
                             "samples WHERE second = 1"),
              "3 15000000 4000000 6000000");
}

TEST(Recorder, RollsUpTrafficByProtocolAndFate) {
    Trace trace(Level::Full);
    trace.datagram(1, ms(10), "12345");
    trace.datagram(2, ms(10), "12345");
    trace.end(1, ms(11));
    trace.end(2, ms(12), Fate::LostOnLink, 0);
    trace.recorder->linkTraffic(ms(0), 0, true, 2, 66);
    trace.recorder->linkTraffic(ms(0), 0, true, 1, 33);
    const Reader& reader = trace.done(ms(3000));
    EXPECT_EQ(single(reader, "SELECT group_concat(fate || ' ' || packets || ' ' || octets || ' ' "
                             "|| coalesce(lost_on, '-'), ', ') FROM v_traffic"),
              "delivered 1 5 -, lost 1 5 web-1--switch");
    EXPECT_EQ(single(reader, "SELECT packets || ' ' || octets FROM link_traffic"), "3 99");
}

TEST(Recorder, ReportsFaultsAndWhatTheyDid) {
    Trace trace(Level::Story);
    FaultRecord fault;
    fault.timeline = 1;
    fault.at = ms(30'000);
    fault.verb = "power-off";
    fault.text = "power-off web-2";
    fault.target = "host web-2";
    fault.host = 1;
    trace.recorder->fault(fault);
    const Cause byFault{{CauseKind::Timeline, 1}, {CauseKind::Timeline, 1}};
    trace.recorder->hostPower(ms(30'000), 1, false, byFault);
    const Reader& reader = trace.done(ms(60'000));
    ASSERT_EQ(reader.faults()->size(), 1U);
    EXPECT_EQ(reader.faults()->at(0).target, "host web-2");
    const auto headline = reader.nextHeadline(ms(0));
    ASSERT_TRUE(headline && *headline);
    EXPECT_EQ(reader.describe(**headline, Language::English), "host web-2 loses power");
    EXPECT_EQ((*headline)->cause.kind, CauseRow::Timeline);
    EXPECT_FALSE(*reader.nextHeadline(ms(30'000)));
    EXPECT_TRUE(*reader.previousHeadline(ms(40'000)));
}

TEST(Recorder, KeepsSpansWithTheirEnds) {
    Trace trace(Level::Story);
    trace.recorder->spanBegan(1, ms(10), 0, "merge", {}, kNoCause);
    trace.recorder->spanBegan(2, ms(15), 0, "merge", {}, kNoCause);
    trace.recorder->spanEnded(1, ms(40), false);
    trace.recorder->spanEnded(2, ms(50), true);
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT group_concat(took_ms || ' ' || cut, ', ') FROM v_spans"),
              "30.0 0, 35.0 1");
    EXPECT_EQ(reader.spansIn(ms(41), ms(42))->size(), 1U);
}

TEST(Recorder, WritesOutcomeAndLeavesWalMode) {
    Trace trace(Level::Full);
    RunOutcome outcome;
    outcome.digest = 0xabc;
    outcome.storyHash = 1;
    outcome.measures = {{"failed", {"Failed", "失败"}, MeasureUnit::Count, 12},
                        {"never", {}, MeasureUnit::Time, std::nullopt}};
    outcome.expectations = {
        {"bound", {}, Verdict::Fails, "ttl + 2 s", MeasureUnit::Time, 63 * kMs, 62 * kMs}};
    trace.recorder->digestBlock(0, ms(5), 0xff);
    const Reader& reader = trace.done(ms(1000), outcome);
    EXPECT_EQ(reader.summary().status, RunStatus::Complete);
    EXPECT_EQ(reader.summary().until, ms(1000));
    EXPECT_EQ(reader.summary().digest, "0000000000000abc");
    EXPECT_EQ(reader.notice(), "");
    EXPECT_EQ(reader.measures()->at(0).value, 12);
    EXPECT_FALSE(reader.measures()->at(1).value);
    EXPECT_EQ(reader.expectations()->at(0).verdict, Verdict::Fails);
    EXPECT_EQ(reader.digestBlocks()->at(0).hash, "00000000000000ff");
    EXPECT_FALSE(std::filesystem::exists(trace.path.string() + "-wal"));
}

TEST(Recorder, KeepsRowIdsOfEventsEqualAtEveryLevel) {
    std::vector<std::string> ids;
    for (const Level level : {Level::Story, Level::Full, Level::Bytes}) {
        Trace trace(level);
        trace.datagram(1, ms(1), "x");
        trace.recorder->processStarted(ms(2), 0, 1, kNoCause);
        trace.recorder->event(1, ms(3), 0, "asks", {}, {{CauseKind::Packet, 1}, {}});
        trace.end(1, ms(4));
        ids.push_back(
            single(trace.done(), "SELECT group_concat(id || kind || at_s) FROM v_events"));
    }
    EXPECT_EQ(ids[0], ids[1]);
    EXPECT_EQ(ids[1], ids[2]);
}

} // namespace
} // namespace sim::trace::testing
