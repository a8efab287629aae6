// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/wire/samples.h"

#include <gtest/gtest.h>

namespace core::raft::wire {
namespace {

std::string lineOf(MessageBody body) {
    return raft::summary(messageOf(std::move(body)));
}

TEST(RaftSummary, NamesWhatAMessageAsksOrAnswers) {
    EXPECT_EQ(lineOf(VoteRequest{false, false, 11, 2}), "vote? (term 3), last 11/2");
    EXPECT_EQ(lineOf(VoteRequest{true, false, 11, 2}), "pre-vote? (term 3), last 11/2");
    EXPECT_EQ(lineOf(VoteRequest{false, true, 11, 2}), "vote? (term 3), last 11/2, transfer");
    EXPECT_EQ(lineOf(VoteReply{false, true}), "vote granted (term 3)");
    EXPECT_EQ(lineOf(VoteReply{true, false}), "pre-vote refused (term 3)");
    EXPECT_EQ(lineOf(AppendReply{true, 14, 0, 0}), "appended up to 14 (term 3)");
    EXPECT_EQ(lineOf(AppendReply{false, 14, 9, 2}), "refused after 14 (term 3), try 9/2");
    EXPECT_EQ(lineOf(HeartbeatRequest{10, 7}), "heartbeat 7 (term 3), commit 10");
    EXPECT_EQ(lineOf(HeartbeatReply{7}), "heartbeat 7 heard (term 3)");
    EXPECT_EQ(lineOf(InstallSnapshot{{11, 2, {}}}), "snapshot 11/2 (term 3)");
    EXPECT_EQ(lineOf(TimeoutNow{}), "campaign now (term 3)");
    EXPECT_EQ(lineOf(ReadIndexRequest{5}), "read index? 5 (term 3)");
    EXPECT_EQ(lineOf(ReadIndexReply{5, 12}), "read 5 at 12 (term 3)");
    EXPECT_EQ(lineOf(ReadIndexReply{5, 0}), "read 5 refused (term 3)");
}

TEST(RaftSummary, GivesTheRangeOfEntries) {
    AppendRequest body{11, 2, 10, {}};
    EXPECT_EQ(lineOf(body), "append nothing (term 3) after 11/2, commit 10");
    body.entries.push_back({3, 12, EntryType::Command, {}});
    EXPECT_EQ(lineOf(body), "append 12 (term 3) after 11/2, commit 10");
    body.entries.push_back({3, 13, EntryType::Command, {}});
    EXPECT_EQ(lineOf(body), "append 12..13 (term 3) after 11/2, commit 10");
}

TEST(RaftSummary, NamesTheFramesAroundMessages) {
    EXPECT_EQ(summary(Hello{1, 2, Channel::Messages}), "hello of 1 to 2 (messages)");
    EXPECT_EQ(summary(Hello{1, 2, Channel::Snapshots}), "hello of 1 to 2 (snapshots)");
    EXPECT_EQ(summary(chunkOf("abc", 3, 10)), "snapshot 9/4 (term 5): 6 of 10 B");
    EXPECT_EQ(summary(SnapshotProgress{1, 2, 9, 4, 10, 0, 6}), "snapshot 9/4: 6 of 10 B here");
    EXPECT_EQ(summary(SnapshotProgress{1, 2, 0, 0, 0, 0, 0}), "no part of a snapshot here");
}

} // namespace
} // namespace core::raft::wire
