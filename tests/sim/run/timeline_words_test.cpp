// SPDX-License-Identifier: Apache-2.0
#include "sim/run/wording.h"
#include "sim/trace/report.h"
#include "tests/sim/run/shop.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

// Goal: what a line of the timeline says is told in the language of the story, for every verb.
namespace sim::run::testing {
namespace {

std::string told(const faults::TimelineEntry& entry, trace::Language language,
                 bool ending = false) {
    const auto wording = loadWording();
    EXPECT_TRUE(wording);
    const std::string text = ending ? "end of: " + entry.text : entry.text;
    trace::FaultRecord record;
    record.verb = toString(entry.fault.verb);
    record.text = text;
    record.refused = "so"; // these words show nothing but the line
    record.words = entry.words;
    record.ending = ending;
    const trace::Report report = trace::reportFault(record);
    return wording->format(report.kind, {}, trace::toValues(report.fields), language);
}

/// `lines` as an overlay's.
std::vector<faults::TimelineEntry> linesOf(const std::string& lines) {
    const auto before = static_cast<std::ptrdiff_t>(shop().timeline.size());
    const auto all = shop("extends: shop.yaml\ntimeline:\n" + lines).timeline;
    return {all.begin() + before, all.end()};
}

TEST(TimelineWords, HaveChineseForEveryVerb) {
    const auto wording = loadWording();
    ASSERT_TRUE(wording);
    std::set<std::string> all;
    for (const faults::Verb verb : faults::allVerbs()) {
        const std::string name(toString(verb));
        const trace::Wording* words = wording->find("line-" + name);
        ASSERT_NE(words, nullptr) << name;
        EXPECT_EQ(words->en, name + " {subject}");
        EXPECT_EQ(words->zh.find(name), std::string::npos) << words->zh;
        EXPECT_TRUE(all.insert(words->zh).second) << words->zh;
    }
}

TEST(TimelineWords, AreChineseInAChineseStory) {
    const auto lines = linesOf("  - {at: 1 s, power-off: [web-1, spare], for: 5 s}\n"
                               "  - {at: 2 s, crash: leader of web}\n"
                               "  - {at: 3 s, loss: uplink, rate: 5 %}\n"
                               "  - {at: 4 s, delay: uplink, by: 10 ms, jitter: 1 ms}\n"
                               "  - {at: 5 s, cut: uplink, one-way: true}\n"
                               "  - {at: 6 s, slow-cpu: web, factor: 3}\n"
                               "  - {at: 7 s, fail-sync: web, count: 2}\n"
                               "  - {at: 8 s, partition: {groups: [[web-1], [web-2]]}}\n"
                               "  - {at: 9 s, action: flush, of: resolver}\n");
    std::vector<std::string> texts;
    for (const faults::TimelineEntry& entry : lines) {
        texts.push_back(told(entry, trace::Language::Chinese));
    }
    EXPECT_EQ(texts, (std::vector<std::string>{
                         "当前无法执行：web-1, spare 断电，持续 5 s（so）",
                         "当前无法执行：使 web 的 leader 崩溃（so）",
                         "当前无法执行：uplink 丢包，比例 5 %（so）",
                         "当前无法执行：uplink 增加延迟，幅度 10 ms，抖动 1 ms（so）",
                         "当前无法执行：切断 uplink，单向（so）",
                         "当前无法执行：web 的处理器变慢，系数 3（so）",
                         "当前无法执行：web 的磁盘同步失败，次数 2（so）",
                         "当前无法执行：划分 partition: web-1 | web-2（so）",
                         "当前无法执行：清空 resolver 的缓存（so）"}));
}

TEST(TimelineWords, TellTheEndOfAFault) {
    const auto lines = linesOf("  - {at: 1 s, loss: uplink, rate: 5 %, for: 5 s}\n");
    EXPECT_EQ(told(lines.front(), trace::Language::Chinese, true),
              "当前无法执行：结束：uplink 丢包，比例 5 %，持续 5 s（so）");
    EXPECT_EQ(told(lines.front(), trace::Language::English, true),
              "impossible now: end of: loss uplink rate 5 % for 5 s (so)");
}

TEST(TimelineWords, OfALineWithoutPartsAreAsWritten) {
    faults::TimelineEntry entry;
    entry.fault.verb = faults::Verb::PowerOff;
    entry.text = "power-off web-1";
    EXPECT_EQ(told(entry, trace::Language::Chinese), "当前无法执行：power-off web-1（so）");
}

} // namespace
} // namespace sim::run::testing
