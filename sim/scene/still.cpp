// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/still.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sim::scene {
namespace {

/// Two digits that count, with the largest unit that leaves a whole one.
std::string roughly(core::Duration duration) {
    struct Unit {
        const char* name;
        double ns;
    };
    constexpr Unit kUnits[] = {{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}, {"ns", 1}};
    const auto ns = static_cast<double>(duration.ns);
    for (const Unit& unit : kUnits) {
        const double value = ns / unit.ns;
        if (value >= 1 || unit.ns == 1) {
            return value < 10 ? fmt::format("{:.2g} {}", value, unit.name)
                              : fmt::format("{:.0f} {}", value, unit.name);
        }
    }
    return {};
}

} // namespace

std::string scaleText(core::Duration pace, trace::Language language) {
    return language == trace::Language::Chinese ? fmt::format("此处 1 s = 系统中 {}", roughly(pace))
                                                : fmt::format("1 s here = {} there", roughly(pace));
}

core::Result<Picture, trace::TraceError> stillOf(const trace::Reader& reader,
                                                 const StillRequest& request) {
    const auto world = World::read(reader);
    if (!world) {
        return core::Failure{world.error()};
    }
    const auto story = Storyline::read(reader);
    if (!story) {
        return core::Failure{story.error()};
    }
    SimTime at = (*world)->until();
    if (request.at) {
        at = std::clamp(*request.at, SimTime{}, at);
    } else if (const Beat* first = (*story)->nextHeadline(SimTime{-1})) {
        at = first->at;
    }
    const core::Duration pace = (*story)->calm().pace(at);
    StageSettings settings;
    settings.size = request.size;
    settings.language = request.language;
    settings.window = std::max(core::Duration{1}, pace * 2 / 5);
    settings.opened = request.opened;
    settings.textScale = request.textScale;
    settings.singlePoints = request.singlePoints;
    settings.caption = request.caption;
    settings.scaleText = scaleText(pace, request.language);
    auto slices = SliceReader::of(reader);
    if (!slices) {
        return core::Failure{slices.error()};
    }
    const auto slice = slices->read(at, settings.window, core::Duration{});
    if (!slice) {
        return core::Failure{slice.error()};
    }
    return Stage(*world, std::move(settings)).draw(**slice, at, story->get());
}

} // namespace sim::scene
