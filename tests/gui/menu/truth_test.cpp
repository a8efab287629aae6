// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace/reader.h"
#include "tests/gui/menu/situations.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

/// What the menu offers and what it greys, against what the simulator then does.
namespace gui::menu::tests {
namespace {

/// Runs the troubled scenario with one line more. The reasons for which it was refused.
std::vector<std::string> refusalsOf(const QTemporaryDir& folder, const std::string& line) {
    const QString base = folder.filePath(QStringLiteral("base.yaml"));
    const QString overlay = folder.filePath(QStringLiteral("overlay.yaml"));
    const QString trace = folder.filePath(QStringLiteral("run.trace"));
    const auto write = [](const QString& path, const std::string& text) {
        QFile file(path);
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(text));
    };
    write(base, troubledScenario());
    write(overlay, branches::Overlay().with({{}, line, {}}).toFile("base.yaml", {}));
    QFile::remove(trace);
    QProcess program;
    program.start(QStringLiteral(ORRERY_PROGRAM),
                  {QStringLiteral("run"), base, QStringLiteral("--with"), overlay,
                   QStringLiteral("--until"), QStringLiteral("5010ms"), QStringLiteral("--trace"),
                   trace, QStringLiteral("--level"), QStringLiteral("story"),
                   QStringLiteral("--quiet")});
    EXPECT_TRUE(program.waitForFinished(60'000));
    EXPECT_EQ(program.exitCode(), 0) << line << program.readAllStandardError().toStdString();
    auto reader = sim::trace::Reader::open(trace.toStdString());
    std::vector<std::string> refusals;
    const auto faults = (*reader)->faults();
    EXPECT_TRUE(faults);
    for (const sim::trace::FaultRow& fault : *faults) {
        if (fault.at > seconds(5) && !fault.refused.empty()) {
            refusals.push_back(fault.refused);
        }
    }
    return refusals;
}

/// Entries with the same verb, reason and shape; each costs a run.
constexpr int kOfEachSort = 3;

/// Hardware of a machine without power can be broken; the menu greys it because nobody would see.
bool isGreyForPeople(const ChangeEntry& entry) {
    return entry.submenu == QStringLiteral("Clock") ||
           entry.submenu == QStringLiteral("Disk and processor");
}

TEST(ChangeMenuTruth, OffersWhatCanBeDoneAndGreysWhatCannot) {
    const QTemporaryDir folder;
    const MenuContext context = troubled();
    auto entries = entriesForGround(context, false);
    for (const sim::scene::Hit& hit : everything(context.world->header())) {
        const auto more = entriesFor(hit, context, false);
        entries.insert(entries.end(), more.begin(), more.end());
    }
    std::map<std::string, int> seen;
    std::size_t grey = 0;
    std::size_t runs = 0;
    for (const ChangeEntry& entry : entries) {
        const bool several = entry.head.find('[') != std::string::npos;
        const std::string sort = entry.verb + entry.whyNot.toStdString() +
                                 (entry.mends ? "+" : "-") + (several ? "[" : "");
        if (entry.group != ChangeEntry::Group::Fault || ++seen[sort] > kOfEachSort) {
            continue;
        }
        const LineResult result = lineFor(entry, entry.parameters, context);
        if (result.line.yaml.empty()) {
            EXPECT_FALSE(entry.whyNot.isEmpty()) << entry.head;
            continue; // no machine of a tile to choose
        }
        ++runs;
        const std::vector<std::string> refusals = refusalsOf(folder, result.line.yaml);
        if (entry.whyNot.isEmpty()) {
            EXPECT_TRUE(refusals.empty()) << result.line.yaml << ": " << refusals.front();
        } else if (!isGreyForPeople(entry)) {
            ++grey;
            EXPECT_FALSE(refusals.empty())
                << result.line.yaml << " is greyed: " << entry.whyNot.toStdString();
        }
    }
    EXPECT_GT(grey, 10U);
    EXPECT_GT(runs, 100U);
}

} // namespace
} // namespace gui::menu::tests
