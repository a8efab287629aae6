// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/stage.h"
#include "sim/scene/world.h"
#include "sim/trace/reader.h"

#include <QString>

/// What is under the mouse, in words.
namespace gui::stage {

/// A few lines: name, what it is, how it is at that time.
QString textOf(const sim::scene::Hit& hit, const sim::scene::World& world, sim::SimTime at);

/// What a number on the stage counts ("9× 1.0 s" on a link); empty: the shape is none.
QString textOfCount(const sim::scene::Shape& shape);

/// What a message says, from whom to whom, when, and what became of it. `row` may lack its words
/// (protocol, summary), if only its flight is known.
QString messageText(const sim::trace::MessageRow& row, const sim::scene::World& world);
sim::trace::MessageRow rowOf(const sim::scene::Flight& flight);

/// The stage as a whole for somebody who cannot see it: how many machines run, what stands still.
QString summaryOf(const sim::scene::World& world, sim::SimTime at);

} // namespace gui::stage
