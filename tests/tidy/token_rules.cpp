// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/rules.h"
#include "tests/tidy/source.h"

#include <regex>
#include <set>
#include <sstream>

namespace tidy {
namespace {

enum class Where { Code, Strings };

/// A pattern that files matching `files` may not contain unless allow.txt says why.
struct Token {
    const char* rule;
    const char* files;
    Where where;
    const char* pattern;
    const char* why;
};

const std::vector<Token>& tokens() {
    static const char* const kBoth = R"(^(core|sim)/)";
    static const std::vector<Token> kTokens{
        {"wall-clock", kBoth, Where::Code,
         R"(\b(system_clock|steady_clock|high_resolution_clock|utc_clock|gettimeofday|)"
         R"(clock_gettime|timespec_get|localtime|localtime_r|gmtime|gmtime_r|mktime|strftime)\b)"
         R"(|(^|[^\w.>:])(std::|::)?time\s*\(\s*(nullptr|NULL|0)?\s*\)|\bstd::clock\b)",
         "time comes from Env or from the virtual clock"},
        {"std-random", kBoth, Where::Code,
         R"(\b(random_device|mt19937(_64)?|minstd_rand0?|default_random_engine|\w+_distribution|)"
         R"(drand48|lrand48|srandom|srand|rand_r)\b|\bstd::(shuffle|random_shuffle|sample)\b)"
         R"(|(^|[^\w.>])rand\s*\()",
         "randomness is core::RandomStream, keyed by seed and place"},
        {"thread", kBoth, Where::Code,
         R"(\bstd::(jthread|thread|async|mutex|recursive_mutex|shared_mutex|condition_variable|)"
         R"(condition_variable_any|this_thread|future|promise|counting_semaphore|barrier|latch|)"
         R"(atomic\w*)\b|\bpthread_\w+|\bthread_local\b)",
         "a run is one thread"},
        {"environment", kBoth, Where::Code,
         R"(\b(getenv|secure_getenv|setlocale|getpid|gethostname)\b|\bstd::locale\b)",
         "a run depends on its scenario and seed only"},
        {"address", kBoth, Where::Strings, R"(%p)", "addresses differ from run to run"},
        {"address", kBoth, Where::Code,
         R"(\bstd::(multi)?(set|map)\s*<\s*(const\s+)?[\w:]+\s*(const\s*)?\*|\bstd::hash\b|)"
         R"(\bstd::less<[^>]*\*\s*>)",
         "order and hashes must not depend on addresses or the library"},
        {"unordered", kBoth, Where::Code, R"(\bstd::unordered_\w+)",
         "its order differs between libraries: only where iteration cannot reach output"},
        {"exception", R"(^core/)", Where::Code,
         R"((^|[^\w])throw\b|\bstd::sto(i|l|ll|ul|ull|f|d)\b)", "errors in core are values"},
        {"output", R"(^core/)", Where::Code,
         R"(\bstd::(cout|cerr|clog)\b|\b(f|v|vf)?printf\s*\(|\b(f)?puts\s*\()",
         "a component shows itself through the observer"},
    };
    return kTokens;
}

bool covers(const Allowance& allowance, const Token& token, const std::string& path) {
    const bool isFolder = endsWith(allowance.path, "/");
    return allowance.rule == token.rule &&
           (isFolder ? startsWith(path, allowance.path) : path == allowance.path);
}

/// Applies one token rule to one file; notes the allowances that were needed.
void checkToken(const File& file, const Source& source, const Token& token,
                const AllowList& allowed, std::set<int>& needed, Findings& findings) {
    const std::regex pattern(token.pattern);
    const auto& lines = token.where == Where::Code ? source.code : source.strings;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::smatch match;
        if (!std::regex_search(lines[i], match, pattern)) {
            continue;
        }
        bool isAllowed = false;
        for (const Allowance& allowance : allowed) {
            if (covers(allowance, token, file.path)) {
                needed.insert(allowance.line);
                isAllowed = true;
            }
        }
        if (!isAllowed) {
            findings.push_back({file.path, static_cast<int>(i) + 1,
                                std::string(token.rule) + ": `" + match.str() + "`: " + token.why});
        }
    }
}

} // namespace

AllowList parseAllowList(std::string_view text, Findings& findings) {
    AllowList allowed;
    int number = 0;
    for (const std::string& line : splitLines(text)) {
        ++number;
        if (line.empty() || line.front() == '#') {
            continue;
        }
        Allowance allowance;
        std::istringstream words(line);
        words >> allowance.rule >> allowance.path;
        std::getline(words >> std::ws, allowance.reason);
        allowance.line = number;
        if (allowance.reason.empty()) {
            findings.push_back({"tests/tidy/allow.txt", number, "an exception needs a reason"});
        }
        allowed.push_back(std::move(allowance));
    }
    return allowed;
}

Findings checkTokens(const Tree& tree, const AllowList& allowed) {
    Findings findings;
    std::set<int> needed;
    for (const File& file : tree) {
        if (!isCpp(file.path)) {
            continue;
        }
        const Source source = parseSource(file.text);
        for (const Token& token : tokens()) {
            if (std::regex_search(file.path, std::regex(token.files))) {
                checkToken(file, source, token, allowed, needed, findings);
            }
        }
    }
    for (const Allowance& allowance : allowed) {
        if (needed.count(allowance.line) == 0) {
            findings.push_back({"tests/tidy/allow.txt", allowance.line,
                                "nothing in " + allowance.path + " needs this exception"});
        }
    }
    return findings;
}

} // namespace tidy
