// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/incarnation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sim {
namespace {

struct Room final : FailureListener {
    void failed(Incarnation& one) override {
        said.push_back("failed: " + one.failureReason());
        one.end();
    }
    void deliver(const std::string& word) {
        incarnation.deliver(trace::Cause::event(1), [this, word] { said.push_back(word); });
    }

    Context context;
    Incarnation incarnation{context, *this, 3, 4, 2};
    std::vector<std::string> said;
};

TEST(Incarnation, AHandlerRunsWithItsCause) {
    Room room;
    room.incarnation.deliver(trace::Cause::event(9), [&] {
        EXPECT_EQ(room.context.running, &room.incarnation);
        EXPECT_EQ(room.context.cause, trace::Cause::event(9));
        room.said.push_back("ran");
    });
    EXPECT_EQ(room.said, (std::vector<std::string>{"ran"}));
    EXPECT_EQ(room.context.running, nullptr);
    EXPECT_EQ(room.context.cause, trace::Cause{});
}

TEST(Incarnation, WhatComesDuringAPauseRunsAfterItInOrder) {
    Room room;
    room.incarnation.pause();
    room.deliver("one");
    room.deliver("two");
    EXPECT_TRUE(room.said.empty());
    room.incarnation.resume();
    room.deliver("three"); // behind the others, although the pause is over
    EXPECT_TRUE(room.said.empty());
    room.incarnation.runInbox();
    EXPECT_EQ(room.said, (std::vector<std::string>{"one", "two", "three"}));
    room.deliver("four");
    EXPECT_EQ(room.said.back(), "four");
}

TEST(Incarnation, AHandlerMayEndItAndTheRestIsDropped) {
    Room room;
    room.incarnation.pause();
    room.incarnation.deliver({}, [&] { room.incarnation.requestFailure("disk on fire"); });
    room.deliver("never");
    room.incarnation.resume();
    room.incarnation.runInbox();
    EXPECT_EQ(room.said, (std::vector<std::string>{"failed: disk on fire"}));
    EXPECT_FALSE(room.incarnation.alive());
    room.deliver("never");
    EXPECT_EQ(room.said.size(), 1U);
}

TEST(Incarnation, KeysOfIncarnationsDiffer) {
    Room room;
    EXPECT_EQ(room.incarnation.key(), (std::uint64_t{3} << 32) + 2);
}

} // namespace
} // namespace sim
