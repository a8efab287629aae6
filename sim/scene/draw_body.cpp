// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/drawing.h"
#include "sim/scene/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace sim::scene {
namespace {

// In units.
constexpr double kLine = 1.5;
constexpr double kCard = 1.3; ///< height of a card
constexpr double kGap = 0.35;

constexpr Style kDashedCard{Ink::Panel, Ink::Outline, 1.3, Dash::Dashed, Hatch::None, 1};
constexpr Style kSolidCard{Ink::Panel, Ink::Outline, 1.3, Dash::Solid, Hatch::None, 1};

/// Puts cards side by side, line by line; what does not fit any more is left out.
class Body {
public:
    Body(const Scene& scene, const ChipPlace& chip, std::string name, Picture& picture,
         LegendEntries& legend)
        : scene_(scene), chip_(chip), name_(std::move(name)),
          things_(picture.at(Layer::Things), scene.unit()),
          traffic_(picture.at(Layer::Traffic), scene.unit()), legend_(legend), unit_(scene.unit()),
          x_(chip.body.x), y_(chip.body.y) {}

    void draw() {
        if (chip_.body.height < kCard * unit_) {
            return;
        }
        drawCondition();
        if (isSingle() && !first().lives()) {
            return;
        }
        drawBlank();
        drawFailures();
        drawTerm();
        drawTroubles();
        drawLeaders();
        drawAlarms();
        drawGhosts();
        drawCards();
        drawNotes();
    }

private:
    bool isSingle() const { return chip_.processes.size() == 1; }
    const ProcessLook& first() const { return scene_.looks[chip_.processes.front()]; }
    std::string_view word(const AspectRow& row) const { return scene_.chinese() ? row.zh : row.en; }

    /// Room for a card of that width; an empty one if there is none.
    Rect take(double width) {
        if (width > chip_.body.width + 0.01) {
            return {};
        }
        if (x_ + width > chip_.body.right() + 0.01) {
            if (y_ + (kLine + kCard) * unit_ > chip_.body.bottom() + 0.01) {
                return {};
            }
            x_ = chip_.body.x;
            y_ += kLine * unit_;
        }
        const Rect rect{x_, y_ + 0.05 * unit_, width, kCard * unit_};
        x_ += width + kGap * unit_;
        return rect;
    }
    /// What could be had at most: the rest of this line or a whole one.
    double room() const {
        const bool another = y_ + (kLine + kCard) * unit_ <= chip_.body.bottom() + 0.01;
        return another ? chip_.body.width : std::max(0.0, chip_.body.right() - x_);
    }

    /// What the texture says, in words.
    void drawCondition() {
        const std::string_view name = !isSingle()                                         ? ""
                                      : first().condition == ProcessCondition::NotStarted ? "absent"
                                      : first().condition == ProcessCondition::Paused     ? "paused"
                                      : first().condition == ProcessCondition::Crashed ? "crashed"
                                      : first().condition == ProcessCondition::Failed  ? "failed"
                                                                                       : "";
        if (name.empty()) {
            return;
        }
        const std::string_view text = wordOf(name, scene_.chinese());
        const Rect rect = take(textWidth(text, unit_) + 0.8 * unit_);
        if (rect.width > 0) {
            const bool isPaused = name == "paused";
            things_.box(name_ + "/condition/plate", rect,
                        {isPaused ? Ink::PanelMuted : Ink::Canvas, Ink::None, 0, Dash::Solid,
                         Hatch::None, 1},
                        0.3 * unit_);
            things_.text(name_ + "/condition", text, rect, unit_, Align::Middle, Weight::Regular,
                         isPaused ? Ink::Text : Ink::TextMuted);
        }
    }

    /// Runs, and has told nothing (yet).
    void drawBlank() {
        const ProcessLook& look = first();
        const std::string_view word = scene_.cast.row(chip_.processes.front()).blank;
        if (!isSingle() || word.empty() || !look.role.empty() || look.term >= 0 || look.leader ||
            !look.cards.empty() || !look.members.empty()) {
            return;
        }
        const std::string_view text = wordOf(word, scene_.chinese());
        if (const Rect rect = take(textWidth(text, unit_) + 0.1 * unit_); rect.width > 0) {
            things_.text(name_ + "/blank", text, rect, unit_, Align::Left, Weight::Regular,
                         Ink::TextMuted);
        }
    }

    void drawFailures() {
        const auto failing =
            std::count_if(chip_.processes.begin(), chip_.processes.end(),
                          [&](trace::ProcessIndex process) { return scene_.looks[process].fails; });
        if (failing == 0) {
            return;
        }
        std::string text(wordOf("fails", scene_.chinese()));
        if (!isSingle()) {
            text += fmt::format(" ×{}", failing);
        }
        drawBadge("/fails", GlyphKind::Lost, Ink::Text, text,
                  {Ink::Panel, Ink::Outline, 1.5, Dash::Solid, Hatch::None, 1});
        legend_.insert(LegendEntry::Fails);
    }

    void drawTerm() {
        if (!isSingle() || first().term < 0) {
            return;
        }
        const std::string text = scene_.chinese() ? fmt::format("任期 {}", first().term)
                                                  : fmt::format("term {}", first().term);
        const double mark = 0.9 * unit_;
        const Rect rect = take(mark + 0.4 * unit_ + textWidth(text, unit_, Weight::Bold));
        if (rect.width == 0) {
            return;
        }
        things_.box(name_ + "/term-hue", {rect.x, rect.centre().y - mark / 2, mark, mark},
                    {hue(static_cast<std::size_t>(first().term)), Ink::Outline, 1.2, {}, {}, 1});
        things_.text(
            name_ + "/term", text,
            {rect.x + mark + 0.3 * unit_, rect.y, rect.width - mark - 0.2 * unit_, rect.height},
            unit_, Align::Left, Weight::Bold);
        legend_.insert(LegendEntry::HueTerm);
    }

    /// A sign and words in a frame.
    bool drawBadge(const std::string& part, GlyphKind kind, Ink ink, std::string_view text,
                   const Style& style) {
        const double glyph = 1.05 * unit_;
        const double wanted = glyph + 0.9 * unit_ + textWidth(text, unit_);
        const Rect rect = take(std::min(wanted, room()));
        if (rect.width < glyph + 2.5 * unit_) {
            return false;
        }
        things_.box(name_ + part, rect, style, 0.25 * unit_);
        things_.glyph(name_ + part + "/sign", kind,
                      {rect.x + 0.25 * unit_ + glyph / 2, rect.centre().y}, glyph, ink);
        things_.text(
            name_ + part + "/text", text,
            {rect.x + glyph + 0.5 * unit_, rect.y, rect.width - glyph - 0.7 * unit_, rect.height},
            unit_);
        return true;
    }

    void drawTroubles() {
        std::set<trace::HostIndex> hosts;
        for (const trace::ProcessIndex process : chip_.processes) {
            hosts.insert(scene_.cast.header().processes[process].host);
        }
        std::set<std::string> told;
        for (const TroubleView& trouble : scene_.troubles) {
            if (hosts.contains(trouble.host) && told.insert(trouble.verb).second) {
                drawBadge("/trouble-" + trouble.verb, GlyphKind::Warning, Ink::Trouble,
                          wordOf(trouble.verb, scene_.chinese()),
                          {Ink::Panel, Ink::Trouble, 1.5, Dash::Solid, Hatch::None, 1});
                legend_.insert(LegendEntry::Trouble);
            }
        }
    }

    /// Crown and name: whom it follows.
    void drawLeaders() {
        for (const Belief& belief : joinedLeaders(scene_.looks, chip_.processes)) {
            std::string text = belief.text;
            if (!isSingle()) {
                text += fmt::format(" ×{}", belief.believers);
            }
            const double crown = 1.05 * unit_;
            const double mark = belief.isFalse ? 0.8 * unit_ : 0;
            const double wanted = crown + 0.85 * unit_ + textWidth(text, unit_) + mark;
            const Rect rect = take(std::min(wanted, room()));
            if (rect.width < crown + 2 * unit_ + mark) {
                continue;
            }
            const std::string name = name_ + "/follows-" + belief.text;
            things_.box(name, rect, card(belief.isFalse), 0.25 * unit_);
            const Rect cell{rect.x + crown + 0.5 * unit_, rect.y,
                            rect.width - crown - 0.8 * unit_ - mark, rect.height};
            const Point middle{rect.x + 0.3 * unit_ + crown / 2, rect.centre().y};
            things_.glyph(name + "/crown", GlyphKind::Crown, middle, crown,
                          belief.isFalse ? Ink::TextMuted : Ink::Text);
            if (belief.isFalse) { // the name stays readable
                const double half = 0.6 * crown;
                things_.line(name + "/strike",
                             {{middle.x - half, middle.y + half * 0.7},
                              {middle.x + half, middle.y - half * 0.7}},
                             {Ink::None, Ink::Trouble, 0.16 * unit_, Dash::Solid, Hatch::None, 1});
                drawFalse(name, rect);
            }
            things_.text(name + "/name", text, cell, unit_);
            legend_.insert(belief.isFalse ? LegendEntry::Stale : LegendEntry::Belief);
        }
    }

    static Style card(bool isFalse) {
        Style style = kDashedCard;
        style.width = isFalse ? 2 : style.width;
        style.stroke = isFalse ? Ink::Trouble : Ink::Outline;
        return style;
    }

    /// "!" at the card's end.
    void drawFalse(const std::string& name, const Rect& rect) {
        things_.text(name + "/false", "!",
                     {rect.right() - 0.95 * unit_, rect.y, 0.7 * unit_, rect.height}, 1.25 * unit_,
                     Align::Middle, Weight::Bold, Ink::Trouble);
    }

    void drawAlarms() {
        std::set<std::string_view> told;
        for (const trace::ProcessIndex process : chip_.processes) {
            for (const Note& alarm : scene_.looks[process].alarms) {
                if (told.insert(alarm.row->key).second) {
                    drawBadge("/alarm-" + std::string(alarm.row->key), GlyphKind::Warning,
                              Ink::Accent, word(*alarm.row), kSolidCard);
                }
            }
        }
    }

    /// The host's first address, if it has it no more.
    void drawGhosts() {
        std::set<trace::HostIndex> hosts;
        for (const trace::ProcessIndex process : chip_.processes) {
            hosts.insert(scene_.cast.header().processes[process].host);
        }
        for (const trace::HostIndex host : hosts) {
            const auto address = scene_.cast.header().hosts[host].address;
            if (scene_.world().hostOf(address, scene_.at) == host) {
                continue;
            }
            const std::string text = core::runtime::toString(address);
            const Rect rect = take(std::min(textWidth(text, unit_) + unit_, room()));
            if (rect.width > 2 * unit_) {
                const std::string name = name_ + "/ghost-" + text;
                things_.box(name, rect, {Ink::None, Ink::Ghost, 1.8, Dash::Dotted, Hatch::None, 1},
                            0.25 * unit_);
                things_.text(name + "/address", text,
                             {rect.x + 0.4 * unit_, rect.y, rect.width - 0.8 * unit_, rect.height},
                             unit_, Align::Middle, Weight::Regular, Ink::TextMuted);
                legend_.insert(LegendEntry::Ghost);
            }
        }
    }

    /// The letters of whom it would talk to, the false ones first if there is no room for all.
    void drawCards() {
        for (const BeliefCard& card : joinedCards(scene_.looks, chip_.processes)) {
            std::string label(word(*card.row));
            const double ring = card.left ? 1.3 * unit_ : 0;
            const bool isFalse = card.isFalse();
            const std::string wrong = isFalse && !isSingle() ? wrongText(card) : std::string();
            const double tail = (isFalse ? 1.1 : 0.35) * unit_ + textWidth(wrong, unit_);
            double head = 0.4 * unit_ + ring + textWidth(label, unit_) + 0.35 * unit_;
            double tags = 0;
            for (const Belief& belief : card.beliefs) {
                tags += tagWidth(belief.text, unit_) + 0.2 * unit_;
            }
            if (head + tags + tail > room()) { // rather the letters than the word
                label.clear();
                head = 0.3 * unit_ + ring;
            }
            const Rect rect = take(std::min(head + tags + tail, room()));
            if (rect.width < head + tail + std::min(tags, 2 * unit_) - 0.01) {
                continue;
            }
            const std::string name = name_ + "/card-" + card.key;
            things_.box(name, rect, this->card(isFalse), 0.25 * unit_);
            if (card.left) {
                traffic_.ring(name + "/ring", {rect.x + 0.3 * unit_ + ring / 2, rect.centre().y},
                              0.45 * unit_, *card.left);
                legend_.insert(LegendEntry::Ring);
            }
            things_.text(name + "/label", label,
                         {rect.x + 0.4 * unit_ + ring, rect.y, rect.width, rect.height}, unit_,
                         Align::Left, Weight::Regular, Ink::TextMuted);
            drawTags(name, card.beliefs,
                     {rect.x + head, rect.y, rect.width - head - tail, rect.height});
            if (isFalse) {
                const double width = textWidth(wrong, unit_);
                things_.text(name + "/wrong", wrong,
                             {rect.right() - width - 0.2 * unit_, rect.y, width + 0.1, rect.height},
                             unit_);
                drawFalse(name, {rect.x, rect.y, rect.width - width, rect.height});
            }
            legend_.insert(isFalse ? LegendEntry::Stale : LegendEntry::Belief);
        }
    }

    /// How many believe something false there.
    std::string wrongText(const BeliefCard& card) const {
        const auto count = std::count_if(
            chip_.processes.begin(), chip_.processes.end(), [&](trace::ProcessIndex process) {
                const auto& cards = scene_.looks[process].cards;
                return std::any_of(cards.begin(), cards.end(), [&](const BeliefCard& one) {
                    return one.key == card.key && one.isFalse();
                });
            });
        return fmt::format("×{}", count);
    }

    void drawTags(const std::string& name, std::vector<Belief> beliefs, const Rect& cell) {
        const auto widthOf = [&](const Belief& belief) {
            return tagWidth(belief.text, unit_) + 0.2 * unit_;
        };
        double all = 0;
        for (const Belief& belief : beliefs) {
            all += widthOf(belief);
        }
        const bool fits = all <= cell.width + 0.01;
        if (!fits) {
            std::stable_sort(beliefs.begin(), beliefs.end(), [](const Belief& a, const Belief& b) {
                return a.isFalse > b.isFalse;
            });
        }
        const double end = cell.right() - (fits ? 0 : 1.7 * unit_) + 0.01;
        double x = cell.x;
        std::size_t drawn = 0;
        while (drawn < beliefs.size() && x + widthOf(beliefs[drawn]) - 0.2 * unit_ <= end) {
            const Belief& belief = beliefs[drawn];
            const double width = drawTag(things_, name + "/" + belief.text, belief, scene_.cast,
                                         {x, cell.centre().y}, unit_, true);
            x += width + 0.2 * unit_;
            ++drawn;
        }
        if (drawn < beliefs.size()) {
            things_.text(name + "/more", fmt::format("+{}", beliefs.size() - drawn),
                         {x, cell.y, std::max(0.0, cell.right() - x), cell.height}, unit_);
        }
    }

    void drawNotes() {
        if (!isSingle()) {
            return;
        }
        const ProcessLook& look = first();
        if (look.isOutsider) {
            const std::string_view text = wordOf("outsider", scene_.chinese());
            drawBadge("/outsider", GlyphKind::Warning, Ink::Accent, text, kSolidCard);
        }
        if (!look.members.empty()) {
            drawMembers(look.members);
        }
        for (const Note& note : look.notes) {
            std::string text(word(*note.row));
            text += (text.empty() ? "" : " ") + std::string(wordOf(note.value, scene_.chinese()));
            const Rect rect = take(textWidth(text, unit_) + 0.1 * unit_);
            if (rect.width > 0) {
                things_.text(name_ + "/" + std::string(note.row->key), text, rect, unit_,
                             Align::Left, Weight::Regular, Ink::TextMuted);
            }
        }
    }

    /// Only what tells members of one group apart: "1 2 3" for "kv-1 kv-2 kv-3".
    void drawMembers(const std::string& members) {
        std::string shortened;
        const std::string stem =
            stemOf(scene_.cast.header().processes[chip_.processes.front()].name) + "-";
        for (std::size_t at = 0; at < members.size();) {
            if (members.compare(at, stem.size(), stem) == 0) {
                at += stem.size();
            } else {
                shortened += members[at++];
            }
        }
        const std::string text = fmt::format("{{{}}}", shortened);
        const Rect rect = take(textWidth(text, unit_) + 0.1 * unit_);
        if (rect.width > 0) {
            things_.text(name_ + "/members", text, rect, unit_);
            legend_.insert(LegendEntry::Members);
        }
    }

    const Scene& scene_;
    const ChipPlace& chip_;
    std::string name_;
    Pen things_;
    Pen traffic_;
    LegendEntries& legend_;
    double unit_;
    double x_;
    double y_;
};

} // namespace

double tagWidth(const std::string& text, double size) {
    return 0.45 * size + std::max(0.95 * size, textWidth(text, size, Weight::Bold) + 0.3 * size);
}

double drawTag(Pen& pen, const std::string& name, const Belief& belief, const Cast& cast,
               Point leftMiddle, double size, bool dashed) {
    const double width = tagWidth(belief.text, size);
    const Rect rect{leftMiddle.x, leftMiddle.y - 0.58 * size, width, 1.16 * size};
    const double stripe = 0.45 * size;
    Style style{Ink::Panel,
                belief.isFalse ? Ink::Trouble : Ink::Outline,
                belief.isFalse ? 2.0 : 1.2,
                Dash::Solid,
                Hatch::None,
                1};
    style.dash = dashed && belief.process == trace::kNoIndex ? Dash::Dotted : Dash::Solid;
    pen.box(name, rect, style, 0.12 * size);
    if (const Tag* tag = cast.tagOf(belief.process); tag != nullptr && !cast.hasTerms()) {
        pen.box(name + "/hue", {rect.x, rect.y, stripe, rect.height},
                {hue(tag->hue), Ink::Outline, 1.2, Dash::Solid, Hatch::None, 1}, 0.12 * size);
    }
    if (belief.isFalse) { // from corner to corner, behind the letter
        const double inset = 0.1 * size;
        pen.line(name + "/strike",
                 {{rect.x + inset, rect.bottom() - inset}, {rect.right() - inset, rect.y + inset}},
                 {Ink::None, Ink::Trouble, 0.12 * size, Dash::Solid, Hatch::None, 1});
    }
    pen.text(name + "/letter", belief.text,
             {rect.x + stripe, rect.y, rect.width - stripe, rect.height}, size, Align::Middle,
             Weight::Bold);
    return width;
}

void drawBody(const Scene& scene, const ChipPlace& chip, const std::string& name, Picture& picture,
              LegendEntries& legend) {
    Body(scene, chip, name, picture, legend).draw();
}

} // namespace sim::scene
