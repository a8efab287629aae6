// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/difference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gui::branches {
namespace {

using sim::SimTime;
using sim::scene::Beat;

constexpr std::int64_t kSecond = 1'000'000'000;

SimTime seconds(std::int64_t s) {
    return {s * kSecond};
}

Beat beatAt(std::int64_t s, const std::string& text, int importance = 3) {
    return {seconds(s), seconds(s), 1, importance, 0, "kind", text, text};
}
Beat foldedAt(std::int64_t s, std::int64_t until, std::uint64_t count) {
    return {seconds(s), seconds(until), count, 3, 0, "kind", "again", "again"};
}

Difference compared(const std::vector<Beat>& branch, const std::vector<Beat>& parent,
                    std::set<SimTime> deeds = {}, std::int64_t until = 100, std::size_t bins = 10) {
    return compare({branch, parent, std::move(deeds), seconds(until)}, seconds(0), bins);
}

TEST(Difference, IsNothingForTheSameStory) {
    const std::vector<Beat> story{beatAt(3, "a"), beatAt(3, "b"), foldedAt(5, 9, 4)};
    EXPECT_EQ(compared(story, story), Difference{});
    EXPECT_EQ(compared({}, {}), Difference{});
}

TEST(Difference, IsTheFirstHeadlineThatOneHasNot) {
    const auto difference = compared({beatAt(3, "a"), beatAt(40, "b"), beatAt(50, "c")},
                                     {beatAt(3, "a"), beatAt(50, "c")});
    EXPECT_EQ(difference.firstHeadline, seconds(40));
    ASSERT_EQ(difference.stretches.size(), 1U);
    EXPECT_EQ(difference.stretches[0], (Difference::Stretch{seconds(40), seconds(50), 1}));
}

TEST(Difference, IsTheSameFromEitherSide) {
    const std::vector<Beat> one{beatAt(3, "a"), beatAt(40, "b")};
    const std::vector<Beat> other{beatAt(3, "a"), beatAt(41, "b"), foldedAt(60, 70, 3)};
    EXPECT_EQ(compared(one, other), compared(other, one));
    EXPECT_EQ(compared(one, other).firstHeadline, seconds(40));
}

TEST(Difference, DoesNotCallAChangeAHeadline) {
    const auto difference = compared({beatAt(12, "a", 2), beatAt(14, "b")}, {beatAt(14, "b")});
    EXPECT_FALSE(difference.firstHeadline);
    ASSERT_EQ(difference.stretches.size(), 1U);
    EXPECT_DOUBLE_EQ(difference.stretches[0].amount, 0.5);
}

TEST(Difference, TellsTheFaultFromWhatCameOfIt) {
    const auto difference =
        compared({beatAt(12, "power off"), beatAt(27, "a new leader")}, {}, {seconds(12)});
    EXPECT_EQ(difference.firstHeadline, seconds(12));
    EXPECT_EQ(difference.firstConsequence, seconds(27));
}

TEST(Difference, DoesNotLookBeyondWhatBothKnow) {
    const auto difference = compared({beatAt(3, "a")}, {beatAt(3, "a"), beatAt(50, "c")}, {}, 49);
    EXPECT_EQ(difference, Difference{});
    EXPECT_TRUE(compared({beatAt(3, "a")}, {}, {}, 0).stretches.empty());
}

TEST(Difference, FindsWhereFoldedBeatsPart) {
    EXPECT_EQ(compared({foldedAt(3, 9, 3)}, {foldedAt(3, 8, 2)}).firstHeadline, seconds(9));
    EXPECT_EQ(compared({foldedAt(3, 9, 2)}, {foldedAt(3, 8, 2)}).firstHeadline, seconds(8));
    EXPECT_FALSE(compared({foldedAt(3, 9, 3)}, {foldedAt(3, 9, 3)}).firstHeadline);
}

TEST(Difference, LeavesOpenWhatMayStillFold) {
    EXPECT_FALSE(compared({foldedAt(3, 9, 3)}, {foldedAt(3, 80, 40)}, {}, 10).firstHeadline);
}

TEST(Difference, CountsEqualWordsAsOftenAsTheyStand) {
    const auto difference = compared({beatAt(3, "a"), beatAt(3, "a")}, {beatAt(3, "a")});
    EXPECT_EQ(difference.firstHeadline, seconds(3));
    EXPECT_DOUBLE_EQ(difference.stretches.at(0).amount, 0.5);
}

/// Against a plain count of what one multiset has and the other has not.
TEST(Difference, AgreesWithCountingAtRandom) {
    std::mt19937 random(3);
    for (int round = 0; round < 500; ++round) {
        std::vector<Beat> stories[2];
        for (std::vector<Beat>& story : stories) {
            const auto count = random() % 12;
            for (unsigned i = 0; i < count; ++i) {
                const auto at = static_cast<std::int64_t>(random() % 8);
                story.push_back(beatAt(at, std::string(1, static_cast<char>('a' + random() % 2)),
                                       static_cast<int>(2 + random() % 2)));
            }
            std::stable_sort(story.begin(), story.end(), [](const Beat& a, const Beat& b) {
                return std::tie(a.at, a.en, a.importance) < std::tie(b.at, b.en, b.importance);
            });
        }
        // With the importance in the words, words alone tell beats apart.
        for (auto& story : stories) {
            for (Beat& beat : story) {
                beat.en += std::to_string(beat.importance);
            }
        }
        std::optional<SimTime> first;
        double different = 0;
        for (std::int64_t at = 0; at < 8; ++at) {
            for (const char* text : {"a2", "b2", "a3", "b3"}) {
                const auto countIn = [&](const std::vector<Beat>& story) {
                    return std::count_if(story.begin(), story.end(), [&](const Beat& beat) {
                        return beat.at == seconds(at) && beat.en == text;
                    });
                };
                const auto gap = std::abs(countIn(stories[0]) - countIn(stories[1]));
                different += static_cast<double>(gap);
                if (gap > 0 && text[1] == '3' && !first) {
                    first = seconds(at);
                }
            }
        }
        const Difference difference = compared(stories[0], stories[1], {}, 8, 1);
        EXPECT_EQ(difference.firstHeadline, first);
        EXPECT_EQ(difference.stretches.empty(), different == 0);
    }
}

TEST(Difference, CutsTheTimeIntoEqualStretches) {
    std::vector<Beat> branch;
    for (std::int64_t s = 0; s < 100; ++s) {
        branch.push_back(beatAt(s, "x"));
    }
    const auto difference = compare({branch, {}, {}, seconds(100)}, seconds(37), 7);
    ASSERT_EQ(difference.stretches.size(), 7U);
    EXPECT_EQ(difference.stretches.front().begin, seconds(37));
    EXPECT_EQ(difference.stretches.back().end, seconds(100));
    for (std::size_t i = 1; i < 7; ++i) {
        EXPECT_EQ(difference.stretches[i].begin, difference.stretches[i - 1].end);
    }
    EXPECT_EQ(difference.firstHeadline, seconds(0)) << "headlines count from the start";
}

} // namespace
} // namespace gui::branches
