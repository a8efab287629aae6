// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scene/shape.h"

#include <QFont>
#include <QPainter>
#include <QRawFont>

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

/// Lines of text that are painted again and again: shaped once, at any size. Advances are those of
/// the font without kerning, as sim/scene/text.h measures them.
namespace gui::stage {

/// "Noto Sans CJK SC", the font that pictures measure with, at that size in pixels, rounded: Qt has
/// no others. (TextRuns draws at any size.)
QFont pictureFont(double size, sim::scene::Weight weight);
/// False: the font is not installed, and Chinese would be drawn by whatever there is.
bool hasPictureFont();
/// How much of a line lies before its alignment point: 0, 0.5 or 1.
double shareBefore(sim::scene::Align align);

class TextRuns {
public:
    /// One line in the painter's pen; `size` in the painter's pixels, `at` on the baseline.
    void draw(QPainter& painter, const sim::scene::Label& label, QPointF at, double size);
    /// Its width at 1 pixel of font size.
    double unitWidth(const std::string& utf8, sim::scene::Weight weight);

private:
    struct Shaped {
        QVector<quint32> glyphs;
        QVector<QPointF> places; ///< at a font size of 1
        double width = 0;        ///< the same
        bool known = true;       ///< the font has all of its signs
    };

    const Shaped& shaped(const std::string& utf8, sim::scene::Weight weight);
    const QRawFont& rawFont(double size, sim::scene::Weight weight);

    std::array<std::unordered_map<std::string, Shaped>, 2> lines_;
    std::array<std::unordered_map<int, QRawFont>, 2> fonts_; ///< by quarter pixels
};

} // namespace gui::stage
