// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scene/stage.h"
#include "sim/trace/reader.h"

#include <optional>

/// One picture of a trace, for files: the same that the studio shows there at the calm clock.
namespace sim::scene {

struct StillRequest {
    std::optional<SimTime> at; ///< nullopt: the first headline, or the end if there is none
    Size size{1280, 720};
    trace::Language language = trace::Language::English;
    double textScale = 1;
    std::set<std::string> opened;
    bool singlePoints = false;
    bool caption = true;
};

/// The window is what 0.4 s of screen time cover at the calm clock's pace there, and the line
/// beside the clock says so. Errors: Io, NotATrace.
core::Result<Picture, trace::TraceError> stillOf(const trace::Reader& reader,
                                                 const StillRequest& request);

/// "1 s here = 20 s there": how much simulated time passes in a second.
std::string scaleText(core::Duration pace, trace::Language language);

} // namespace sim::scene
