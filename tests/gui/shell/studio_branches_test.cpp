// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"
#include "gui/shell/branch_panel.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/script_editor.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/stage_heading.h"
#include "gui/shell/status_strip.h"
#include "gui/timeline/timeline_bar.h"
#include "tests/gui/shell/studio_fixture.h"

#include <QTextBlock>

/// Branches, marks and failures in the whole program.
namespace gui::shell {
namespace {

class StudioBranchesTest : public StudioTest {
protected:
    /// With one branch, in which kv-4 has no power from 12 s on.
    void openWithBranch() {
        openElection();
        studio_->window().hints().start();
        ASSERT_TRUE(lookAt(12'000'000'000));
        ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
        ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
        studio_->session().clock().pause();
    }
    bool isEnabled(Command command) {
        return studio_->window().commands().action(command)->isEnabled();
    }
};

TEST_F(StudioBranchesTest, KeysGoFromBranchToBranch) {
    openWithBranch();
    const branches::BranchId branch = tree().current();
    trigger(Command::PreviousBranch);
    EXPECT_EQ(tree().current(), branches::kRoot);
    trigger(Command::PreviousBranch); // there is none above
    EXPECT_EQ(tree().current(), branches::kRoot);
    trigger(Command::NextBranch);
    EXPECT_EQ(tree().current(), branch);
}

TEST_F(StudioBranchesTest, WhatIsOfBranchesOnlyIsGreyOnTheRoot) {
    openElection();
    for (const Command command : {Command::ShowParent, Command::FirstDifference,
                                  Command::RenameBranch, Command::DeleteBranch}) {
        EXPECT_FALSE(isEnabled(command)) << Commands::plainText(command).toStdString();
    }
    EXPECT_TRUE(isEnabled(Command::SaveScenario));
    EXPECT_TRUE(isEnabled(Command::SavePicture));
    EXPECT_FALSE(isEnabled(Command::CancelRun));
}

TEST_F(StudioBranchesTest, TheFirstDifferenceIsAKeyAway) {
    openWithBranch();
    ASSERT_TRUE(waitUntil([&] { return isEnabled(Command::FirstDifference); }));
    const auto difference = studio_->session().difference().firstConsequence;
    ASSERT_TRUE(difference);
    trigger(Command::ToStart);
    trigger(Command::FirstDifference);
    EXPECT_EQ(studio_->session().clock().now(), *difference);
}

TEST_F(StudioBranchesTest, ANewNameShowsInTheStatusBarsBranch) {
    openWithBranch();
    tree().rename(tree().current(), QStringLiteral("without kv-4"));
    EXPECT_EQ(studio_->window().status().note(), QStringLiteral("without kv-4"));
    EXPECT_TRUE(studio_->window().heading().text().contains(QStringLiteral("without kv-4")));
    trigger(Command::Undo);
    EXPECT_EQ(studio_->window().status().note(), QStringLiteral("power off kv-4 at 12.0 s"));
}

TEST_F(StudioBranchesTest, ADefaultNameSpeaksTheLanguageOfNow) {
    openWithBranch();
    trigger(Command::Chinese);
    QApplication::processEvents();
    const QString chinese = tree().branch(tree().current()).name;
    EXPECT_FALSE(chinese.contains(QStringLiteral("power off")));
    EXPECT_EQ(studio_->window().status().note(), chinese);
    trigger(Command::English);
    QApplication::processEvents();
    EXPECT_EQ(studio_->window().status().note(), QStringLiteral("power off kv-4 at 12.0 s"));
}

TEST_F(StudioBranchesTest, TheHeadingSaysWhichOfTheTwoIsSeenAndNothingMoves) {
    openElection();
    const QRect before = studio_->stage().geometry();
    EXPECT_EQ(studio_->window().heading().seen(), Seen::AsWritten);
    ASSERT_TRUE(lookAt(12'000'000'000));
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_EQ(studio_->window().heading().seen(), Seen::Changed);
    QAction* compare = studio_->window().commands().action(Command::ShowParent);
    ASSERT_TRUE(waitUntil([&] { return compare->isEnabled(); }));
    compare->setChecked(true);
    EXPECT_EQ(studio_->window().heading().seen(), Seen::Without);
    EXPECT_EQ(studio_->stage().geometry(), before);
    tree().setCurrent(branches::kRoot);
    EXPECT_FALSE(compare->isChecked()) << "there is nothing to compare with";
    EXPECT_EQ(studio_->window().heading().seen(), Seen::AsWritten);
}

TEST_F(StudioBranchesTest, TheFirstBranchTellsHowToCompareIfTheHintsAreAway) {
    openElection();
    studio_->window().hints().hide();
    ASSERT_TRUE(lookAt(12'000'000'000));
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    EXPECT_TRUE(studio_->window().status().note().startsWith(QStringLiteral("Hold P")));
}

TEST_F(StudioBranchesTest, EveryOwnLineHasItsMark) {
    openWithBranch();
    ASSERT_TRUE(lookAt(15'000'000'000));
    ASSERT_TRUE(powerOff(QStringLiteral("kv-3")));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    QApplication::processEvents();
    const auto& timeline = studio_->timeline();
    const double y = timeline.height() * 0.6;
    const auto tip = [&](std::int64_t ns) { return timeline.textAt({timeline.xOf({ns}), y}); };
    EXPECT_TRUE(tip(12'000'000'001).contains(QStringLiteral("power off kv-4")));
    EXPECT_TRUE(tip(15'000'000'001).contains(QStringLiteral("power off kv-3")));
}

TEST_F(StudioBranchesTest, AStepByMessageShowsWhichOne) {
    openElection();
    trigger(Command::StepByMessage);
    trigger(Command::StepForward);
    ASSERT_TRUE(waitUntil(
        [&] { return studio_->window().status().note().contains(QStringLiteral(" → ")); }));
    trigger(Command::ToStart);
    EXPECT_FALSE(studio_->window().status().note().contains(QStringLiteral(" → ")));
}

TEST_F(StudioBranchesTest, WhatWasWrongGoesWithItsCauseOrByEscape) {
    openElection();
    Banner& banner = studio_->window().banner();
    studio_->open(QStringLiteral("/no/such/scenario.yaml"));
    ASSERT_TRUE(banner.isVisible());
    trigger(Command::Escape);
    EXPECT_FALSE(banner.isVisible());
    studio_->open(QStringLiteral("/no/such/scenario.yaml"));
    ASSERT_TRUE(lookAt(12'000'000'000));
    ASSERT_TRUE(powerOff(QStringLiteral("kv-4")));
    EXPECT_FALSE(banner.isVisible()) << "another run";
}

TEST_F(StudioBranchesTest, AClickOnAFaultsMarkShowsItsLine) {
    openElection();
    const auto& faults = studio_->session().feed()->world()->faults();
    ASSERT_FALSE(faults.empty());
    auto* script = studio_->window().script().findChild<ScriptEditor*>(QStringLiteral("scenario"));
    Q_EMIT studio_->timeline().scrubbed(faults.front().at);
    EXPECT_EQ(studio_->session().clock().now(), faults.front().at);
    const QString line = script->document()->findBlockByNumber(script->currentLine() - 1).text();
    EXPECT_TRUE(line.trimmed().startsWith(QLatin1Char('-'))) << line.toStdString();
}

TEST_F(StudioBranchesTest, DraggingBackIsTheThirdHint) {
    openElection();
    studio_->window().hints().start();
    studio_->session().clock().seek({12'000'000'000});
    Q_EMIT studio_->timeline().scrubbed({13'000'000'000});
    EXPECT_FALSE(studio_->window().hints().isDone(Hint::Rewind));
    Q_EMIT studio_->timeline().scrubbed({2'000'000'000});
    EXPECT_TRUE(studio_->window().hints().isDone(Hint::Rewind));
}

TEST_F(StudioBranchesTest, TheMenuOpensByKeyToo) {
    openElection();
    trigger(Command::Change);
    ASSERT_NE(studio_->popup().menu(), nullptr);
    EXPECT_FALSE(studio_->popup().menu()->actions().isEmpty());
    studio_->popup().menu()->close();
}

TEST_F(StudioBranchesTest, TheMomentStaysWhileItsMenuIsRead) {
    openElection();
    timeline::PlaybackClock& clock = studio_->session().clock();
    clock.play();
    trigger(Command::Change);
    EXPECT_FALSE(clock.isPlaying());
    ASSERT_NE(studio_->popup().menu(), nullptr);
    studio_->popup().menu()->close();
    EXPECT_TRUE(waitUntil([&] { return clock.isPlaying(); }));

    clock.pause();
    trigger(Command::Change);
    studio_->popup().menu()->close();
    QTest::qWait(20);
    EXPECT_FALSE(clock.isPlaying());
}

TEST_F(StudioBranchesTest, AnotherScenarioBeginsWithoutBranches) {
    openWithBranch();
    studio_->open(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml"));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_EQ(tree().current(), branches::kRoot);
    EXPECT_EQ(tree().rowCount(tree().indexOf(branches::kRoot)), 0);
    EXPECT_TRUE(studio_->window().script().typed().isEmpty());
    EXPECT_FALSE(isEnabled(Command::Undo));
    EXPECT_EQ(Preferences().recentFiles().front(),
              QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml"));
}

TEST_F(StudioBranchesTest, TheBranchesOfAScenarioAreThereWhenItIsOpenedAgain) {
    openWithBranch();
    tree().rename(tree().current(), QStringLiteral("without kv-4"));
    const branches::Branch made = tree().branch(tree().current());
    studio_->open(QStringLiteral(ORRERY_SOURCE_DIR "/scenarios/raft/split-vote.yaml"));
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    openElection();
    EXPECT_EQ(tree().current(), branches::kRoot);
    ASSERT_EQ(tree().rowCount(tree().indexOf(branches::kRoot)), 1);
    ASSERT_TRUE(tree().contains(made.id));
    EXPECT_EQ(tree().branch(made.id).name, QStringLiteral("without kv-4"));
    tree().setCurrent(made.id);
    ASSERT_TRUE(waitUntil([&] { return isComplete(); }));
    EXPECT_EQ(tree().branch(made.id).overlay.lines(), made.overlay.lines());
    EXPECT_TRUE(studio_->window().script().problems().empty());
}

TEST(StudioWithoutParts, AMissingLibraryIsSaidInTheWindow) {
    const QTemporaryDir folder;
    Appearance appearance;
    appearance.restore();
    appearance.setLanguage(sim::trace::Language::English);
    Studio studio(
        appearance,
        {QStringLiteral(ORRERY_PROGRAM), folder.filePath(QStringLiteral("runs")), {}, {}});
    studio.window().show();
    studio.openFirst();
    EXPECT_TRUE(studio.window().banner().message().contains(QStringLiteral("Ctrl+O")));
}

TEST(StudioWithoutParts, AMissingProgramIsSaidInTheWindow) {
    const QTemporaryDir folder;
    Appearance appearance;
    appearance.restore();
    Studio studio(appearance, {QStringLiteral("/no/such/orrery"),
                               folder.filePath(QStringLiteral("runs")),
                               QStringLiteral(ORRERY_SOURCE_DIR "/scenarios"),
                               {}});
    studio.window().show();
    studio.openFirst();
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return studio.window().banner().message().contains(QStringLiteral("orrery")); },
        kPatienceMs));
}

} // namespace
} // namespace gui::shell
