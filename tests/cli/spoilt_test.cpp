// SPDX-License-Identifier: Apache-2.0
// Goal: whatever stands in a scenario file, `orrery run` ends with exit code 2 and one clear line
// that names the file. Method: one mistake at a time in a scenario that is fine otherwise.
#include "tests/cli/program.h"

#include <gtest/gtest.h>

namespace tests::cli {
namespace {

class SpoiltScenario : public ::testing::Test {
protected:
    /// Runs the file; it must be refused in one line that names it. The line.
    std::string refusal(const std::string& path) {
        const Said said = orrery({"run", path});
        EXPECT_EQ(said.code, 2);
        EXPECT_EQ(said.out, "");
        const std::vector<std::string> lines = linesOf(said.err);
        EXPECT_EQ(lines.size(), 1U) << said.err;
        EXPECT_NE(said.err.find(path), std::string::npos) << said.err;
        return said.err;
    }
    std::string refusalOf(std::string_view text) {
        return refusal(folder.write("spoilt.yaml", text));
    }
    static void has(const std::string& text, std::string_view part) {
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }

    Folder folder;
};

TEST_F(SpoiltScenario, MisspeltKeyIsNamedWithTheNearestWord) {
    const std::string line =
        refusalOf(shopWith("duration: 20 s", "durration: 20 s\nduration: 1 s"));
    has(line, "durration");
    has(line, "duration");
    has(line, ":6:");
}

TEST_F(SpoiltScenario, MissingUnitIsNamedWithItsPath) {
    has(refusalOf(shopWith("eviction-interval: 1 s", "eviction-interval: 1")),
        "deploy.registry.eviction-interval");
}

TEST_F(SpoiltScenario, UnknownUnitIsNamed) {
    has(refusalOf(shopWith("eviction-interval: 1 s", "eviction-interval: 1 parsec")), "parsec");
}

TEST_F(SpoiltScenario, WrongTypeIsNamedWithItsPath) {
    has(refusalOf(
            shopWith("registry: registry\n    lease: 3 s", "registry: registry\n    lease: [3]")),
        "deploy.web.lease");
}

TEST_F(SpoiltScenario, UnknownHostIsNamedWithTheNearestWord) {
    const std::string line = refusalOf(shopWith("on: registry-host", "on: registri-host"));
    has(line, "registri-host");
    has(line, "registry-host'");
}

TEST_F(SpoiltScenario, CyclicIncludeIsRefused) {
    folder.write("other.yaml", "include: [spoilt.yaml]\n");
    has(refusalOf(shopWith("orrery: 1", "orrery: 1\ninclude: [other.yaml]")), "includes");
}

TEST_F(SpoiltScenario, EmptyFileIsRefused) {
    has(refusalOf(""), "empty");
}

TEST_F(SpoiltScenario, BinaryFileIsRefused) {
    std::string octets;
    for (int i = 0; i < 4096; ++i) {
        octets += static_cast<char>(i * 37 % 256);
    }
    refusalOf(octets);
}

TEST_F(SpoiltScenario, FiftyMegabytesAreRefused) {
    std::string text = shopWith("orrery: 1", "orrery: 1");
    text.append(std::size_t{50} << 20, '#');
    has(refusalOf(text), "MB");
}

TEST_F(SpoiltScenario, NestingBombIsRefused) {
    refusalOf("orrery: 1\ntitle: " + std::string(100'000, '['));
}

TEST_F(SpoiltScenario, AliasBombIsRefused) {
    std::string text = "orrery: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
        for (int copy = 1; copy < 10; ++copy) {
            text += ", " + before;
        }
        text += "]\n";
    }
    refusalOf(text);
}

TEST_F(SpoiltScenario, AbsentFileIsNamed) {
    has(refusal(folder / "absent.yaml"), "no such file");
}

TEST_F(SpoiltScenario, FolderIsNamed) {
    has(refusal(folder.path().string()), "is a directory");
}

TEST_F(SpoiltScenario, TraceInsteadOfAScenarioIsRefused) {
    const std::string trace = folder / "shop.trace";
    ASSERT_EQ(orrery({"run", shopScenario(), "--until", "1s", "--quiet", "--trace", trace}).code,
              0);
    has(refusal(trace), "trace");
}

TEST_F(SpoiltScenario, EverySubcommandThatLoadsOneRefusesItAlike) {
    const std::string path = folder.write("spoilt.yaml", "orrery: 1\n");
    for (const char* command : {"run", "story", "verify", "validate"}) {
        const Said said = orrery({command, path});
        EXPECT_EQ(said.code, 2) << command;
        EXPECT_NE(said.err.find(path), std::string::npos) << command;
    }
}

TEST_F(SpoiltScenario, SetOnAWrongPathSaysTheNearestWord) {
    const Said said = orrery({"run", shopScenario(), "--set", "deploy.ns.tttl=3s"});
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(linesOf(said.err).size(), 1U);
    has(said.err, "deploy.ns.tttl");
    has(said.err, "'ttl'");
}

TEST_F(SpoiltScenario, SetWithoutAValueSaysHowToWriteIt) {
    const Said said = orrery({"run", shopScenario(), "--set", "deploy.ns.ttl"});
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(linesOf(said.err).size(), 1U);
    has(said.err, "=");
}

TEST_F(SpoiltScenario, AbsentOverlayIsNamed) {
    const Said said = orrery({"run", shopScenario(), "--with", folder / "absent.yaml"});
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(linesOf(said.err).size(), 1U);
    has(said.err, "absent.yaml");
}

TEST_F(SpoiltScenario, ValidateGoesOnAfterABadFile) {
    const Said said = orrery({"validate", folder / "absent.yaml", shopScenario()});
    EXPECT_EQ(said.code, 2);
    has(said.out, "shop.yaml: fine");
    has(said.err, "absent.yaml");
}

} // namespace
} // namespace tests::cli
