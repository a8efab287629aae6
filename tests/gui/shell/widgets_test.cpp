// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/branch_panel.h"
#include "gui/shell/formats.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/theme.h"
#include "gui/shell/transport_bar.h"
#include "gui/shell/tree_combo.h"
#include "gui/shell/verdicts.h"
#include "tests/gui/shell/fixture.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QTreeView>
#include <gtest/gtest.h>

#include <cmath>

/// The small widgets of the window and how numbers are written in them.
namespace gui::shell {
namespace {

using sim::trace::ExpectationResult;
using sim::trace::MeasureUnit;
using sim::trace::Verdict;

TEST(Formats, TimesHaveMilliseconds) {
    EXPECT_EQ(timeText({31'004'000'000}), QStringLiteral("31.004 s"));
    EXPECT_EQ(timeText({0}), QStringLiteral("0.000 s"));
    EXPECT_EQ(timeText({125'004'000'000}), QStringLiteral("2:05.004"));
    EXPECT_EQ(timeText({3'600'000'000'000}), QStringLiteral("1:00:00.000"));
}

TEST(Formats, LengthsTakeTheUnitThatReadsBest) {
    EXPECT_EQ(roundedText({20'000'000}), QStringLiteral("20 ms"));
    EXPECT_EQ(roundedText({1'500'000'000}), QStringLiteral("1.5 s"));
    EXPECT_EQ(roundedText({999'999'000}), QStringLiteral("1 s"));
    EXPECT_EQ(roundedText({100'000}), QStringLiteral("100 us"));
    EXPECT_EQ(roundedText({120'000'000'000}), QStringLiteral("2 min"));
    EXPECT_EQ(roundedText({7}), QStringLiteral("7 ns"));
    EXPECT_EQ(roundedText({0}), QStringLiteral("0 ns"));
    EXPECT_EQ(roundedText({-1'500'000}), QStringLiteral("-1.5 ms"));
}

TEST(Formats, PaceSaysWhatASecondIs) {
    EXPECT_EQ(paceText({20'000'000}), QStringLiteral("1 s here = 20 ms there"));
}

TEST(TransportBar, TheSliderIsLogarithmic) {
    TestWindow test;
    TransportBar& bar = test.window->transport();
    auto* slider = bar.findChild<QSlider*>();
    bar.setSpeedRange(1e-4, 100);
    QSignalSpy chosen(&bar, &TransportBar::speedChosen);
    bar.setSpeed(0.01);
    EXPECT_EQ(chosen.count(), 0);
    EXPECT_EQ(slider->value(), slider->maximum() / 3);
    slider->setValue(slider->maximum());
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_NEAR(chosen[0][0].toDouble(), 100, 1e-6);
    slider->setValue(0);
    EXPECT_NEAR(chosen[1][0].toDouble(), 1e-4, 1e-9);
    bar.setSpeed(1e9);
    EXPECT_EQ(slider->value(), slider->maximum());
}

TEST(TransportBar, TheKindOfStepFollowsItsCommandsAndBack) {
    TestWindow test;
    auto* kinds = test.window->transport().findChild<QComboBox*>();
    test.action(Command::StepByMessage)->trigger();
    EXPECT_EQ(kinds->currentIndex(), 2);
    Q_EMIT kinds->activated(1);
    EXPECT_TRUE(test.action(Command::StepByEvent)->isChecked());
    EXPECT_FALSE(test.action(Command::StepByMessage)->isChecked());
}

TEST(TreeCombo, ShowsAndChoosesItemsOfAnyDepth) {
    TestWindow test;
    auto* combo = test.window->transport().findChild<TreeCombo*>();
    const QModelIndex root = test.branches.index(0, 0);
    EXPECT_EQ(combo->currentTreeIndex(), root);
    QSignalSpy chosen(&test.window->transport(), &TransportBar::branchChosen);
    QTest::keyClick(combo, Qt::Key_Down);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_EQ(combo->currentTreeIndex(), test.branches.index(0, 0, root));
    QTest::keyClick(combo, Qt::Key_Up);
    QTest::keyClick(combo, Qt::Key_Up); // there is none above the root
    EXPECT_EQ(chosen.count(), 2);
    test.window->transport().setCurrentBranch(test.branches.index(1, 0, root));
    EXPECT_EQ(chosen.count(), 2);
    EXPECT_EQ(combo->currentTreeIndex().data().toString(),
              QStringLiteral("cut db--core at 12.5 s"));
}

TEST(TreeCombo, SurvivesThatItsItemGoes) {
    TestWindow test;
    auto* combo = test.window->transport().findChild<TreeCombo*>();
    combo->setCurrentTreeIndex(test.branches.index(0, 0, test.branches.index(0, 0)));
    test.branches.clear();
    EXPECT_FALSE(combo->currentTreeIndex().isValid());
    combo->repaint();
}

TEST(BranchPanel, RenamesByKeyAndFindsNeighbours) {
    TestWindow test;
    test.action(Command::BranchPanel)->trigger();
    const QModelIndex root = test.branches.index(0, 0);
    const QModelIndex branch = test.branches.index(0, 0, root);
    BranchPanel& panel = test.window->branchPanel();
    panel.setCurrent(branch);
    EXPECT_EQ(panel.neighbour(false), root);
    EXPECT_EQ(panel.neighbour(true), test.branches.index(1, 0, root));
    test.action(Command::RenameBranch)->trigger();
    auto* editor = panel.findChild<QLineEdit*>();
    ASSERT_NE(editor, nullptr);
    editor->setText(QStringLiteral("my branch"));
    QTest::keyClick(editor, Qt::Key_Return);
    QApplication::processEvents(); // the view takes the text a moment later
    EXPECT_EQ(branch.data().toString(), QStringLiteral("my branch"));
}

ExpectationResult expectation(Verdict verdict) {
    ExpectationResult result;
    result.name = "soon";
    result.label = {"a new leader soon", "很快有新领导者"};
    result.verdict = verdict;
    result.unit = MeasureUnit::Time;
    result.value = 5'200'000'000;
    result.bound = 4'100'000'000;
    return result;
}

TEST(Verdicts, CountWhatHoldsAndWhatFails) {
    EXPECT_EQ(verdictText({}), QString());
    EXPECT_EQ(verdictText({expectation(Verdict::Unknown)}), QString());
    EXPECT_EQ(verdictText({expectation(Verdict::Holds), expectation(Verdict::Holds)}),
              QStringLiteral("2 of 2 expectations hold"));
    const Expectations mixed{expectation(Verdict::Holds), expectation(Verdict::Fails)};
    EXPECT_EQ(verdictText(mixed), QStringLiteral("1 of 2 expectations fail"));
    EXPECT_TRUE(anyFails(mixed));
}

TEST(Verdicts, ShowTheNumberBesideItsBound) {
    EXPECT_EQ(foundText(expectation(Verdict::Fails)),
              QStringLiteral("found 5.200 s, wanted at most 4.100 s"));
    EXPECT_EQ(foundText(expectation(Verdict::Holds)),
              QStringLiteral("found 5.200 s, wanted at least 4.100 s"));
    ExpectationResult equal = expectation(Verdict::Holds);
    equal.bound = equal.value;
    EXPECT_EQ(foundText(equal), QStringLiteral("found 5.200 s, as wanted"));
    ExpectationResult without;
    EXPECT_EQ(foundText(without), QString());
    without.value = 7;
    EXPECT_EQ(foundText(without), QStringLiteral("found 7"));
}

TEST(Verdicts, WhatFailsStandsFirst) {
    VerdictList list;
    list.setExpectations({expectation(Verdict::Holds), expectation(Verdict::Fails)}, true);
    const auto labels = list.findChildren<QLabel*>();
    ASSERT_EQ(labels.size(), 6);
    EXPECT_TRUE(labels[0]->text().contains(QStringLiteral("fails")));
    EXPECT_EQ(labels[1]->text(), QStringLiteral("很快有新领导者"));
}

TEST(StatusStrip, ShowsProgressOnlyWhileARunIsComputed) {
    TestWindow test;
    Status status;
    status.seed = 7;
    status.progress = 0.25;
    test.window->status().setStatus(status);
    auto* progress = test.window->status().findChild<QProgressBar*>();
    EXPECT_TRUE(progress->isVisible());
    EXPECT_EQ(progress->value(), 250);
    status.progress = 1;
    status.expectations = {expectation(Verdict::Fails)};
    test.window->status().setStatus(status);
    EXPECT_FALSE(progress->isVisible());
    const auto* verdict = test.window->status().findChild<QPushButton*>();
    EXPECT_TRUE(verdict->isVisible());
    EXPECT_TRUE(verdict->text().contains(QStringLiteral("1 of 1 expectations fail")));
}

double luminance(const QColor& colour) {
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) +
           0.0722 * part(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

TEST(Theme, TextHasAContrastOfAtLeastFourAndAHalf) {
    using Role = QPalette::ColorRole;
    const std::vector<std::pair<Role, Role>> pairs{{QPalette::WindowText, QPalette::Window},
                                                   {QPalette::Text, QPalette::Base},
                                                   {QPalette::ButtonText, QPalette::Button},
                                                   {QPalette::HighlightedText, QPalette::Highlight},
                                                   {QPalette::ToolTipText, QPalette::ToolTipBase},
                                                   {QPalette::PlaceholderText, QPalette::Base},
                                                   {QPalette::Text, QPalette::AlternateBase}};
    for (const auto theme : {sim::scene::Theme::Light, sim::scene::Theme::Dark}) {
        const QPalette palette = paletteFor(theme);
        for (const auto& [ink, ground] : pairs) {
            EXPECT_GE(contrast(palette.color(ink), palette.color(ground)), 4.5)
                << static_cast<int>(ink) << " on " << static_cast<int>(ground);
        }
    }
}

} // namespace
} // namespace gui::shell
