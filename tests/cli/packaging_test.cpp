// SPDX-License-Identifier: Apache-2.0
// Goal: completion and man page know every command and option of the program's own --help.
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace tests::cli {
namespace {

std::string packaged(const std::string& name) {
    std::ifstream file(ORRERY_SOURCE_DIR "/packaging/" + name, std::ios::binary);
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The commands as `orrery --help` lists them.
std::vector<std::string> commands() {
    std::vector<std::string> names;
    bool listed = false;
    for (const std::string& line : linesOf(orrery({"--help"}).out)) {
        std::smatch match;
        if (line == "Subcommands:") {
            listed = true;
        } else if (listed && std::regex_search(line, match, std::regex("^  ([a-z]+) "))) {
            names.push_back(match[1]);
        } else if (listed) {
            break;
        }
    }
    EXPECT_GE(names.size(), 9U);
    return names;
}

/// The long options that a command's --help lists.
std::set<std::string> options(const std::string& command) {
    std::set<std::string> names;
    for (const std::string& line : linesOf(orrery({command, "--help"}).out)) {
        std::smatch match;
        if (std::regex_search(line, match, std::regex("^  (-h,)?(--[a-z-]+)"))) {
            names.insert(match[2]);
        }
    }
    EXPECT_TRUE(names.contains("--help"));
    return names;
}

std::set<std::string> wordsOf(const std::string& text) {
    std::set<std::string> words;
    for (const std::string& line : linesOf(text)) {
        words.insert(line);
    }
    return words;
}

/// What bash offers at the end of these words.
std::set<std::string> completions(const std::string& words, int at) {
    const std::string script = "source " ORRERY_SOURCE_DIR "/packaging/completion/orrery.bash; "
                               "COMP_WORDS=(" +
                               words + "); COMP_CWORD=" + std::to_string(at) +
                               "; _orrery; printf '%s\\n' \"${COMPREPLY[@]}\"";
    FILE* pipe = ::popen(
        ("bash -c '" + std::regex_replace(script, std::regex("'"), "'\\''") + "'").c_str(), "r");
    std::string text;
    std::array<char, 512> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
        text += buffer.data();
    }
    EXPECT_EQ(::pclose(pipe), 0);
    return wordsOf(text);
}

TEST(BashCompletion, OffersEveryCommand) {
    const std::vector<std::string> names = commands();
    EXPECT_EQ(completions("orrery \"\"", 1), std::set<std::string>(names.begin(), names.end()));
}

TEST(BashCompletion, OffersTheOptionsOfEachCommand) {
    for (const std::string& command : commands()) {
        EXPECT_EQ(completions("orrery " + command + " --", 2), options(command)) << command;
    }
}

TEST(BashCompletion, OffersTheValuesOfAChoice) {
    EXPECT_EQ(completions("orrery run --level s", 3), std::set<std::string>{"story"});
}

TEST(FishCompletion, KnowsEveryCommandAndOption) {
    const std::vector<std::string> lines = linesOf(packaged("completion/orrery.fish"));
    const auto some = [&](const std::string& pattern) {
        const std::regex regex(pattern);
        return std::any_of(lines.begin(), lines.end(),
                           [&](const std::string& line) { return std::regex_search(line, regex); });
    };
    for (const std::string& command : commands()) {
        EXPECT_TRUE(some("-a " + command + " ")) << command;
        for (const std::string& option : options(command)) {
            const std::string flag = " -l " + option.substr(2) + " ";
            EXPECT_TRUE(some("__orrery_on [a-z ]*\\b" + command + "\\b.*" + flag) ||
                        some("orrery" + flag))
                << command << " " << option;
        }
    }
}

TEST(ZshCompletion, KnowsEveryCommandAndOption) {
    const std::string script = packaged("completion/orrery.zsh");
    EXPECT_TRUE(script.starts_with("#compdef orrery\n"));
    for (const std::string& command : commands()) {
        EXPECT_NE(script.find("'" + command + ":"), std::string::npos) << command;
        const std::size_t begin = script.find("\n        " + command + ")");
        ASSERT_NE(begin, std::string::npos) << command;
        const std::string section = script.substr(begin, script.find(";;", begin) - begin);
        std::set<std::string> offered;
        const auto offer = [&](const std::string& text) {
            const std::regex option("--[a-z-]+(?=[\\[,}])");
            for (std::sregex_iterator at(text.begin(), text.end(), option), end; at != end; ++at) {
                offered.insert(at->str());
            }
        };
        offer(section);
        for (const char* shared : {"help", "apply"}) {
            if (section.find("$" + std::string(shared)) != std::string::npos) {
                const std::size_t list = script.find("    " + std::string(shared) + "=(");
                offer(script.substr(list, script.find('\n', list) - list));
            }
        }
        EXPECT_EQ(offered, options(command)) << command;
    }
}

TEST(ManPage, DescribesEveryCommandWithItsOptions) {
    const std::string page = packaged("man/orrery.1");
    for (const std::string& command : commands()) {
        const std::size_t begin = page.find(".SS orrery " + command);
        ASSERT_NE(begin, std::string::npos) << command;
        const std::string section = page.substr(begin, page.find("\n.S", begin + 1) - begin);
        for (const std::string& option : options(command)) {
            const std::string escaped = std::regex_replace(option, std::regex("-"), "\\-");
            EXPECT_TRUE(option == "--help" || section.find(escaped) != std::string::npos)
                << command << " " << option;
        }
    }
    for (const char* ending : {".pcapng", ".json", ".csv", ".svg", ".trace"}) {
        EXPECT_NE(page.find(ending), std::string::npos) << ending;
    }
    EXPECT_NE(page.find("\\-\\-version"), std::string::npos);
}

/// The options that the source of the desktop program adds; the program itself may not be built.
std::set<std::string> studioOptions() {
    std::ifstream file(ORRERY_SOURCE_DIR "/gui/app/snapshot.cpp");
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    const std::size_t begin = source.find("void addSnapshotOptions");
    const std::string added = source.substr(begin, source.find("\n}\n", begin) - begin);
    const std::regex name(R"re(\{QStringLiteral\("([a-z-]+)"\))re");
    std::set<std::string> names{"snapshot", "help", "version"};
    for (std::sregex_iterator at(added.begin(), added.end(), name), end; at != end; ++at) {
        names.insert((*at)[1]);
    }
    return names;
}

TEST(ManPage, DescribesTheOptionsOfTheDesktopProgram) {
    const std::string page = packaged("man/orrery-studio.1");
    const std::set<std::string> names = studioOptions();
    EXPECT_GE(names.size(), 9U);
    for (const std::string& name : names) {
        EXPECT_NE(page.find("\\-\\-" + name), std::string::npos) << name;
    }
}

TEST(DesktopFile, NamesTheProgramAndItsIconInBothLanguages) {
    const std::string file = packaged("orrery-studio.desktop");
    for (const char* line : {"\nExec=orrery-studio %f\n", "\nIcon=orrery-studio\n",
                             "\nName[zh_CN]=", "\nComment[zh_CN]="}) {
        EXPECT_NE(file.find(line), std::string::npos) << line;
    }
    EXPECT_NE(packaged("orrery-studio.svg").find("<svg"), std::string::npos);
}

} // namespace
} // namespace tests::cli
