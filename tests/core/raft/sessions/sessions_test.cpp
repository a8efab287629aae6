// SPDX-License-Identifier: Apache-2.0
// Goal: a repeated command is applied once, whatever happens to answers, servers and snapshots
// (the thesis, 6.3). Method: a state machine that lists what it was given.
#include "core/base/random.h"
#include "tests/core/raft/sessions/campaign.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace core::raft {
namespace {

class SessionsTest : public ::testing::Test {
protected:
    SessionResult apply(const Bytes& command) {
        return decodeSessionResult(machine.apply(++index, command)).value();
    }
    SessionId open(std::uint64_t most = kDefaultMostSessions) {
        const SessionResult result = apply(encodeOpenSession(most));
        EXPECT_EQ(result.status, SessionStatus::Opened);
        return result.session;
    }
    SessionResult send(SessionId session, std::uint64_t sequence, std::uint64_t lowest,
                       std::string_view command) {
        return apply(encodeInSession({session, sequence, lowest, viewOf(command)}));
    }
    SessionStatus statusOf(SessionId session, std::uint64_t sequence, std::uint64_t lowest) {
        return send(session, sequence, lowest, "x").status;
    }

    ListMachine list;
    SessionMachine machine{list};
    LogIndex index = 0;
};

using Texts = std::vector<std::string>;

TEST_F(SessionsTest, ARepeatedCommandIsAppliedOnceAndAnsweredAlike) {
    const SessionId session = open();
    const SessionResult first = send(session, 1, 1, "a");
    EXPECT_EQ(first.status, SessionStatus::Applied);
    EXPECT_EQ(textOf(first.result), "1");
    send(session, 2, 1, "b");
    EXPECT_EQ(send(session, 1, 1, "a"), first);
    EXPECT_EQ(list.commands, (Texts{"a", "b"}));
    EXPECT_EQ(machine.repeats(), 1u);
}

TEST_F(SessionsTest, CommandsOfOneSessionMayComeInAnyOrder) {
    const SessionId session = open();
    EXPECT_EQ(send(session, 3, 1, "c").status, SessionStatus::Applied);
    EXPECT_EQ(send(session, 1, 1, "a").status, SessionStatus::Applied);
    EXPECT_EQ(send(session, 3, 1, "c").status, SessionStatus::Applied);
    EXPECT_EQ(list.commands, (Texts{"c", "a"}));
}

TEST_F(SessionsTest, ResultsAreKeptUntilTheClientHasThem) {
    const SessionId session = open();
    send(session, 1, 1, "a");
    send(session, 2, 1, "b");
    EXPECT_EQ(machine.keptResults(), 2u);
    send(session, 3, 3, "c");
    EXPECT_EQ(machine.keptResults(), 1u);
}

TEST_F(SessionsTest, ADelayedRepetitionOfAnAnsweredCommandIsNotApplied) {
    const SessionId session = open();
    send(session, 1, 1, "a");
    send(session, 2, 2, "b");
    EXPECT_EQ(statusOf(session, 1, 1), SessionStatus::Answered);
    EXPECT_EQ(list.commands.size(), 2u);
    EXPECT_EQ(machine.keptResults(), 1u) << "what the client said once stays said";
}

TEST_F(SessionsTest, AClosedSessionRefusesItsCommands) {
    const SessionId session = open();
    send(session, 1, 1, "a");
    EXPECT_EQ(apply(encodeCloseSession(session)).status, SessionStatus::Closed);
    EXPECT_EQ(apply(encodeCloseSession(session)).status, SessionStatus::Closed);
    EXPECT_EQ(statusOf(session, 1, 1), SessionStatus::Expired);
    EXPECT_EQ(list.commands.size(), 1u);
    EXPECT_EQ(machine.sessions(), 0u);
}

TEST_F(SessionsTest, TheSessionUsedLeastRecentlyMakesRoom) {
    const SessionId first = open(2);
    const SessionId second = open(2);
    send(first, 1, 1, "a");
    const SessionId third = open(2);
    EXPECT_TRUE(machine.isOpen(first));
    EXPECT_FALSE(machine.isOpen(second));
    EXPECT_TRUE(machine.isOpen(third));
    EXPECT_EQ(statusOf(second, 1, 1), SessionStatus::Expired);
    EXPECT_EQ(list.commands.size(), 1u);
}

TEST_F(SessionsTest, ASmallerBoundOfALaterOpeningEndsAsManySessions) {
    for (int i = 0; i < 5; ++i) {
        open(10);
    }
    open(2);
    EXPECT_EQ(machine.sessions(), 2u);
}

TEST_F(SessionsTest, AClientCannotMakeTheServersKeepWithoutBound) {
    const SessionId session = open();
    EXPECT_EQ(statusOf(session, kMostUnanswered, 1), SessionStatus::Applied);
    EXPECT_EQ(statusOf(session, kMostUnanswered + 1, 1), SessionStatus::TooMany);
    EXPECT_EQ(list.commands.size(), 1u);
    EXPECT_EQ(statusOf(session, kMostUnanswered + 1, 2), SessionStatus::Applied)
        << "it was not applied before: it may be now";
}

TEST_F(SessionsTest, WithoutASessionEachRepetitionIsApplied) {
    apply(encodeWithoutSession(viewOf("a")));
    const SessionResult result = apply(encodeWithoutSession(viewOf("a")));
    EXPECT_EQ(textOf(result.result), "2");
    EXPECT_EQ(machine.sessions(), 0u);
}

TEST_F(SessionsTest, UnreadableOctetsChangeNothing) {
    const SessionId session = open();
    const Bytes before = machine.snapshot();
    const std::vector<Bytes> garbage{
        {},
        {1},
        {2, 0},
        {1, 9},
        {1, 2},
        {1, 2, 0},
        {1, 2, 5, 5},
        {1, 3},
        {1, 1},
        {1, 1, 1, 1},
        encodeInSession({session, 0, 0, {}}), // sequences begin with 1
        encodeInSession({session, 1, 2, {}}), // waits for less than it sends
        encodeInSession({kNoSession, 1, 1, {}})};
    for (const Bytes& octets : garbage) {
        EXPECT_EQ(apply(octets).status, SessionStatus::Unreadable) << toHex(octets);
    }
    EXPECT_EQ(machine.snapshot(), before);
}

TEST_F(SessionsTest, ARestoredServerRemembersWhatWasApplied) {
    const SessionId session = open();
    const SessionResult first = send(session, 1, 1, "a");
    ListMachine otherList;
    SessionMachine other(otherList);
    ASSERT_TRUE(other.restore(machine.snapshot()));
    const Bytes repeated = encodeInSession({session, 1, 1, viewOf("a")});
    EXPECT_EQ(decodeSessionResult(other.apply(3, repeated)), first);
    EXPECT_EQ(otherList.commands, Texts{"a"});
    EXPECT_EQ(machine.apply(3, repeated), encode(first));
    EXPECT_EQ(other.snapshot(), machine.snapshot());
}

TEST_F(SessionsTest, ASpoiltSnapshotIsRefusedAndChangesNothing) {
    const SessionId session = open();
    send(session, 1, 1, "a");
    send(session, 2, 1, "b");
    const Bytes good = machine.snapshot();
    for (std::size_t size = 0; size + 1 < good.size(); ++size) {
        const ByteView cut(good.data(), size);
        ListMachine innerOfCut;
        SessionMachine restored(innerOfCut);
        if (restored.restore(cut)) {
            EXPECT_EQ(toHex(restored.snapshot()), toHex(cut)) << "a shorter list is well formed";
        } else {
            EXPECT_EQ(restored.sessions(), 0u);
        }
    }
    Bytes version = good;
    version[0] = 9;
    EXPECT_FALSE(machine.restore(version));
    EXPECT_EQ(machine.snapshot(), good);
}

TEST_F(SessionsTest, ResultsReadBackAndNothingElseDoes) {
    for (const SessionStatus status :
         {SessionStatus::Applied, SessionStatus::Opened, SessionStatus::Closed,
          SessionStatus::Expired, SessionStatus::Answered, SessionStatus::TooMany,
          SessionStatus::Unreadable}) {
        SessionResult result;
        result.status = status;
        result.session = status == SessionStatus::Opened ? 300 : kNoSession;
        result.result = status == SessionStatus::Applied ? bytesOf("r") : Bytes{};
        EXPECT_EQ(decodeSessionResult(encode(result)), result);
        EXPECT_NE(toString(status), "unknown status");
    }
    const std::vector<Bytes> garbage{{}, {1}, {2, 0}, {1, 7}, {1, 2, 0}, {1, 1}, {1, 1, 0x80, 0}};
    for (const Bytes& octets : garbage) {
        EXPECT_FALSE(decodeSessionResult(octets).has_value()) << toHex(octets);
    }
}

TEST(Sessions, NoCommandIsAppliedTwiceUnderLossAndReplacement) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        SCOPED_TRACE(seed);
        SessionCampaign campaign(seed);
        campaign.run(1'000);
        EXPECT_EQ(campaign.violation(), "");
        EXPECT_GT(campaign.repeated(), 0);
        EXPECT_GT(campaign.expired(), 0);
    }
}

} // namespace
} // namespace core::raft
