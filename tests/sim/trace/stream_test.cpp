// SPDX-License-Identifier: Apache-2.0
// Goal: messages in streams are found whatever the segments look like.
// Method: a toy protocol of lines, cut into segments by hand.
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

TEST(StreamMessages, FindsTwoMessagesInOneSegment) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "one\ntwo\n");
    trace.end(1, ms(2));
    const auto messages = trace.done().messagesAfter(0, 10);
    ASSERT_EQ(messages->size(), 2U);
    EXPECT_EQ(messages->at(0).summary, "one");
    EXPECT_EQ(messages->at(1).summary, "two");
    EXPECT_EQ(messages->at(1).begin, 4U);
    EXPECT_EQ(messages->at(1).octets, 4U);
    EXPECT_EQ(messages->at(1).arrived, ms(2));
}

TEST(StreamMessages, FollowsAMessageOverSeveralSegments) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "a long ");
    trace.segment(2, ms(2), 7, "line\n");
    trace.end(1, ms(3));
    trace.end(2, ms(4));
    trace.recorder->event(1, ms(4), 1, "heard", {}, {{CauseKind::Packet, 2}, {}});
    trace.recorder->event(2, ms(4), 1, "early", {}, {{CauseKind::Packet, 1}, {}});
    const Reader& reader = trace.done();
    const auto messages = reader.messagesAfter(0, 10);
    ASSERT_EQ(messages->size(), 1U);
    EXPECT_EQ(messages->at(0).sent, ms(1));
    EXPECT_EQ(messages->at(0).arrived, ms(4));
    EXPECT_EQ(messages->at(0).octets, 12U);
    EXPECT_EQ(single(reader, "SELECT group_concat(cause) FROM v_events"), "message 1,message 1");
}

TEST(StreamMessages, NamesTheMessageThatAPacketCompletesAsItsCause) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "one\ntw");
    trace.segment(2, ms(2), 6, "o\nthree");
    trace.recorder->event(1, ms(4), 1, "heard", {}, {{CauseKind::Packet, 1}, {}});
    trace.recorder->event(2, ms(4), 1, "heard", {}, {{CauseKind::Packet, 2}, {}});
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT group_concat(cause) FROM v_events"), "message 1,message 2");
    EXPECT_EQ(single(reader, "SELECT group_concat(summary) FROM messages"), "one,two");
    EXPECT_EQ(single(reader, "SELECT octets FROM messages WHERE id = 3"), "5");
}

TEST(StreamMessages, FindsTheSameMessagesForEveryChunking) {
    const std::string text = "GET /a\nGET /bb\n\nGET /ccc\n";
    for (std::size_t chunk = 1; chunk <= text.size(); ++chunk) {
        Trace trace(Level::Full);
        trace.connect(1, ms(0));
        std::uint64_t packet = 0;
        for (std::size_t at = 0; at < text.size(); at += chunk) {
            trace.segment(++packet, ms(1), at, std::string_view(text).substr(at, chunk));
            trace.end(packet, ms(2));
        }
        ASSERT_EQ(single(trace.done(), "SELECT group_concat(begin || '+' || octets || "
                                       "coalesce(summary, '') || fate) FROM messages"),
                  "0+7GET /a0,7+8GET /bb0,15+10,16+9GET /ccc0")
            << "chunks of " << chunk;
    }
}

TEST(StreamMessages, SkipsRetransmittedOctetsAndCountsThem) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "one\n");
    trace.end(1, ms(2), Fate::LostOnLink, 0);
    trace.segment(2, ms(201), 0, "one\n", true);
    trace.segment(3, ms(202), 2, "e\ntwo\n", true); // overlaps old octets and brings new ones
    trace.end(2, ms(203));
    trace.end(3, ms(204));
    const auto messages = trace.done().messagesAfter(0, 10);
    ASSERT_EQ(messages->size(), 2U);
    EXPECT_EQ(messages->at(0).sent, ms(1));
    EXPECT_EQ(messages->at(0).arrived, ms(203));
    EXPECT_EQ(messages->at(0).retransmits, 1U);
    EXPECT_EQ(messages->at(1).summary, "two");
}

TEST(StreamMessages, EndWithTheirConnection) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "whole\nhalf");
    using core::runtime::StreamEnd;
    using core::wire::Direction;
    trace.recorder->connectionEnded({1, ms(5), Direction::FromClient, StreamEnd::Reset, true, {}});
    trace.recorder->connectionEnded({1, ms(6), Direction::FromServer, StreamEnd::Reset, false, {}});
    trace.end(1, ms(7), Fate::StreamGone);
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT group_concat(fate || ' ' || octets, ', ') FROM v_messages"),
              "stream-gone 6, stream-gone 4");
    EXPECT_EQ(single(reader, "SELECT client_end || ', ' || server_end FROM v_connections"),
              "aborted, " + std::string(toString(StreamEnd::Reset)));
}

TEST(StreamMessages, WithoutADissectorEverySegmentIsOne) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0), "mystery");
    trace.segment(1, ms(1), 0, "abc");
    trace.segment(2, ms(2), 3, "de");
    trace.end(1, ms(2));
    trace.end(2, ms(3));
    EXPECT_EQ(single(trace.done(), "SELECT group_concat(protocol || ' ' || octets, ', ') FROM "
                                   "v_messages"),
              "mystery 3, mystery 2");
}

TEST(StreamMessages, HaveSendersAndReceiversByDirection) {
    Trace trace(Level::Full);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "reply\n", false, core::wire::Direction::FromServer);
    const auto message = trace.done().message(1);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->fromProcess, 1U);
    EXPECT_EQ(message->toProcess, 0U);
    EXPECT_EQ(message->direction, core::wire::Direction::FromServer);
}

TEST(StreamMessages, AtLevelBytesKeepEverySegmentWithItsPayload) {
    Trace trace(Level::Bytes);
    trace.connect(1, ms(0));
    trace.segment(1, ms(1), 0, "one\n");
    trace.end(1, ms(2), Fate::LinkCut, 1);
    trace.segment(2, ms(201), 0, "one\n", true);
    trace.end(2, ms(202));
    trace.datagram(3, ms(203), "dgram");
    const Reader& reader = trace.done();
    EXPECT_EQ(single(reader, "SELECT group_concat(cast(payload AS TEXT) || retransmission || "
                             "coalesce(fate, '-') || message, ' ') FROM segments"),
              "one\n021 one\n101 dgram0-2");
}

} // namespace
} // namespace sim::trace::testing
