// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// A picture as data: named shapes, in pixels of a canvas, with colours by role. The studio paints
/// it, sim/scene/svg.h writes it, tests compare its text. No Qt and nothing of a trace shows here.
namespace sim::scene {

/// In pixels of the canvas at scale 1; y grows downwards.
struct Point {
    double x = 0;
    double y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
    double width = 0;
    double height = 0;

    friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    Point centre() const { return {x + width / 2, y + height / 2}; }
    bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }

    friend bool operator==(const Rect&, const Rect&) = default;
};

/// What a colour means; sim/scene/palette.h says how it looks in each theme.
enum class Ink : std::uint8_t {
    None, ///< not drawn
    Canvas,
    Panel,      ///< of a machine, a card
    PanelMuted, ///< of what is off or in the past
    Text,
    TextMuted,
    Outline,
    OutlineMuted,
    Link,
    LinkBusy, ///< a link that carries a flow
    Request,
    Reply,
    Heartbeat,
    Replication,
    Trouble, ///< lost, refused, timed out, cut: always doubled by a cross, a bar, a dash
    Fence,
    Ghost,
    Ring,     ///< what expires, while it lasts
    RingLast, ///< its last fifth
    Pulse,
    Accent,
    // One meaning per view (term, generation of addresses): Okabe and Ito's eight, as fills only.
    Hue1,
    Hue2,
    Hue3,
    Hue4,
    Hue5,
    Hue6,
    Hue7,
    Hue8,
};
inline constexpr std::size_t kHues = 8;
/// Hue 0, 1, ... repeats after kHues; a letter or number always doubles it.
constexpr Ink hue(std::size_t index) {
    return static_cast<Ink>(static_cast<std::size_t>(Ink::Hue1) + index % kHues);
}

enum class Dash : std::uint8_t { Solid, Dashed, Dotted };
/// Texture of a filled area: health is never told by colour alone.
enum class Hatch : std::uint8_t { None, Diagonal, Bars };

struct Style {
    Ink fill = Ink::None;
    Ink stroke = Ink::None;
    double width = 1.5; ///< of the stroke
    Dash dash = Dash::Solid;
    Hatch hatch = Hatch::None; ///< over the fill, in the colour of the stroke
    double opacity = 1;        ///< 0 to 1

    friend bool operator==(const Style&, const Style&) = default;
};

struct Box {
    Rect rect;
    double radius = 0; ///< of its corners

    friend bool operator==(const Box&, const Box&) = default;
};
struct Ellipse {
    Rect rect;

    friend bool operator==(const Ellipse&, const Ellipse&) = default;
};
struct Line {
    std::vector<Point> points; ///< at least two
    bool closed = false;

    friend bool operator==(const Line&, const Line&) = default;
};
/// A piece of a circle's rim, clockwise from the top. A ring that empties is an arc that shrinks.
struct Arc {
    Point centre;
    double radius = 0;
    double from = 0; ///< share of the circle, 0 to 1
    double to = 1;   ///< from < to

    friend bool operator==(const Arc&, const Arc&) = default;
};
enum class Align : std::uint8_t { Left, Middle, Right };
enum class Weight : std::uint8_t { Regular, Bold };
/// One line of text, already cut to fit (sim/scene/text.h measures).
struct Label {
    std::string text;
    Point at;         ///< of the alignment point on the baseline
    double size = 14; ///< of the font, in pixels
    Align align = Align::Left;
    Weight weight = Weight::Regular;

    friend bool operator==(const Label&, const Label&) = default;
};

/// Small drawings that are used often: painters keep them as sprites, sim/scene/glyphs.h has their
/// outlines. Messages point to the right before they are turned.
enum class GlyphKind : std::uint8_t {
    Request,     ///< filled arrowhead
    Reply,       ///< hollow arrowhead
    Heartbeat,   ///< dot
    Replication, ///< chevrons
    Other,       ///< small square
    Lost,        ///< cross
    Refused,     ///< bar
    Crown,
    Power,
    Pause,
    Crash,
    Warning,
    Machine,
    Switch,
    // Silhouettes of component families.
    FamilyDiscovery,
    FamilyHttp,
    FamilyKv,
    FamilyJobs,
    FamilySearch,
    FamilyQueue,
    FamilyClient,
    FamilyOther,
};
struct Glyph {
    GlyphKind kind = GlyphKind::Request;
    Point at;         ///< its middle
    double size = 12; ///< of the square it fits into
    double turn = 0;  ///< clockwise, in 1/64 of a circle, a whole number: sprites can be kept
    Ink ink = Ink::Text;

    friend bool operator==(const Glyph&, const Glyph&) = default;
};

using Geometry = std::variant<Box, Ellipse, Line, Arc, Label, Glyph>;

struct Shape {
    /// What it shows: "host/web-3", "host/web-3/name", "message/42". The part up to the second
    /// slash names the thing under the mouse.
    std::string name;
    Geometry geometry;
    Style style; ///< labels and glyphs use the opacity; labels are filled with `fill`

    friend bool operator==(const Shape&, const Shape&) = default;
};

/// From back to front. A painter keeps the first two until they change.
enum class Layer : std::uint8_t {
    Ground,  ///< zones, links
    Things,  ///< machines, processes, cards: changes with the state of the world
    Traffic, ///< messages, rings, clock, caption: changes with every picture
};
inline constexpr std::size_t kLayers = 3;

struct Picture {
    Size size;
    std::array<std::vector<Shape>, kLayers> layers;

    std::vector<Shape>& at(Layer layer) { return layers[static_cast<std::size_t>(layer)]; }
    const std::vector<Shape>& at(Layer layer) const {
        return layers[static_cast<std::size_t>(layer)];
    }

    friend bool operator==(const Picture&, const Picture&) = default;
};

/// One line a shape: "things box host/web-3 (40.0, 60.0, 120.0 x 48.0) fill panel stroke outline".
std::string toText(const Picture& picture);

} // namespace sim::scene
