// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/shape.h"

#include <cstddef>
#include <vector>

/// What differs between two versions of a layer.
namespace gui::stage {

struct LayerDiff {
    std::vector<std::size_t> removed; ///< indexes into the version before
    std::vector<std::size_t> added;   ///< indexes into the version after

    bool isEmpty() const { return removed.empty() && added.empty(); }
};

/// Shapes that are in neither list are in both versions, in the same order: where none of the
/// lists' shapes is drawn, the pixels are the same. Not always the smallest such lists.
LayerDiff compareLayers(const std::vector<sim::scene::Shape>& before,
                        const std::vector<sim::scene::Shape>& after);

} // namespace gui::stage
