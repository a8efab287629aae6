// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/cast.h"
#include "sim/scene/fences.h"
#include "sim/scene/layout.h"
#include "sim/scene/look.h"
#include "sim/scene/pen.h"
#include "sim/scene/stage.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

/// The parts of a picture of the stage. Each draws what it knows into a layer and notes what needs
/// to be explained below.
namespace sim::scene {

/// What a legend explains, in the order in which it does.
enum class LegendEntry : std::uint8_t {
    Leader,
    OldLeader,
    Candidate,
    Off,
    Crashed,
    Paused,
    Absent,
    Fails,
    Stale,
    Side,
    Gate,
    Neutral,
    Cut,
    Lost,
    Refused,
    Hanging,
    Late,
    Held,
    Trouble,
    SinglePoint,
    Ghost,
    Request,
    Reply,
    Heartbeat,
    Replication,
    Other,
    Opening,
    Pulse,
    HueTerm,
    HueTarget,
    Belief,
    Members,
    Pip,
    Opens,
    Closes,
    Count,
    Ring,
    Flow,
};

/// Switches and links whose loss would split machines that reach each other.
struct SinglePoints {
    std::vector<trace::HostIndex> hosts;
    std::vector<trace::LinkIndex> links;
};

/// Everything that a picture is made from.
struct Scene {
    const Cast& cast;
    const Layout& layout;
    const StageSettings& settings;
    const Fences& fences;
    const SinglePoints& singlePoints;
    const std::vector<TroubleView>& troubles;
    const Slice& slice;
    const Visible& visible;
    const Looks& looks;
    SimTime at;

    const World& world() const { return cast.world(); }
    double unit() const { return layout.unit; }
    bool chinese() const { return settings.language == trace::Language::Chinese; }
};

/// A message that was drawn, for whoever asks what is under the mouse.
struct DrawnMessage {
    std::uint64_t message = 0;
    Rect rect;
};

using LegendEntries = std::set<LegendEntry>;

/// "host/web-3", "tile/web", "process/web".
std::string thingName(const Layout& layout, std::size_t thing);
/// "process/web-1"; of several: "host/web-host/web". REQUIRES: chip.processes is not empty.
std::string chipName(const trace::RunHeader& header, const std::string& thing,
                     const ChipPlace& chip);

/// The two ends of a bundle as drawn: at a partitioned switch, the hub of that side.
std::pair<Point, Point> endsOf(const Scene& scene, std::size_t bundle);

/// `steps`: how busy each bundle is, 0 to 4.
void drawGround(const Scene& scene, const std::vector<int>& steps, Picture& picture,
                LegendEntries& legend);
void drawThings(const Scene& scene, Picture& picture, LegendEntries& legend);
/// Returns the steps for drawGround.
std::vector<int> drawTraffic(const Scene& scene, Picture& picture, LegendEntries& legend,
                             std::vector<DrawnMessage>& drawn);
void drawBands(const Scene& scene, const Storyline* story, const LegendEntries& legend,
               Picture& picture);

/// The body of a chip: what its processes believe and tell, line by line as far as there is room.
void drawBody(const Scene& scene, const ChipPlace& chip, const std::string& name, Picture& picture,
              LegendEntries& legend);
/// A server's letter on its hue; returns its width. `size`: of the text.
double drawTag(Pen& pen, const std::string& name, const Belief& belief, const Cast& cast,
               Point leftMiddle, double size, bool dashed);
double tagWidth(const std::string& text, double size);

} // namespace sim::scene
