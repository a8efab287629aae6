// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/formats.h"
#include "gui/shell/languages.h"
#include "gui/shell/preferences.h"
#include "gui/shell/script_check.h"
#include "gui/shell/script_editor.h"
#include "gui/shell/script_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

/// The script: checked as the loader does, at the lines of what was typed.
namespace gui::shell {
namespace {

ScriptBase shippedBase() {
    std::ifstream file(ORRERY_SOURCE_DIR "/scenarios/raft/leader-power-off.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    return {{{"leader-power-off.yaml", text.str()}}, {}, {}};
}

constexpr const char* kGood = "# mine\ntimeline:\n  - {at: 12 s, power-off: kv-2}\n";
constexpr const char* kBad = "timeline:\n  - {at: 12 s, power-off: kv-2}\n  - {at: 13 s, "
                             "power-off: kv-9}\n";

TEST(ScriptCheck, AcceptsNothingCommentsAndGoodLines) {
    const ScriptBase base = shippedBase();
    EXPECT_TRUE(problemsOf(base, "").empty());
    EXPECT_TRUE(problemsOf(base, "# nothing yet\n").empty());
    EXPECT_TRUE(problemsOf(base, kGood).empty());
    EXPECT_TRUE(problemsOf(base, "set:\n  deploy.kv.election-timeout: 2 s\n").empty());
}

TEST(ScriptCheck, NamesTheLineThatWasTyped) {
    const auto problems = problemsOf(shippedBase(), kBad);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].line, 3);
    EXPECT_GT(problems[0].column, 1);
    EXPECT_NE(problems[0].message.find("kv-9"), std::string::npos);
}

TEST(ScriptCheck, CountsTheLinesThatAreShown) {
    const auto unknown = problemsOf(shippedBase(), kBad);
    EXPECT_EQ(unknown[0].message.rfind("power-off: unknown host", 0), 0U) << unknown[0].message;
    const auto twice = problemsOf(shippedBase(), "# mine\nset: {}\nset: {}\n");
    ASSERT_EQ(twice.size(), 1U);
    EXPECT_EQ(twice[0].line, 3);
    EXPECT_NE(twice[0].message.find("first on line 2"), std::string::npos) << twice[0].message;
}

TEST(ScriptCheck, SpeaksChinese) {
    Languages languages;
    languages.set(sim::trace::Language::Chinese);
    const auto chinese = problemsOf(shippedBase(), kBad);
    languages.set(sim::trace::Language::English);
    ASSERT_EQ(chinese.size(), 1U);
    EXPECT_EQ(chinese[0].message, "power-off：没有主机或交换机 'kv-9'；是否想写 'kv-1'？");
}

TEST(ScriptPanel, RemembersHowItIsDividedAndIsWideEnough) {
    Preferences().set(keys::kScriptSplit, QByteArray());
    ScriptPanel panel;
    panel.resize(500, 800);
    panel.show();
    auto* splitter = panel.findChild<QSplitter*>();
    splitter->setSizes({200, 500});
    Q_EMIT splitter->splitterMoved(200, 1);
    ScriptPanel next;
    next.resize(500, 800);
    next.show();
    const QList<int> sizes = next.findChild<QSplitter*>()->sizes();
    EXPECT_LT(sizes[0], sizes[1]);
    Preferences().set(keys::kScriptSplit, QByteArray());
    EXPECT_GE(panel.minimumSizeHint().width(), lettersWide(panel.fontMetrics(), 40));
}

TEST(ScriptCheck, TellsOfTextThatIsNoYaml) {
    const auto problems = problemsOf(shippedBase(), "timeline: [\n");
    ASSERT_FALSE(problems.empty());
}

TEST(ScriptCheck, AppliesTheOverlaysBelow) {
    ScriptBase base = shippedBase();
    base.overlays.push_back({"before.yaml", "extends: leader-power-off.yaml\ntimeline:\n  - "
                                            "{name: mine, at: 5 s, crash: kv-1}\n"});
    EXPECT_TRUE(problemsOf(base, "set:\n  timeline.mine.at: 6 s\n").empty());
    EXPECT_FALSE(problemsOf(shippedBase(), "set:\n  timeline.mine.at: 6 s\n").empty());
}

TEST(ScriptCheck, FindsTheLinesOfTheTimeline) {
    EXPECT_EQ(timelineLines(kBad), (std::vector<int>{2, 3}));
    EXPECT_TRUE(timelineLines("timeline: [").empty());
    EXPECT_TRUE(timelineLines("").empty());
}

struct Panel {
    Panel() {
        panel.setBase(shippedBase());
        panel.resize(500, 700);
        panel.show();
        editor = panel.findChild<ScriptEditor*>(QStringLiteral("changes"));
        for (auto* button : panel.findChildren<QPushButton*>()) {
            (button->text() == QStringLiteral("Apply") ? apply : revert) = button;
        }
    }

    /// Types, and waits until the pause after typing is over.
    void type(const char* text) {
        editor->setPlainText(QString::fromUtf8(text));
        QTest::qWait(400);
    }

    ScriptPanel panel;
    ScriptEditor* editor = nullptr;
    QPushButton* apply = nullptr;
    QPushButton* revert = nullptr;
};

TEST(ScriptPanel, AppliesWhatIsRightOnce) {
    Panel test;
    QSignalSpy applied(&test.panel, &ScriptPanel::applied);
    EXPECT_FALSE(test.apply->isEnabled()); // nothing was typed
    test.type(kGood);
    EXPECT_TRUE(test.apply->isEnabled());
    test.apply->click();
    ASSERT_EQ(applied.count(), 1);
    EXPECT_EQ(applied[0][0].toString(), QString::fromUtf8(kGood));
    EXPECT_FALSE(test.apply->isEnabled());
    EXPECT_FALSE(test.panel.isChanged());
}

TEST(ScriptPanel, RefusesWhatIsWrongAndShowsWhere) {
    Panel test;
    test.type(kBad);
    EXPECT_FALSE(test.apply->isEnabled());
    ASSERT_EQ(test.panel.problems().size(), 1U);
    ASSERT_EQ(test.editor->extraSelections().size(), 1);
    const QTextEdit::ExtraSelection mark = test.editor->extraSelections().front();
    EXPECT_EQ(mark.format.underlineStyle(), QTextCharFormat::WaveUnderline);
    EXPECT_EQ(mark.cursor.blockNumber(), 2);
    bool told = false;
    for (const auto* label : test.panel.findChildren<QLabel*>()) {
        told = told || label->text().contains(QStringLiteral("Line 3"));
    }
    EXPECT_TRUE(told);
}

TEST(ScriptPanel, RevertBringsBackWhatWasApplied) {
    Panel test;
    test.panel.setChanges(QString::fromUtf8(kGood));
    EXPECT_FALSE(test.revert->isEnabled());
    test.type(kBad);
    test.revert->click();
    EXPECT_EQ(test.panel.typed(), QString::fromUtf8(kGood));
    EXPECT_TRUE(test.panel.problems().empty());
}

TEST(ScriptPanel, ATraceThatCannotBeChangedSaysWhy) {
    Panel test;
    test.panel.setReadOnly(QStringLiteral("It holds no scenario."));
    test.type(kGood);
    EXPECT_TRUE(test.editor->isReadOnly());
    EXPECT_FALSE(test.apply->isEnabled());
}

TEST(ScriptPanel, JumpsToTheItemOfAMark) {
    Panel test;
    test.panel.setChanges(QString::fromUtf8(kGood));
    auto* base = test.panel.findChild<ScriptEditor*>(QStringLiteral("scenario"));
    test.panel.showTimelineItem(2); // the base's second line: the second death
    const QString line = base->document()->findBlockByNumber(base->currentLine() - 1).text();
    EXPECT_TRUE(line.contains(QStringLiteral("second-death"))) << line.toStdString();
    test.panel.showTimelineItem(3); // the first of the changes
    EXPECT_EQ(test.editor->currentLine(), 3);
    test.panel.showTimelineItem(99);
    test.panel.showTimelineItem(0);
    EXPECT_EQ(test.editor->currentLine(), 3);
}

TEST(ScriptPanel, MarksTheLineThatIsBeingComputed) {
    Panel test;
    test.panel.setChanges(QString::fromUtf8(kGood));
    test.panel.setPending(QStringLiteral("{at: 12 s, power-off: kv-2}"));
    ASSERT_EQ(test.editor->extraSelections().size(), 1);
    EXPECT_EQ(test.editor->extraSelections().front().cursor.blockNumber(), 2);
    test.panel.setPending(QString());
    EXPECT_TRUE(test.editor->extraSelections().isEmpty());
}

TEST(ScriptEditor, ATabIsTwoBlanks) {
    ScriptEditor editor;
    editor.show();
    QTest::keyClick(&editor, Qt::Key_Tab);
    EXPECT_EQ(editor.toPlainText(), QStringLiteral("  "));
}

TEST(YamlHighlighter, TellsKeysNumbersTextsAndCommentsApart) {
    ScriptEditor editor;
    editor.setPlainText(QStringLiteral("at: 12 s # \"no\" 3\nname: \"a # b\""));
    QTest::qWait(10);
    const auto formatAt = [&](int block, int position) {
        QTextCharFormat format;
        for (const auto& range : editor.document()->findBlockByNumber(block).layout()->formats()) {
            if (position >= range.start && position < range.start + range.length) {
                format = range.format;
            }
        }
        return format;
    };
    EXPECT_EQ(formatAt(0, 0).fontWeight(), QFont::Bold);
    const QColor number = formatAt(0, 4).foreground().color();
    EXPECT_NE(number, formatAt(0, 0).foreground().color());
    EXPECT_EQ(formatAt(0, 7).foreground().color(), number); // its unit
    EXPECT_TRUE(formatAt(0, 9).fontItalic());
    EXPECT_TRUE(formatAt(0, 16).fontItalic());
    EXPECT_FALSE(formatAt(1, 9).fontItalic()); // a '#' in quotes begins nothing
}

} // namespace
} // namespace gui::shell
