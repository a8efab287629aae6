// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/shape.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

namespace sim::scene {
namespace {

constexpr std::array<std::string_view, 29> kInks = {
    "none",      "canvas",        "panel",   "panel-muted", "text",    "text-muted",
    "outline",   "outline-muted", "link",    "link-busy",   "request", "reply",
    "heartbeat", "replication",   "trouble", "fence",       "ghost",   "ring",
    "ring-last", "pulse",         "accent",  "hue-1",       "hue-2",   "hue-3",
    "hue-4",     "hue-5",         "hue-6",   "hue-7",       "hue-8"};
static_assert(kInks.size() == static_cast<std::size_t>(Ink::Hue8) + 1);

constexpr std::array<std::string_view, 22> kGlyphs = {
    "request",       "reply",       "heartbeat",   "replication",   "other",
    "lost",          "refused",     "crown",       "power",         "pause",
    "crash",         "warning",     "machine",     "switch",        "family-discovery",
    "family-http",   "family-kv",   "family-jobs", "family-search", "family-queue",
    "family-client", "family-other"};
static_assert(kGlyphs.size() == static_cast<std::size_t>(GlyphKind::FamilyOther) + 1);

constexpr std::array<std::string_view, kLayers> kLayerNames = {"ground", "things", "traffic"};

std::string_view nameOf(Ink ink) {
    return kInks[static_cast<std::size_t>(ink)];
}

std::string textOf(const Rect& rect) {
    return fmt::format("({:.1f}, {:.1f}, {:.1f} x {:.1f})", rect.x, rect.y, rect.width,
                       rect.height);
}

std::string textOf(const Point& point) {
    return fmt::format("({:.1f}, {:.1f})", point.x, point.y);
}

/// What kind of shape it is, and where; the name goes between.
struct Words {
    std::string kind;
    std::string place;
};

struct Describe {
    Words operator()(const Box& box) const { return {"box", textOf(box.rect)}; }
    Words operator()(const Ellipse& ellipse) const { return {"ellipse", textOf(ellipse.rect)}; }
    Words operator()(const Line& line) const {
        std::string place;
        for (const Point& point : line.points) {
            place += (place.empty() ? "" : " ") + textOf(point);
        }
        return {line.closed ? "area" : "line", place};
    }
    Words operator()(const Arc& arc) const {
        return {"arc", fmt::format("{} radius {:.1f} from {:.3f} to {:.3f}", textOf(arc.centre),
                                   arc.radius, arc.from, arc.to)};
    }
    Words operator()(const Label& label) const {
        constexpr std::array<std::string_view, 3> kAligns = {"left", "middle", "right"};
        return {"label", fmt::format("'{}' {} size {:.1f} {}{}", label.text, textOf(label.at),
                                     label.size, kAligns[static_cast<std::size_t>(label.align)],
                                     label.weight == Weight::Bold ? " bold" : "")};
    }
    Words operator()(const Glyph& glyph) const {
        return {"glyph", fmt::format("{} {} size {:.1f} turn {:.0f} ink {}",
                                     kGlyphs[static_cast<std::size_t>(glyph.kind)],
                                     textOf(glyph.at), glyph.size, glyph.turn, nameOf(glyph.ink))};
    }
};

std::string textOf(const Style& style) {
    std::string text;
    if (style.fill != Ink::None) {
        text += fmt::format(" fill {}", nameOf(style.fill));
    }
    if (style.stroke != Ink::None) {
        text += fmt::format(" stroke {} {:.1f}", nameOf(style.stroke), style.width);
    }
    constexpr std::array<std::string_view, 3> kDashes = {"", " dashed", " dotted"};
    constexpr std::array<std::string_view, 3> kHatches = {"", " hatch diagonal", " hatch bars"};
    text += kDashes[static_cast<std::size_t>(style.dash)];
    text += kHatches[static_cast<std::size_t>(style.hatch)];
    if (style.opacity < 1) {
        text += fmt::format(" opacity {:.2f}", style.opacity);
    }
    return text;
}

} // namespace

std::string toText(const Picture& picture) {
    std::string text;
    for (std::size_t layer = 0; layer < kLayers; ++layer) {
        for (const Shape& shape : picture.layers[layer]) {
            const Words words = std::visit(Describe{}, shape.geometry);
            fmt::format_to(std::back_inserter(text), "{} {} {} {}{}\n", kLayerNames[layer],
                           words.kind, shape.name, words.place, textOf(shape.style));
        }
    }
    return text;
}

} // namespace sim::scene
