// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/disk.h"
#include "core/runtime/network.h"
#include "core/runtime/schema.h"

#include <gtest/gtest.h>

#include <set>

namespace core::runtime {
namespace {

/// How many of the first `count` enumerators have a text of their own.
template <class Enum>
std::size_t distinctTexts(int count) {
    std::set<std::string_view> texts;
    for (int i = 0; i < count; ++i) {
        const std::string_view text = toString(static_cast<Enum>(i));
        EXPECT_EQ(text.find("unknown "), text == "unknown socket" ? 0u : std::string_view::npos);
        texts.insert(text);
    }
    return texts.size();
}

TEST(ToString, GivesEveryEnumeratorItsOwnText) {
    EXPECT_EQ(distinctTexts<SettingType>(10), 10u);
    EXPECT_EQ(distinctTexts<NetworkError>(7), 7u);
    EXPECT_EQ(distinctTexts<StreamEnd>(5), 5u);
    EXPECT_EQ(distinctTexts<DiskError>(6), 6u);
}

} // namespace
} // namespace core::runtime
