// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/pips.h"

#include "sim/scene/text.h"

#include <algorithm>

namespace sim::scene {

/// Its condition as texture, its letter if it has one.
void Pips::draw(const std::string& name, const PipPlace& pip,
                const std::vector<trace::ProcessIndex>& processes, bool numbered) {
    const Rect& rect = pip.rect;
    const double radius = rect.width * 0.22;
    const bool off = !scene_.world().isPowered(pip.host, scene_.at);
    const auto any = [&](auto test) {
        return std::any_of(processes.begin(), processes.end(),
                           [&](trace::ProcessIndex i) { return test(scene_.looks[i]); });
    };
    const bool dead = any([](const ProcessLook& look) { return isDead(look.condition); });
    const bool paused =
        any([](const ProcessLook& look) { return look.condition == ProcessCondition::Paused; });
    const bool absent =
        any([](const ProcessLook& look) { return look.condition == ProcessCondition::NotStarted; });
    Style style{Ink::Panel, Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1};
    if (off) {
        style = {Ink::PanelMuted, Ink::OutlineMuted, 1.2, Dash::Solid, Hatch::Diagonal, 1};
        legend_.insert(LegendEntry::Off);
    } else if (dead) {
        style = {Ink::Canvas, Ink::Outline, 1.8, Dash::Solid, Hatch::None, 1};
        legend_.insert(LegendEntry::Crashed);
    } else if (paused) {
        style = {Ink::PanelMuted, Ink::OutlineMuted, 1.2, Dash::Solid, Hatch::Bars, 1};
        legend_.insert(LegendEntry::Paused);
    } else if (absent) {
        legend_.insert(LegendEntry::Absent);
        style = {Ink::Canvas, Ink::OutlineMuted, 1.2, Dash::Dotted, Hatch::None, 1};
    }
    pen_.box(name, rect, style, radius);
    legend_.insert(LegendEntry::Pip);
    const bool fails = any([](const ProcessLook& look) { return look.fails; });
    if (fails && !off && rect.width >= 5) {
        pen_.glyph(name + "/fails", GlyphKind::Lost, rect.centre(), rect.width * 0.9,
                   Ink::TextMuted);
        legend_.insert(LegendEntry::Fails);
    }
    drawSign(name, pip, processes, off, dead, paused);
    const bool deceived = any([](const ProcessLook& look) { return look.believesFalse(); });
    if (deceived && !off && rect.width >= 5) {
        pen_.text(name + "/false", "!", {rect.x, rect.y, rect.width, rect.height},
                  std::min(rect.width * 0.85, unit_), Align::Middle, Weight::Regular, Ink::Trouble);
        legend_.insert(LegendEntry::Stale);
    }
    if (numbered && style.fill == Ink::Panel && !deceived && !fails) {
        drawNumber(name, pip);
    }
}

void Pips::drawSign(const std::string& name, const PipPlace& pip,
                    const std::vector<trace::ProcessIndex>& processes, bool off, bool dead,
                    bool paused) {
    const Rect& rect = pip.rect;
    const double size = rect.width * 0.66;
    const Tag* tag = processes.empty() ? nullptr : scene_.cast.tagOf(processes.front());
    const bool lettered = tag != nullptr && rect.width >= 1.2 * unit_;
    if (lettered) {
        const Ink fill = off || paused ? Ink::PanelMuted : Ink::Panel;
        pen_.box(name + "/plate",
                 {rect.x + rect.width * 0.3, rect.y + rect.height * 0.14, rect.width * 0.64,
                  rect.height * 0.72},
                 {fill, Ink::None, 0, Dash::Solid, Hatch::None, 1});
        if (!off && !scene_.cast.hasTerms()) {
            pen_.box(name + "/hue",
                     {rect.x, rect.y + rect.height * 0.15, rect.width * 0.28, rect.height * 0.7},
                     {hue(tag->hue), Ink::Outline, 1, Dash::Solid, Hatch::None, 1});
            legend_.insert(LegendEntry::HueTarget);
        }
        pen_.text(name + "/letter", tag->text,
                  {rect.x + rect.width * 0.3, rect.y, rect.width * 0.66, rect.height}, unit_,
                  Align::Middle, Weight::Bold, off ? Ink::TextMuted : Ink::Text);
        for (const trace::ProcessIndex process : processes) {
            const ProcessLook& look = scene_.looks[process];
            if (look.lives() && !look.rings.empty()) {
                rings_.ring(name + "/ring",
                            {rect.x + rect.width * 0.14, rect.y + rect.height * 0.14},
                            rect.width * 0.2, look.rings.front());
                legend_.insert(LegendEntry::Ring);
            }
        }
    }
    if (rect.width < 7 || !(off || dead || paused)) {
        return;
    }
    const GlyphKind kind = off ? GlyphKind::Power : dead ? GlyphKind::Crash : GlyphKind::Pause;
    // Beside a letter: where its hue would be, which nothing that is off has.
    const Point at = lettered ? Point{rect.x + rect.width * 0.14, rect.centre().y} : rect.centre();
    if (lettered) {
        const double half = size * 0.5;
        pen_.ellipse(name + "/health/plate", {at.x - half, at.y - half, 2 * half, 2 * half},
                     {Ink::Panel, Ink::Outline, 1, Dash::Solid, Hatch::None, 1});
    }
    pen_.glyph(name + "/health", kind, at, lettered ? size * 0.8 : size,
               dead ? Ink::Trouble : Ink::Text);
}

void Pips::drawNumber(const std::string& name, const PipPlace& pip) {
    const auto& header = scene_.cast.header();
    const std::string& owner = pip.process == trace::kNoIndex ? header.hosts[pip.host].name
                                                              : header.processes[pip.process].name;
    const std::string number = owner.substr(stemOf(owner).size());
    const std::size_t first = number.find_first_of("0123456789");
    if (first == std::string::npos || pip.rect.height < 1.3 * unit_ ||
        textWidth(number.substr(first), unit_) > pip.rect.width - 0.1 * unit_) {
        return;
    }
    pen_.text(name + "/number", number.substr(first), pip.rect, unit_, Align::Middle,
              Weight::Regular, Ink::TextMuted);
}

} // namespace sim::scene
