// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/shape.h"
#include "sim/scene/text.h"
#include "sim/trace/header.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What is wrong with a picture of the stage to somebody who looks at it: computed from its boxes.
namespace sim::scene::testing {

inline Rect boxOf(const Label& label) {
    const double width = textWidth(label.text, label.size, label.weight);
    const double x = label.at.x - (label.align == Align::Left     ? 0
                                   : label.align == Align::Middle ? width / 2
                                                                  : width);
    return {x, label.at.y - 0.74 * label.size, width, 0.9 * label.size};
}

inline bool isWithin(const Rect& inner, const Rect& outer, double slack = 0.6) {
    return inner.x >= outer.x - slack && inner.y >= outer.y - slack &&
           inner.right() <= outer.right() + slack && inner.bottom() <= outer.bottom() + slack;
}

inline bool touch(const Rect& a, const Rect& b) {
    constexpr double kSlack = 0.6;
    return a.x + kSlack < b.right() && b.x + kSlack < a.right() && a.y + kSlack < b.bottom() &&
           b.y + kSlack < a.bottom();
}

/// "host/web-3" of "host/web-3/name".
inline std::string ownerOf(const std::string& name) {
    return name.substr(0, name.find('/', name.find('/') + 1));
}

/// A line for each flaw: things that overlap, text outside of its thing or of the canvas, text over
/// text, text under a forty-fifth of the height.
inline std::vector<std::string> flawsOf(const Picture& picture, const trace::RunHeader& header,
                                        double leastText) {
    std::vector<std::string> flaws;
    std::map<std::string, Rect> owners;
    for (const Shape& shape : picture.at(Layer::Things)) {
        if (const auto* box = std::get_if<Box>(&shape.geometry)) {
            owners.emplace(shape.name, box->rect);
        }
    }
    for (const trace::HostEntry& host : header.hosts) {
        if (host.isSwitch) {
            owners.erase("host/" + host.name); // its name stands below it
        }
    }
    const Rect canvas{0, 0, picture.size.width, picture.size.height};
    std::vector<std::pair<std::string, Rect>> texts;
    for (const auto& layer : picture.layers) {
        for (const Shape& shape : layer) {
            const auto* label = std::get_if<Label>(&shape.geometry);
            if (label == nullptr) {
                continue;
            }
            const Rect box = boxOf(*label);
            const std::string what = shape.name + " '" + label->text + "'";
            if (!isWithin(box, canvas)) {
                flaws.push_back(what + " leaves the canvas");
            }
            const auto owner = owners.find(ownerOf(shape.name));
            if (owner != owners.end() && !isWithin(box, owner->second)) {
                flaws.push_back(what + " leaves its box");
            }
            const bool isSign = shape.name.ends_with("/false");
            if (label->size < leastText - 0.01 && !isSign) {
                flaws.push_back(what + " is too small");
            }
            const bool isBand = shape.name.starts_with("caption") ||
                                shape.name.starts_with("clock") || shape.name.starts_with("legend");
            const bool isSwitchName =
                shape.name.starts_with("host/") && shape.name.ends_with("/name");
            const bool moves = &layer == &picture.at(Layer::Traffic) && !isBand && !isSwitchName &&
                               !shape.name.starts_with("partition");
            if (!moves) {
                texts.emplace_back(what, box);
            }
        }
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::size_t j = i + 1; j < texts.size(); ++j) {
            if (touch(texts[i].second, texts[j].second)) {
                flaws.push_back(texts[i].first + " over " + texts[j].first);
            }
        }
    }
    return flaws;
}

/// Marks that are on the stage and not in the legend.
inline std::vector<std::string> untoldOf(const Picture& picture) {
    const std::pair<std::string, GlyphKind> kMarks[] = {
        {"request", GlyphKind::Request},     {"reply", GlyphKind::Reply},
        {"heartbeat", GlyphKind::Heartbeat}, {"replication", GlyphKind::Replication},
        {"lost", GlyphKind::Lost},           {"refused", GlyphKind::Refused}};
    std::set<std::string> marks;
    const auto& shapes = picture.at(Layer::Traffic);
    for (const Shape& shape : shapes) {
        for (const auto& [word, kind] : kMarks) {
            const auto* glyph = std::get_if<Glyph>(&shape.geometry);
            const bool isOurs =
                shape.name.starts_with("message/") || shape.name.starts_with("connect/");
            if (isOurs && glyph != nullptr && glyph->kind == kind) {
                const bool isWait = shape.name.ends_with("/head");
                marks.insert(!isWait ? word : glyph->ink == Ink::Trouble ? "hanging" : "late");
            }
        }
        if (shape.name.ends_with("/pulse")) {
            marks.insert("pulse");
        }
        const auto* label = std::get_if<Label>(&shape.geometry);
        if (label != nullptr && shape.name.ends_with("/count") && label->text.starts_with("×")) {
            marks.insert("count"); // other counts have a word
        }
    }
    std::vector<std::string> untold;
    for (const std::string& word : marks) {
        if (std::none_of(shapes.begin(), shapes.end(), [&](const Shape& shape) {
                return shape.name == "legend/" + word + "-legend";
            })) {
            untold.push_back(word);
        }
    }
    return untold;
}

} // namespace sim::scene::testing
