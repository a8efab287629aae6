// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/clock_text.h"
#include "sim/scene/drawing.h"
#include "sim/scene/text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim::scene {
namespace {

constexpr double kCaption = 1.35; ///< size of its text, in units

struct LegendRow {
    LegendEntry entry;
    std::string_view word;
    GlyphKind glyph = GlyphKind::Other;
    Ink ink = Ink::Text;
};

constexpr LegendRow kRows[] = {
    {LegendEntry::Leader, "leader-legend", GlyphKind::Crown},
    {LegendEntry::OldLeader, "old-leader-legend", GlyphKind::Crown},
    {LegendEntry::Candidate, "candidate-legend"},
    {LegendEntry::Off, "off-legend", GlyphKind::Power},
    {LegendEntry::Crashed, "crashed-legend", GlyphKind::Crash, Ink::Trouble},
    {LegendEntry::Paused, "paused-legend", GlyphKind::Pause},
    {LegendEntry::Fails, "fails-legend", GlyphKind::Lost, Ink::Text},
    {LegendEntry::Stale, "stale-legend"},
    {LegendEntry::Side, "side-legend"},
    {LegendEntry::Gate, "gate-legend"},
    {LegendEntry::Neutral, "neutral-legend"},
    {LegendEntry::Cut, "cut-legend", GlyphKind::Lost, Ink::Trouble},
    {LegendEntry::Lost, "lost-legend", GlyphKind::Lost, Ink::Trouble},
    {LegendEntry::Refused, "refused-legend", GlyphKind::Refused, Ink::Trouble},
    {LegendEntry::Hanging, "hanging-legend"},
    {LegendEntry::Late, "late-legend"},
    {LegendEntry::Held, "held-legend"},
    {LegendEntry::Trouble, "trouble-legend", GlyphKind::Warning, Ink::Trouble},
    {LegendEntry::SinglePoint, "single-point-legend", GlyphKind::Warning, Ink::Trouble},
    {LegendEntry::Ghost, "ghost-legend"},
    {LegendEntry::Request, "request-legend", GlyphKind::Request, Ink::Request},
    {LegendEntry::Reply, "reply-legend", GlyphKind::Reply, Ink::Reply},
    {LegendEntry::Heartbeat, "heartbeat-legend", GlyphKind::Heartbeat, Ink::Heartbeat},
    {LegendEntry::Replication, "replication-legend", GlyphKind::Replication, Ink::Replication},
    {LegendEntry::Other, "other-legend", GlyphKind::Other, Ink::Outline},
    {LegendEntry::Opening, "opening-legend"},
    {LegendEntry::Pulse, "pulse-legend"},
    {LegendEntry::Count, "count-legend"},
    {LegendEntry::HueTerm, "hue-term-legend"},
    {LegendEntry::HueTarget, "hue-target-legend"},
    {LegendEntry::Belief, "belief-legend"},
    {LegendEntry::Members, "members-legend"},
    {LegendEntry::Absent, "absent-legend"},
    {LegendEntry::Pip, "pip-legend"},
    {LegendEntry::Opens, "opens-legend"},
    {LegendEntry::Closes, "closes-legend"},
    {LegendEntry::Ring, "ring-legend"},
    {LegendEntry::Flow, "flow-legend"},
};

class BandDrawer {
public:
    BandDrawer(const Scene& scene, Picture& picture)
        : scene_(scene), pen_(picture.at(Layer::Traffic), scene.unit()), unit_(scene.unit()) {}

    void drawCaption(const Storyline* story) {
        const Rect& band = scene_.layout.caption;
        if (band.width <= 0) {
            return;
        }
        const trace::Text& title = scene_.cast.header().title;
        std::string text = scene_.chinese() && !title.zh.empty() ? title.zh : title.en;
        if (story != nullptr) {
            if (const Beat* beat = story->headlineAt(scene_.at)) {
                text = beat->text(scene_.settings.language);
            }
        }
        const double size = kCaption * unit_;
        const auto lines = wrapped(text, band.width - 1.2 * unit_, size, 2, Weight::Bold);
        const double line = size * 1.35;
        double y = band.centre().y - line * static_cast<double>(lines.size()) / 2;
        pen_.box("caption", {band.x, band.y + 0.5 * unit_, 0.35 * unit_, band.height - unit_},
                 {Ink::Accent, Ink::None, 0, Dash::Solid, Hatch::None, 1});
        for (const std::string& words : lines) {
            pen_.text("caption/line", words,
                      {band.x + 1.1 * unit_, y, band.width - 1.1 * unit_, line}, size, Align::Left,
                      Weight::Bold);
            y += line;
        }
    }

    void drawClock() {
        const Rect& band = scene_.layout.clock;
        if (band.width <= 0) {
            return;
        }
        const std::string& scale = scene_.settings.scaleText;
        const double height = scale.empty() ? band.height : band.height - 1.5 * unit_;
        pen_.text("clock/time", timeText(),
                  {band.x, band.y + (scale.empty() ? 0 : 0.15 * unit_), band.width, height},
                  2.1 * unit_, Align::Right, Weight::Bold);
        if (!scale.empty()) {
            pen_.text("clock/scale", scale,
                      {band.x, band.bottom() - 1.6 * unit_, band.width, 1.3 * unit_}, unit_,
                      Align::Right, Weight::Regular, Ink::TextMuted);
        }
    }

    void drawLegend(const LegendEntries& entries) {
        const Rect& band = scene_.layout.legend;
        if (band.width <= 0) {
            return;
        }
        const double gap = 1.1 * unit_;
        std::vector<std::pair<const LegendRow*, Point>> placed; ///< y: which line
        std::array<double, 2> ends{band.x, band.x};
        for (const LegendRow& row : kRows) {
            if (!entries.contains(row.entry)) {
                continue;
            }
            const double width = widthOf(row);
            for (std::size_t line = 0; line < ends.size(); ++line) {
                if (ends[line] + width <= band.right()) {
                    placed.push_back({&row, {ends[line], static_cast<double>(line)}});
                    ends[line] += width + gap;
                    break;
                }
            }
        }
        const double height = ends[1] > band.x ? band.height / 2 : band.height;
        for (const auto& [row, at] : placed) {
            drawEntry(*row, {at.x, band.y + at.y * height, widthOf(*row), height});
        }
    }

private:
    double widthOf(const LegendRow& row) const {
        return 2.1 * unit_ + textWidth(wordOf(row.word, scene_.chinese()), unit_);
    }

    void drawEntry(const LegendRow& row, const Rect& cell) {
        drawSample(row, {cell.x + 0.75 * unit_, cell.centre().y});
        pen_.text("legend/" + std::string(row.word), wordOf(row.word, scene_.chinese()),
                  {cell.x + 2 * unit_, cell.y, cell.width - 2 * unit_, cell.height}, unit_,
                  Align::Left, Weight::Regular, Ink::TextMuted);
    }

    std::string timeText() const {
        return clockText(std::max(scene_.at, SimTime{}), clockDecimals(scene_.settings.window));
    }

    /// As the thing looks on the stage, small.
    void drawSample(const LegendRow& row, Point at) {
        const std::string name = "legend/" + std::string(row.word) + "/sample";
        const Rect square{at.x - 0.6 * unit_, at.y - 0.6 * unit_, 1.2 * unit_, 1.2 * unit_};
        const Rect wide{at.x - 0.75 * unit_, at.y - 0.5 * unit_, 1.5 * unit_, unit_};
        switch (row.entry) {
        case LegendEntry::OldLeader:
            pen_.glyph(name, GlyphKind::Crown, at, 1.2 * unit_);
            pen_.line(name + "/strike", {{square.x, square.bottom()}, {square.right(), square.y}},
                      {Ink::None, Ink::Trouble, 0.16 * unit_, Dash::Solid, Hatch::None, 1});
            break;
        case LegendEntry::Candidate:
            pen_.box(name, square, {Ink::Panel, Ink::Outline, 1.8, Dash::Dashed, Hatch::None, 1},
                     0.2 * unit_);
            pen_.text(name + "/letter", "C", square, unit_, Align::Middle, Weight::Bold);
            break;
        case LegendEntry::Off:
            pen_.box(name + "/hatch", wide,
                     {Ink::PanelMuted, Ink::OutlineMuted, 1.2, Dash::Solid, Hatch::Diagonal, 1});
            pen_.glyph(name, GlyphKind::Power, at, unit_);
            break;
        case LegendEntry::Crashed:
            drawCrashed(name, at);
            break;
        case LegendEntry::Absent:
        case LegendEntry::Pip:
            pen_.box(name, {at.x - 0.45 * unit_, at.y - 0.45 * unit_, 0.9 * unit_, 0.9 * unit_},
                     row.entry == LegendEntry::Pip
                         ? Style{Ink::Panel, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1}
                         : Style{Ink::Canvas, Ink::OutlineMuted, 1.2, Dash::Dotted, Hatch::None, 1},
                     0.2 * unit_);
            break;
        case LegendEntry::Fails:
            pen_.box(name + "/pip", square,
                     {Ink::Panel, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1}, 0.2 * unit_);
            pen_.glyph(name, row.glyph, at, unit_, row.ink);
            break;
        case LegendEntry::Opens:
        case LegendEntry::Closes:
            drawToggle(name, at, row.entry == LegendEntry::Opens);
            break;
        case LegendEntry::Members:
            pen_.text(name, "{ }",
                      {at.x - 0.75 * unit_, at.y - 0.6 * unit_, 1.9 * unit_, 1.2 * unit_}, unit_);
            break;
        case LegendEntry::Stale:
            pen_.box(name, wide, {Ink::Panel, Ink::Trouble, 1.3, Dash::Dashed, Hatch::None, 1},
                     0.2 * unit_);
            pen_.text(name + "/sign", "!", wide, unit_, Align::Middle, Weight::Bold, Ink::Trouble);
            break;
        case LegendEntry::Belief:
            pen_.box(name, wide, {Ink::Panel, Ink::Outline, 1.3, Dash::Dashed, Hatch::None, 1},
                     0.2 * unit_);
            break;
        case LegendEntry::HueTerm:
        case LegendEntry::HueTarget:
            drawHues(name, wide);
            break;
        default:
            drawWaySample(row, name, at);
        }
    }

    /// Of what is between machines, and of what is a glyph.
    void drawWaySample(const LegendRow& row, const std::string& name, Point at) {
        const Rect wide{at.x - 0.75 * unit_, at.y - 0.5 * unit_, 1.5 * unit_, unit_};
        switch (row.entry) {
        case LegendEntry::Side:
            drawDoubleLine(name, at);
            break;
        case LegendEntry::Gate:
            drawGate(name, at);
            break;
        case LegendEntry::Count:
            pen_.text(name, "×N",
                      {at.x - 0.75 * unit_, at.y - 0.6 * unit_, 1.9 * unit_, 1.2 * unit_}, unit_);
            break;
        case LegendEntry::Pulse:
            pen_.box(name, wide, {Ink::None, Ink::Pulse, 2.6, Dash::Solid, Hatch::None, 1},
                     0.3 * unit_);
            break;
        case LegendEntry::Hanging:
        case LegendEntry::Late: {
            const bool late = row.entry == LegendEntry::Late;
            pen_.line(name, {{wide.x, at.y}, {wide.right(), at.y}},
                      {Ink::None, late ? Ink::OutlineMuted : Ink::Trouble, 0.2 * unit_,
                       Dash::Dashed, Hatch::None, 1});
            pen_.glyph(name + "/head", GlyphKind::Request, {wide.right() - 0.3 * unit_, at.y},
                       0.9 * unit_, late ? Ink::Outline : Ink::Trouble);
            break;
        }
        case LegendEntry::Opening:
            pen_.line(name, {{wide.x, at.y}, {wide.right(), at.y}},
                      {Ink::None, Ink::OutlineMuted, 0.12 * unit_, Dash::Dotted, Hatch::None, 1});
            break;
        case LegendEntry::Held:
            pen_.box(name, wide, {Ink::Canvas, Ink::Fence, 1.2, Dash::Solid, Hatch::None, 1},
                     0.4 * unit_);
            pen_.text(name + "/number", "N", wide, unit_, Align::Middle);
            break;
        case LegendEntry::Neutral: {
            const Rect wider{wide.x, at.y - 0.6 * unit_, 1.6 * unit_, 1.2 * unit_};
            pen_.box(name, wider, {Ink::Panel, Ink::Fence, 2, Dash::Solid, Hatch::None, 1},
                     0.6 * unit_);
            pen_.text(name + "/number", "1 2", wider, unit_, Align::Middle, Weight::Bold);
            break;
        }
        case LegendEntry::Ghost:
            pen_.box(name, wide, {Ink::None, Ink::Ghost, 1.8, Dash::Dotted, Hatch::None, 1},
                     0.2 * unit_);
            break;
        case LegendEntry::Ring:
            pen_.ring(name, at, 0.5 * unit_, 0.6);
            break;
        case LegendEntry::Flow:
            pen_.line(name, {{wide.x, at.y}, {wide.right(), at.y}},
                      {Ink::None, Ink::LinkBusy, 0.28 * unit_, Dash::Solid, Hatch::None, 1});
            break;
        default:
            pen_.glyph(name, row.glyph, at, 1.15 * unit_, row.ink);
        }
    }

    void drawToggle(const std::string& name, Point at, bool opens) {
        const double half = 0.3 * unit_;
        const Style stroke{Ink::None, Ink::Accent, 0.14 * unit_, Dash::Solid, Hatch::None, 1};
        pen_.box(name, {at.x - 0.5 * unit_, at.y - 0.5 * unit_, unit_, unit_},
                 {Ink::Panel, Ink::Accent, 1.8, Dash::Solid, Hatch::None, 1}, 0.3 * unit_);
        pen_.line(name + "/sign", {{at.x - half, at.y}, {at.x + half, at.y}}, stroke);
        if (opens) {
            pen_.line(name + "/sign", {{at.x, at.y - half}, {at.x, at.y + half}}, stroke);
        }
    }

    void drawCrashed(const std::string& name, Point at) {
        pen_.box(name + "/chip",
                 {at.x - 0.6 * unit_, at.y - 0.65 * unit_, 1.2 * unit_, 1.3 * unit_},
                 {Ink::Canvas, Ink::Outline, 1.8, Dash::Solid, Hatch::None, 1}, 0.2 * unit_);
        pen_.glyph(name, GlyphKind::Crash, at, unit_, Ink::Trouble);
    }

    void drawGate(const std::string& name, Point at) {
        pen_.glyph(name, GlyphKind::Request, {at.x + 0.3 * unit_, at.y}, unit_);
        pen_.glyph(name + "/strike", GlyphKind::Lost, {at.x - 0.35 * unit_, at.y}, 0.9 * unit_,
                   Ink::Trouble);
    }

    void drawDoubleLine(const std::string& name, Point at) {
        const std::vector<Point> points{{at.x - 0.5 * unit_, at.y}, {at.x + 0.5 * unit_, at.y}};
        pen_.line(name, points, {Ink::None, Ink::Fence, 0.6 * unit_, Dash::Solid, Hatch::None, 1});
        pen_.line(name + "/core", points,
                  {Ink::None, Ink::Canvas, 0.24 * unit_, Dash::Solid, Hatch::None, 1});
    }

    void drawHues(const std::string& name, const Rect& wide) {
        for (std::size_t i = 0; i < 3; ++i) {
            pen_.box(name,
                     {wide.x + static_cast<double>(i) * wide.width / 3, wide.y, wide.width / 3,
                      wide.height},
                     {hue(i + 2), Ink::Outline, 1, Dash::Solid, Hatch::None, 1});
        }
    }

    const Scene& scene_;
    Pen pen_;
    double unit_;
};

} // namespace

void drawBands(const Scene& scene, const Storyline* story, const LegendEntries& legend,
               Picture& picture) {
    BandDrawer drawer(scene, picture);
    drawer.drawLegend(legend);
    drawer.drawCaption(story);
    drawer.drawClock();
}

} // namespace sim::scene
