// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/drawing.h"
#include "sim/scene/pips.h"
#include "sim/scene/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace sim::scene {
namespace {

class ThingDrawer {
public:
    ThingDrawer(const Scene& scene, Picture& picture, LegendEntries& legend)
        : scene_(scene), picture_(picture), pen_(picture.at(Layer::Things), scene.unit()),
          rings_(picture.at(Layer::Traffic), scene.unit()), legend_(legend), unit_(scene.unit()),
          pips_(scene, picture, legend) {}

    void draw(std::size_t thing) {
        const ThingPlace& place = scene_.layout.places[thing];
        switch (scene_.layout.things[thing].kind) {
        case Thing::Kind::Switch:
            drawSwitch(thing, place);
            break;
        case Thing::Kind::Machine:
            drawMachine(scene_.layout.things[thing].hosts[0], place);
            break;
        case Thing::Kind::Tile:
            drawTile(thing, place);
            break;
        }
        if (place.toggle.width > 0) {
            drawToggle(thing, place.toggle);
        }
    }

private:
    const trace::RunHeader& header() const { return scene_.cast.header(); }
    bool isOff(trace::HostIndex host) const { return !scene_.world().isPowered(host, scene_.at); }

    void drawSwitch(std::size_t thing, const ThingPlace& place) {
        const std::string name = thingName(scene_.layout, thing);
        const trace::HostIndex host = scene_.layout.things[thing].hosts[0];
        const bool off = isOff(host);
        const Rect& box = place.core;
        const double side = box.width;
        const Point middle = box.centre();
        Style style{Ink::Panel, Ink::Outline, 1.5, Dash::Solid, Hatch::None, 1};
        if (off) {
            style.fill = Ink::PanelMuted;
            style.hatch = Hatch::Diagonal;
            style.stroke = Ink::OutlineMuted;
            legend_.insert(LegendEntry::Off);
        }
        pen_.box(name, box, style, side / 4);
        pen_.glyph(name + "/sign", off ? GlyphKind::Power : GlyphKind::Switch, middle, side * 0.62);
        const auto& points = scene_.singlePoints.hosts;
        if (std::find(points.begin(), points.end(), host) != points.end()) {
            pen_.glyph(name + "/single-point", GlyphKind::Warning,
                       {box.right(), box.y + 0.1 * unit_}, 1.5 * unit_, Ink::Trouble);
            legend_.insert(LegendEntry::SinglePoint);
        }
    }

    /// Text that stays readable on hatching and over lines.
    double plate(const std::string& name, std::string_view text, const Rect& cell, Weight weight,
                 Ink ground) {
        const double width = std::min(cell.width, textWidth(text, unit_, weight));
        pen_.box(name + "/plate",
                 {cell.x - 0.2 * unit_, cell.centre().y - 0.65 * unit_, width + 0.4 * unit_,
                  1.3 * unit_},
                 {ground, Ink::None, 0, Dash::Solid, Hatch::None, 1}, 0.2 * unit_);
        return pen_.text(name, text, cell, unit_, Align::Left, weight);
    }

    void drawMachine(trace::HostIndex host, const ThingPlace& place) {
        const std::string name = "host/" + header().hosts[host].name;
        const bool off = isOff(host);
        Style style{Ink::Panel, Ink::Outline, 1.5, Dash::Solid, Hatch::None, 1};
        if (off) {
            style = {Ink::PanelMuted, Ink::OutlineMuted, 2, Dash::Solid, Hatch::Diagonal, 1};
            legend_.insert(LegendEntry::Off);
        } else if (place.title.height > 0) {
            style.fill = Ink::Canvas;
        } else {
            style.stroke = Ink::OutlineMuted; // two dark ones would be a leader's
        }
        if (off || !isItsProcess(place) || !lives(place.chips[0].processes[0])) {
            pen_.box(name, place.rect, style, 0.5 * unit_);
        }
        if (place.title.height > 0) {
            drawTitle(name, host, place, off);
        }
        for (const ChipPlace& chip : place.chips) {
            drawChip(name, place, chip, off);
        }
        if (off) {
            drawSign(name + "/power", GlyphKind::Power, place.rect);
        }
    }

    /// A machine of one process with its name is drawn as that process.
    static bool isItsProcess(const ThingPlace& place) {
        return place.chips.size() == 1 && place.chips[0].rect == place.rect;
    }
    bool lives(trace::ProcessIndex process) const { return scene_.looks[process].lives(); }

    void drawTitle(const std::string& name, trace::HostIndex host, const ThingPlace& place,
                   bool off) {
        const double sign = 1.0 * unit_;
        if (place.title.width > 5 * unit_) {
            pen_.glyph(name + "/sign", GlyphKind::Machine,
                       {place.title.x + 0.7 * unit_, place.title.centre().y}, sign, Ink::TextMuted);
        }
        const double used = place.title.width > 5 * unit_ ? 1.5 * unit_ : 0;
        const Rect cell{place.title.x + used, place.title.y, place.title.width - used,
                        place.title.height};
        if (off) {
            plate(name + "/name", header().hosts[host].name, cell, Weight::Regular,
                  Ink::PanelMuted);
        } else {
            pen_.text(name + "/name", header().hosts[host].name, cell, unit_, Align::Left,
                      Weight::Regular, Ink::TextMuted);
        }
    }

    /// The sign of what is wrong, large where there is room for it.
    void drawSign(const std::string& name, GlyphKind kind, const Rect& rect, Ink ink = Ink::Text) {
        const double size = signSize(rect);
        const Point at{rect.right() - size * 0.8, rect.centre().y};
        pen_.ellipse(name + "/plate",
                     {at.x - size * 0.62, at.y - size * 0.62, size * 1.24, size * 1.24},
                     {Ink::Panel, Ink::Outline, 1.8, Dash::Solid, Hatch::None, 1});
        pen_.glyph(name, kind, at, size * 0.75, ink);
    }
    double signSize(const Rect& rect) const {
        return std::min({rect.height * 0.5, rect.width * 0.3, 2.4 * unit_});
    }

    void drawChip(const std::string& machine, const ThingPlace& place, const ChipPlace& chip,
                  bool off) {
        const std::string name = chipName(header(), machine, chip);
        if (chip.processes.size() > 1) {
            pen_.box(name, chip.rect, chipStyle(nullptr, off), 0.35 * unit_);
            drawHead(name, chip, nullptr, off);
            for (const PipPlace& pip : chip.pips) {
                pips_.draw("process/" + header().processes[pip.process].name, pip, {pip.process},
                           true);
            }
            if (!off) {
                drawBody(scene_, chip, name, picture_, legend_);
            }
            return;
        }
        const ProcessLook& look = scene_.looks[chip.processes.front()];
        Rect rim = chip.rect;
        if (!look.lives() && chip.rect == place.rect) {
            const double inset = 0.4 * unit_;
            rim = {rim.x + inset, rim.y + inset, rim.width - 2 * inset, rim.height - 2 * inset};
        }
        if (!off || rim == chip.rect) {
            pen_.box(name, rim, chipStyle(&look, off), 0.4 * unit_);
        }
        if (!off && look.leads) {
            const double inset = 0.32 * unit_;
            pen_.box(name + "/double",
                     {chip.rect.x + inset, chip.rect.y + inset, chip.rect.width - 2 * inset,
                      chip.rect.height - 2 * inset},
                     {Ink::None, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1}, 0.25 * unit_);
        }
        const bool paused = !off && look.condition == ProcessCondition::Paused;
        if (paused) { // texts stay readable between the bars
            const Rect text{chip.head.x, chip.head.y, chip.head.width,
                            chip.body.bottom() - chip.head.y};
            pen_.box(name + "/plate", text,
                     {Ink::PanelMuted, Ink::None, 0, Dash::Solid, Hatch::None, 1}, 0.3 * unit_);
        }
        drawHue(name, chip, look, off);
        drawHead(name, chip, &look, off);
        if (!off) {
            ChipPlace beside = chip;
            if (look.condition != ProcessCondition::Running) {
                const double sign = 1.6 * signSize(chip.rect);
                beside.body.width = std::max(
                    0.0, std::min(chip.body.right(), chip.rect.right() - sign) - chip.body.x);
            }
            drawBody(scene_, beside, name, picture_, legend_);
        }
        if (paused) {
            drawSign(name + "/paused", GlyphKind::Pause, chip.rect);
        } else if (!off && isDead(look.condition)) {
            drawSign(name + "/crashed", GlyphKind::Crash, chip.rect, Ink::Trouble);
        }
    }

    Style chipStyle(const ProcessLook* look, bool off) {
        Style style{Ink::Panel, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1};
        if (off) {
            return {Ink::None, Ink::OutlineMuted, 1.2, Dash::Dashed, Hatch::None, 1};
        }
        if (look == nullptr) {
            return style;
        }
        if (isDead(look->condition)) {
            legend_.insert(LegendEntry::Crashed);
            return {Ink::Canvas, Ink::Outline, 2.2, Dash::Solid, Hatch::None, 1};
        }
        if (look->condition == ProcessCondition::NotStarted) {
            legend_.insert(LegendEntry::Absent);
            return {Ink::Canvas, Ink::OutlineMuted, 1.5, Dash::Dotted, Hatch::None, 1};
        }
        if (look->condition == ProcessCondition::Paused) {
            legend_.insert(LegendEntry::Paused);
            style = {Ink::PanelMuted, Ink::OutlineMuted, 1.5, Dash::Solid, Hatch::Bars, 1};
        }
        if (look->leads) {
            style.width = 2.6;
        } else if (look->role == "candidate" || look->role == "pre-candidate") {
            style.width = 2.6;
            style.dash = Dash::Dashed;
        }
        return style;
    }

    /// The left edge: of a server's letter, or of a term.
    void drawHue(const std::string& name, const ChipPlace& chip, const ProcessLook& look,
                 bool off) {
        const Tag* tag = scene_.cast.tagOf(chip.processes.front());
        Ink ink = Ink::None;
        if (scene_.cast.hasTerms()) {
            ink = look.lives() && look.term >= 0 ? hue(static_cast<std::size_t>(look.term))
                                                 : Ink::None;
        } else if (tag != nullptr) {
            ink = hue(tag->hue);
            legend_.insert(LegendEntry::HueTarget);
        }
        if (ink == Ink::None || off) {
            return;
        }
        pen_.box(name + "/hue",
                 {chip.rect.x, chip.rect.y + 0.45 * unit_, 0.55 * unit_,
                  std::max(1.0, chip.rect.height - 0.9 * unit_)},
                 {ink, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1});
    }

    /// Silhouette with rings, letter, name; marks of role and health at the right.
    void drawHead(const std::string& name, const ChipPlace& chip, const ProcessLook* look,
                  bool off) {
        const Rect& head = chip.head;
        const double sign = std::min(1.25 * unit_, head.height * 0.85);
        const Point middle{head.x + 0.8 * unit_, head.centre().y};
        const bool plain = look == nullptr || look->condition == ProcessCondition::Running;
        const bool hatched =
            off || (look != nullptr && look->condition == ProcessCondition::Paused);
        if (hatched) {
            pen_.ellipse(name + "/sign/plate",
                         {middle.x - sign * 0.7, middle.y - sign * 0.7, sign * 1.4, sign * 1.4},
                         {Ink::PanelMuted, Ink::None, 0, Dash::Solid, Hatch::None, 1});
        }
        pen_.glyph(name + "/sign", scene_.cast.row(chip.processes.front()).silhouette, middle,
                   sign * 0.9, plain && !off ? Ink::Text : Ink::TextMuted);
        if (look != nullptr && look->lives() && !off) {
            for (std::size_t i = 0; i < std::min<std::size_t>(look->rings.size(), 2); ++i) {
                rings_.ring(name + "/ring", middle, (0.78 + 0.2 * static_cast<double>(i)) * unit_,
                            look->rings[i]);
                legend_.insert(LegendEntry::Ring);
            }
        }
        double left = head.x + 2.05 * unit_;
        if (look != nullptr) {
            if (const Tag* tag = scene_.cast.tagOf(chip.processes.front())) {
                const Belief self{chip.processes.front(), tag->text, false, 1};
                left += drawTag(pen_, name + "/tag", self, scene_.cast, {left, middle.y}, unit_,
                                false) +
                        0.4 * unit_;
            }
        }
        const double wanted = textWidth(chip.title, unit_, Weight::Bold);
        const bool isTile =
            look == nullptr && (chip.pips.empty() || chip.pips.front().process == trace::kNoIndex);
        const bool counted = isTile || left + wanted + 2.4 * unit_ <= head.right();
        const double right = look != nullptr ? drawMarks(name, chip, *look, off)
                             : counted       ? drawCount(name, chip)
                                             : head.right();
        const Rect cell{left, head.y, std::max(0.0, right - left), head.height};
        const std::string title = shortened(chip.title, cell.width);
        if (hatched) {
            plate(name + "/name", title, cell, Weight::Bold, Ink::PanelMuted);
        } else {
            pen_.text(name + "/name", title, cell, unit_, Align::Left, Weight::Bold,
                      plain ? Ink::Text : Ink::TextMuted);
        }
    }

    /// Of a name that has no room, its number stays: many share its beginning.
    std::string shortened(const std::string& title, double width) const {
        const std::string number = title.substr(stemOf(title).size());
        if (textWidth(title, unit_, Weight::Bold) <= width || number.empty()) {
            return title;
        }
        const double left = width - textWidth(number, unit_, Weight::Bold);
        const std::string stem = fitted(title, left, unit_, Weight::Bold);
        const std::size_t digits = number.find_first_of("0123456789");
        return stem.size() < 4 ? number.substr(digits) : stem + number; // "…" is three octets
    }

    double drawCount(const std::string& name, const ChipPlace& chip) {
        std::set<trace::HostIndex> hosts;
        for (const trace::ProcessIndex process : chip.processes) {
            hosts.insert(header().processes[process].host);
        }
        const std::size_t count = chip.pips.empty() ? hosts.size() : chip.pips.size();
        const std::string text = fmt::format("×{}", count);
        const double width = textWidth(text, unit_);
        const Rect cell{chip.head.right() - width - 0.3 * unit_, chip.head.y, width + 0.1 * unit_,
                        chip.head.height};
        pen_.text(name + "/count", text, cell, unit_, Align::Right);
        legend_.insert(LegendEntry::Count);
        return cell.x - 0.3 * unit_;
    }

    /// Returns where they begin.
    double drawMarks(const std::string& name, const ChipPlace& chip, const ProcessLook& look,
                     bool off) {
        const Rect& head = chip.head;
        const double y = head.centre().y;
        double right = head.right() - 0.1 * unit_;
        if (off || isDead(look.condition) || look.condition == ProcessCondition::Paused) {
            right = chip.rect.right() - 1.6 * signSize(chip.rect) - 0.2 * unit_;
        }
        if (off || isDead(look.condition)) {
            return right;
        }
        if (look.leads) {
            drawCrown(name, look, right, y);
        } else if (look.role == "candidate" || look.role == "pre-candidate") {
            letter(name + "/role", "C", Dash::Dashed, right, y);
            legend_.insert(LegendEntry::Candidate);
        }
        const bool cramped = chip.body.height < 1.3 * unit_;
        if (cramped && look.believesFalse() && !look.deposed) {
            letter(name + "/false", "!", Dash::Solid, right, y);
            legend_.insert(LegendEntry::Stale);
        }
        if (cramped && look.lives() && look.term >= 0) {
            const std::string text = std::to_string(look.term);
            const double width = textWidth(text, unit_);
            pen_.text(name + "/term", text, {right - width, head.y, width + 0.1, head.height},
                      unit_);
            right -= width + 0.3 * unit_;
            legend_.insert(LegendEntry::HueTerm);
        }
        return right;
    }

    void letter(const std::string& name, std::string_view text, Dash dash, double& right,
                double y) {
        const double width = textWidth(text, unit_, Weight::Bold) + 0.6 * unit_;
        const Rect rect{right - width, y - 0.62 * unit_, width, 1.24 * unit_};
        const bool trouble = text == "!";
        pen_.box(name, rect,
                 {Ink::Panel, trouble ? Ink::Trouble : Ink::Outline, 1.5, dash, Hatch::None, 1},
                 0.2 * unit_);
        pen_.text(name + "/letter", text, rect, unit_, Align::Middle, Weight::Bold,
                  trouble ? Ink::Trouble : Ink::Text);
        right -= width + 0.25 * unit_;
    }

    /// Crown and letter; struck through where somebody else leads in a later term.
    void drawCrown(const std::string& name, const ProcessLook& look, double& right, double y) {
        if (look.deposed) {
            letter(name + "/false", "!", Dash::Solid, right, y);
            legend_.insert(LegendEntry::OldLeader);
        } else {
            letter(name + "/role", "L", Dash::Solid, right, y);
            legend_.insert(LegendEntry::Leader);
        }
        const double size = 1.6 * unit_;
        // Who is paused leads nobody just now.
        const bool active = look.condition == ProcessCondition::Running;
        pen_.glyph(name + "/crown", GlyphKind::Crown, {right - size / 2, y}, size,
                   active ? Ink::Text : Ink::TextMuted);
        if (look.deposed) {
            pen_.line(
                name + "/crown/strike",
                {{right - size * 1.05, y + size * 0.4}, {right + size * 0.05, y - size * 0.4}},
                {Ink::None, Ink::Trouble, 0.2 * unit_, Dash::Solid, Hatch::None, 1});
        }
        right -= size + 0.3 * unit_;
    }

    /// "+" opens a tile, "-" closes what came out of it.
    void drawToggle(std::size_t index, const Rect& rect) {
        const Thing& thing = scene_.layout.things[index];
        const bool opens = !thing.opened && thing.tile.empty();
        const std::string owner =
            thing.tile.empty() ? thingName(scene_.layout, index) : "tile/" + thing.tile;
        const std::string name = owner + (opens ? "/open" : "/close");
        pen_.box(name, rect, {Ink::Panel, Ink::Accent, 1.8, Dash::Solid, Hatch::None, 1},
                 0.3 * rect.width);
        const Point middle = rect.centre();
        const double half = 0.27 * rect.width;
        const Style stroke{Ink::None, Ink::Accent, 0.14 * unit_, Dash::Solid, Hatch::None, 1};
        pen_.line(name + "/sign", {{middle.x - half, middle.y}, {middle.x + half, middle.y}},
                  stroke);
        if (opens) {
            pen_.line(name + "/sign", {{middle.x, middle.y - half}, {middle.x, middle.y + half}},
                      stroke);
        }
        legend_.insert(opens ? LegendEntry::Opens : LegendEntry::Closes);
    }

    void drawTile(std::size_t index, const ThingPlace& place) {
        const Thing& thing = scene_.layout.things[index];
        const std::string name = thingName(scene_.layout, index);
        const ChipPlace& chip = place.chips.front();
        // A second sheet behind it: there are several.
        const double offset = 0.3 * unit_;
        pen_.box(name + "/sheet",
                 {place.rect.x + offset, place.rect.y + offset, place.rect.width - offset,
                  place.rect.height - offset},
                 {Ink::PanelMuted, Ink::OutlineMuted, 1.2, Dash::Solid, Hatch::None, 1},
                 0.5 * unit_);
        pen_.box(
            name,
            {place.rect.x, place.rect.y, place.rect.width - offset, place.rect.height - offset},
            {Ink::Panel, Ink::Outline, 1.5, Dash::Solid, Hatch::None, 1}, 0.5 * unit_);
        if (!chip.processes.empty()) {
            drawHead(name, chip, nullptr, false);
        } else {
            const double right = drawCount(name, chip);
            pen_.text(name + "/name", chip.title,
                      {chip.head.x, chip.head.y, right - chip.head.x, chip.head.height}, unit_,
                      Align::Left, Weight::Bold);
        }
        for (const PipPlace& pip : chip.pips) {
            std::vector<trace::ProcessIndex> processes;
            for (const trace::ProcessIndex process : chip.processes) {
                if (header().processes[process].host == pip.host) {
                    processes.push_back(process);
                }
            }
            pips_.draw("host/" + header().hosts[pip.host].name, pip, processes, thing.opened);
        }
        if (place.members.empty()) {
            drawBody(scene_, chip, name, picture_, legend_);
        }
        for (std::size_t i = 0; i < place.members.size(); ++i) {
            drawMachine(thing.hosts[i], place.members[i]);
        }
    }

    const Scene& scene_;
    Picture& picture_;
    Pen pen_;
    Pen rings_;
    LegendEntries& legend_;
    double unit_;
    Pips pips_;
};

} // namespace

std::string thingName(const Layout& layout, std::size_t thing) {
    const Thing& what = layout.things[thing];
    return (what.kind == Thing::Kind::Tile ? "tile/" : "host/") + what.name;
}

std::string chipName(const trace::RunHeader& header, const std::string& thing,
                     const ChipPlace& chip) {
    return chip.processes.size() == 1 ? "process/" + header.processes[chip.processes.front()].name
                                      : thing + "/" + chip.title;
}

void drawThings(const Scene& scene, Picture& picture, LegendEntries& legend) {
    ThingDrawer drawer(scene, picture, legend);
    for (std::size_t i = 0; i < scene.layout.things.size(); ++i) {
        drawer.draw(i);
    }
}

} // namespace sim::scene
