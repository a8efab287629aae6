// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/difference.h"
#include "gui/branches/overlay.h"
#include "sim/trace/diff.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

/// What the timeline marks as the first difference, against what `orrery diff` says of the same
/// two traces.
namespace gui::branches {
namespace {

using sim::scene::Storyline;
using sim::trace::Reader;

struct Recorded {
    std::unique_ptr<Reader> reader;
    std::shared_ptr<const Storyline> story;
};

class DifferenceOfRuns : public testing::TestWithParam<std::pair<const char*, const char*>> {
protected:
    QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }

    Recorded run(const char* name, const QStringList& more = {}) {
        const QString scenario = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/%1.yaml")
                                     .arg(QString::fromUtf8(GetParam().first));
        const QString trace = path(name);
        QProcess program;
        program.start(QStringLiteral(ORRERY_PROGRAM),
                      QStringList{QStringLiteral("run"), scenario, QStringLiteral("--trace"), trace,
                                  QStringLiteral("--level"), QStringLiteral("story"),
                                  QStringLiteral("--quiet")} +
                          more);
        EXPECT_TRUE(program.waitForFinished(120'000));
        EXPECT_LE(program.exitCode(), 1) << program.readAllStandardError().toStdString();
        auto reader = Reader::open(trace.toStdString());
        EXPECT_TRUE(reader);
        auto story = Storyline::read(**reader);
        EXPECT_TRUE(story);
        return {std::move(*reader), *story};
    }
    QStringList withLine(const std::string& line) {
        const QString overlay = path("overlay.yaml");
        QFile file(overlay);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        const std::string scenario = std::string(GetParam().first) + ".yaml";
        file.write(QByteArray::fromStdString(
            Overlay().with({{}, line, {}}).toFile(scenario.substr(scenario.find('/') + 1), {})));
        return {QStringLiteral("--with"), overlay};
    }

    QTemporaryDir folder_;
};

using sim::SimTime;

/// Headlines that do not tell of a fault or an action itself, one by one as the trace has them.
std::vector<sim::trace::EventRow> consequences(const Recorded& run,
                                               const std::set<SimTime>& deeds) {
    std::vector<sim::trace::EventRow> rows;
    for (std::uint64_t last = 0;;) {
        const auto page = run.reader->eventsAfter(last, 5'000);
        EXPECT_TRUE(page);
        if (page->empty()) {
            return rows;
        }
        last = page->back().id;
        for (const sim::trace::EventRow& row : *page) {
            if (row.importance == 3 && !deeds.contains(row.at)) {
                rows.push_back(row);
            }
        }
    }
}

std::optional<SimTime> firstParting(const Recorded& one, const Recorded& other) {
    std::set<SimTime> deeds;
    for (const Recorded* run : {&one, &other}) {
        const auto faults = run->reader->faults();
        EXPECT_TRUE(faults);
        for (const sim::trace::FaultRow& fault : *faults) {
            deeds.insert(fault.at);
        }
    }
    const auto a = consequences(one, deeds);
    const auto b = consequences(other, deeds);
    const auto [left, right] =
        std::mismatch(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
            return x.at == y.at && x.kind == y.kind && x.fields == y.fields;
        });
    const SimTime first = std::min(left == a.end() ? SimTime::max() : left->at,
                                   right == b.end() ? SimTime::max() : right->at);
    return first == SimTime::max() ? std::nullopt : std::optional(first);
}

TEST_P(DifferenceOfRuns, IsThatOfTheCommandLine) {
    const Recorded parent = run("parent.trace");
    const Recorded branch = run("branch.trace", withLine(GetParam().second));
    const auto told =
        sim::trace::compareTraces(*branch.reader, *parent.reader, sim::trace::Language::English);
    ASSERT_TRUE(told);
    ASSERT_TRUE(told->headline);
    const auto line = lineOf(GetParam().second);
    ASSERT_TRUE(line);
    EXPECT_EQ(compare(*parent.story, *parent.story, {}), Difference{});
    const Difference difference = compare(*branch.story, *parent.story, line->at);
    EXPECT_EQ(difference.firstHeadline, told->headline->at)
        << told->headline->left << " | " << told->headline->right;
    EXPECT_EQ(difference.firstConsequence, firstParting(branch, parent));
    ASSERT_TRUE(difference.firstConsequence);
    EXPECT_GT(*difference.firstConsequence, line->at);
    EXPECT_FALSE(difference.stretches.empty());
    EXPECT_GE(difference.stretches.front().end, line->at);
}

INSTANTIATE_TEST_SUITE_P(
    OfShippedScenarios, DifferenceOfRuns,
    testing::Values(
        std::pair{"raft/leader-power-off", "{at: 5.000000001 s, power-off: leader of kv}"},
        std::pair{"raft/election", "{at: 4.5 s, pause: leader of kv, for: 3 s}"},
        std::pair{"raft/log-repair", "{at: 7 s, power-off: kv-3}"},
        std::pair{"network/partition-registry", "{at: 20.000000001 s, power-off: plain-near-1}"},
        std::pair{"network/partition-registry", "{at: 50 s, crash: plain-registry}"},
        std::pair{"discovery/dns-ttl-vs-registry", "{at: 12 s, set: {rate: 1/s}, of: "
                                                   "dns-clients}"}));

} // namespace
} // namespace gui::branches
