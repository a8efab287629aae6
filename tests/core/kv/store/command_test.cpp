// SPDX-License-Identifier: Apache-2.0
#include "core/kv/command.h"

#include <gtest/gtest.h>

#include <vector>

namespace core::kv {
namespace {

using namespace literals;

std::vector<Command> someCommands() {
    return {Put{"a", "1", kNoLease, Always{}},
            Put{"a/b", std::string("\0\xff", 2), 300, IfAbsent{}},
            Put{"a", "", 1, IfValue{"old"}},
            Put{"a", "x", 1, IfModRevision{1'000'000}},
            Delete{"a", Always{}},
            Delete{"a", IfModRevision{0}},
            GrantLease{30_s},
            EndLease{7, false},
            EndLease{1ULL << 63, true},
            Compact{12}};
}

TEST(KvCommand, ReadsBackWhatWasWritten) {
    for (const Command& command : someCommands()) {
        EXPECT_EQ(decodeCommand(encode(command)), command) << command.index();
    }
}

TEST(KvCommand, ATruncatedCommandIsNone) {
    for (const Command& command : someCommands()) {
        const Bytes whole = encode(command);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(decodeCommand(ByteView(whole.data(), size)).has_value()) << size;
        }
        Bytes longer = whole;
        longer.push_back(0);
        EXPECT_FALSE(decodeCommand(longer).has_value());
    }
}

TEST(KvCommand, ImpossibleValuesAreRefused) {
    EXPECT_FALSE(decodeCommand(encode(Put{"", "x", 0, Always{}}))) << "a key has an octet";
    EXPECT_TRUE(decodeCommand(encode(Put{std::string(kMostKey, 'k'), "", 0, Always{}})));
    EXPECT_FALSE(decodeCommand(encode(Put{std::string(kMostKey + 1, 'k'), "", 0, Always{}})));
    EXPECT_FALSE(decodeCommand(encode(Put{"k", std::string(kMostValue + 1, 'v'), 0, Always{}})));
    EXPECT_FALSE(decodeCommand(encode(GrantLease{0_s})));
    EXPECT_FALSE(decodeCommand(Bytes{1, 3, 7, 2})) << "expired is 0 or 1";
    EXPECT_FALSE(decodeCommand(Bytes{1, 5})) << "no such kind";
    EXPECT_FALSE(decodeCommand(Bytes{2, 4, 1})) << "no such version";
    EXPECT_FALSE(decodeCommand(Bytes{1, 4, 0x81, 0x00})) << "overlong";
}

TEST(KvCommand, OutcomesReadBack) {
    Outcome plain;
    plain.revision = 9;
    Outcome rich;
    rich.status = Status::ConditionFailed;
    rich.revision = 300;
    rich.kv = KeyValue{"key", "value", 2, 5, 3, 77};
    rich.lease = 1ULL << 40;
    rich.keysDeleted = 3;
    for (const Outcome& outcome : {plain, rich}) {
        const Bytes whole = encode(outcome);
        EXPECT_EQ(decodeOutcome(whole), outcome);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(decodeOutcome(ByteView(whole.data(), size)).has_value());
        }
    }
    EXPECT_FALSE(decodeOutcome(Bytes{1, 6, 0, 0, 0, 0})) << "no such status";
}

} // namespace
} // namespace core::kv
