// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/overlay.h"

#include "core/base/time.h"
#include "gui/branches/overlay_text.h"
#include "sim/faults/fault.h"
#include "sim/scenario/text_edit.h"

#include <algorithm>
#include <cstdint>

namespace gui::branches {
namespace {

using sim::SimTime;
using sim::scenario::Kind;
using sim::scenario::Value;

constexpr std::int64_t kSecond = 1'000'000'000;

/// The moment of a line, if it is a time as it stands.
std::optional<SimTime> momentOf(const Value& item) {
    const Value* at = item.find("at");
    if (at == nullptr || at->kind != Kind::Scalar || item.find("after") != nullptr) {
        return std::nullopt;
    }
    const std::optional<core::Duration> time = core::parseDuration(at->scalar);
    return time && time->ns >= 0 ? std::optional(SimTime{time->ns}) : std::nullopt;
}

std::string verbOf(const Value& item) {
    for (const Value& entry : item.children) {
        if (sim::faults::parseVerb(entry.key)) {
            return entry.key;
        }
    }
    return {};
}

} // namespace

std::string timeText(SimTime at) {
    std::string text = std::to_string(at.ns / kSecond);
    if (const std::int64_t rest = at.ns % kSecond; rest != 0) {
        const std::string digits = std::to_string(kSecond + rest).substr(1);
        text += "." + digits.substr(0, digits.find_last_not_of('0') + 1);
    }
    return text + " s";
}

std::optional<OverlayLine> lineOf(const std::string& yaml) {
    const std::optional<Value> item = readText(yaml);
    const std::optional<SimTime> at = item ? momentOf(*item) : std::nullopt;
    if (!at) {
        return std::nullopt;
    }
    return OverlayLine{*at, sim::scenario::toFlow(*item), verbOf(*item)};
}

std::optional<Overlay> Overlay::fromText(const std::string& text) {
    std::optional<std::string> own = withoutHeading(text);
    const std::optional<Value> root = own ? readText(*own) : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    Overlay overlay;
    overlay.text_ = std::move(*own);
    for (const Value& entry : root->children) {
        const bool timeline = entry.key == "timeline" && entry.kind == Kind::List;
        if (!timeline && entry.kind != Kind::Null) {
            overlay.others_ += entry.key + ": " + sim::scenario::toFlow(entry) + "\n";
        }
        for (std::size_t i = 0; timeline && i < entry.children.size(); ++i) {
            const Value& item = entry.children[i];
            overlay.items_.push_back({momentOf(item), sim::scenario::toFlow(item)});
            const Item& read = overlay.items_.back();
            if (read.at) {
                overlay.lines_.push_back({*read.at, read.content, verbOf(item)});
            }
        }
    }
    std::stable_sort(overlay.lines_.begin(), overlay.lines_.end(),
                     [](const OverlayLine& a, const OverlayLine& b) { return a.at < b.at; });
    return overlay;
}

bool Overlay::isEmpty() const {
    return items_.empty() && others_.empty();
}

std::optional<SimTime> Overlay::firstChange() const {
    const bool onlyLines = others_.empty() && !lines_.empty() && lines_.size() == items_.size();
    return onlyLines ? std::optional(lines_.front().at) : std::nullopt;
}

std::optional<SimTime> Overlay::lastChange() const {
    return firstChange() ? std::optional(lines_.back().at) : std::nullopt;
}

Overlay Overlay::with(const OverlayLine& line) const {
    return fromText(withItem(text_, line.yaml)).value_or(*this);
}

Overlay Overlay::upTo(SimTime last) const {
    std::string text = text_;
    for (std::size_t i = items_.size(); i > 0; --i) {
        const Item& item = items_[i - 1];
        if (item.at && *item.at > last) {
            text = withoutItem(text, i - 1);
        }
    }
    return fromText(text).value_or(*this);
}

std::string Overlay::toFile(const std::string& scenario, const std::string& hash) const {
    const auto scalar = [](const std::string& key, const std::string& text) {
        Value value;
        value.kind = Kind::Scalar;
        value.key = key;
        value.scalar = text;
        return value;
    };
    Value extends;
    extends.kind = Kind::Map;
    extends.children.push_back(scalar("path", scenario));
    if (!hash.empty()) {
        extends.children.push_back(scalar("hash", hash));
    }
    return "orrery: 1\nextends: " + sim::scenario::toFlow(extends) + "\n" + text_;
}

std::optional<SimTime> firstDifference(const Overlay& a, const Overlay& b) {
    if (a.others_ != b.others_) {
        return SimTime{};
    }
    std::optional<SimTime> first;
    const auto note = [&](const Overlay& overlay, std::size_t i) {
        if (i < overlay.items_.size()) {
            const SimTime at = overlay.items_[i].at.value_or(SimTime{});
            first = first ? std::min(*first, at) : at;
        }
    };
    for (std::size_t i = 0; i < std::max(a.items_.size(), b.items_.size()); ++i) {
        const bool both = i < a.items_.size() && i < b.items_.size();
        if (!both || a.items_[i].content != b.items_[i].content) {
            note(a, i);
            note(b, i);
        }
    }
    return first;
}

} // namespace gui::branches
