// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/svg.h"

#include "sim/scene/glyphs.h"
#include "sim/scene/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <set>
#include <string_view>
#include <utility>

namespace sim::scene {
namespace {

/// XML 1.0, 2.2 and 2.4: markup is escaped, signs that no document may hold become U+FFFD.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\ufffd";
            } else {
                out += c;
            }
        }
    }
    return out;
}

class Writer {
public:
    Writer(const Picture& picture, Theme theme) : theme_(theme) { write(picture); }

    std::string text() && { return std::move(text_); }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    }

    std::string colour(Ink ink) const {
        return ink == Ink::None ? "none" : toHex(colourOf(ink, theme_));
    }

    void write(const Picture& picture) {
        add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{0:g}\" "
            "height=\"{1:g}\" viewBox=\"0 0 {0:g} {1:g}\" font-family=\"'{2}'\">\n",
            picture.size.width, picture.size.height, fontName());
        writePatterns(picture);
        add("<rect width=\"{:g}\" height=\"{:g}\" fill=\"{}\"/>\n", picture.size.width,
            picture.size.height, colour(Ink::Canvas));
        for (const auto& layer : picture.layers) {
            for (const Shape& shape : layer) {
                writeShape(shape);
            }
        }
        text_ += "</svg>\n";
    }

    void writePatterns(const Picture& picture) {
        std::set<std::pair<Hatch, Ink>> used;
        for (const auto& layer : picture.layers) {
            for (const Shape& shape : layer) {
                if (shape.style.hatch != Hatch::None) {
                    used.emplace(shape.style.hatch, shape.style.stroke);
                }
            }
        }
        if (used.empty()) {
            return;
        }
        // As wide on every screen, seen from the same distance.
        const double scale = std::max(1.0, picture.size.height / 720);
        text_ += "<defs>\n";
        for (const auto& [hatch, ink] : used) {
            add("<pattern id=\"{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" "
                "patternTransform=\"scale({:.4g}){}\">"
                "<path d=\"M4 0V8\" stroke=\"{}\" stroke-width=\"{}\"/></pattern>\n",
                patternName(hatch, ink), scale, hatch == Hatch::Diagonal ? " rotate(45)" : "",
                colour(ink), hatch == Hatch::Diagonal ? "1.5" : "3");
        }
        text_ += "</defs>\n";
    }

    static std::string patternName(Hatch hatch, Ink ink) {
        return fmt::format("{}-{}", hatch == Hatch::Diagonal ? "diagonal" : "bars",
                           static_cast<int>(ink));
    }

    void writeShape(const Shape& shape) {
        add("<g{}><title>{}</title>",
            shape.style.opacity < 1 ? fmt::format(" opacity=\"{:.3g}\"", shape.style.opacity) : "",
            escaped(shape.name));
        std::visit([&](const auto& geometry) { write(geometry, shape.style); }, shape.geometry);
        text_ += "</g>\n";
    }

    /// fill, stroke and dashes of an area or a line.
    std::string paint(const Style& style) const {
        std::string text =
            fmt::format("fill=\"{}\" stroke=\"{}\"", colour(style.fill), colour(style.stroke));
        if (style.stroke != Ink::None) {
            text += fmt::format(" stroke-width=\"{:.4g}\"", style.width);
        }
        if (style.dash != Dash::Solid) {
            const double unit = style.dash == Dash::Dashed ? 4 : 1.2;
            text += fmt::format(" stroke-dasharray=\"{:.4g} {:.4g}\"", unit * style.width,
                                (style.dash == Dash::Dashed ? 3 : 2) * style.width);
        }
        return text;
    }

    /// The area once more, filled with its pattern.
    template <class Draw>
    void withHatch(const Style& style, const Draw& draw) {
        draw(paint(style));
        if (style.hatch != Hatch::None) {
            draw(fmt::format("fill=\"url(#{})\"", patternName(style.hatch, style.stroke)));
        }
    }

    void write(const Box& box, const Style& style) {
        withHatch(style, [&](const std::string& how) {
            add("<rect x=\"{:.5g}\" y=\"{:.5g}\" width=\"{:.5g}\" height=\"{:.5g}\" "
                "rx=\"{:.4g}\" {}/>",
                box.rect.x, box.rect.y, box.rect.width, box.rect.height, box.radius, how);
        });
    }

    void write(const Ellipse& ellipse, const Style& style) {
        const Point centre = ellipse.rect.centre();
        withHatch(style, [&](const std::string& how) {
            add("<ellipse cx=\"{:.5g}\" cy=\"{:.5g}\" rx=\"{:.5g}\" ry=\"{:.5g}\" {}/>", centre.x,
                centre.y, ellipse.rect.width / 2, ellipse.rect.height / 2, how);
        });
    }

    void write(const Line& line, const Style& style) {
        std::string points;
        for (const Point& point : line.points) {
            points += fmt::format("{}{:.5g},{:.5g}", points.empty() ? "" : " ", point.x, point.y);
        }
        withHatch(style, [&](const std::string& how) {
            add("<{} points=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"{}\" {}/>",
                line.closed ? "polygon" : "polyline", points,
                style.dash == Dash::Solid ? "round" : "butt", how);
        });
    }

    void write(const Arc& arc, const Style& style) {
        if (arc.to - arc.from >= 1) {
            write(Ellipse{{arc.centre.x - arc.radius, arc.centre.y - arc.radius, 2 * arc.radius,
                           2 * arc.radius}},
                  style);
            return;
        }
        const auto rim = [&](double share) {
            const double angle = 2 * std::numbers::pi * share;
            return Point{arc.centre.x + arc.radius * std::sin(angle),
                         arc.centre.y - arc.radius * std::cos(angle)};
        };
        const Point from = rim(arc.from);
        const Point to = rim(arc.to);
        add("<path d=\"M{:.5g} {:.5g}A{:.5g} {:.5g} 0 {} 1 {:.5g} {:.5g}\" {}/>", from.x, from.y,
            arc.radius, arc.radius, arc.to - arc.from > 0.5 ? 1 : 0, to.x, to.y, paint(style));
    }

    void write(const Label& label, const Style& style) {
        constexpr std::array<std::string_view, 3> kAnchors = {"start", "middle", "end"};
        add("<text x=\"{:.5g}\" y=\"{:.5g}\" font-size=\"{:.4g}\" text-anchor=\"{}\"{} "
            "style=\"font-kerning:none\" fill=\"{}\" xml:space=\"preserve\">{}</text>",
            label.at.x, label.at.y, label.size, kAnchors[static_cast<std::size_t>(label.align)],
            label.weight == Weight::Bold ? " font-weight=\"bold\"" : "", colour(style.fill),
            escaped(label.text));
    }

    void write(const Glyph& glyph, const Style&) {
        add("<g transform=\"translate({:.5g} {:.5g}) rotate({:.5g}) scale({:.5g})\">", glyph.at.x,
            glyph.at.y, glyph.turn * 360 / 64, glyph.size);
        for (const Shape& part : outlineOf(glyph.kind)) {
            Style style = part.style;
            style.fill = style.fill == Ink::Text ? glyph.ink : style.fill;
            style.stroke = style.stroke == Ink::Text ? glyph.ink : style.stroke;
            std::visit([&](const auto& geometry) { writePart(geometry, style); }, part.geometry);
        }
        text_ += "</g>";
    }
    template <class Part>
    void writePart(const Part& part, const Style& style) {
        write(part, style);
    }
    /// No glyph has one in it (glyphs.h).
    void writePart(const Glyph&, const Style&) {}

    Theme theme_;
    std::string text_;
};

} // namespace

std::string toSvg(const Picture& picture, Theme theme) {
    return Writer(picture, theme).text();
}

} // namespace sim::scene
