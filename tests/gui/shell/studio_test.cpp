// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/status_strip.h"
#include "gui/timeline/timeline_bar.h"
#include "tests/gui/shell/studio_fixture.h"

#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <gtest/gtest.h>

/// The program as its user has it, with real runs: open, play, break, look at both, undo, type,
/// save, in both languages.
namespace gui::shell {
namespace {

TEST_F(StudioTest, TheFirstStartShowsTheFirstScenarioAndThreeHints) {
    studio_->openFirst();
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_TRUE(studio_->window().hints().isVisible());
    EXPECT_TRUE(studio_->window().banner().message().isEmpty());
    EXPECT_GT(studio_->session().clock().now().ns, 0);
    EXPECT_FALSE(studio_->session().clock().isPlaying());
    EXPECT_EQ(studio_->session().clock().mode(), timeline::PlaybackClock::Mode::Calm);
    EXPECT_TRUE(studio_->window().windowTitle().contains(QStringLiteral("Orrery")));
    EXPECT_TRUE(waitUntil([&] { return shown().contains(QStringLiteral("web-1")); }));
}

TEST_F(StudioTest, PlaysAndTicksOffTheFirstHint) {
    openElection();
    studio_->window().hints().start();
    const sim::SimTime before = studio_->session().clock().now();
    trigger(Command::Play);
    EXPECT_TRUE(studio_->session().clock().isPlaying());
    EXPECT_TRUE(studio_->window().hints().isDone(Hint::Play));
    studio_->session().tick({90'000'000});
    EXPECT_GT(studio_->session().clock().now(), before);
    trigger(Command::Play);
    EXPECT_FALSE(studio_->session().clock().isPlaying());
}

TEST_F(StudioTest, ARightClickBreaksAMachineAndBothWaysCanBeSeen) {
    openElection();
    studio_->window().hints().start();
    studio_->session().clock().seek({12'000'000'000});
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    EXPECT_TRUE(studio_->window().hints().isDone(Hint::Break));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    studio_->session().clock().pause();
    EXPECT_NE(tree().current(), branches::kRoot);
    EXPECT_TRUE(studio_->window().script().typed().contains(QStringLiteral("power-off: kv-4")));
    EXPECT_TRUE(studio_->window().script().problems().empty());

    QAction* parent = studio_->window().commands().action(Command::ShowParent);
    ASSERT_TRUE(waitUntil([&] { return parent->isEnabled(); }));
    const branches::BranchId branch = tree().current();
    studio_->stage().setFocus();
    QTest::keyPress(&studio_->stage(), Qt::Key_P);
    EXPECT_TRUE(parent->isChecked());
    QTest::keyRelease(&studio_->stage(), Qt::Key_P);
    EXPECT_FALSE(parent->isChecked());
    EXPECT_EQ(tree().current(), branch);

    trigger(Command::Undo);
    EXPECT_EQ(tree().current(), branches::kRoot);
    EXPECT_TRUE(studio_->window().script().typed().isEmpty());
    trigger(Command::Redo);
    EXPECT_EQ(tree().current(), branch);
}

TEST_F(StudioTest, EscapeCancelsAPendingChangeBeforeItLeavesPresenting) {
    openElection();
    trigger(Command::Present);
    studio_->session().clock().seek({12'000'000'000});
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    ASSERT_TRUE(studio_->session().pending());
    trigger(Command::Escape);
    EXPECT_FALSE(studio_->session().pending());
    EXPECT_TRUE(studio_->window().isPresenting());
    trigger(Command::Escape);
    EXPECT_FALSE(studio_->window().isPresenting());
}

TEST_F(StudioTest, TypedScriptMakesABranchAsAClickDoes) {
    openElection();
    trigger(Command::ScriptPanel);
    auto* editor = studio_->window().script().findChild<QPlainTextEdit*>(QStringLiteral("changes"));
    editor->setPlainText(QStringLiteral("# by hand\ntimeline:\n  - {at: 12 s, power-off: kv-4}\n"));
    auto* apply = studio_->window().script().findChild<QPushButton*>(QStringLiteral("apply"));
    ASSERT_TRUE(waitUntil([&] { return apply->isEnabled(); }));
    QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return tree().current() != branches::kRoot; }));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_TRUE(studio_->window().status().note().startsWith(QStringLiteral("Hold P")));
    EXPECT_TRUE(studio_->window().script().typed().startsWith(QStringLiteral("# by hand")));
    trigger(Command::DeleteBranch);
    EXPECT_EQ(tree().current(), branches::kRoot);
}

TEST_F(StudioTest, PageDownAndUpGoFromHeadlineToHeadline) {
    openElection();
    trigger(Command::ToStart);
    const auto story = studio_->session().feed()->story();
    const sim::scene::Beat* first = story->nextHeadline({0});
    ASSERT_NE(first, nullptr);
    trigger(Command::NextHeadline);
    EXPECT_TRUE(waitUntil([&] { return studio_->session().clock().now() == first->at; }));
    const sim::scene::Beat* second = story->nextHeadline(first->at);
    ASSERT_NE(second, nullptr);
    trigger(Command::NextHeadline);
    EXPECT_TRUE(waitUntil([&] { return studio_->session().clock().now() == second->at; }));
    trigger(Command::PreviousHeadline);
    EXPECT_TRUE(waitUntil([&] { return studio_->session().clock().now() == first->at; }));
}

TEST_F(StudioTest, SpeedKeysAndTheCalmClockAgreeWithTheClock) {
    openElection();
    timeline::PlaybackClock& clock = studio_->session().clock();
    trigger(Command::Faster);
    EXPECT_DOUBLE_EQ(clock.speed(), 2);
    trigger(Command::NormalSpeed);
    EXPECT_DOUBLE_EQ(clock.speed(), 1);
    trigger(Command::Calm);
    EXPECT_EQ(clock.mode(), timeline::PlaybackClock::Mode::Plain);
    trigger(Command::Slower);
    EXPECT_DOUBLE_EQ(clock.speed(), 0.5);
}

TEST_F(StudioTest, SavesChangesScenarioAndPictures) {
    openElection();
    studio_->session().clock().seek({12'000'000'000});
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    const auto saved = [&](Command command, const char* name) {
        answers_.save = folder_.filePath(QString::fromLatin1(name));
        trigger(command);
        QFile file(answers_.save);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    EXPECT_TRUE(saved(Command::SaveChanges, "c.yaml").contains("extends"));
    const QByteArray scenario = saved(Command::SaveScenario, "s.yaml");
    EXPECT_TRUE(scenario.contains("power-off: kv-4"));
    EXPECT_FALSE(scenario.contains("extends"));
    EXPECT_TRUE(saved(Command::SavePicture, "p.svg").contains("<svg"));
    EXPECT_FALSE(saved(Command::SavePicture, "p.png").isEmpty());
    EXPECT_GT(QImageReader(answers_.save).size().width(), 1000);
    EXPECT_TRUE(answers_.failures.isEmpty());
}

class SavingTest : public StudioTest {
protected:
    void SetUp() override {
        Preferences().set(keys::kFolder, folder_.path());
        openElection();
        studio_->session().clock().seek({12'000'000'000});
        ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
        ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    }
    QByteArray contentOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

TEST_F(SavingTest, AddsTheSuffixAndRemembersTheFolder) {
    ASSERT_TRUE(QDir(folder_.path()).mkdir(QStringLiteral("mine")));
    answers_.save = folder_.filePath(QStringLiteral("mine/good"));
    trigger(Command::SaveChanges);
    EXPECT_TRUE(contentOf(answers_.save + QStringLiteral(".yaml")).contains("extends"));
    answers_.save = folder_.filePath(QStringLiteral("mine/very.good"));
    trigger(Command::SaveChanges);
    EXPECT_TRUE(contentOf(answers_.save + QStringLiteral(".yaml")).contains("extends"));
    answers_.save = folder_.filePath(QStringLiteral("mine/good.yml"));
    trigger(Command::SaveChanges);
    EXPECT_TRUE(contentOf(answers_.save).contains("extends"));
    answers_.save = folder_.filePath(QStringLiteral("mine/good"));
    EXPECT_EQ(answers_.proposed, folder_.filePath(QStringLiteral("mine/election-changes.yaml")));
    trigger(Command::SavePicture);
    EXPECT_EQ(answers_.proposed, folder_.filePath(QStringLiteral("mine/election.png")));
    EXPECT_FALSE(contentOf(answers_.save + QStringLiteral(".png")).isEmpty());
    EXPECT_TRUE(answers_.failures.isEmpty());
    EXPECT_TRUE(studio_->window().status().note().contains(QStringLiteral("good.png")));
}

TEST_F(SavingTest, NeverWritesOverAFileThatNobodyWasAskedAbout) {
    const QString there = folder_.filePath(QStringLiteral("there.yaml"));
    QFile file(there);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("precious");
    file.close();
    answers_.save = folder_.filePath(QStringLiteral("there"));
    trigger(Command::SaveChanges);
    EXPECT_EQ(contentOf(there), "precious");
    EXPECT_EQ(answers_.failures.size(), 1);
    answers_.save = there; // the dialog has asked
    trigger(Command::SaveChanges);
    EXPECT_NE(contentOf(there), "precious");
}

TEST_F(SavingTest, LeavesTheShippedScenariosAlone) {
    answers_.save = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/election.yaml");
    const QByteArray before = contentOf(answers_.save);
    trigger(Command::SaveScenario);
    EXPECT_EQ(contentOf(answers_.save), before);
    ASSERT_EQ(answers_.failures.size(), 1);
    EXPECT_TRUE(answers_.failures[0].contains(QStringLiteral("come with Orrery")));
    answers_.save = QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/new-one.yaml");
    trigger(Command::SaveChanges);
    EXPECT_FALSE(QFile::exists(answers_.save));
}

TEST_F(SavingTest, APlaceThatCannotBeWrittenLosesNothing) {
    answers_.save = folder_.filePath(QStringLiteral("taken.yaml"));
    ASSERT_TRUE(QDir().mkpath(answers_.save)); // a folder stands where the file should go
    trigger(Command::SaveChanges);
    ASSERT_EQ(answers_.failures.size(), 1);
    EXPECT_TRUE(answers_.failures[0].contains(QStringLiteral("Nothing is lost")));
    EXPECT_NE(tree().current(), branches::kRoot);
    EXPECT_TRUE(QDir(answers_.save).exists());
}

TEST_F(StudioTest, SavingWithoutAChangeSaysThatThereIsNone) {
    openElection();
    answers_.save = folder_.filePath(QStringLiteral("never.yaml"));
    trigger(Command::SaveChanges);
    EXPECT_TRUE(studio_->window().status().note().startsWith(QStringLiteral("Nothing to save")));
    EXPECT_FALSE(QFile::exists(answers_.save));
    EXPECT_TRUE(answers_.proposed.isEmpty());
}

TEST_F(StudioTest, ClockAndStatusBarShowTheSameTime) {
    openElection();
    ASSERT_TRUE(lookAt(12'345'678'900));
    const auto labels = studio_->window().status().findChildren<QLabel*>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->text() == clockOnStage();
    })) << clockOnStage().toStdString();
}

TEST_F(StudioTest, WhatCannotBeSavedIsSaid) {
    openElection();
    answers_.save = QStringLiteral("/no/such/folder/s.yaml");
    trigger(Command::SaveScenario);
    ASSERT_EQ(answers_.failures.size(), 1);
    EXPECT_TRUE(answers_.failures[0].contains(answers_.save));
}

TEST_F(StudioTest, AFileThatIsGoneIsSaidWithoutAQuestion) {
    answers_.open = QStringLiteral("/no/such/scenario.yaml");
    trigger(Command::Open);
    EXPECT_TRUE(studio_->window().banner().message().contains(answers_.open));
    EXPECT_TRUE(studio_->window().banner().isVisible());
}

TEST_F(StudioTest, AWrongScenarioLeavesWhatIsOpen) {
    openElection();
    const QString wrong = folder_.filePath(QStringLiteral("wrong.yaml"));
    QFile file(wrong);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("orrery: 1\ntitel: no\n");
    file.close();
    studio_->open(wrong);
    EXPECT_TRUE(studio_->window().banner().message().contains(
        QStringLiteral("The scenario cannot be opened. wrong.yaml, line ")));
    EXPECT_TRUE(isComplete());
}

TEST_F(StudioTest, ARecordedRunIsOpenedAsItIs) {
    openElection();
    const QString trace = folder_.filePath(QStringLiteral("mine.trace"));
    ASSERT_LE(QProcess::execute(
                  QStringLiteral(ORRERY_PROGRAM),
                  {QStringLiteral("run"), QStringLiteral("--quiet"), QStringLiteral("--trace"),
                   trace, QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml")}),
              1);
    studio_->open(trace);
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_EQ(studio_->session().feed()->path(), trace);
    EXPECT_TRUE(studio_->window().banner().message().isEmpty());
}

TEST_F(StudioTest, SwitchesTheLanguageOfEverythingAtOnce) {
    openElection();
    trigger(Command::Chinese);
    QApplication::processEvents();
    EXPECT_TRUE(studio_->window().windowTitle().contains(studio_->session().title(true)));
    EXPECT_NE(studio_->session().title(true), studio_->session().title(false));
    EXPECT_EQ(studio_->library().index(0, 0).data().toString(), QStringLiteral("服务发现"));
    EXPECT_EQ(tree().branch(branches::kRoot).name, QStringLiteral("原样"));
    trigger(Command::English);
    EXPECT_EQ(studio_->library().index(0, 0).data().toString(),
              QStringLiteral("Service discovery"));
}

} // namespace
} // namespace gui::shell
