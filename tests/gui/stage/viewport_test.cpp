// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/viewport.h"

#include <gtest/gtest.h>

namespace gui::stage {
namespace {

Viewport viewport() {
    Viewport view;
    view.resize(QSizeF(800, 600), {800, 600});
    return view;
}

void expectNear(sim::scene::Point point, double x, double y) {
    // Pictures lie on whole pixels of the widget.
    EXPECT_NEAR(point.x, x, 0.51);
    EXPECT_NEAR(point.y, y, 0.51);
}

TEST(Viewport, APictureOfTheWidgetsSizeFitsAsItIs) {
    EXPECT_EQ(viewport().transform(), QTransform());
}

TEST(Viewport, ALargerPictureIsShrunkAndCentred) {
    Viewport view;
    view.resize(QSizeF(400, 600), {800, 600});
    EXPECT_EQ(view.scale(), 0.5);
    EXPECT_EQ(view.toWidget({0, 0, 800, 600}), QRectF(0, 150, 400, 300));
}

TEST(Viewport, WhatIsUnderTheCursorStaysThereWhenZooming) {
    Viewport view = viewport();
    for (const double factor : {1.2, 1.2, 3.0, 0.7}) {
        const sim::scene::Point before = view.toPicture({200, 450});
        view.zoom(factor, {200, 450});
        expectNear(view.toPicture({200, 450}), before.x, before.y);
    }
    EXPECT_NEAR(view.factor(), 1.2 * 1.2 * 3 * 0.7, 1e-9);
}

TEST(Viewport, ZoomHasLimits) {
    Viewport view = viewport();
    view.zoom(1000, {0, 0});
    EXPECT_EQ(view.factor(), Viewport::kLargest);
    view.zoom(1e-6, {0, 0});
    EXPECT_EQ(view.factor(), Viewport::kSmallest);
}

TEST(Viewport, DraggingMovesThePictureWithTheHand) {
    Viewport view = viewport();
    view.zoom(2, {400, 300});
    const sim::scene::Point before = view.toPicture({400, 300});
    view.pan({50, -30});
    expectNear(view.toPicture({450, 270}), before.x, before.y);
}

TEST(Viewport, ThePictureCannotBeLost) {
    Viewport view = viewport();
    view.pan({100'000, -100'000});
    EXPECT_TRUE(view.toWidget({0, 0, 800, 600}).intersects(QRectF(0, 0, 800, 600)));
}

TEST(Viewport, FitShowsTheWholePictureAgain) {
    Viewport view = viewport();
    view.zoom(3, {10, 10});
    EXPECT_FALSE(view.isFit());
    view.fit();
    EXPECT_TRUE(view.isFit());
    EXPECT_EQ(view.toWidget({0, 0, 800, 600}), QRectF(0, 0, 800, 600));
}

TEST(Viewport, TheMiddleStaysInTheMiddleWhenTheWidgetGrows) {
    Viewport view = viewport();
    view.zoom(2, {100, 100});
    const sim::scene::Point before = view.toPicture({400, 300});
    view.resize(QSizeF(1200, 900), {1200, 900});
    expectNear(view.toPicture({600, 450}), before.x * 1.5, before.y * 1.5);
}

TEST(Viewport, WhatIsOutOfSightIsRevealed) {
    Viewport view = viewport();
    view.zoom(4, {0, 0});
    const sim::scene::Rect thing{700, 500, 60, 40};
    EXPECT_FALSE(QRectF(0, 0, 800, 600).contains(view.toWidget(thing)));
    view.reveal(thing);
    EXPECT_TRUE(QRectF(-1, -1, 802, 602).contains(view.toWidget(thing)));
    const QTransform seen = view.transform();
    view.reveal(thing);
    EXPECT_EQ(view.transform(), seen);
}

} // namespace
} // namespace gui::stage
