// SPDX-License-Identifier: Apache-2.0
// Goal: of many long messages only those near a time are looked at, and none is missed. Method: a
// table filled by hand, also while it grows.
#include "sim/trace/long_messages.h"
#include "tests/sim/trace/fixture.h"

namespace sim::trace::testing {
namespace {

constexpr std::int64_t kBlock = 1 << LongMessages::kBlockBits;

class LongMessagesOfATable : public ::testing::Test {
protected:
    LongMessagesOfATable() {
        EXPECT_TRUE(database_.open(folder_ / "table", OpenAs::Create));
        EXPECT_TRUE(database_.execute("CREATE TABLE long_messages(message INTEGER PRIMARY KEY, "
                                      "sent INTEGER, arrived INTEGER)"));
    }
    void add(std::int64_t id, const std::string& arrived) {
        EXPECT_TRUE(database_.execute("INSERT OR REPLACE INTO long_messages VALUES(" +
                                      std::to_string(id) + "," + std::to_string(id) + "," +
                                      arrived + ")"));
    }
    /// "0-4095 8192-9000"
    std::string openAt(std::int64_t at, std::int64_t before) const {
        std::string text;
        for (const LongMessages::Stretch& stretch : messages_.openAt({at}, before)) {
            text += (text.empty() ? "" : " ") + std::to_string(stretch.first) + "-" +
                    std::to_string(stretch.last);
        }
        return text;
    }

    Folder folder_;
    Database database_;
    LongMessages messages_;
};

TEST_F(LongMessagesOfATable, AreFoundByTheArrivalOfTheLastOfAStretch) {
    add(10, "100");
    add(20, "300");
    add(kBlock + 5, "500");
    add(3 * kBlock, "400");
    ASSERT_TRUE(messages_.readAll(database_));
    EXPECT_EQ(openAt(300, 10 * kBlock), "0-8191 12288-16383");
    EXPECT_EQ(openAt(301, 10 * kBlock), "4096-8191 12288-16383");
    EXPECT_EQ(openAt(450, 10 * kBlock), "4096-8191");
    EXPECT_EQ(openAt(501, 10 * kBlock), "");
}

TEST_F(LongMessagesOfATable, EndBeforeTheIdThatIsAskedFor) {
    add(10, "100");
    add(kBlock + 5, "500");
    ASSERT_TRUE(messages_.readAll(database_));
    EXPECT_EQ(openAt(0, 11), "0-10");
    EXPECT_EQ(openAt(0, kBlock), "0-4095");
    EXPECT_EQ(openAt(0, 0), "");
}

TEST_F(LongMessagesOfATable, FollowATableThatGrows) {
    ASSERT_TRUE(messages_.refresh(database_));
    EXPECT_EQ(openAt(0, kBlock), "");
    add(10, "NULL");
    add(11, "100");
    add(kBlock, "200");
    ASSERT_TRUE(messages_.refresh(database_));
    EXPECT_EQ(openAt(1'000, 10 * kBlock), "0-4095") << "one is on its way";
    add(10, "300");
    add(kBlock + 1, "400");
    add(2 * kBlock, "NULL");
    ASSERT_TRUE(messages_.refresh(database_));
    EXPECT_EQ(openAt(300, 10 * kBlock), "0-12287");
    EXPECT_EQ(openAt(301, 10 * kBlock), "4096-12287") << "it has arrived";
    EXPECT_EQ(openAt(401, 10 * kBlock), "8192-12287");
}

TEST_F(LongMessagesOfATable, ThatIsMissingAreAnError) {
    EXPECT_TRUE(database_.execute("DROP TABLE long_messages"));
    EXPECT_FALSE(messages_.readAll(database_));
}

} // namespace
} // namespace sim::trace::testing
