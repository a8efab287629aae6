// SPDX-License-Identifier: Apache-2.0
// Goal: the subcommands that read traces do their work on a trace, and say in one line what is
// wrong with anything else.
#include "tests/cli/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tests::cli {
namespace {

std::string contentsOf(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class TraceFiles : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<Folder>();
        ASSERT_EQ(orrery({"run", shopScenario(), "--quiet", "--trace", trace()}).code, 0);
    }
    static void TearDownTestSuite() { folder_.reset(); }
    static std::string trace() { return *folder_ / "shop.trace"; }
    static const Folder& folder() { return *folder_; }

    /// Refused with one line that names `path`.
    static void refused(const Words& words, const std::string& path) {
        const Said said = orrery(words);
        EXPECT_EQ(said.code, 2) << words[0];
        EXPECT_EQ(said.out, "");
        EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
        EXPECT_NE(said.err.find(path), std::string::npos) << said.err;
    }

private:
    static std::unique_ptr<Folder> folder_;
};

std::unique_ptr<Folder> TraceFiles::folder_;

TEST_F(TraceFiles, AbsentOnesAreNamed) {
    const std::string absent = folder() / "absent.trace";
    refused({"explain", absent, "1"}, absent);
    refused({"diff", trace(), absent}, absent);
    refused({"diff", absent, trace()}, absent);
    refused({"export", absent, "--to", folder() / "out.csv"}, absent);
}

TEST_F(TraceFiles, SomethingElseIsNamed) {
    const std::string other = folder().write("notes.txt", "no trace at all");
    refused({"explain", other, "1"}, other);
    refused({"diff", trace(), other}, other);
    refused({"export", other, "--to", folder() / "out.csv"}, other);
    const std::string cut = folder().write("cut.trace", "SQLite format 3");
    refused({"story", cut}, cut);
}

TEST_F(TraceFiles, ExplainShowsTheChainAndRefusesWhatIsNotThere) {
    const Said said = orrery({"explain", trace(), "1"});
    EXPECT_EQ(said.code, 0);
    EXPECT_FALSE(said.out.empty());
    EXPECT_EQ(orrery({"explain", trace(), "999999999"}).code, 2);
    const Said nonsense = orrery({"explain", trace(), "x9"});
    EXPECT_EQ(nonsense.code, 2);
    EXPECT_NE(nonsense.err.find("'x9'"), std::string::npos) << nonsense.err;
}

TEST_F(TraceFiles, DiffSaysSameOrWhere) {
    const Said same = orrery({"diff", trace(), trace()});
    EXPECT_EQ(same.code, 0);
    const std::string other = folder() / "other.trace";
    ASSERT_EQ(orrery({"run", shopScenario(), "--quiet", "--seed", "5", "--trace", other}).code, 0);
    const Said different = orrery({"diff", trace(), other});
    EXPECT_EQ(different.code, 1);
    EXPECT_NE(different.out, same.out);
}

TEST_F(TraceFiles, ExportWritesByEnding) {
    const std::string csv = folder() / "out.csv";
    EXPECT_EQ(orrery({"export", trace(), "--to", csv}).code, 0);
    EXPECT_GT(std::filesystem::file_size(csv), 1000U);
    const std::string perfetto = folder() / "out.json";
    EXPECT_EQ(orrery({"export", trace(), "--to", perfetto}).code, 0);
    EXPECT_GT(std::filesystem::file_size(perfetto), 1000U);
}

TEST_F(TraceFiles, ExportDrawsAPicture) {
    const std::string light = folder() / "light.svg";
    const std::string dark = folder() / "dark.svg";
    ASSERT_EQ(orrery({"export", trace(), "--to", light, "--at", "1s"}).code, 0);
    ASSERT_EQ(orrery({"export", trace(), "--to", dark, "--at", "1s", "--theme", "dark", "--lang",
                      "zh", "--size", "1920x1080"})
                  .code,
              0);
    const std::string first = contentsOf(light);
    const std::string second = contentsOf(dark);
    EXPECT_NE(first.find("viewBox=\"0 0 1280 720\""), std::string::npos);
    EXPECT_NE(second.find("viewBox=\"0 0 1920 1080\""), std::string::npos);
    EXPECT_TRUE(first.ends_with("</svg>\n"));
    ASSERT_EQ(orrery({"export", trace(), "--to", dark, "--at", "1s"}).code, 0);
    EXPECT_EQ(contentsOf(dark), first);
}

TEST_F(TraceFiles, ExportRefusesPicturesThatCannotBe) {
    const std::string file = folder() / "bad.svg";
    for (const char* size : {"1280", "0x0", "12x720", "1280x720x3", "999999x1", "axb"}) {
        const Said said = orrery({"export", trace(), "--to", file, "--size", size});
        EXPECT_EQ(said.code, 2) << size;
        EXPECT_NE(said.err.find("1280x720"), std::string::npos) << said.err;
    }
    EXPECT_EQ(orrery({"export", trace(), "--to", file, "--at", "soon"}).code, 2);
    EXPECT_EQ(orrery({"export", trace(), "--to", file, "--at", "900h"}).code, 2);
    EXPECT_EQ(orrery({"export", trace(), "--to", file, "--theme", "blue"}).code, 2);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(orrery({"export", trace(), "--to", folder() / "absent/a.svg"}).code, 3);
}

TEST_F(TraceFiles, ExportRefusesAnUnknownEnding) {
    const Said said = orrery({"export", trace(), "--to", folder() / "out.docx"});
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find(".csv"), std::string::npos) << said.err;
}

TEST_F(TraceFiles, ExportSaysWhereItCannotWrite) {
    const Said said = orrery({"export", trace(), "--to", folder() / "absent/out.csv"});
    EXPECT_EQ(said.code, 3);
    EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
    EXPECT_NE(said.err.find("absent/out.csv"), std::string::npos) << said.err;
}

TEST_F(TraceFiles, ExportRefusesABadQueryAsBadInput) {
    const Said said =
        orrery({"export", trace(), "--to", folder() / "out.csv", "--sql", "SELECT nonsense"});
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("nonsense"), std::string::npos) << said.err;
}

TEST_F(TraceFiles, FullDiskUnderAnExportEndsWithASentence) {
    const Said said = orrery({"export", trace(), "--to", "/dev/full", "--sql", "SELECT 1"});
    EXPECT_EQ(said.code, 2); // no ending says the form
    Surroundings surroundings;
    surroundings.maxFileOctets = 4096;
    const Said full = orrery({"export", trace(), "--to", folder() / "full.csv"}, surroundings);
    EXPECT_EQ(full.code, 3);
    EXPECT_EQ(linesOf(full.err).size(), 1U) << full.err;
}

TEST_F(TraceFiles, ABranchIsRecordedFromItsParent) {
    const std::string branch = folder() / "branch.trace";
    const Said said = orrery({"run", shopScenario(), "--quiet", "--record-from", "9s", "--parent",
                              trace(), "--trace", branch});
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_LT(std::filesystem::file_size(branch), std::filesystem::file_size(trace()));
    EXPECT_EQ(orrery({"story", branch}).code, 0);
}

TEST_F(TraceFiles, ABranchOfSomethingElseIsRefused) {
    const std::string branch = folder() / "none.trace";
    const auto refuse = [&](const Words& more, std::string_view part) {
        Words words{"run", shopScenario(), "--quiet", "--trace", branch};
        words.insert(words.end(), more.begin(), more.end());
        const Said said = orrery(words);
        EXPECT_EQ(said.code, 2);
        EXPECT_EQ(said.out, "");
        EXPECT_EQ(linesOf(said.err).size(), 1U) << said.err;
        EXPECT_NE(said.err.find(part), std::string::npos) << said.err;
        EXPECT_FALSE(std::filesystem::exists(branch));
    };
    refuse({"--record-from", "9s"}, "--parent");
    refuse({"--parent", trace()}, "--record-from");
    refuse({"--record-from", "9", "--parent", trace()}, "--record-from '9' is no duration");
    refuse({"--record-from", "90s", "--parent", trace()}, "beyond the end");
    refuse({"--record-from", "9s", "--parent", folder() / "absent.trace"}, "absent.trace");
    refuse({"--record-from", "9s", "--parent", shopScenario()}, "shop.yaml");
    refuse({"--record-from", "9s", "--parent", trace(), "--seed", "5"}, "not this run's parent");
    refuse({"--record-from", "9s", "--parent", trace(), "--set", "deploy.ns.ttl=1s"},
           "not this run's parent");
    refuse({"--record-from", "9s", "--parent", trace(), "--level", "bytes"}, "level");
}

TEST_F(TraceFiles, ABranchNeverReplacesItsParent) {
    const auto size = std::filesystem::file_size(trace());
    const Said said = orrery(
        {"run", shopScenario(), "--record-from", "9s", "--parent", trace(), "--trace", trace()});
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("same file"), std::string::npos) << said.err;
    EXPECT_EQ(std::filesystem::file_size(trace()), size);
}

} // namespace
} // namespace tests::cli
