// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/branch_tree.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTranslator>
#include <gtest/gtest.h>

#include <random>

namespace gui::branches {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

OverlayLine lineAt(std::int64_t s, const std::string& what) {
    return lineOf("{at: " + timeText({s * kSecond}) + ", " + what + "}").value();
}
sim::SimTime seconds(std::int64_t s) {
    return {s * kSecond};
}

class BranchTreeTest : public testing::Test {
protected:
    BranchTreeTest() { tree_.reset(QStringLiteral("A web server dies")); }

    const Branch& current() const { return tree_.branch(tree_.current()); }

    BranchTree tree_;
    QAbstractItemModelTester tester_{&tree_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(BranchTreeTest, HasOnlyTheScenarioAtFirst) {
    EXPECT_EQ(tree_.rowCount(), 1);
    EXPECT_EQ(tree_.current(), kRoot);
    const QModelIndex root = tree_.index(0, 0);
    EXPECT_EQ(tree_.data(root, Qt::DisplayRole).toString(), QStringLiteral("A web server dies"));
    EXPECT_EQ(tree_.rowCount(root), 0);
    EXPECT_FALSE(tree_.data(root, BranchTree::ChangeRole).isValid());
    EXPECT_FALSE(tree_.flags(root) & Qt::ItemIsEditable);
}

TEST_F(BranchTreeTest, MakesABranchOfTheFirstClick) {
    tree_.addLine(lineAt(31, "power-off: web-3"));
    EXPECT_NE(tree_.current(), kRoot);
    EXPECT_EQ(current().parent, kRoot);
    EXPECT_EQ(current().change, seconds(31));
    EXPECT_EQ(current().name, QStringLiteral("power off web-3 at 31.0 s"));
    EXPECT_TRUE(tree_.branch(kRoot).overlay.isEmpty());
    EXPECT_EQ(tree_.rowCount(tree_.indexOf(kRoot)), 1);
    const QModelIndex index = tree_.indexOf(tree_.current());
    EXPECT_EQ(index.data(BranchTree::ChangeRole).toLongLong(), 31 * kSecond);
    EXPECT_TRUE(index.data(BranchTree::CurrentRole).toBool());
    EXPECT_TRUE(index.data(BranchTree::ScriptRole).toString().contains(QStringLiteral("web-3")));
}

TEST_F(BranchTreeTest, ExtendsTheBranchAtOrAfterItsLastLine) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId branch = tree_.current();
    tree_.addLine(lineAt(10, "crash: b"));
    tree_.addLine(lineAt(12, "restart: a"));
    EXPECT_EQ(tree_.current(), branch);
    EXPECT_EQ(current().overlay.lines().size(), 3U);
    EXPECT_EQ(current().change, seconds(10));
}

TEST_F(BranchTreeTest, ForksAgainBeforeTheLastLine) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId first = tree_.current();
    tree_.addLine(lineAt(20, "restart: a"));
    tree_.addLine(lineAt(15, "crash: b"));
    EXPECT_NE(tree_.current(), first);
    EXPECT_EQ(current().parent, first);
    EXPECT_EQ(current().change, seconds(15));
    ASSERT_EQ(current().overlay.lines().size(), 2U);
    EXPECT_EQ(current().overlay.lines()[1].yaml, "{at: 15 s, crash: b}");
    EXPECT_EQ(tree_.branch(first).overlay.lines().size(), 2U);
}

TEST_F(BranchTreeTest, MakesAnotherBranchOfTheScenarioItself) {
    tree_.addLine(lineAt(10, "crash: a"));
    tree_.setCurrent(kRoot);
    tree_.addLine(lineAt(10, "crash: a"));
    EXPECT_EQ(current().parent, kRoot);
    EXPECT_EQ(tree_.rowCount(tree_.indexOf(kRoot)), 2);
    EXPECT_EQ(current().name, QStringLiteral("crash a at 10.0 s (2)"));
}

TEST_F(BranchTreeTest, UndoesAndRedoesClicks) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId branch = tree_.current();
    tree_.addLine(lineAt(20, "restart: a"));
    EXPECT_EQ(tree_.history().undoText(), QStringLiteral("restart a at 20.0 s"));
    tree_.history().undo();
    EXPECT_EQ(current().overlay.lines().size(), 1U);
    EXPECT_EQ(tree_.current(), branch);
    tree_.history().undo();
    EXPECT_EQ(tree_.current(), kRoot);
    EXPECT_FALSE(tree_.contains(branch));
    tree_.history().redo();
    tree_.history().redo();
    EXPECT_EQ(tree_.current(), branch);
    EXPECT_EQ(current().overlay.lines().size(), 2U);
}

TEST_F(BranchTreeTest, ShowsTheBranchThatAnUndoConcerns) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId branch = tree_.current();
    tree_.addLine(lineAt(20, "restart: a"));
    tree_.setCurrent(kRoot);
    tree_.history().undo();
    EXPECT_EQ(tree_.current(), branch);
}

TEST_F(BranchTreeTest, SaysWhichOverlayChangedBeforeItSaysWhatIsShown) {
    QStringList heard;
    QObject::connect(&tree_, &BranchTree::overlayChanged,
                     [&](BranchId id) { heard << QStringLiteral("overlay %1").arg(id); });
    QObject::connect(&tree_, &BranchTree::currentChanged,
                     [&](BranchId id) { heard << QStringLiteral("current %1").arg(id); });
    tree_.addLine(lineAt(10, "crash: a"));
    tree_.addLine(lineAt(20, "restart: a"));
    tree_.history().undo();
    tree_.history().undo();
    EXPECT_EQ(heard, QStringList({QStringLiteral("overlay 1"), QStringLiteral("current 1"),
                                  QStringLiteral("overlay 1"), QStringLiteral("overlay 1"),
                                  QStringLiteral("current 0")}));
}

TEST_F(BranchTreeTest, AppliesScriptByItsFirstDifference) {
    tree_.addLine(lineAt(10, "crash: a"));
    tree_.addLine(lineAt(20, "restart: a"));
    const BranchId branch = tree_.current();
    const auto apply = [&](const std::string& text) {
        tree_.applyScript(Overlay::fromText(text).value());
    };
    apply("timeline:\n  - {at: 10 s, crash: a}\n  - {at: 25 s, restart: a}\n");
    EXPECT_EQ(tree_.current(), branch) << "the last line was moved";
    apply("timeline:\n  - {at: 11 s, crash: a}\n  - {at: 25 s, restart: a}\n");
    EXPECT_NE(tree_.current(), branch);
    EXPECT_EQ(current().parent, branch);
    EXPECT_EQ(current().change, seconds(10)) << "its parent has a line there";
    apply("set: {seed: 4}\n" + current().overlay.text());
    EXPECT_EQ(current().change, seconds(0));
}

TEST_F(BranchTreeTest, KeepsCommentsWithoutAnotherRun) {
    tree_.addLine(lineAt(10, "crash: a"));
    QSignalSpy runs(&tree_, &BranchTree::overlayChanged);
    tree_.applyScript(Overlay::fromText("# why\n" + current().overlay.text()).value());
    EXPECT_EQ(runs.count(), 0);
    EXPECT_TRUE(current().overlay.text().starts_with("# why"));
    tree_.history().undo();
    EXPECT_EQ(runs.count(), 0);
    EXPECT_TRUE(current().overlay.text().starts_with("timeline"));
}

TEST_F(BranchTreeTest, MakesNoBranchOfAnEmptyScript) {
    tree_.applyScript(Overlay::fromText("# nothing\n").value());
    EXPECT_EQ(tree_.current(), kRoot);
    EXPECT_EQ(tree_.history().count(), 0);
}

TEST_F(BranchTreeTest, FindsTheChangeOfAChildAnewWhenItsParentGoesOn) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId parent = tree_.current();
    tree_.addLine(lineAt(30, "crash: b"));
    tree_.addLine(lineAt(20, "crash: c"));
    const BranchId child = tree_.current();
    EXPECT_EQ(tree_.branch(child).change, seconds(20));
    tree_.setCurrent(parent);
    tree_.applyScript(Overlay::fromText("timeline:\n  - {at: 10 s, crash: a}\n").value());
    EXPECT_EQ(tree_.current(), parent);
    EXPECT_EQ(tree_.branch(child).change, seconds(20));
    tree_.applyScript(
        Overlay::fromText("timeline:\n  - {at: 10 s, crash: a}\n  - {at: 20 s, crash: c}\n")
            .value());
    EXPECT_FALSE(tree_.branch(child).change) << "the same run by now";
}

TEST_F(BranchTreeTest, RenamesThroughTheHistory) {
    tree_.addLine(lineAt(10, "crash: a"));
    const QModelIndex index = tree_.indexOf(tree_.current());
    EXPECT_TRUE(tree_.flags(index) & Qt::ItemIsEditable);
    EXPECT_TRUE(tree_.setData(index, QStringLiteral("  the bad day "), Qt::EditRole));
    EXPECT_EQ(current().name, QStringLiteral("the bad day"));
    EXPECT_FALSE(tree_.setData(index, QStringLiteral("  "), Qt::EditRole));
    tree_.history().undo();
    EXPECT_EQ(current().name, QStringLiteral("crash a at 10.0 s"));
}

/// Says everything with a mark before it.
class Foreign : public QTranslator {
public:
    QString translate(const char* /*context*/, const char* source, const char* /*what*/,
                      int /*n*/) const override {
        return QStringLiteral("~") + QString::fromUtf8(source);
    }
    bool isEmpty() const override { return false; }
};

TEST_F(BranchTreeTest, SpeaksAnotherLanguageButKeepsTheNamesOfTheUser) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId made = tree_.current();
    tree_.setCurrent(kRoot);
    tree_.addLine(lineAt(20, "crash: b"));
    tree_.rename(tree_.current(), QStringLiteral("mine"));
    Foreign foreign;
    QCoreApplication::installTranslator(&foreign);
    tree_.retranslate();
    EXPECT_TRUE(tree_.branch(made).name.startsWith(QLatin1Char('~')));
    EXPECT_EQ(current().name, QStringLiteral("mine"));
    EXPECT_TRUE(tree_.history().undoText().startsWith(QLatin1Char('~')));
    tree_.history().undo();
    EXPECT_NE(current().name, QStringLiteral("mine"));
    EXPECT_TRUE(current().name.contains(QLatin1Char('~'))) << "the name of now, not of then";
    QCoreApplication::removeTranslator(&foreign);
    tree_.retranslate();
    EXPECT_EQ(tree_.branch(made).name, QStringLiteral("crash a at 10.0 s"));
    EXPECT_EQ(current().name, QStringLiteral("crash b at 20.0 s"));
}

TEST_F(BranchTreeTest, RemovesABranchWithItsChildrenAndBringsThemBack) {
    tree_.addLine(lineAt(10, "crash: a"));
    const BranchId first = tree_.current();
    tree_.addLine(lineAt(20, "restart: a"));
    tree_.addLine(lineAt(15, "crash: b"));
    const BranchId second = tree_.current();
    tree_.setCurrent(kRoot);
    tree_.addLine(lineAt(5, "crash: c"));
    tree_.setCurrent(second);
    tree_.remove(first);
    EXPECT_EQ(tree_.current(), kRoot);
    EXPECT_FALSE(tree_.contains(first));
    EXPECT_FALSE(tree_.contains(second));
    tree_.history().undo();
    EXPECT_EQ(tree_.current(), second);
    EXPECT_EQ(tree_.indexOf(first).row(), 0);
    EXPECT_EQ(tree_.parent(tree_.indexOf(second)), tree_.indexOf(first));
    tree_.remove(kRoot);
    EXPECT_TRUE(tree_.contains(kRoot));
}

TEST_F(BranchTreeTest, StartsAnewWithAnotherScenario) {
    tree_.addLine(lineAt(10, "crash: a"));
    tree_.reset(QStringLiteral("Another"));
    EXPECT_EQ(tree_.rowCount(tree_.index(0, 0)), 0);
    EXPECT_EQ(tree_.history().count(), 0);
    EXPECT_EQ(tree_.current(), kRoot);
    tree_.setRootName(QStringLiteral("另一个"));
    EXPECT_EQ(tree_.data(tree_.index(0, 0), Qt::DisplayRole).toString(), QStringLiteral("另一个"));
}

TEST_F(BranchTreeTest, NamesABranchByWhatItChanges) {
    const auto nameAfter = [&](const std::string& what) {
        tree_.setCurrent(kRoot);
        tree_.addLine(lineAt(4, what));
        return current().name.toStdString();
    };
    EXPECT_EQ(nameAfter("partition: {name: split, groups: [[a, b], [c]]}"),
              "split a, b | c at 4.0 s");
    EXPECT_EQ(nameAfter("partition: {groups: [[a, b, c], [d, e, f, g]]}"),
              "split a, b, c | d, e +2 at 4.0 s");
    EXPECT_EQ(nameAfter("partition: {groups: [[a], [c]], one-way: true}"), "split a → c at 4.0 s");
    EXPECT_EQ(nameAfter("action: expire, of: registry, with: {app: web}"),
              "registry: expire at 4.0 s");
    EXPECT_EQ(nameAfter("set: {ttl: 30 s}, of: ns"), "ns: ttl = 30 s at 4.0 s");
    tree_.setCurrent(kRoot);
    tree_.applyScript(Overlay::fromText("set: {seed: 3}\n").value());
    EXPECT_EQ(current().name, QStringLiteral("other settings"));
}

/// The whole tree as text, to compare states.
std::string pictureOf(const BranchTree& tree, const QModelIndex& at = {}) {
    std::string text;
    for (int row = 0; row < tree.rowCount(at); ++row) {
        const QModelIndex index = tree.index(row, 0, at);
        const Branch& branch = tree.branch(index.data(BranchTree::IdRole).toInt());
        text += "(" + std::to_string(branch.id) + " below " + std::to_string(branch.parent) + " " +
                branch.name.toStdString() + " " + branch.overlay.text() + " from " +
                std::to_string(branch.change.value_or(sim::SimTime{-1}).ns) +
                pictureOf(tree, index) + ")";
    }
    return text;
}

/// Any operation; what is picked depends on the random numbers only.
void anyStep(BranchTree& tree, std::mt19937& random) {
    std::vector<BranchId> ids;
    for (BranchId id = kRoot; id < 2000; ++id) {
        if (tree.contains(id)) {
            ids.push_back(id);
        }
    }
    const BranchId any = ids[random() % ids.size()];
    const auto at = static_cast<std::int64_t>(random() % 30);
    switch (random() % 8) {
    case 0:
        return tree.rename(any, QString::number(random() % 5));
    case 1:
        return tree.remove(any);
    case 2: {
        Overlay typed = tree.branch(tree.current()).overlay.upTo(seconds(at));
        return tree.applyScript(random() % 2 == 0 ? typed : typed.with(lineAt(at, "crash: s")));
    }
    case 3:
        return tree.setCurrent(any);
    default:
        return tree.addLine(lineAt(at, "crash: web-" + std::to_string(random() % 3)));
    }
}

TEST_F(BranchTreeTest, GoesBackAndForthThroughAnyHistory) {
    std::mt19937 random(4);
    std::vector<std::string> states{pictureOf(tree_)}; // after so many steps of the history
    for (int i = 0; i < 1500; ++i) {
        const auto place = static_cast<std::size_t>(tree_.history().index());
        const auto what = random() % 10;
        if (what < 2) {
            tree_.history().undo();
        } else if (what < 3) {
            tree_.history().redo();
        } else {
            anyStep(tree_, random);
            if (static_cast<std::size_t>(tree_.history().index()) > place) {
                states.resize(place + 1);
                states.push_back(pictureOf(tree_));
            }
        }
        const auto now = static_cast<std::size_t>(tree_.history().index());
        ASSERT_EQ(pictureOf(tree_), states[now]) << "step " << i;
        ASSERT_TRUE(tree_.contains(tree_.current()));
    }
    while (tree_.history().canUndo()) {
        tree_.history().undo();
        ASSERT_EQ(pictureOf(tree_), states[static_cast<std::size_t>(tree_.history().index())]);
    }
}

TEST_F(BranchTreeTest, NeverLosesNorInventsALine) {
    std::mt19937 random(11);
    for (int i = 0; i < 400; ++i) {
        const Branch before = current();
        const OverlayLine line = lineAt(static_cast<std::int64_t>(random() % 60), "crash: web-1");
        tree_.addLine(line);
        std::vector<OverlayLine> expected = before.overlay.lines();
        std::erase_if(expected, [&](const OverlayLine& l) { return l.at > line.at; });
        expected.push_back(line);
        ASSERT_EQ(current().overlay.lines(), expected);
        const bool forked = expected.size() <= before.overlay.lines().size();
        ASSERT_EQ(current().id != before.id, forked || before.id == kRoot);
        if (random() % 5 == 0) {
            tree_.setCurrent(kRoot);
        }
    }
}

} // namespace
} // namespace gui::branches
