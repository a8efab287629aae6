// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scenario/fixture.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sim::scenario::testing {
namespace {

/// A folder for one test; files are named relative to it in expectations.
class SpoiltFile : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ =
            std::filesystem::path(::testing::TempDir()) / (std::string("orrery-") + info->name());
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    std::string complaint(const std::string& name) {
        std::string text = complaints(load((folder_ / name).string(), testOptions()));
        const std::string prefix = folder_.string() + "/";
        for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
            text.erase(at, prefix.size());
        }
        return text;
    }
    std::filesystem::path folder_;
};

TEST_F(SpoiltFile, ThatIsAbsent) {
    EXPECT_EQ(complaint("gone.yaml"), "gone.yaml: no such file");
}

TEST_F(SpoiltFile, ThatIsAFolder) {
    std::filesystem::create_directory(folder_ / "d.yaml");
    EXPECT_EQ(complaint("d.yaml"), "d.yaml: is a directory, not a file");
}

TEST_F(SpoiltFile, ThatIsEmptyOrOnlyComments) {
    write("e.yaml", "");
    write("c.yaml", "# nothing\n\n");
    EXPECT_EQ(complaint("e.yaml"), "e.yaml: is empty; a scenario starts with 'orrery: 1'");
    EXPECT_EQ(complaint("c.yaml"), "c.yaml: is empty; a scenario starts with 'orrery: 1'");
}

TEST_F(SpoiltFile, ThatIsBinary) {
    write("b.yaml", std::string("\x7f"
                                "ELF\x02\x01\x00\x00",
                                8));
    write("l.yaml", "title: \xe9t\xe9\n");
    write("u.yaml", std::string("\xff\xfeo\0", 4));
    EXPECT_EQ(complaint("b.yaml"), "b.yaml: is not a text file in UTF-8 (octet 0)");
    EXPECT_EQ(complaint("l.yaml"), "l.yaml: is not a text file in UTF-8 (octet 7)");
    EXPECT_EQ(complaint("u.yaml"), "u.yaml: is UTF-16; save it as UTF-8");
}

TEST_F(SpoiltFile, ThatHasFiftyMegabytes) {
    write("huge.yaml", std::string(50'000'000, 'a'));
    EXPECT_EQ(complaint("huge.yaml"), "huge.yaml: is larger than 8 MB, too large for a scenario");
}

TEST_F(SpoiltFile, ThatIsANestingBomb) {
    write("flow.yaml", "a: " + std::string(1'000'000, '['));
    std::string dashes;
    for (int i = 0; i < 100'000; ++i) {
        dashes += "- ";
    }
    write("block.yaml", dashes);
    // An open bracket may begin a key, so yaml-cpp counts unclosed ones twice.
    EXPECT_EQ(complaint("flow.yaml"), "flow.yaml:1:36: nested more than 64 levels deep");
    EXPECT_EQ(complaint("block.yaml"), "block.yaml:1:129: nested more than 64 levels deep");
}

TEST(Nesting, IsAllowedToSixtyFourLevels) {
    const auto nested = [](std::size_t levels) {
        return complaintsOf("run: " + std::string(levels, '[') + std::string(levels, ']') + "\n");
    };
    EXPECT_EQ(nested(63).find("nested"), std::string::npos);
    EXPECT_EQ(nested(64), "s.yaml:1:69: nested more than 64 levels deep");
}

TEST_F(SpoiltFile, ThatIsAnAliasBomb) {
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
        for (int k = 0; k < 9; ++k) {
            text += ", " + last;
        }
        text += "]\n";
    }
    write("bomb.yaml", text);
    EXPECT_EQ(complaint("bomb.yaml"), "bomb.yaml:6:10: more than 250,000 values (aliases count as "
                                      "what they name)");
}

TEST_F(SpoiltFile, ThatIsNoYaml) {
    write("y.yaml", "title: [a\n");
    write("t.yaml", "topology:\n\thosts: {}\n");
    write("two.yaml", "a: 1\n---\nb: 2\n");
    write("list.yaml", "- a\n");
    write("key.yaml", "[a, b]: 1\n");
    write("self.yaml", "a: &a [*a]\n");
    EXPECT_EQ(complaint("y.yaml").rfind("y.yaml:2:1: not valid YAML: ", 0), 0U)
        << complaint("y.yaml");
    EXPECT_EQ(complaint("t.yaml"), "t.yaml:2:1: a tab in the indentation; YAML wants spaces");
    EXPECT_EQ(complaint("two.yaml"), "two.yaml:2:1: a second document: a file holds one scenario");
    EXPECT_EQ(complaint("list.yaml"),
              "list.yaml:1:1: is not a map of keys and values; a scenario starts with 'orrery: 1'");
    EXPECT_EQ(complaint("key.yaml"), "key.yaml:1:1: a key must be a word");
    EXPECT_EQ(complaint("self.yaml"), "self.yaml:1:8: an alias inside of what it names");
}

TEST_F(SpoiltFile, ThatIncludesItself) {
    write("a.yaml", "include: b.yaml\n" + std::string(kSmall));
    write("b.yaml", "include: [c.yaml]\n");
    write("c.yaml", "include: [a.yaml]\n");
    EXPECT_EQ(complaint("a.yaml"), "c.yaml:1:11: include.1: 'a.yaml' includes itself in the end; "
                                   "includes may not form a circle");
}

TEST_F(SpoiltFile, ThatIsIncludedIsNamedWhereItIsIncluded) {
    write("a.yaml", "include: [x.yaml]\n" + std::string(kSmall));
    write("b.yaml", "include: [e.yaml]\n" + std::string(kSmall));
    write("e.yaml", "");
    EXPECT_NE(complaint("a.yaml").find("no such file"), std::string::npos);
    EXPECT_EQ(complaint("a.yaml").rfind("a.yaml:1:11: include: '", 0), 0U) << complaint("a.yaml");
    EXPECT_EQ(complaint("b.yaml"), "e.yaml: is empty; a scenario starts with 'orrery: 1'");
}

TEST(Positions, CountCharactersAndKeepTheFileOfAMergedValue) {
    MemoryFiles files;
    files.add("s.yaml", "include: lib/net.yaml\n" + std::string(kSmall));
    files.add("lib/net.yaml", "\n# 注释\nrun: {level: 全}\nview: {标签: x}\n");
    LoadOptions options = testOptions();
    options.files = &files;
    EXPECT_EQ(complaints(load("s.yaml", options)),
              "lib/net.yaml:4:8: view.标签: unknown key '标签'; one of lens, positions\n"
              "lib/net.yaml:3:14: run.level: unknown word '全'; one of off, story, full, bytes");
    EXPECT_EQ(complaintsOf(smallWith("summary: {en: 中文, zhh: x}\n")),
              "s.yaml:18:19: summary.zhh: unknown key 'zhh'; did you mean 'zh'?");
}

TEST(Positions, OfAMergeKeyAreThoseOfTheTextItBringsIn) {
    EXPECT_EQ(complaintsOf(smallWith("run: &r {levle: full}\nview: {<<: *r}\n")),
              "s.yaml:18:10: view.levle: unknown key 'levle'; one of lens, positions\n"
              "s.yaml:18:10: run.levle: unknown key 'levle'; did you mean 'level'?");
}

TEST(MergeKeys, GiveWayToTheMapsOwnKeys) {
    MemoryFiles files;
    const Scenario scenario = loadSmallWith("run: {level: story, fixed-horizon: true}\n");
    EXPECT_TRUE(scenario.run.fixedHorizon);
    const Loaded loaded = loadText(
        "orrery: 1\ntitle: T\nduration: 1 s\ntopology:\n  hosts:\n    a: &a {cores: 2, rack: r}\n"
        "    b: {<<: *a, cores: 3}\n    c: {<<: [{cores: 4}, *a]}\n",
        testOptions());
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->topology.nodes[1].cores, 3);
    EXPECT_EQ(loaded->topology.nodes[1].rack, "r");
    EXPECT_EQ(loaded->topology.nodes[2].cores, 4);
}

TEST(Includes, AreMergedMapByMapAndTheIncluderWins) {
    MemoryFiles files;
    files.add("dir/s.yaml",
              "include: [../lib/a.yaml, b.yaml]\nseed: 7\ntopology: {hosts: {x: {cores: "
              "2}}}\n");
    files.add("lib/a.yaml", "include: c.yaml\norrery: 1\nseed: 3\ntitle: A\nduration: 5 s\n");
    files.add("lib/c.yaml", "topology: {hosts: {w: {}, x: {rack: r}}}\ntitle: C\n");
    files.add("dir/b.yaml", "title: B\n");
    LoadOptions options = testOptions();
    options.files = &files;
    const Loaded loaded = load("dir/s.yaml", options);
    ASSERT_TRUE(loaded) << complaints(loaded);
    EXPECT_EQ(loaded->seed, 7U);
    EXPECT_EQ(loaded->title.en, "B");
    ASSERT_EQ(loaded->topology.nodes.size(), 2U);
    EXPECT_EQ(loaded->topology.nodes[1].rack, "r");
    EXPECT_EQ(loaded->topology.nodes[1].cores, 2);
    std::vector<std::string> names;
    for (const trace::SourceFile& source : loaded->sources) {
        names.push_back(source.name);
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"s.yaml", "../lib/a.yaml", "../lib/c.yaml", "b.yaml"}));

    MemoryFiles embedded;
    embedded.add(loaded->sources);
    options.files = &embedded;
    const Loaded again = load(loaded->sources.front().name, options);
    ASSERT_TRUE(again) << complaints(again);
    EXPECT_EQ(contentHash(again->sources), contentHash(loaded->sources));
}

} // namespace
} // namespace sim::scenario::testing
