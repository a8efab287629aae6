// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/library_panel.h"
#include "tests/gui/shell/fixture.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>
#include <gtest/gtest.h>

/// The scenario library: model, search, and the panel with its keys.
namespace gui::shell {
namespace {

using sim::trace::Language;

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

std::vector<sim::scenario::LibraryEntry> twoTopics() {
    return {
        {"/s/discovery/a.yaml", "discovery", {"Dead server", "死服务器"}, {"A name.", "名字。"}},
        {"/s/raft/b.yaml", "raft", {"An election", "一次选举"}, {"Leader dies.", ""}},
        {"/s/raft/c.yaml", "raft", {"A split", "分裂"}, {"Two halves.", "两半。"}}};
}

TEST(LibraryModel, KeepsTheRulesOfModels) {
    LibraryModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setEntries(twoTopics());
    model.setLanguage(Language::Chinese);
    model.setEntries({});
    model.setEntries(shippedEntries());
}

TEST(LibraryModel, HasTopicsAndTheirScenarios) {
    LibraryModel model;
    model.setEntries(twoTopics());
    ASSERT_EQ(model.rowCount(), 2);
    const QModelIndex raft = model.index(1, 0);
    EXPECT_EQ(model.rowCount(raft), 2);
    EXPECT_EQ(raft.data().toString(), QStringLiteral("Raft: agreement among servers"));
    EXPECT_EQ(model.index(1, 0, raft).data().toString(), QStringLiteral("A split"));
    EXPECT_EQ(model.index(1, 0, raft).parent(), raft);
    EXPECT_EQ(model.first().data(LibraryModel::PathRole).toString(),
              QStringLiteral("/s/discovery/a.yaml"));
}

TEST(LibraryModel, SpeaksChineseAndFallsBackToEnglish) {
    LibraryModel model;
    model.setEntries(twoTopics());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setLanguage(Language::Chinese);
    EXPECT_EQ(changed.count(), 3); // the topics, and the scenarios of each
    const QModelIndex election = model.index(0, 0, model.index(1, 0));
    EXPECT_EQ(election.data().toString(), QStringLiteral("一次选举"));
    EXPECT_EQ(election.data(LibraryModel::SummaryRole).toString(), QStringLiteral("Leader dies."));
}

TEST(LibraryModel, FindsAScenarioByItsFile) {
    LibraryModel model;
    model.setEntries(shippedEntries());
    const QString path = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/../raft/election.yaml");
    const QModelIndex found = model.indexOf(path);
    ASSERT_TRUE(found.isValid());
    EXPECT_TRUE(found.data(LibraryModel::PathRole)
                    .toString()
                    .endsWith(QStringLiteral("raft/election.yaml")));
    EXPECT_FALSE(model.indexOf(QStringLiteral("/no/such.yaml")).isValid());
}

TEST(LibraryModel, EveryShippedTopicHasANameInBothLanguages) {
    for (const sim::scenario::LibraryEntry& entry : shippedEntries()) {
        const QString folder = QString::fromStdString(entry.topic);
        EXPECT_NE(LibraryModel::topicName(entry.topic, Language::English), folder);
        EXPECT_NE(LibraryModel::topicName(entry.topic, Language::Chinese), folder);
    }
}

int leaves(const QAbstractItemModel& model) {
    int count = 0;
    for (int topic = 0; topic < model.rowCount(); ++topic) {
        count += model.rowCount(model.index(topic, 0));
    }
    return count;
}

TEST(LibraryFilter, WantsEveryWordInAnyOrderAndLanguage) {
    LibraryModel model;
    model.setEntries(twoTopics());
    LibraryFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&filter, kFatal);
    EXPECT_EQ(leaves(filter), 3);
    filter.setSearch(QStringLiteral("DIES election"));
    EXPECT_EQ(leaves(filter), 1);
    filter.setSearch(QStringLiteral("分裂"));
    EXPECT_EQ(leaves(filter), 1);
    filter.setSearch(QStringLiteral("raft"));
    EXPECT_EQ(filter.rowCount(), 1);
    EXPECT_EQ(leaves(filter), 2);
    filter.setSearch(QStringLiteral("nothing of the kind"));
    EXPECT_EQ(filter.rowCount(), 0);
    filter.setSearch(QString());
    EXPECT_EQ(leaves(filter), 3);
}

TEST(LibraryPanel, TypingAndReturnOpenTheFirstFind) {
    LibraryModel model;
    model.setEntries(twoTopics());
    LibraryPanel panel(model);
    panel.show();
    QSignalSpy chosen(&panel, &LibraryPanel::chosen);
    auto* search = panel.findChild<QLineEdit*>();
    panel.startSearch();
    QTest::keyClicks(search, QStringLiteral("split"));
    QTest::keyClick(search, Qt::Key_Return);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen[0][0].toString(), QStringLiteral("/s/raft/c.yaml"));
}

TEST(LibraryPanel, ArrowsInTheSearchMoveInTheList) {
    LibraryModel model;
    model.setEntries(twoTopics());
    LibraryPanel panel(model);
    panel.resize(300, 500);
    panel.show();
    QSignalSpy chosen(&panel, &LibraryPanel::chosen);
    auto* search = panel.findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("raft"));
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Return);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(chosen[0][0].toString(), QStringLiteral("/s/raft/c.yaml"));
}

TEST(LibraryPanel, SaysThatNothingWasFound) {
    LibraryModel model;
    model.setEntries(twoTopics());
    LibraryPanel panel(model);
    panel.show();
    QTest::keyClicks(panel.findChild<QLineEdit*>(), QStringLiteral("zebra"));
    EXPECT_FALSE(panel.findChild<QTreeView*>()->isVisible());
    QSignalSpy chosen(&panel, &LibraryPanel::chosen);
    QTest::keyClick(panel.findChild<QLineEdit*>(), Qt::Key_Return);
    EXPECT_EQ(chosen.count(), 0);
}

} // namespace
} // namespace gui::shell
