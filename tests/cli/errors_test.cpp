// SPDX-License-Identifier: Apache-2.0
// Goal: a newcomer who mistypes is told in one line what is wrong and what to do (exit code 2);
// what the machine refuses (a full disk) is told as clearly (exit code 3).
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>

namespace tests::cli {
namespace {

void has(const std::string& text, std::string_view part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

/// Refused with one line on stderr that has `part`.
void refuses(const Words& words, std::string_view part) {
    const Said said = orrery(words);
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(said.out, "");
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
    has(said.err, part);
}

TEST(Usage, WithoutASubcommandPointsToHelp) {
    refuses({}, "orrery --help");
}

TEST(Usage, UnknownSubcommandIsToldTheNearest) {
    refuses({"rum", shopScenario()}, "'run'");
}

TEST(Usage, MisspeltOptionIsToldTheNearest) {
    refuses({"run", shopScenario(), "--levle", "full"}, "'--level'");
}

TEST(Usage, MissingArgumentIsNamed) {
    refuses({"run"}, "scenario");
    refuses({"explain", "some.trace"}, "event");
}

TEST(Usage, TextInsteadOfANumberIsNamed) {
    refuses({"run", shopScenario(), "--seed", "seven"}, "seven");
}

TEST(Usage, ASeedThatIsNoneIsNotTakenForAnother) {
    refuses({"run", shopScenario(), "--seed=-1"}, "-1");
    refuses({"run", shopScenario(), "--seed", "99999999999999999999"}, "whole number");
    refuses({"story", shopScenario(), "--seed", "1..2"}, "whole number");
    EXPECT_EQ(
        orrery({"run", shopScenario(), "--seed", "18446744073709551615", "--until", "1s"}).err, "");
}

TEST(Usage, ATraceInThePlaceOfAScenarioIsNamed) {
    const Folder folder;
    const std::string trace = folder / "a.trace";
    ASSERT_LE(orrery({"run", shopScenario(), "--until", "1s", "--trace", trace}).code, 1);
    for (const char* command : {"run", "verify", "validate"}) {
        refuses({command, trace}, "is a trace, not a scenario");
    }
}

TEST(Usage, UnknownLevelIsToldTheChoices) {
    refuses({"run", shopScenario(), "--level", "everything"}, "story");
}

TEST(Usage, UntilWithoutAUnitSaysHowToWriteIt) {
    refuses({"run", shopScenario(), "--until", "45"}, "45s");
}

TEST(Usage, NegativeUntilIsRefused) {
    refuses({"run", shopScenario(), "--until=-1s"}, "--until");
}

TEST(Usage, TheLongestUntilIsAHorizonLikeAnyOther) {
    const Folder folder;
    const std::string scenario = folder.write("still.yaml", "orrery: 1\ntitle: t\nduration: 1 s\n"
                                                            "topology: {hosts: {a: {}}}\n");
    const Said said = orrery({"run", scenario, "--until", "9223372036854775807ns"});
    EXPECT_EQ(said.code, 0) << said.err;
    has(said.out, "9223372036.855 s");
}

TEST(Usage, EverySubcommandHasHelpWithAnExample) {
    const Said help = orrery({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    for (const char* command :
         {"list", "run", "story", "verify", "explain", "diff", "sweep", "export", "validate"}) {
        has(help.out, std::string("\n  ") + command);
        const Said said = orrery({command, "--help"});
        EXPECT_EQ(said.code, 0) << command;
        has(said.out, "Example");
        has(said.out, std::string("  orrery ") + command);
    }
}

TEST(Usage, VersionIsPrinted) {
    const Said said = orrery({"--version"});
    EXPECT_EQ(said.code, 0);
    has(said.out, "orrery ");
}

/// Refused with one line that names the place, and nothing is left there.
void cannotRecord(const std::string& path, std::string_view part) {
    const Said said = orrery({"run", shopScenario(), "--until", "1s", "--trace", path});
    EXPECT_EQ(said.code, 3);
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
    has(said.err, path);
    has(said.err, part);
}

TEST(TracePath, InAnAbsentFolderIsRefused) {
    const Folder folder;
    cannotRecord(folder / "absent/run.trace", "no folder");
}

TEST(TracePath, ThatIsAFolderIsRefused) {
    const Folder folder;
    cannotRecord(folder.path().string(), "a folder has that name");
}

TEST(TracePath, WithoutPermissionIsRefused) {
    cannotRecord("/sys/run.trace", "cannot create"); // nobody may make a file there, root neither
}

TEST(TracePath, ThatHoldsSomethingElseIsLeftAlone) {
    const Folder folder;
    const std::string path = folder.write("thesis.txt", "years of work");
    cannotRecord(path, "left alone");
    EXPECT_EQ(std::filesystem::file_size(path), 13U);
}

TEST(FullDisk, UnderTheTraceEndsWithASentence) {
    const Folder folder;
    Surroundings surroundings;
    surroundings.maxFileOctets = 400'000;
    const std::string path = folder / "run.trace";
    const Said said = orrery({"run", shopScenario(), "--trace", path}, surroundings);
    EXPECT_EQ(said.code, 3);
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
    has(said.err, "run.trace");
    const Said story = orrery({"story", path});
    EXPECT_EQ(story.code, 0);
    has(story.err, "incomplete");
}

TEST(FullDisk, UnderStdoutEndsWithASentence) {
    Surroundings surroundings;
    surroundings.out = "/dev/full";
    for (const Words& words : {Words{"run", shopScenario(), "--until", "1s"}, Words{"list"},
                               Words{"story", shopScenario()}}) {
        const Said said = orrery(words, surroundings);
        EXPECT_EQ(said.code, 3) << words[0];
        EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
        has(said.err, "disk full");
    }
}

} // namespace
} // namespace tests::cli
