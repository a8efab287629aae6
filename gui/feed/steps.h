// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/trace_feed.h"

#include <optional>

namespace gui::feed {

/// The nearest time after (before) `at` at which something of that kind happens, up to `edge`.
/// Headlines and events come from the story, messages from the file. Error: Io.
core::Result<std::optional<sim::SimTime>, sim::trace::TraceError>
nextStep(const sim::trace::Reader& reader, const sim::scene::Storyline& story, StepKind kind,
         sim::SimTime at, bool forward, sim::SimTime edge);

/// The first message that is sent at that time; nullopt: none is. Error: Io.
core::Result<std::optional<FoundMessage>, sim::trace::TraceError>
messageSentAt(const sim::trace::Reader& reader, sim::SimTime at);

} // namespace gui::feed
