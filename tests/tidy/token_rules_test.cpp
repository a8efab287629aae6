// SPDX-License-Identifier: Apache-2.0
// Each rule on a small tree with a planted violation, and on one without.
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

std::string verdict(const std::string& path, const std::string& code,
                    const AllowList& allowed = {}) {
    return toText(checkTokens({{path, code + "\n"}}, allowed));
}

TEST(TokenRule, FindsEveryBannedCall) {
    for (const char* code : {"auto t = std::chrono::steady_clock::now();",
                             "auto t = time(nullptr);",
                             "auto t = ::time(0);",
                             "auto t = std::time(NULL);",
                             "clock_gettime(0, &t);",
                             "localtime(&t);",
                             "std::mt19937_64 g;",
                             "std::uniform_int_distribution<int> d;",
                             "int x = rand();",
                             "int x = std::rand();",
                             "std::random_device d;",
                             "std::shuffle(a, b, g);",
                             "std::thread t;",
                             "std::mutex m;",
                             "std::atomic<int> a;",
                             "std::this_thread::yield();",
                             "thread_local int x;",
                             "const char* e = getenv(\"A\");",
                             "std::printf(\"at %p\", x);",
                             "std::map<Host*, int> m;",
                             "std::set<const sim::Host *> s;",
                             "std::hash<int> h;",
                             "std::unordered_map<int, int> m;",
                             "std::unordered_set<int> s;"}) {
        EXPECT_NE(verdict("core/raft/log.cpp", code), "") << code;
        EXPECT_NE(verdict("sim/kernel/queue.h", code), "") << code;
        EXPECT_EQ(verdict("tests/core/raft/log_test.cpp", code), "") << code;
    }
}

TEST(TokenRule, FindsExceptionsAndOutputInCoreOnly) {
    for (const char* code : {"throw Error();", "int x = std::stoi(text);", "std::cout << x;",
                             "std::fprintf(stderr, \"x\");"}) {
        EXPECT_NE(verdict("core/raft/log.cpp", code), "") << code;
        EXPECT_EQ(verdict("sim/cli/main.cpp", code), "") << code;
    }
}

TEST(TokenRule, LetsLikeSoundingNamesPass) {
    for (const char* code :
         {"auto t = message.time();", "env.random(\"site\").next();", "Duration time(int x);",
          "int operand(int x);", "// std::thread and rand()", "const char* s = \"rand() thread\";",
          "std::map<int, Host*> m;", "std::snprintf(buffer, size, \"%d\", 1);", "int overthrow;",
          "timeline(0);"}) {
        EXPECT_EQ(verdict("core/raft/log.cpp", code), "") << code;
    }
}

TEST(TokenRule, AnExceptionCoversItsRuleAndItsFilesOnly) {
    const AllowList file{{"unordered", "core/raft/log.cpp", "never iterated", 1}};
    const AllowList folder{{"unordered", "core/raft/", "never iterated", 1}};
    const std::string code = "std::unordered_map<int, int> m;";
    EXPECT_EQ(verdict("core/raft/log.cpp", code, file), "");
    EXPECT_EQ(verdict("core/raft/log.cpp", code, folder), "");
    EXPECT_NE(verdict("core/raft/vote.cpp", code, file), "");
    EXPECT_NE(verdict("core/raft/log.cpp", "std::mutex m;", file), "");
}

TEST(TokenRule, AnExceptionNobodyNeedsIsAFinding) {
    EXPECT_EQ(verdict("core/raft/log.cpp", "int x;", {{"thread", "core/raft/", "because", 7}}),
              "tests/tidy/allow.txt:7: nothing in core/raft/ needs this exception\n");
}

TEST(AllowList, IsReadLineByLine) {
    Findings findings;
    const AllowList allowed =
        parseAllowList("# comment\n\nthread sim/a.cpp the writer\n", findings);
    ASSERT_EQ(allowed.size(), 1u);
    EXPECT_EQ(allowed[0].rule, "thread");
    EXPECT_EQ(allowed[0].path, "sim/a.cpp");
    EXPECT_EQ(allowed[0].reason, "the writer");
    EXPECT_EQ(allowed[0].line, 3);
    EXPECT_EQ(toText(findings), "");
}

TEST(AllowList, WantsAReason) {
    Findings findings;
    parseAllowList("thread sim/a.cpp\n", findings);
    EXPECT_EQ(toText(findings), "tests/tidy/allow.txt:1: an exception needs a reason\n");
}

} // namespace
} // namespace tidy
