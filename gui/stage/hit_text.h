// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/stage.h"
#include "sim/scene/world.h"

#include <QString>

/// What is under the mouse, in words.
namespace gui::stage {

/// A few lines: name, what it is, how it is at that time.
QString textOf(const sim::scene::Hit& hit, const sim::scene::World& world, sim::SimTime at);

/// What a number on the stage counts ("9× 1.0 s" on a link); empty: the shape is none.
QString textOfCount(const sim::scene::Shape& shape);

/// The stage as a whole for somebody who cannot see it: how many machines run, what stands still.
QString summaryOf(const sim::scene::World& world, sim::SimTime at);

} // namespace gui::stage
