// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: the timeline is scrubbed, zoomed and asked by mouse and by keys, says in words what its
// marks are, and grows with the font.
#include "gui/timeline/timeline_bar.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>
#include <QToolTip>
#include <QWheelEvent>
#include <gtest/gtest.h>

#include <cmath>

namespace gui::timeline {
namespace {

using namespace core::literals;
using sim::SimTime;
using sim::scene::Mark;
using sim::scene::Storyline;

SimTime at(core::Duration since) {
    return SimTime{} + since;
}

/// A fault and its headline at 10 s, a headline at 30 s, a repair at 50 s.
TimelineContent content() {
    std::vector<Mark> marks{{Mark::Kind::Fault, at(10_s), "fault: power-off web-3", "故障"},
                            {Mark::Kind::Headline, at(10_s), "host web-3 loses power", "主机断电"},
                            {Mark::Kind::Headline, at(30_s), "a <new> leader", "新领导者"},
                            {Mark::Kind::Repair, at(50_s), "operator: power-on web-3", "通电"}};
    TimelineContent content;
    content.story = Storyline::of({}, std::move(marks), {}, at(60_s));
    content.edge = at(60_s);
    content.horizon = at(60_s);
    return content;
}

class Timeline : public ::testing::Test {
protected:
    void SetUp() override {
        QFont font(QStringLiteral("Noto Sans CJK SC"));
        font.setPixelSize(14);
        bar.setFont(font);
        bar.resize(1'000, bar.sizeHint().height());
        bar.setContent(content());
        bar.show();
        bar.setFocus();
    }
    /// A place on the track (or above it, below it: the strip) at a time.
    QPoint onTrack(SimTime time) const { return {x(time), bar.height() * 2 / 5}; }
    QPoint above(SimTime time) const { return {x(time), bar.height() / 6}; }
    QPoint onStrip(SimTime time) const { return {x(time), bar.height() * 3 / 5}; }
    int x(SimTime time) const { return static_cast<int>(std::lround(bar.xOf(time))); }
    SimTime lastScrub() const { return spy.last().at(0).value<SimTime>(); }
    void wheel(QPoint place, QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWheelEvent event(place, bar.mapToGlobal(place), {}, angle, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&bar, &event);
    }

    TimelineBar bar;
    QSignalSpy spy{&bar, &TimelineBar::scrubbed};
};

TEST_F(Timeline, ScrubsWhereItIsPressedAndDragged) {
    QTest::mousePress(&bar, Qt::LeftButton, {}, onTrack(at(20_s)));
    ASSERT_EQ(spy.count(), 1);
    EXPECT_NEAR(static_cast<double>(lastScrub().ns), 20e9, 0.1e9);
    QTest::mouseMove(&bar, onTrack(at(25_s)));
    EXPECT_NEAR(static_cast<double>(lastScrub().ns), 25e9, 0.1e9);
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, onTrack(at(25_s)));
    const auto count = spy.count();
    QTest::mouseMove(&bar, onTrack(at(40_s)));
    EXPECT_EQ(spy.count(), count);
}

TEST_F(Timeline, NeverScrubsBeyondWhatIsComputed) {
    TimelineContent half = content();
    half.edge = at(30_s);
    bar.setContent(half);
    QTest::mouseClick(&bar, Qt::LeftButton, {}, onTrack(at(45_s)));
    EXPECT_EQ(lastScrub(), at(30_s));
    QTest::mouseClick(&bar, Qt::LeftButton, {}, {0, bar.height() / 2});
    EXPECT_EQ(lastScrub(), at(0_s));
}

TEST_F(Timeline, GoesExactlyToAMarkThatIsClickedNearby) {
    QTest::mouseClick(&bar, Qt::LeftButton, {}, onTrack(at(30_s)) + QPoint(6, 0));
    EXPECT_EQ(lastScrub(), at(30_s));
    QTest::mouseClick(&bar, Qt::LeftButton, {}, above(at(50_s)) - QPoint(6, 0));
    EXPECT_EQ(lastScrub(), at(50_s));
}

TEST_F(Timeline, LeavesAMarkWhenDraggedAwayFromIt) {
    QTest::mousePress(&bar, Qt::LeftButton, {}, onTrack(at(30_s)) + QPoint(3, 0));
    QTest::mouseMove(&bar, onTrack(at(30_s)) + QPoint(5, 0));
    EXPECT_EQ(lastScrub(), at(30_s));
    QTest::mouseMove(&bar, onTrack(at(33_s)));
    EXPECT_NEAR(static_cast<double>(lastScrub().ns), 33e9, 0.1e9);
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, onTrack(at(33_s)));
}

TEST_F(Timeline, LeavesTheRightButtonToOthers) {
    QTest::mouseClick(&bar, Qt::RightButton, {}, onTrack(at(30_s)));
    EXPECT_EQ(spy.count(), 0);
}

TEST_F(Timeline, GoesByKeys) {
    bar.setNow(at(20_s));
    QTest::keyClick(&bar, Qt::Key_Right);
    EXPECT_EQ(lastScrub(), at(20'300_ms));
    QTest::keyClick(&bar, Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_EQ(lastScrub(), at(17_s));
    QTest::keyClick(&bar, Qt::Key_End);
    EXPECT_EQ(lastScrub(), at(60_s));
    QTest::keyClick(&bar, Qt::Key_Home);
    EXPECT_EQ(lastScrub(), at(0_s));
}

TEST_F(Timeline, KeepsItsKeysFromShortcutsButNotOthers) {
    for (const auto& [key, modifiers, own] :
         {std::tuple(Qt::Key_Left, Qt::KeyboardModifiers(), true),
          std::tuple(Qt::Key_Left, Qt::KeyboardModifiers(Qt::ControlModifier), false),
          std::tuple(Qt::Key_Plus, Qt::KeyboardModifiers(Qt::ControlModifier), false),
          std::tuple(Qt::Key_Space, Qt::KeyboardModifiers(), false),
          std::tuple(Qt::Key_PageDown, Qt::KeyboardModifiers(), false)}) {
        QKeyEvent event(QEvent::ShortcutOverride, key, modifiers);
        event.ignore();
        QCoreApplication::sendEvent(&bar, &event);
        EXPECT_EQ(event.isAccepted(), own) << key << ' ' << modifiers;
    }
}

TEST_F(Timeline, ZoomsAroundTheMouse) {
    const SimTime under = bar.timeAt(onTrack(at(40_s)).x());
    wheel(onTrack(at(40_s)), {0, 240});
    EXPECT_LT(bar.visibleEnd() - bar.visibleBegin(), 40_s);
    EXPECT_NEAR(bar.xOf(under), x(at(40_s)), 1);
    wheel(onTrack(at(40_s)), {0, -2'400});
    EXPECT_EQ(bar.visibleBegin(), at(0_s));
    EXPECT_EQ(bar.visibleEnd(), at(60_s));
}

TEST_F(Timeline, PansByShiftAndWheelAndByTheMiddleButton) {
    bar.setNow(at(30_s));
    bar.zoomBy(4);
    const SimTime begin = bar.visibleBegin();
    wheel(onTrack(at(30_s)), {0, -120}, Qt::ShiftModifier);
    EXPECT_EQ(bar.visibleBegin(), begin + 1'500_ms);
    wheel(onTrack(at(30_s)), {120, 0});
    EXPECT_EQ(bar.visibleBegin(), begin);
    const QPoint grip = onTrack(at(30_s));
    QTest::mousePress(&bar, Qt::MiddleButton, {}, grip);
    QTest::mouseMove(&bar, grip + QPoint(100, 0));
    QTest::mouseRelease(&bar, Qt::MiddleButton, {}, grip + QPoint(100, 0));
    EXPECT_LT(bar.visibleBegin(), begin);
    EXPECT_EQ(spy.count(), 0);
}

TEST_F(Timeline, ZoomsByKeysAroundThePlayhead) {
    bar.setNow(at(45_s));
    QTest::keyClick(&bar, Qt::Key_Plus);
    EXPECT_NEAR(bar.xOf(at(45_s)), 750, 10);
    EXPECT_LT(bar.visibleEnd() - bar.visibleBegin(), 60_s);
    QTest::keyClick(&bar, Qt::Key_0);
    EXPECT_EQ(bar.visibleEnd() - bar.visibleBegin(), 60_s);
}

TEST_F(Timeline, FollowsThePlayheadOutOfSight) {
    bar.setNow(at(10_s));
    bar.zoomBy(10);
    const SimTime end = bar.visibleEnd();
    bar.setNow(end + 10_ms);
    EXPECT_GT(bar.visibleEnd(), end + 1_s);
    EXPECT_LE(bar.visibleBegin(), end);
}

TEST_F(Timeline, StaysWhereTheUserLooksWhenThePlayheadIsElsewhere) {
    bar.setNow(at(10_s));
    bar.zoomBy(10);
    for (int i = 0; i < 10; ++i) {
        wheel(onTrack(at(10_s)), {0, -120}, Qt::ShiftModifier);
    }
    const SimTime begin = bar.visibleBegin();
    ASSERT_GT(begin, at(11_s));
    bar.setNow(at(10'100_ms));
    EXPECT_EQ(bar.visibleBegin(), begin);
}

/// A tip as people read it.
QString plain(const QString& tip) {
    return QTextDocumentFragment::fromHtml(tip).toPlainText().simplified();
}

TEST_F(Timeline, SaysWhatAMarkIs) {
    EXPECT_EQ(plain(bar.textAt(onTrack(at(10_s)))),
              QStringLiteral("10.000 s host web-3 loses power"));
    EXPECT_EQ(plain(bar.textAt(above(at(10_s)))),
              QStringLiteral("10.000 s fault: power-off web-3"));
    EXPECT_EQ(bar.textAt(onTrack(at(20_s))), QString());
}

TEST_F(Timeline, ShowsTextsAsTheyAreWritten) {
    EXPECT_EQ(plain(bar.textAt(onTrack(at(30_s)))), QStringLiteral("30.000 s a <new> leader"));
}

TEST_F(Timeline, SaysItInChinese) {
    bar.setLanguage(sim::trace::Language::Chinese);
    EXPECT_TRUE(bar.textAt(onTrack(at(10_s))).contains(QString::fromUtf8("主机断电")));
}

TEST_F(Timeline, ShowsATipUnderTheMouse) {
    const QPoint place = onTrack(at(30_s));
    QHelpEvent event(QEvent::ToolTip, place, bar.mapToGlobal(place));
    QCoreApplication::sendEvent(&bar, &event);
    EXPECT_EQ(QToolTip::text(), bar.textAt(place));
    QToolTip::hideText();
}

TEST_F(Timeline, CountsWhatATipHasNoRoomFor) {
    std::vector<Mark> marks;
    for (int i = 0; i < 30; ++i) {
        marks.push_back({Mark::Kind::Headline, at(10_s), "line " + std::to_string(i), ""});
    }
    TimelineContent many = content();
    many.story = Storyline::of({}, marks, {}, at(60_s));
    bar.setContent(many);
    const QString text = bar.textAt(onTrack(at(10_s)));
    EXPECT_EQ(text.count(QStringLiteral("<tr>")), 9);
    EXPECT_TRUE(plain(text).endsWith(QStringLiteral("and 22 more"))) << text.toStdString();
}

TEST_F(Timeline, SaysWhatTheMarksOfABranchAre) {
    TimelineContent branch = content();
    branch.parting = at(12_s);
    branch.changes = {{at(12_s), QStringLiteral("power-off"), QStringLiteral("power off web-1")},
                      {at(25_s), QStringLiteral("cut"), QStringLiteral("cut web-2--core")}};
    branch.difference = at(20_s);
    branch.strip = {{at(30_s), at(40_s), 0.5}};
    bar.setContent(branch);
    EXPECT_TRUE(bar.textAt(onStrip(at(12_s))).contains(QStringLiteral("power off web-1")));
    EXPECT_TRUE(bar.textAt(onStrip(at(25_s))).contains(QStringLiteral("cut web-2--core")));
    EXPECT_TRUE(bar.textAt(onStrip(at(20_s))).contains(QStringLiteral("headline")));
    EXPECT_TRUE(plain(bar.textAt(onStrip(at(35_s)))).startsWith(QStringLiteral("50 %")));
    QTest::mouseClick(&bar, Qt::LeftButton, {}, onStrip(at(12_s)) + QPoint(5, 0));
    EXPECT_EQ(lastScrub(), at(12_s));
    QTest::mouseClick(&bar, Qt::LeftButton, {}, onStrip(at(25_s)) + QPoint(5, 0));
    EXPECT_EQ(lastScrub(), at(25_s));
}

TEST_F(Timeline, MarksEveryChangeOfItsBranch) {
    const QImage without = bar.grab().toImage();
    TimelineContent branch = content();
    branch.changes = {{at(12_s), QStringLiteral("power-off"), {}}};
    bar.setContent(branch);
    const QImage first = bar.grab().toImage();
    branch.changes.push_back({at(40_s), QStringLiteral("cut"), {}});
    bar.setContent(branch);
    const QImage both = bar.grab().toImage();
    const auto differs = [&](const QImage& a, const QImage& b, SimTime time) {
        const QRect place(QPoint(x(time) - 8, bar.height() / 2), QSize(16, bar.height() / 4));
        return a.copy(place) != b.copy(place);
    };
    EXPECT_TRUE(differs(without, first, at(12_s)));
    EXPECT_FALSE(differs(without, first, at(40_s)));
    EXPECT_FALSE(differs(first, both, at(12_s))) << "the first one keeps its icon";
    EXPECT_TRUE(differs(first, both, at(40_s)));
}

TEST_F(Timeline, IsASliderForThoseWhoDoNotSeeIt) {
    bar.setNow(at(12_s));
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&bar);
    ASSERT_NE(accessible, nullptr);
    EXPECT_EQ(accessible->role(), QAccessible::Slider);
    EXPECT_EQ(accessible->text(QAccessible::Value), QStringLiteral("12.000 s of 1:00.000"));
    QAccessibleValueInterface* value = accessible->valueInterface();
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->currentValue().toDouble(), 12);
    EXPECT_EQ(value->maximumValue().toDouble(), 60);
    value->setCurrentValue(40.5);
    EXPECT_EQ(lastScrub(), at(40'500_ms));
    value->setCurrentValue(100);
    EXPECT_EQ(lastScrub(), at(60_s));
}

TEST_F(Timeline, SaysWhatIsNotComputedYet) {
    TimelineContent half = content();
    half.edge = at(35_s);
    bar.setContent(half);
    EXPECT_EQ(plain(bar.textAt(onTrack(at(40_s)))), QStringLiteral("Not computed yet"));
}

TEST_F(Timeline, GrowsWithTheFont) {
    const int before = bar.sizeHint().height();
    QFont font = bar.font();
    font.setPixelSize(28);
    bar.setFont(font);
    EXPECT_NEAR(bar.sizeHint().height(), 2 * before, 8);
    EXPECT_EQ(bar.minimumSizeHint().height(), bar.sizeHint().height());
}

TEST_F(Timeline, HasANameForThoseWhoDoNotSeeIt) {
    EXPECT_EQ(bar.accessibleName(), QStringLiteral("Timeline"));
    EXPECT_EQ(bar.focusPolicy(), Qt::StrongFocus);
}

/// Columns of the track that look like the past.
int pastColumns(TimelineBar& bar) {
    const QImage image = bar.grab().toImage();
    const int y = bar.height() / 3 + 2;
    const QColor past = image.pixelColor(30, y);
    int columns = 0;
    for (int x = 0; x < image.width(); ++x) {
        columns += image.pixelColor(x, y) == past ? 1 : 0;
    }
    return columns;
}

TEST_F(Timeline, PaintsThePastUpToThePlayhead) {
    bar.setNow(at(20_s));
    EXPECT_NEAR(pastColumns(bar), bar.xOf(at(20_s)) - bar.xOf(at(0_s)), 30);
    bar.setNow(at(40_s));
    EXPECT_NEAR(pastColumns(bar), bar.xOf(at(40_s)) - bar.xOf(at(0_s)), 60);
}

TEST_F(Timeline, PaintsTheSameHoweverItGotThere) {
    TimelineBar other;
    other.setFont(bar.font());
    other.resize(bar.size());
    other.setContent(content());
    other.setNow(at(33_s));
    other.show();
    bar.clearFocus();
    other.clearFocus();
    for (const core::Duration time : {0_s, 59_s, 10_s, 33_s}) {
        bar.setNow(at(time));
        bar.repaint();
    }
    EXPECT_EQ(bar.grab().toImage(), other.grab().toImage());
}

TEST_F(Timeline, ShowsItsFocusToThoseWhoCameByAKey) {
    const auto withFocus = [this](Qt::FocusReason reason) {
        bar.clearFocus();
        bar.setFocus(reason);
        EXPECT_TRUE(bar.hasFocus());
        return bar.grab().toImage();
    };
    bar.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&bar));
    bar.clearFocus();
    const QImage without = bar.grab().toImage();
    EXPECT_EQ(withFocus(Qt::MouseFocusReason), without);
    EXPECT_NE(withFocus(Qt::TabFocusReason), without);
}

TEST_F(Timeline, CoversItselfAtOddScales) {
    bar.resize(997, bar.height());
    QPixmap image(QSize(1'496, static_cast<int>(std::ceil(bar.height() * 1.5))));
    image.setDevicePixelRatio(1.5);
    image.fill(Qt::magenta);
    bar.render(&image);
    const QImage drawn = image.toImage();
    EXPECT_NE(drawn.pixelColor(drawn.width() - 2, drawn.height() - 2), QColor(Qt::magenta));
}

TEST_F(Timeline, LooksDifferentInTheDark) {
    const QImage light = bar.grab().toImage();
    bar.setTheme(sim::scene::Theme::Dark);
    EXPECT_NE(bar.grab().toImage(), light);
    EXPECT_LT(bar.grab().toImage().pixelColor(2, bar.height() / 2).lightness(), 60);
}

} // namespace
} // namespace gui::timeline
