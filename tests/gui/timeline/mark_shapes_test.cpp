// SPDX-License-Identifier: GPL-3.0-or-later
// Goal: each kind of mark has a shape of its own, also in grey; marks that are too close together
// become one that shows the gravest.
#include "gui/timeline/mark_shapes.h"

#include <QImage>
#include <gtest/gtest.h>

#include <map>

namespace gui::timeline {
namespace {

using namespace core::literals;
using sim::SimTime;
using sim::scene::Mark;
using sim::scene::Theme;
using Kind = Mark::Kind;

constexpr std::array kKinds{Kind::Fault,  Kind::Repair,   Kind::RefusedFault,
                            Kind::Action, Kind::Headline, Kind::FailedCheck};

Mark markAt(Kind kind, core::Duration since) {
    return {kind, SimTime{} + since, "", ""};
}

/// Black where anything but the ground was painted.
QImage silhouette(const MarkGroup& group, Theme theme) {
    QImage image(24, 24, QImage::Format_RGB32);
    const QColor ground = inkColour(sim::scene::Ink::Canvas, theme);
    image.fill(ground);
    QPainter painter(&image);
    paintMark(painter, group, {12, 12}, 16, theme);
    painter.end();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const int away = std::abs(image.pixelColor(x, y).lightness() - ground.lightness());
            image.setPixelColor(x, y, away > 40 ? Qt::black : Qt::white);
        }
    }
    return image;
}

int differing(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            count += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
        }
    }
    return count;
}

TEST(Marks, HaveShapesOfTheirOwnInBothThemes) {
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        for (const Kind a : kKinds) {
            for (const Kind b : kKinds) {
                if (a < b) {
                    EXPECT_GT(
                        differing(silhouette({a, 0, {}}, theme), silhouette({b, 0, {}}, theme)), 20)
                        << static_cast<int>(a) << " and " << static_cast<int>(b);
                }
            }
        }
    }
}

TEST(Marks, AreSeenAsManyWhenTheyAreMany) {
    const Mark mark = markAt(Kind::Fault, 1_s);
    EXPECT_GT(differing(silhouette({Kind::Fault, 0, {&mark}}, Theme::Light),
                        silhouette({Kind::Fault, 0, {&mark, &mark}}, Theme::Light)),
              10);
}

TEST(MarkGroups, JoinWhatIsTooCloseAndShowTheGravest) {
    const TimeScale scale(60_s, 0, 600);
    const std::vector<Mark> marks{markAt(Kind::Repair, 10_s), markAt(Kind::Fault, 10'100_ms),
                                  markAt(Kind::Action, 30_s)};
    const auto groups = groupsOf(marks, MarkLane::Above, scale, 10);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].marks.size(), 2U);
    EXPECT_EQ(groups[0].kind, Kind::Fault);
    EXPECT_EQ(groups[0].x, 100);
    EXPECT_EQ(groups[1].kind, Kind::Action);
}

TEST(MarkGroups, PartWhenZoomedIn) {
    TimeScale scale(60_s, 0, 600);
    const std::vector<Mark> marks{markAt(Kind::Fault, 10_s), markAt(Kind::Fault, 10'100_ms)};
    scale.zoom(100, scale.xOf(marks[0].at));
    EXPECT_EQ(groupsOf(marks, MarkLane::Above, scale, 10).size(), 2U);
}

TEST(MarkGroups, KeepHeadlinesOnTheTrackAndOthersAbove) {
    const TimeScale scale(60_s, 0, 600);
    const std::vector<Mark> marks{markAt(Kind::Headline, 10_s), markAt(Kind::FailedCheck, 10_s)};
    ASSERT_EQ(groupsOf(marks, MarkLane::Track, scale, 10).size(), 1U);
    EXPECT_EQ(groupsOf(marks, MarkLane::Track, scale, 10)[0].kind, Kind::Headline);
    EXPECT_EQ(groupsOf(marks, MarkLane::Above, scale, 10)[0].kind, Kind::FailedCheck);
}

TEST(Badges, KeepTheIconOfEachChange) {
    const std::vector<OwnChange> changes{{SimTime{} + 10_s, QStringLiteral("power-off"), {}},
                                         {SimTime{} + 10_s, QStringLiteral("cut"), {}},
                                         {SimTime{} + 40_s, QStringLiteral("set"), {}},
                                         {SimTime{} + 90_s, QStringLiteral("crash"), {}}};
    const auto groups = badgesOf(changes, TimeScale(60_s, 0, 600), 10);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].verbs,
              (std::vector<QString>{QStringLiteral("power-off"), QStringLiteral("cut")}));
    EXPECT_EQ(groups[1].verbs, (std::vector<QString>{QStringLiteral("set")}));
    EXPECT_EQ(groups[1].x, 400);
}

TEST(MarkGroups, LeaveOutWhatIsNotShown) {
    TimeScale scale(60_s, 0, 600);
    scale.zoom(10, 0);
    const std::vector<Mark> marks{markAt(Kind::Fault, 50_s)};
    EXPECT_TRUE(groupsOf(marks, MarkLane::Above, scale, 10).empty());
}

} // namespace
} // namespace gui::timeline
