// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/stage/text_runs.h"

#include "sim/scene/text.h"

#include <QFontInfo>
#include <QGlyphRun>

#include <algorithm>
#include <cmath>

namespace gui::stage {
namespace {

using sim::scene::Align;
using sim::scene::Weight;

/// A clock's text is another one in every picture: what is kept must not grow for ever.
constexpr std::size_t kMostLines = 20'000;
constexpr std::size_t kMostFonts = 64;
constexpr double kShapingSize = 100;

QString familyName() {
    const std::string_view name = sim::scene::fontName();
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

std::size_t indexOf(Weight weight) {
    return weight == Weight::Bold ? 1 : 0;
}

} // namespace

QFont pictureFont(double size, Weight weight) {
    QFont font(familyName());
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(size))));
    font.setWeight(weight == Weight::Bold ? QFont::Bold : QFont::Normal);
    // Widths that grow with the size, and the same pixels in a cached layer as on the widget.
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(
        static_cast<QFont::StyleStrategy>(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    font.setKerning(false);
    return font;
}

bool hasPictureFont() {
    return QFontInfo(pictureFont(14, Weight::Regular)).family() == familyName();
}

double shareBefore(Align align) {
    switch (align) {
    case Align::Left:
        return 0;
    case Align::Middle:
        return 0.5;
    case Align::Right:
        return 1;
    }
    return 0;
}

const QRawFont& TextRuns::rawFont(double size, Weight weight) {
    auto& fonts = fonts_[indexOf(weight)];
    const int quarters = std::max(4, static_cast<int>(std::lround(size * 4)));
    const auto found = fonts.find(quarters);
    if (found != fonts.end()) {
        return found->second;
    }
    if (fonts.size() >= kMostFonts) {
        fonts.clear();
    }
    QRawFont font = QRawFont::fromFont(pictureFont(kShapingSize, weight));
    font.setPixelSize(quarters / 4.0);
    return fonts.emplace(quarters, std::move(font)).first->second;
}

const TextRuns::Shaped& TextRuns::shaped(const std::string& utf8, Weight weight) {
    auto& lines = lines_[indexOf(weight)];
    const auto found = lines.find(utf8);
    if (found != lines.end()) {
        return found->second;
    }
    if (lines.size() >= kMostLines) {
        lines.clear();
    }
    const QRawFont& font = rawFont(kShapingSize, weight);
    Shaped line;
    line.glyphs = font.glyphIndexesForString(QString::fromStdString(utf8));
    line.known = !line.glyphs.contains(0);
    for (const QPointF& advance :
         font.advancesForGlyphIndexes(line.glyphs, QRawFont::UseDesignMetrics)) {
        line.places.append({line.width, 0});
        line.width += advance.x() / kShapingSize;
    }
    return lines.emplace(utf8, std::move(line)).first->second;
}

double TextRuns::unitWidth(const std::string& utf8, Weight weight) {
    return shaped(utf8, weight).width;
}

void TextRuns::draw(QPainter& painter, const sim::scene::Label& label, QPointF at, double size) {
    const Shaped& line = shaped(label.text, label.weight);
    const QPointF begin = at - QPointF(line.width * size * shareBefore(label.align), 0);
    if (!line.known) {
        // A sign that the font lacks: Qt finds another font for it.
        painter.setFont(pictureFont(size, label.weight));
        painter.drawText(begin, QString::fromStdString(label.text));
        return;
    }
    QVector<QPointF> places = line.places;
    for (QPointF& place : places) {
        place *= size;
    }
    QGlyphRun run;
    run.setRawFont(rawFont(size, label.weight));
    run.setGlyphIndexes(line.glyphs);
    run.setPositions(places);
    painter.drawGlyphRun(begin, run);
}

} // namespace gui::stage
