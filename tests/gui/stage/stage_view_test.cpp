// SPDX-License-Identifier: GPL-3.0-or-later
// The stage as people use it: mouse, wheel and keys, with a run of the real program.
#include "gui/stage/stage_view.h"
#include "tests/gui/stage/made_trace.h"
#include "tests/gui/stage/pictures.h"

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace gui::stage {
namespace {

using sim::SimTime;
using sim::scene::Hit;
using sim::scene::Label;
using sim::scene::Layer;

class Stage : public testing::Test {
protected:
    Stage() {
        view_.resize(1280, 720);
        view_.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&view_));
        show(smallTrace(), 5);
        QObject::connect(&view_, &StageView::menuRequested, &view_,
                         [this](const std::optional<Hit>& hit, SimTime at, QPoint) {
                             menus_.push_back({hit ? hit->name : "", at});
                         });
        QObject::connect(&view_, &StageView::activated, &view_,
                         [this](const Hit& hit) { activated_.push_back(hit.name); });
    }

    void show(const MadeTrace& trace, double seconds) {
        view_.setFrame(trace.frameAt(seconds));
        view_.repaint();
    }
    QPoint middleOf(const char* name) {
        const auto place = view_.placeOf(QString::fromLatin1(name));
        EXPECT_TRUE(place) << name;
        return place.value_or(QRectF()).center().toPoint();
    }
    void click(QPoint at, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mouseClick(&view_, button, {}, at);
        view_.repaint();
    }
    void turnWheel(QPointF at, int notches, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(at, view_.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view_, &event);
        view_.repaint();
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&view_, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view_, (from + to) / 2);
        QTest::mouseMove(&view_, to);
        QTest::mouseRelease(&view_, Qt::LeftButton, {}, to);
        view_.repaint();
    }
    /// Of the link kv-1--core, as it is drawn.
    std::pair<QPointF, QPointF> endsOfLink() {
        for (const sim::scene::Shape& shape : view_.picture().at(Layer::Ground)) {
            const auto* line = std::get_if<sim::scene::Line>(&shape.geometry);
            if (line != nullptr && shape.name == "link/kv-1--core") {
                const auto& from = line->points.front();
                const auto& to = line->points.back();
                return {{from.x, from.y}, {to.x, to.y}};
            }
        }
        ADD_FAILURE() << "no such link";
        return {};
    }
    bool shows(const std::string& text) {
        for (const auto& layer : view_.picture().layers) {
            for (const sim::scene::Shape& shape : layer) {
                const auto* label = std::get_if<Label>(&shape.geometry);
                if (label != nullptr && label->text.find(text) != std::string::npos) {
                    return true;
                }
            }
        }
        return false;
    }
    double largestLabel() {
        double largest = 0;
        for (const sim::scene::Shape& shape : view_.picture().at(Layer::Things)) {
            const auto* label = std::get_if<Label>(&shape.geometry);
            largest = std::max(largest, label != nullptr ? label->size : 0);
        }
        return largest;
    }

    struct Menu {
        std::string name;
        SimTime at;
    };
    StageView view_;
    std::vector<Menu> menus_;
    std::vector<std::string> activated_;
};

TEST_F(Stage, ShowsTheMachinesOfTheRun) {
    for (const char* name : {"kv-1", "kv-2", "kv-3", "user-1", "user-2"}) {
        EXPECT_TRUE(view_.placeOf(QString::fromLatin1(name))) << name;
        EXPECT_TRUE(shows(name)) << name;
    }
    const QImage image = view_.grab().toImage();
    const QRect box = view_.placeOf(QStringLiteral("kv-1"))->toAlignedRect();
    EXPECT_NE(image.copy(box.adjusted(-4, -4, 4, 4)),
              image.copy(QRect(QPoint(0, 0), box.size() + QSize(8, 8))));
}

TEST_F(Stage, PicturesChangeWithTheTime) {
    const sim::scene::Picture before = view_.picture();
    show(smallTrace(), 7);
    EXPECT_NE(view_.picture(), before);
}

TEST_F(Stage, WithoutASliceTheLastPictureStays) {
    const sim::scene::Picture before = view_.picture();
    StageFrame frame = smallTrace().frameAt(7);
    frame.slice = nullptr;
    view_.setFrame(frame);
    view_.repaint();
    EXPECT_EQ(view_.picture(), before);
}

TEST_F(Stage, NothingMovesWhenTheRunIsKnownFurther) {
    const QPoint before = middleOf("kv-2");
    StageFrame frame = smallTrace().frameAt(5);
    frame.world = smallTrace().worldAgain();
    view_.setFrame(frame);
    view_.repaint();
    EXPECT_EQ(middleOf("kv-2"), before);
}

TEST_F(Stage, AClickNamesTheThingUnderIt) {
    click(middleOf("kv-2"));
    EXPECT_EQ(activated_, std::vector<std::string>{"kv-2"});
    const auto hit = view_.hitAt(middleOf("kv-2"));
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->kind, Hit::Kind::Process);
}

TEST_F(Stage, TheGroundIsNoThing) {
    EXPECT_FALSE(view_.hitAt({2, 2}));
    click({2, 2});
    EXPECT_TRUE(activated_.empty());
}

TEST_F(Stage, ARightPressPinsTheTimeThatWasSeen) {
    // A newer frame has come, but nobody has seen it yet.
    view_.setFrame(smallTrace().frameAt(7));
    QTest::mousePress(&view_, Qt::RightButton, {}, middleOf("kv-1"));
    ASSERT_EQ(menus_.size(), 1);
    EXPECT_EQ(menus_[0].name, "kv-1");
    EXPECT_EQ(menus_[0].at.ns, 5'000'000'000);
    QTest::mousePress(&view_, Qt::RightButton, {}, {2, 2});
    ASSERT_EQ(menus_.size(), 2);
    EXPECT_EQ(menus_[1].name, "");
}

TEST_F(Stage, TheWheelZoomsAroundTheCursor) {
    const QPoint fixed = middleOf("kv-1");
    turnWheel(fixed, 4);
    EXPECT_GT(view_.zoomFactor(), 1.9);
    EXPECT_LE((middleOf("kv-1") - fixed).manhattanLength(), 3);
    EXPECT_EQ(view_.hitAt(fixed)->name, "kv-1");
    turnWheel(fixed, -4);
    EXPECT_NEAR(view_.zoomFactor(), 1, 1e-9);
}

TEST_F(Stage, TheWheelWithControlIsForTheSizeOfText) {
    turnWheel({600, 300}, 3, Qt::ControlModifier);
    EXPECT_EQ(view_.zoomFactor(), 1);
}

TEST_F(Stage, AZoomedPictureBecomesSharpWhenTheWheelRests) {
    turnWheel(middleOf("kv-1"), 4);
    const QImage hasty = view_.grab().toImage();
    QTest::qWait(300);
    const QImage sharp = view_.grab().toImage();
    EXPECT_NE(hasty, sharp);
    QTest::qWait(200);
    EXPECT_EQ(view_.grab().toImage(), sharp);
}

TEST_F(Stage, DraggingTheGroundMovesThePicture) {
    turnWheel({640, 360}, 4);
    const QPoint before = middleOf("kv-2");
    drag({640, 600}, {600, 560});
    EXPECT_LE((middleOf("kv-2") - before - QPoint(-40, -40)).manhattanLength(), 3);
    EXPECT_TRUE(activated_.empty());
}

TEST_F(Stage, AMovedPictureIsTheSameAsOnePaintedAnew) {
    turnWheel({640, 360}, 2);
    QTest::qWait(300);
    drag({640, 600}, {573, 641});
    QTest::mouseMove(&view_, {2, 2});
    const QImage moved = view_.grab().toImage();
    view_.setTheme(sim::scene::Theme::Dark);
    view_.repaint();
    view_.setTheme(sim::scene::Theme::Light);
    // Qt rounds the edge of a line that is painted in two pieces differently: some hundred of its
    // pixels by one of 255 levels, now and then one by two.
    const QImage anew = view_.grab().toImage();
    EXPECT_EQ(compareImages(moved, anew, 2).pixels, 0);
    EXPECT_LE(compareImages(moved, anew, 1).pixels, 2);
}

TEST_F(Stage, ADoubleClickOnTheGroundFitsThePicture) {
    turnWheel({640, 360}, 4);
    drag({640, 600}, {500, 500});
    QPoint ground(5, 5);
    while (view_.hitAt(ground)) {
        ground += QPoint(5, 5);
    }
    QTest::mouseDClick(&view_, Qt::LeftButton, {}, ground);
    EXPECT_EQ(view_.zoomFactor(), 1);
}

TEST_F(Stage, ResizingFillsTheWidgetAndKeepsTheMiddle) {
    view_.resize(1600, 900);
    view_.repaint();
    EXPECT_EQ(view_.picture().size, (sim::scene::Size{1600, 900}));
    turnWheel(middleOf("kv-2"), 6);
    drag(middleOf("kv-2") + QPoint(0, 200), QPoint(800, 650));
    const QPoint before = middleOf("kv-2") - view_.rect().center();
    view_.resize(1200, 675);
    view_.repaint();
    const QPoint after = middleOf("kv-2") - view_.rect().center();
    EXPECT_NEAR(after.x(), before.x() * 0.75, 40);
    EXPECT_NEAR(after.y(), before.y() * 0.75, 40);
}

TEST_F(Stage, TabVisitsEveryThingOnceAndThenLeaves) {
    std::vector<std::string> visited;
    for (int i = 0; i < 50; ++i) {
        QKeyEvent event(QEvent::KeyPress, Qt::Key_Tab, Qt::NoModifier);
        QApplication::sendEvent(&view_, &event);
        QTest::keyClick(&view_, Qt::Key_Return);
        if (!visited.empty() && activated_.back() == visited.back()) {
            break;
        }
        visited.push_back(activated_.back());
    }
    for (const char* name : {"kv-1", "kv-2", "kv-3", "user-1", "user-2", "core"}) {
        EXPECT_EQ(std::count(visited.begin(), visited.end(), name), 1) << name;
    }
}

TEST_F(Stage, ArrowsGoToTheNextThingInTheirDirection) {
    click(middleOf("kv-1"));
    QTest::keyClick(&view_, Qt::Key_Down);
    QTest::keyClick(&view_, Qt::Key_Return);
    EXPECT_EQ(activated_.back(), "kv-2");
    QTest::keyClick(&view_, Qt::Key_Up);
    QTest::keyClick(&view_, Qt::Key_Return);
    EXPECT_EQ(activated_.back(), "kv-1");
    QTest::keyClick(&view_, Qt::Key_Left);
    QTest::keyClick(&view_, Qt::Key_Return);
    EXPECT_NE(activated_.back(), "kv-1");
}

TEST_F(Stage, TheMenuKeyOpensTheMenuOfWhatIsChosen) {
    click(middleOf("kv-3"));
    QTest::keyClick(&view_, Qt::Key_Menu);
    QTest::keyClick(&view_, Qt::Key_F10, Qt::ShiftModifier);
    ASSERT_EQ(menus_.size(), 2);
    EXPECT_EQ(menus_[0].name, "kv-3");
    EXPECT_EQ(menus_[1].name, "kv-3");
    QTest::keyClick(&view_, Qt::Key_Escape);
    QTest::keyClick(&view_, Qt::Key_Menu);
    EXPECT_EQ(menus_[2].name, "");
}

TEST_F(Stage, WhatIsChosenStaysChosenWhileTimePasses) {
    click(middleOf("kv-3"));
    show(smallTrace(), 7);
    view_.resize(1000, 600);
    view_.repaint();
    QTest::keyClick(&view_, Qt::Key_Return);
    EXPECT_EQ(activated_, (std::vector<std::string>{"kv-3", "kv-3"}));
}

TEST_F(Stage, AChosenThingIsRevealed) {
    click(middleOf("kv-1"));
    turnWheel({10, 700}, 10);
    EXPECT_FALSE(view_.rect().contains(middleOf("kv-2")));
    QTest::keyClick(&view_, Qt::Key_Down);
    EXPECT_TRUE(view_.rect().intersects(
        view_.placeOf(QStringLiteral("kv-2")).value_or(QRectF()).toAlignedRect()));
}

TEST_F(Stage, TilesOpenOnAClickAndFoldOnEscape) {
    show(foldedTrace(), 5);
    const auto tile = view_.placeOf(QStringLiteral("user"));
    const auto pip = view_.placeOf(QStringLiteral("user-30"));
    ASSERT_TRUE(tile && pip);
    click(tile->topLeft().toPoint() + QPoint(8, 8));
    EXPECT_EQ(activated_.back(), "user");
    EXPECT_GT(view_.placeOf(QStringLiteral("user"))->width(), tile->width());
    EXPECT_GT(view_.placeOf(QStringLiteral("user-30"))->width(), 2 * pip->width());
    QTest::keyClick(&view_, Qt::Key_Escape);
    QTest::keyClick(&view_, Qt::Key_Escape);
    view_.repaint();
    EXPECT_EQ(view_.placeOf(QStringLiteral("user")), tile);
}

/// The middle of a box of the picture, on the widget.
QPoint middleOfBox(const StageView& view, const std::string& name) {
    for (const sim::scene::Shape& shape : view.picture().at(Layer::Things)) {
        const auto* box = std::get_if<sim::scene::Box>(&shape.geometry);
        if (box != nullptr && shape.name == name) {
            const auto middle = box->rect.centre();
            return {static_cast<int>(middle.x), static_cast<int>(middle.y)};
        }
    }
    ADD_FAILURE() << name << " is not drawn";
    return {};
}

TEST_F(Stage, ASignOpensATileAndClosesIt) {
    show(foldedTrace(), 5);
    const auto tile = view_.placeOf(QStringLiteral("user"));
    click(middleOfBox(view_, "tile/user/open"));
    EXPECT_NE(view_.placeOf(QStringLiteral("user")), tile);
    click(middleOfBox(view_, "tile/user/close"));
    EXPECT_EQ(view_.placeOf(QStringLiteral("user")), tile);
}

/// Where a message is drawn, and which one.
std::pair<std::uint64_t, QPoint> someMessage(const StageView& view) {
    for (const sim::scene::Shape& shape : view.picture().at(Layer::Traffic)) {
        const auto* glyph = std::get_if<sim::scene::Glyph>(&shape.geometry);
        if (glyph != nullptr && shape.name.starts_with("message/") &&
            shape.name.find('/', 8) == std::string::npos) {
            const QPoint at(static_cast<int>(glyph->at.x), static_cast<int>(glyph->at.y));
            const auto hit = view.hitAt(at);
            if (hit && hit->kind == Hit::Kind::Message) {
                return {hit->message, at};
            }
        }
    }
    return {};
}

TEST_F(Stage, TellsWhatAMessageSaysOnceItIsTold) {
    auto at = 5.0;
    for (; someMessage(view_).first == 0 && at < 5.5; at += 0.01) {
        show(smallTrace(), at);
    }
    const auto [message, point] = someMessage(view_);
    ASSERT_NE(message, 0U);
    QSignalSpy asked(&view_, &StageView::messageAsked);
    QTest::mouseMove(&view_, point);
    QHelpEvent help(QEvent::ToolTip, point, view_.mapToGlobal(point));
    QApplication::sendEvent(&view_, &help);
    ASSERT_EQ(asked.count(), 1);
    EXPECT_EQ(asked.front().front().value<std::uint64_t>(), message);
    EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("sent at"))) << message;
    sim::trace::MessageRow row = smallTrace().messageOf(message);
    row.summary = "a summary";
    view_.tellMessage(row);
    EXPECT_TRUE(QToolTip::text().contains(QStringLiteral("a summary")));
    row.id += 1;
    row.summary = "of another one";
    view_.tellMessage(row);
    EXPECT_FALSE(QToolTip::text().contains(QStringLiteral("of another one")));
}

TEST_F(Stage, TheSizeOfTextIsThatAskedFor) {
    const double before = largestLabel();
    view_.setTextScale(1.5);
    view_.repaint();
    EXPECT_NEAR(largestLabel(), before * 1.5, before * 0.2);
}

TEST_F(Stage, TheLanguageIsSwitchedLive) {
    show(smallTrace(), 7);
    EXPECT_TRUE(shows("leader"));
    view_.setLanguage(sim::trace::Language::Chinese);
    view_.repaint();
    EXPECT_FALSE(shows("leader"));
    EXPECT_TRUE(shows("领导者"));
}

TEST_F(Stage, ALinkIsFoundALittleBesideItAndUnderItsMessages) {
    const auto [a, b] = endsOfLink();
    const QPointF along = (b - a) / std::hypot(b.x() - a.x(), b.y() - a.y());
    const QPointF aside(-along.y(), along.x());
    const QPointF middle = (a + b) / 2;
    for (const double away : {0.0, 4.0, -8.0, 8.0}) {
        const auto hit = view_.changeableAt(middle + aside * away);
        ASSERT_TRUE(hit) << away;
        EXPECT_EQ(hit->kind, Hit::Kind::Link);
    }
    EXPECT_FALSE(view_.changeableAt(middle + aside * 40));
    EXPECT_EQ(view_.changeableAt(middleOf("kv-1"))->kind, Hit::Kind::Process)
        << "what stands there comes first";
}

TEST_F(Stage, EveryPlaceOfALinkGivesItsMenuWhateverMovesOnIt) {
    const auto [a, b] = endsOfLink();
    int links = 0;
    for (double share = 0.3; share < 0.7; share += 0.01) {
        click((a + (b - a) * share).toPoint(), Qt::RightButton);
        links += menus_.back().name.find("--") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(links, static_cast<int>(menus_.size()));
}

TEST_F(Stage, AMessageThatIsPointedAtIsOutlinedWithItsEnds) {
    const QImage before = view_.grab().toImage();
    view_.setPointed(Pointed{1, QStringLiteral("kv-1"), QStringLiteral("kv-2")});
    view_.repaint();
    const QImage pointed = view_.grab().toImage();
    for (const char* end : {"kv-1", "kv-2"}) {
        const QRect place =
            view_.placeOf(QString::fromLatin1(end))->toAlignedRect().adjusted(-8, -8, 8, 8);
        EXPECT_NE(pointed.copy(place), before.copy(place)) << end;
    }
    view_.setPointed({});
    view_.repaint();
    EXPECT_EQ(view_.grab().toImage(), before);
}

TEST_F(Stage, NothingShowsThroughTheCaptionOfAZoomedPicture) {
    turnWheel(middleOf("kv-1"), 6);
    const QImage one = view_.grab().toImage();
    drag(QPoint(640, 300), QPoint(600, 250));
    const QImage other = view_.grab().toImage();
    EXPECT_NE(one.copy(0, 0, 1280, 400), other.copy(0, 0, 1280, 400));
    EXPECT_EQ(one.copy(0, 690, 1280, 30), other.copy(0, 690, 1280, 30));
    EXPECT_FALSE(view_.hitAt(QPointF(640, 710)));
}

TEST_F(Stage, TellsWhatItShowsToThoseWhoCannotSeeIt) {
    EXPECT_TRUE(view_.accessibleDescription().contains(QStringLiteral("5 machine")))
        << view_.accessibleDescription().toStdString();
    EXPECT_FALSE(view_.accessibleDescription().contains(QStringLiteral("kv-3")));
    show(smallTrace(), 7);
    EXPECT_TRUE(view_.accessibleDescription().contains(QStringLiteral("kv-3")))
        << view_.accessibleDescription().toStdString();
    click(middleOf("kv-1"));
    EXPECT_TRUE(view_.accessibleDescription().startsWith(QStringLiteral("kv-1")));
}

TEST_F(Stage, HoveringMarksTheThingUnderTheMouse) {
    QTest::mouseMove(&view_, {2, 2});
    const QImage before = view_.grab().toImage();
    QTest::mouseMove(&view_, middleOf("kv-1"));
    EXPECT_EQ(view_.cursor().shape(), Qt::PointingHandCursor);
    EXPECT_NE(view_.grab().toImage(), before);
    QTest::mouseMove(&view_, {2, 2});
    EXPECT_EQ(view_.grab().toImage(), before);
}

} // namespace
} // namespace gui::stage
