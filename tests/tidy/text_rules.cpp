// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules.h"
#include "tests/tidy/source.h"

#include <algorithm>
#include <regex>
#include <set>

namespace tidy {
namespace {

/// Data taken over or generated: inputs of tests, licences.
bool isForeign(const std::string& path) {
    return startsWith(path, "tests/vectors/") || startsWith(path, "tests/fuzz/corpus/") ||
           startsWith(path, "LICENSE");
}

bool isBinary(const File& file) {
    return file.text.find('\0') != std::string::npos;
}

std::string licenceOf(const std::string& path) {
    const bool isGui = startsWith(path, "gui/") || startsWith(path, "tests/gui/");
    return isGui ? "GPL-3.0-or-later" : "Apache-2.0";
}

bool isScript(const File& file) {
    return startsWith(file.text, "#!");
}

/// The SPDX line of a file must be its first; scripts have it second.
void checkSpdx(const File& file, std::string_view comment, Findings& findings) {
    const std::vector<std::string> lines = splitLines(file.text);
    const std::size_t at = isScript(file) ? 1 : 0;
    const std::string expected =
        std::string(comment) + " SPDX-License-" + "Identifier: " + licenceOf(file.path);
    if (lines.size() <= at || lines[at] != expected) {
        findings.push_back({file.path, static_cast<int>(at) + 1, "must be: " + expected});
    }
}

/// A word nobody may commit, split so that this file does not contain it.
const std::vector<std::pair<std::regex, std::string>>& wordsBanned() {
    static const std::vector<std::pair<std::regex, std::string>> kWords{
        {std::regex("\\b(TO"
                    "DO|FIX"
                    "ME|X"
                    "XX|HA"
                    "CK)\\b"),
         "unfinished work"},
        {std::regex("\\bGTEST_"
                    "SKIP\\b|\\bDIS"
                    "ABLED_"),
         "a test that is switched off"},
        {std::regex("(^|[^\\w.~/-])/(ho"
                    "me|wo"
                    "rk|ro"
                    "ot|tm"
                    "p|mn"
                    "t|Use"
                    "rs)/\\w"),
         "the path of somebody's machine"},
        {std::regex("\t"), "a tab"},
        {std::regex("[ \r]$"), "a blank at the end of the line"},
    };
    return kWords;
}

void checkLine(const File& file, int number, const std::string& line, Findings& findings) {
    for (const auto& [pattern, what] : wordsBanned()) {
        if (std::regex_search(line, pattern)) {
            findings.push_back({file.path, number, what});
        }
    }
}

void checkTestNames(const File& file, Findings& findings) {
    static const std::regex kTest(
        R"(\b(TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P)\s*\(\s*(\w+)\s*,\s*(\w+))");
    const Source source = parseSource(file.text);
    for (std::size_t i = 0; i < source.code.size(); ++i) {
        std::string window = source.code[i];
        if (i + 1 < source.code.size()) {
            window += " " + source.code[i + 1];
        }
        std::smatch match;
        if (std::regex_search(window, match, kTest) &&
            match.position() < static_cast<std::ptrdiff_t>(source.code[i].size()) &&
            (match[2].str() + match[3].str()).find('_') != std::string::npos) {
            findings.push_back(
                {file.path, static_cast<int>(i) + 1, "test names have no underscores"});
        }
    }
}

} // namespace

Findings checkHeads(const Tree& tree) {
    Findings findings;
    for (const File& file : tree) {
        const bool isCMake = endsWith(file.path, "CMakeLists.txt") || endsWith(file.path, ".cmake");
        if (isForeign(file.path)) {
            continue;
        }
        if (isCpp(file.path)) {
            checkSpdx(file, "//", findings);
        } else if (isCMake || isScript(file) || endsWith(file.path, ".sh") ||
                   endsWith(file.path, ".py")) {
            checkSpdx(file, "#", findings);
        }
        if (!endsWith(file.path, ".h")) {
            continue;
        }
        const std::vector<std::string> lines = splitLines(file.text);
        if (lines.size() < 2 || lines[1] != "#pragma once") {
            findings.push_back({file.path, 2, "must be: #pragma once"});
        }
        if (std::none_of(lines.begin(), lines.end(), [](const std::string& line) {
                return line.find("/// ") != std::string::npos;
            })) {
            findings.push_back({file.path, 0, "a header opens with a paragraph (///)"});
        }
    }
    return findings;
}

Findings checkTexts(const Tree& tree) {
    Findings findings;
    for (const File& file : tree) {
        if (isForeign(file.path) || isBinary(file)) {
            continue;
        }
        int number = 0;
        for (const std::string& line : splitLines(file.text)) {
            checkLine(file, ++number, line, findings);
        }
        if (!file.text.empty() && file.text.back() != '\n') {
            findings.push_back({file.path, number, "no line end at the end of the file"});
        }
        if (isCpp(file.path)) {
            checkTestNames(file, findings);
        }
    }
    return findings;
}

Findings checkRunBits(const Tree& tree) {
    Findings findings;
    for (const File& file : tree) {
        if (isForeign(file.path) || isScript(file) == file.executable) {
            continue;
        }
        findings.push_back({file.path, 1,
                            file.executable ? "can be executed but has no #! line"
                                            : "a script without its run bit"});
    }
    return findings;
}

Findings checkRoot(const Tree& tree) {
    static const std::set<std::string> kKnown{"README.md", "CMakeLists.txt", "CMakePresets.json",
                                              "run",       "check",          "cmake",
                                              "packaging", "core",           "sim",
                                              "gui",       "scenarios",      "tests",
                                              "docs"};
    std::set<std::string> unknown;
    for (const File& file : tree) {
        const std::string top = file.path.substr(0, file.path.find('/'));
        if (top.front() != '.' && !startsWith(top, "LICENSE") && kKnown.count(top) == 0) {
            unknown.insert(top);
        }
    }
    Findings findings;
    for (const std::string& top : unknown) {
        findings.push_back({top, 0, "does not belong at the top of the source folder"});
    }
    return findings;
}

} // namespace tidy
