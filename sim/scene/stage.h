// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"
#include "sim/scene/slice.h"
#include "sim/scene/storyline.h"
#include "sim/scene/world.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The stage: machines, processes, links, messages and who believes what, as a function of (trace,
/// time, settings). How things are drawn and why: docs/explanation/visual-language.md.
namespace sim::scene {

struct StageSettings {
    Size size{1280, 720};
    trace::Language language = trace::Language::English;
    /// Simulated time that 0.4 s of screen time covers: what happened so long ago still shows.
    core::Duration window{100'000'000};
    std::set<std::string> opened; ///< names of tiles that show their members
    double textScale = 1;         ///< 1 for a desk, more for a lecture room
    bool singlePoints = false;    ///< marks single points of failure
    bool legend = true;
    bool clock = true;     ///< large, in a corner
    bool caption = true;   ///< the headline, below
    std::string scaleText; ///< "1 s here = 20 s there", beside the clock; may be empty

    friend bool operator==(const StageSettings&, const StageSettings&) = default;
};

/// What is under a point.
struct Hit {
    /// Tile: what opens and closes on a click, a tile or a machine of many processes.
    enum class Kind { Host, Process, Link, Tile, Message };
    Kind kind = Kind::Host;
    std::string name;                              ///< of the host, process, link or tile
    trace::HostIndex host = trace::kNoIndex;       ///< Host, Process
    trace::ProcessIndex process = trace::kNoIndex; ///< Process
    trace::LinkIndex link = trace::kNoIndex;       ///< Link
    std::uint64_t message = 0;                     ///< Message
    Rect rect;                                     ///< on the canvas
    bool isOpen = false;                           ///< Tile
};

/// Places everything once and draws it at any time. Copies what it needs of the settings; one
/// thread at a time. What draw() returns depends on its arguments alone, never on earlier calls.
class Stage {
public:
    Stage(std::shared_ptr<const World> world, StageSettings settings);
    ~Stage();
    Stage(Stage&&) noexcept;
    Stage& operator=(Stage&&) noexcept;

    /// A world of the same run that knows more; nothing moves.
    void grow(std::shared_ptr<const World> world);
    /// These two change with the speed of play; nothing moves.
    void setWindow(core::Duration window);
    void setScaleText(std::string text);
    const StageSettings& settings() const;

    /// REQUIRES: slice.covers(at, settings().window). `story` may be null: no caption.
    Picture draw(const Slice& slice, SimTime at, const Storyline* story) const;

    /// The foremost thing at a point; nullopt: the ground.
    std::optional<Hit> hitAt(Point point) const;
    /// The nearest link at most so far away, whatever lies over it.
    std::optional<Hit> linkAt(Point point, double reach) const;
    /// Where a host (or its tile) and a link are drawn; nullopt if there is none of that name.
    std::optional<Rect> placeOf(std::string_view name) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace sim::scene
