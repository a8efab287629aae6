// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/layer_diff.h"
#include "tests/gui/stage/pictures.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gui::stage {
namespace {

using Shapes = std::vector<sim::scene::Shape>;

Shapes boxes(const std::string& names) {
    Shapes shapes;
    for (const char name : names) {
        shapes.push_back({std::string(1, name), sim::scene::Box{{0, 0, double(name), 1}, 0}, {}});
    }
    return shapes;
}

Shapes without(const Shapes& shapes, const std::vector<std::size_t>& left) {
    Shapes rest;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (std::find(left.begin(), left.end(), i) == left.end()) {
            rest.push_back(shapes[i]);
        }
    }
    return rest;
}

TEST(LayerDiff, EqualLayersHaveNone) {
    EXPECT_TRUE(compareLayers(boxes("abc"), boxes("abc")).isEmpty());
}

TEST(LayerDiff, AShapeThatChangedIsInBothLists) {
    const LayerDiff diff = compareLayers(boxes("abc"), boxes("axc"));
    EXPECT_EQ(diff.removed, std::vector<std::size_t>{1});
    EXPECT_EQ(diff.added, std::vector<std::size_t>{1});
}

TEST(LayerDiff, OnlyWhatCameOrWentIsNamed) {
    const LayerDiff come = compareLayers(boxes("abc"), boxes("abxyc"));
    EXPECT_TRUE(come.removed.empty());
    EXPECT_EQ(come.added, (std::vector<std::size_t>{2, 3}));
    const LayerDiff gone = compareLayers(boxes("abcd"), boxes("d"));
    EXPECT_EQ(gone.removed, (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_TRUE(gone.added.empty());
}

TEST(LayerDiff, AnotherOrderIsADifference) {
    EXPECT_FALSE(compareLayers(boxes("ab"), boxes("ba")).isEmpty());
}

TEST(LayerDiff, WhatIsInNeitherListIsTheSameInTheSameOrder) {
    sim::scene::Picture before = randomPicture(1);
    for (std::uint32_t i = 0; i < 200; ++i) {
        sim::scene::Picture after = changedPicture(before, i);
        for (const auto layer : {sim::scene::Layer::Ground, sim::scene::Layer::Things}) {
            const LayerDiff diff = compareLayers(before.at(layer), after.at(layer));
            EXPECT_EQ(without(before.at(layer), diff.removed),
                      without(after.at(layer), diff.added));
        }
        before = std::move(after);
    }
}

} // namespace
} // namespace gui::stage
