// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"
#include "gui/shell/branch_panel.h"
#include "gui/shell/compare_button.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/stage_heading.h"
#include "gui/shell/transport_bar.h"
#include "tests/gui/shell/fixture.h"

#include <QApplication>
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QStatusBar>
#include <QTest>
#include <QUndoCommand>
#include <QUrl>
#include <gtest/gtest.h>

#include <set>

/// The main window: keys, panels, presenting, dropped files, what is kept between starts.
namespace gui::shell {
namespace {

TEST(MainWindow, SpacePlaysFromTheStageAndTypesInTheSearch) {
    TestWindow test;
    QSignalSpy played(test.action(Command::Play), &QAction::triggered);
    pressKey(test.window.get(), Qt::Key_Space);
    EXPECT_EQ(played.count(), 1);
    test.action(Command::FindScenario)->trigger();
    auto* search = qobject_cast<QLineEdit*>(test.window->focusWidget());
    ASSERT_NE(search, nullptr);
    pressKey(test.window.get(), Qt::Key_Space);
    EXPECT_EQ(played.count(), 1);
    EXPECT_EQ(search->text(), QStringLiteral(" "));
}

TEST(MainWindow, EveryCommandCanBeGivenByItsKey) {
    TestWindow test;
    // Those that open or close windows, and the held one, have tests of their own.
    const std::set<Command> special{
        Command::Quit,          Command::ShowParent, Command::Blank,
        Command::Present,       Command::FullScreen, Command::About,
        Command::ShortcutSheet, Command::Verdicts,   Command::RenameBranch};
    for (const Command command : Commands::all()) {
        if (special.contains(command)) {
            continue;
        }
        QAction* action = test.action(command);
        action->setEnabled(true);
        test.stage->setFocus();
        QSignalSpy given(action, &QAction::triggered);
        const QKeyCombination keys = action->shortcut()[0];
        pressKey(test.window.get(), keys.key(), keys.keyboardModifiers());
        EXPECT_EQ(given.count(), 1) << action->text().toStdString();
    }
}

TEST(MainWindow, AHeldKeyIsOnOnlyWhileItIsDown) {
    TestWindow test;
    QAction* parent = test.action(Command::ShowParent);
    QTest::keyPress(test.stage, Qt::Key_P);
    EXPECT_TRUE(parent->isChecked());
    QTest::keyRelease(test.stage, Qt::Key_P);
    EXPECT_FALSE(parent->isChecked());
}

TEST(MainWindow, AHeldKeyIsALetterWhereOneTypes) {
    TestWindow test;
    test.action(Command::FindScenario)->trigger();
    auto* search = qobject_cast<QLineEdit*>(test.window->focusWidget());
    ASSERT_NE(search, nullptr);
    QTest::keyClicks(search, QStringLiteral("p"));
    EXPECT_EQ(search->text(), QStringLiteral("p"));
    EXPECT_FALSE(test.action(Command::ShowParent)->isChecked());
}

TEST(MainWindow, ArrowsBelongToASliderThatHasTheFocus) {
    TestWindow test;
    auto* slider = test.window->transport().findChild<QSlider*>();
    QSignalSpy stepped(test.action(Command::StepForward), &QAction::triggered);
    slider->setFocus();
    const int before = slider->value();
    QTest::keyClick(slider, Qt::Key_Right);
    EXPECT_EQ(stepped.count(), 0);
    EXPECT_GT(slider->value(), before);
    test.stage->setFocus();
    QTest::keyClick(test.stage, Qt::Key_Right);
    EXPECT_EQ(stepped.count(), 1);
}

TEST(MainWindow, EscapeGoesThroughAnEditor) {
    TestWindow test;
    test.action(Command::ScriptPanel)->trigger();
    QApplication::processEvents();
    auto* editor = test.window->script().findChild<QPlainTextEdit*>(QStringLiteral("changes"));
    editor->setFocus();
    QSignalSpy escaped(test.action(Command::Escape), &QAction::triggered);
    QTest::keyClick(editor, Qt::Key_Escape);
    EXPECT_EQ(escaped.count(), 1);
}

TEST(MainWindow, PresentingShowsNothingButTheStageAndBringsAllBack) {
    TestWindow test;
    test.action(Command::BranchPanel)->trigger();
    const double before = test.appearance.textScale();
    pressKey(test.window.get(), Qt::Key_F5);
    EXPECT_TRUE(test.window->isPresenting());
    EXPECT_TRUE(test.window->isFullScreen());
    EXPECT_FALSE(test.window->menuBar()->isVisible());
    EXPECT_FALSE(test.window->statusBar()->isVisible());
    EXPECT_FALSE(test.window->transport().isVisible());
    for (const auto* dock : test.window->findChildren<QDockWidget*>()) {
        EXPECT_FALSE(dock->isVisible());
    }
    EXPECT_DOUBLE_EQ(test.appearance.textScale(), before * 1.5);
    QSignalSpy next(test.action(Command::NextHeadline), &QAction::triggered);
    pressKey(test.window.get(), Qt::Key_PageDown);
    EXPECT_EQ(next.count(), 1); // keys work although the menus are away
    EXPECT_TRUE(test.window->leaveFullScreen());
    EXPECT_FALSE(test.window->isFullScreen());
    EXPECT_TRUE(test.window->menuBar()->isVisible());
    EXPECT_TRUE(test.window->transport().isVisible());
    EXPECT_TRUE(test.window->branchPanel().isVisible());
    EXPECT_DOUBLE_EQ(test.appearance.textScale(), before);
    EXPECT_FALSE(test.window->leaveFullScreen());
}

TEST(MainWindow, AnyKeyEndsTheBlackScreenAndDoesNothingElse) {
    TestWindow test;
    QAction* blank = test.action(Command::Blank);
    pressKey(test.window.get(), Qt::Key_B);
    EXPECT_TRUE(blank->isChecked());
    QSignalSpy played(test.action(Command::Play), &QAction::triggered);
    pressKey(test.window.get(), Qt::Key_Space);
    EXPECT_FALSE(blank->isChecked());
    EXPECT_EQ(played.count(), 0);
}

TEST(MainWindow, TextSizeReachesEveryLabel) {
    TestWindow test;
    test.window->hints().start();
    const auto* label = test.window->hints().findChild<QLabel*>();
    const double before = label->font().pointSizeF();
    test.action(Command::TextLarger)->trigger();
    QApplication::processEvents(); // widgets hear of a new font by an event
    EXPECT_GT(label->font().pointSizeF(), before);
    for (const auto* dock : test.window->findChildren<QDockWidget*>()) {
        EXPECT_GT(dock->font().pointSizeF(), before);
        EXPECT_GT(dock->widget()->font().pointSizeF(), before);
        EXPECT_FALSE(dock->widget()->font().bold());
    }
    test.action(Command::TextNormal)->trigger();
    QApplication::processEvents();
    EXPECT_DOUBLE_EQ(label->font().pointSizeF(), before);
}

TEST(MainWindow, UndoSaysWhatItWouldTakeBack) {
    TestWindow test;
    QAction* undo = test.action(Command::Undo);
    EXPECT_FALSE(undo->isEnabled());
    test.history.push(new QUndoCommand(QStringLiteral("power off web-3")));
    EXPECT_TRUE(undo->isEnabled());
    EXPECT_EQ(undo->text(), QStringLiteral("&Undo: power off web-3"));
    test.speak(sim::trace::Language::Chinese);
    EXPECT_EQ(undo->text(), QStringLiteral("撤销(&U)：power off web-3"));
    undo->trigger();
    EXPECT_FALSE(undo->isEnabled());
    EXPECT_TRUE(test.action(Command::Redo)->isEnabled());
}

TEST(MainWindow, ADroppedScenarioOrTraceIsOpened) {
    TestWindow test;
    QSignalSpy chosen(test.window.get(), &MainWindow::fileChosen);
    const auto drop = [&](const char* path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromLatin1(path))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(test.window.get(), &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(test.window.get(), &event);
    };
    drop("/somewhere/run.trace");
    drop("/somewhere/picture.png");
    drop("/somewhere/mine.YAML");
    ASSERT_EQ(chosen.count(), 2);
    EXPECT_EQ(chosen[0][0].toString(), QStringLiteral("/somewhere/run.trace"));
    EXPECT_EQ(chosen[1][0].toString(), QStringLiteral("/somewhere/mine.YAML"));
}

TEST(MainWindow, PanelsStayWhereTheyWereAtTheNextStart) {
    {
        TestWindow test;
        test.action(Command::LibraryPanel)->trigger();
        test.action(Command::ScriptPanel)->trigger();
        EXPECT_TRUE(test.window->script().isVisible());
    }
    TestWindow test(Start::Later);
    EXPECT_TRUE(test.window->script().isVisible());
    EXPECT_FALSE(test.window->findChild<QDockWidget*>(QStringLiteral("library"))->isVisible());
}

TEST(Banner, StaysUntilItIsClosed) {
    TestWindow test;
    Banner& banner = test.window->banner();
    EXPECT_FALSE(banner.isVisible());
    banner.showMessage(QStringLiteral("The disk is full."));
    EXPECT_TRUE(banner.isVisible());
    EXPECT_EQ(banner.message(), QStringLiteral("The disk is full."));
    EXPECT_TRUE(banner.closeMessage());
    EXPECT_FALSE(banner.closeMessage());
    EXPECT_FALSE(banner.isVisible());
    banner.showMessage(QString());
    EXPECT_FALSE(banner.isVisible());
    EXPECT_TRUE(banner.message().isEmpty());
}

TEST(HintBar, GoesWhenAllWasDone) {
    HintBar hints;
    QSignalSpy finished(&hints, &HintBar::finished);
    hints.markDone(Hint::Play); // not shown: nothing was taught
    EXPECT_FALSE(hints.isDone(Hint::Play));
    hints.start();
    EXPECT_TRUE(hints.isVisible());
    hints.markDone(Hint::Rewind);
    hints.markDone(Hint::Play);
    hints.markDone(Hint::Play);
    EXPECT_EQ(finished.count(), 0);
    hints.markDone(Hint::Break);
    EXPECT_EQ(finished.count(), 0);
    hints.markDone(Hint::Compare);
    EXPECT_EQ(finished.count(), 1);
    EXPECT_FALSE(hints.isVisible());
}

TEST(HintBar, TellsHowToCompareOnceThereIsSomethingToCompare) {
    HintBar hints;
    hints.start();
    const auto isTold = [&] {
        for (const QLabel* label : hints.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QStringLiteral("Hold P"))) {
                return true;
            }
        }
        return false;
    };
    EXPECT_FALSE(isTold());
    hints.offerComparing();
    EXPECT_TRUE(isTold());
}

TEST(HintBar, ComesBackAfterPresentingUnlessItWasClosed) {
    TestWindow test;
    test.window->hints().start();
    test.action(Command::Present)->trigger();
    EXPECT_FALSE(test.window->hints().isVisible());
    EXPECT_TRUE(test.window->leaveFullScreen());
    EXPECT_TRUE(test.window->hints().isVisible());
    test.window->hints().hide();
    test.action(Command::Present)->trigger();
    EXPECT_TRUE(test.window->leaveFullScreen());
    EXPECT_FALSE(test.window->hints().isVisible());
}

TEST(CompareButton, AClickTogglesAndAHoldIsForAsLong) {
    TestWindow test;
    QAction* compare = test.action(Command::ShowParent);
    auto* button = test.window->transport().findChild<CompareButton*>();
    ASSERT_NE(button, nullptr);
    QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_TRUE(compare->isChecked());
    QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_FALSE(compare->isChecked());
    QTest::mousePress(button, Qt::LeftButton);
    EXPECT_TRUE(compare->isChecked());
    QTest::qWait(500);
    QTest::mouseRelease(button, Qt::LeftButton);
    EXPECT_FALSE(compare->isChecked());
    compare->setEnabled(false);
    QTest::mouseClick(button, Qt::LeftButton);
    EXPECT_FALSE(compare->isChecked());
}

TEST(StageHeading, NeverChangesItsHeight) {
    TestWindow test;
    StageHeading& heading = test.window->heading();
    const QRect stage = test.stage->geometry();
    const QImage quiet = heading.grab().toImage();
    heading.setTitle(QStringLiteral("A title"));
    for (const Seen seen : {Seen::Changed, Seen::Without, Seen::Computing, Seen::Waiting}) {
        heading.setSeen(seen, QStringLiteral("power off web-3 at 31.0 s"));
        QApplication::processEvents();
        EXPECT_EQ(test.stage->geometry(), stage);
        EXPECT_FALSE(heading.text().isEmpty());
        EXPECT_NE(heading.grab().toImage(), quiet);
        EXPECT_EQ(heading.accessibleDescription(), heading.text());
    }
    heading.setSeen(Seen::Without, QString(500, QLatin1Char('x')));
    QApplication::processEvents();
    EXPECT_EQ(test.window->width(), 1280);
}

TEST(Preferences, KeepNineFilesThatExistNewestFirst) {
    Preferences preferences;
    preferences.set(keys::kRecent, QStringList());
    const QString folder = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/");
    const QString first = folder + QStringLiteral("raft/election.yaml");
    const QString second = folder + QStringLiteral("network/congested-link.yaml");
    preferences.addRecentFile(first);
    preferences.addRecentFile(second);
    preferences.addRecentFile(first);
    EXPECT_EQ(preferences.recentFiles(), (QStringList{first, second}));
    preferences.set(keys::kRecent, QStringList{QStringLiteral("/no/such.trace"), second});
    EXPECT_EQ(preferences.recentFiles(), QStringList{second});
}

} // namespace
} // namespace gui::shell
