// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules.h"
#include "tests/tidy/source.h"

#include <regex>

namespace tidy {
namespace {

struct Include {
    std::string path;
    bool quoted = false;
    int line = 0;
};

std::vector<Include> includesOf(const File& file) {
    static const std::regex kInclude(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
    const std::vector<std::string> raw = splitLines(file.text);
    const Source source = parseSource(file.text);
    std::vector<Include> includes;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        std::smatch match;
        const bool isCode = source.code[i].find('#') != std::string::npos;
        if (isCode && std::regex_search(raw[i], match, kInclude)) {
            includes.push_back({match[2], match[1] == "\"", static_cast<int>(i) + 1});
        }
    }
    return includes;
}

/// Files whose path matches `files` may include, in quotes, only what matches `may`.
struct Direction {
    const char* files;
    const char* may;
};

const std::vector<Direction>& directions() {
    static const std::vector<Direction> kDirections{
        {R"(^core/base/)", R"(^core/base/)"},
        {R"(^core/runtime/)", R"(^core/(base|runtime)/)"},
        {R"(^core/wire/)", R"(^core/(base|runtime|wire)/)"},
        {R"(^core/)", R"(^core/)"},
        {R"(^sim/)", R"(^(core|sim)/)"},
        {R"(^gui/)", R"(^(gui|core|sim/(trace|scenario|scene|faults/fault\.h|topology/spec\.h|)"
                     R"(kernel/sim_time\.h))/?)"},
        {R"(^tests/core/)", R"(^(core|tests)/)"},
        {R"(^tests/gui/)", R"(^(gui|core|sim|tests)/)"},
        {R"(^tests/)", R"(^(core|sim|tests)/)"},
    };
    return kDirections;
}

/// Files whose path matches `files`, but not `except`, may not include what matches `banned`.
struct Ban {
    const char* files;
    const char* except;
    const char* banned;
    const char* why;
};

const std::vector<Ban>& bans() {
    static const std::vector<Ban> kBans{
        {R"(^(core|gui|tests/core)/)", "^$", R"(^simgrid/|^xbt)",
         "SimGrid belongs to the simulator"},
        {R"(^sim/)", R"(^sim/fluid/.*\.cpp$)", R"(^simgrid/|^xbt)",
         "SimGrid stays in the sources of sim/fluid"},
        {R"(^(core|gui|tests/core)/)", "^$", R"(^boost/(graph|property_map)/)",
         "Boost.Graph belongs to the simulator"},
        {R"(^sim/)", R"(\.cpp$)", R"(^boost/(graph|property_map)/)",
         "Boost.Graph stays in sources"},
        {R"(^core/)", R"(^core/wire/.*\.cpp$)", R"(^boost/(beast|asio)\b)",
         "Boost.Beast stays in a source of core/wire"},
        {R"(^(core|sim|tests/(core|sim))/)", "^$", R"(^Q[A-Z]|^Qt|^qt)",
         "Qt belongs to the desktop program"},
        {R"(^core/)", "^$",
         R"(^(sys/|netinet/|arpa/|net/|netdb\.h|unistd\.h|poll\.h|fcntl\.h|signal\.h))",
         "the operating system is behind core::runtime::Env"},
        {R"(^core/)", "^$", R"(^(fstream|filesystem|iostream)$)",
         "files and terminals are behind core::runtime::Env"},
        {R"(^core/)", "^$",
         R"(^(thread|mutex|shared_mutex|condition_variable|future|semaphore|barrier|latch|)"
         R"(stop_token|atomic|pthread\.h|threads\.h)$)",
         "there are no threads in core"},
        {R"(^core/)", "^$", R"(^(random|chrono|ctime|time\.h)$)",
         "time and randomness come from core/base and core::runtime::Env"},
        {R"(^sim/)", "^$", R"(^random$)", "randomness comes from core/base/random.h"},
        {R"(^core/)", "^$", R"(^(sqlite3\.h|yaml-cpp/))", "traces and scenarios belong to sim"},
    };
    return kBans;
}

bool matches(const std::string& text, const char* pattern) {
    return std::regex_search(text, std::regex(pattern));
}

void checkQuoted(const Tree& tree, const File& file, const Include& include, Findings& findings) {
    if (findFile(tree, include.path) == nullptr) {
        findings.push_back(
            {file.path, include.line, "\"" + include.path + "\" is no file, seen from the root"});
    }
    for (const Direction& direction : directions()) {
        if (matches(file.path, direction.files)) {
            if (!matches(include.path, direction.may)) {
                findings.push_back({file.path, include.line, "may not include " + include.path});
            }
            return;
        }
    }
}

} // namespace

Findings checkIncludes(const Tree& tree) {
    Findings findings;
    for (const File& file : tree) {
        if (!isCpp(file.path)) {
            continue;
        }
        for (const Include& include : includesOf(file)) {
            if (include.quoted) {
                checkQuoted(tree, file, include, findings);
            }
            for (const Ban& ban : bans()) {
                if (matches(file.path, ban.files) && !matches(file.path, ban.except) &&
                    matches(include.path, ban.banned)) {
                    findings.push_back(
                        {file.path, include.line, "includes " + include.path + ": " + ban.why});
                }
            }
        }
    }
    return findings;
}

} // namespace tidy
