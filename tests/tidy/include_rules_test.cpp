// SPDX-License-Identifier: Apache-2.0
// Each rule on a small tree with a planted violation, and on one without.
#include "tests/tidy/rules.h"

#include <gtest/gtest.h>

namespace tidy {
namespace {

/// What the rule says about one file that includes `include`, in a tree where that file exists.
std::string verdict(const std::string& path, const std::string& include) {
    Tree tree{{path, "// x\n#include " + include + "\n"}};
    if (include.front() == '"') {
        tree.push_back({include.substr(1, include.size() - 2), ""});
    }
    return toText(checkIncludes(tree));
}

TEST(IncludeRule, LetsEachLayerSeeWhatIsBelow) {
    EXPECT_EQ(verdict("gui/main.cpp", "\"sim/trace/reader.h\""), "");
    EXPECT_EQ(verdict("sim/cli/main.cpp", "\"core/base/time.h\""), "");
    EXPECT_EQ(verdict("core/raft/log.h", "\"core/runtime/env.h\""), "");
    EXPECT_EQ(verdict("tests/sim/kernel/queue_test.cpp", "\"sim/kernel/queue.h\""), "");
    EXPECT_EQ(verdict("sim/fluid/adaptor.cpp", "<simgrid/s4u.hpp>"), "");
    EXPECT_EQ(verdict("sim/topology/graph.cpp", "<boost/graph/adjacency_list.hpp>"), "");
    EXPECT_EQ(verdict("tests/bench/star.cpp", "<simgrid/s4u.hpp>"), "");
}

TEST(IncludeRule, ForbidsTheOtherDirection) {
    EXPECT_EQ(verdict("core/raft/log.cpp", "\"sim/kernel/queue.h\""),
              "core/raft/log.cpp:2: may not include sim/kernel/queue.h\n");
    EXPECT_NE(verdict("sim/trace/reader.cpp", "\"gui/window.h\""), "");
    EXPECT_NE(verdict("gui/main.cpp", "\"sim/kernel/queue.h\""), "");
    EXPECT_NE(verdict("core/base/time.cpp", "\"core/runtime/env.h\""), "");
    EXPECT_NE(verdict("core/wire/http.h", "\"core/raft/log.h\""), "");
    EXPECT_NE(verdict("tests/core/raft/log_test.cpp", "\"sim/kernel/queue.h\""), "");
}

TEST(IncludeRule, KeepsLibrariesWhereTheyBelong) {
    for (const char* header :
         {"<simgrid/s4u.hpp>", "<boost/graph/adjacency_list.hpp>", "<QString>", "<QtCore/QString>",
          "<sys/socket.h>", "<thread>", "<mutex>", "<sqlite3.h>", "<yaml-cpp/yaml.h>", "<random>",
          "<chrono>", "<fstream>", "<boost/beast/http.hpp>"}) {
        EXPECT_NE(verdict("core/raft/log.cpp", header), "") << header;
    }
    EXPECT_NE(verdict("sim/fluid/adaptor.h", "<simgrid/s4u.hpp>"), "");
    EXPECT_NE(verdict("sim/network/network.cpp", "<simgrid/s4u.hpp>"), "");
    EXPECT_NE(verdict("sim/topology/graph.h", "<boost/graph/adjacency_list.hpp>"), "");
    EXPECT_NE(verdict("sim/scene/scene.h", "<QPainter>"), "");
    EXPECT_NE(verdict("gui/main.cpp", "<simgrid/s4u.hpp>"), "");
    EXPECT_EQ(verdict("core/wire/http.cpp", "<boost/beast/http.hpp>"), "");
    EXPECT_EQ(verdict("core/raft/log.cpp", "<vector>"), "");
}

TEST(IncludeRule, WantsPathsFromTheRoot) {
    EXPECT_NE(toText(checkIncludes({{"core/raft/log.cpp", "#include \"log.h\"\n"}})), "");
}

TEST(IncludeRule, IgnoresComments) {
    EXPECT_EQ(toText(checkIncludes({{"core/raft/log.cpp", "// #include <thread>\n"
                                                          "/*\n#include <mutex>\n*/\n"}})),
              "");
}

} // namespace
} // namespace tidy
