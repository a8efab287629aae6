// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/stage/pictures.h"

#include "gui/stage/picture_painter.h"
#include "sim/scene/palette.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

namespace gui::stage {
namespace {

using namespace sim::scene;

class Maker {
public:
    explicit Maker(std::uint32_t seed) : engine_(seed) {}

    double number(double from, double to) {
        return from + (to - from) * static_cast<double>(below(10'000)) / 10'000;
    }
    std::size_t below(std::size_t limit) { return engine_() % limit; }

    Point point() { return {number(0, 400), number(0, 300)}; }
    Rect rect() {
        const Point corner = point();
        return {corner.x, corner.y, number(4, 90), number(4, 60)};
    }
    Style style() {
        Style style;
        style.fill = below(3) == 0 ? Ink::None : hue(below(8));
        style.stroke = below(4) == 0 ? Ink::None : Ink::Outline;
        style.width = number(0.5, 4);
        style.dash = static_cast<Dash>(below(3));
        style.hatch = static_cast<Hatch>(below(3));
        style.opacity = below(3) == 0 ? number(0.2, 1) : 1;
        return style;
    }
    Line line() {
        Line line;
        for (std::size_t i = 0; i < 2 + below(4); ++i) {
            line.points.push_back(point());
        }
        line.points.push_back(point());
        line.closed = below(2) == 0;
        return line;
    }
    Geometry geometry() {
        switch (below(6)) {
        case 0:
            return Box{rect(), number(0, 8)};
        case 1:
            return Ellipse{rect()};
        case 2:
            return line();
        case 3: {
            const double from = number(0, 0.8);
            return Arc{point(), number(4, 30), from, number(from + 0.05, 1)};
        }
        case 4:
            return Label{below(2) == 0 ? "web-3" : "队列 7", point(), number(8, 24),
                         static_cast<Align>(below(3)), static_cast<Weight>(below(2))};
        default:
            return Glyph{static_cast<GlyphKind>(below(22)), point(), number(8, 40),
                         static_cast<double>(below(64)), hue(below(8))};
        }
    }
    Shape shape() {
        Shape shape{"host/h-" + std::to_string(below(50)), geometry(), style()};
        if (std::holds_alternative<Label>(shape.geometry)) {
            shape.style.fill = Ink::Text;
        }
        return shape;
    }

private:
    std::mt19937 engine_;
};

} // namespace

Picture randomPicture(std::uint32_t seed) {
    Maker maker(seed);
    Picture picture;
    picture.size = {400, 300};
    for (int i = 0; i < 12; ++i) {
        picture.at(Layer::Ground).push_back(maker.shape());
    }
    for (int i = 0; i < 40; ++i) {
        picture.at(Layer::Things).push_back(maker.shape());
    }
    return picture;
}

Picture changedPicture(const Picture& picture, std::uint32_t seed) {
    Maker maker(seed);
    Picture changed = picture;
    const Layer layer = maker.below(4) == 0 ? Layer::Ground : Layer::Things;
    std::vector<Shape>& shapes = changed.at(layer);
    for (std::size_t i = 0; i < 1 + maker.below(3); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(maker.below(shapes.size()));
        switch (maker.below(3)) {
        case 0:
            shapes[static_cast<std::size_t>(at)] = maker.shape();
            break;
        case 1:
            shapes.insert(shapes.begin() + at, maker.shape());
            break;
        default:
            if (shapes.size() > 3) {
                shapes.erase(shapes.begin() + at);
            }
        }
    }
    return changed;
}

QImage painted(PicturePainter& painter, const Picture& picture, QSize size,
               double devicePixelRatio) {
    QImage image(size * devicePixelRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::magenta);
    QPainter device(&image);
    painter.paint(device, picture);
    return image;
}

QImage paintedPlainly(const Picture& picture, QSize size, const QTransform& transform,
                      double devicePixelRatio) {
    QImage image(size * devicePixelRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatio);
    const Colour canvas = colourOf(Ink::Canvas, Theme::Light);
    image.fill(QColor(canvas.red, canvas.green, canvas.blue));
    QPainter device(&image);
    device.setTransform(transform);
    for (const auto& layer : picture.layers) {
        for (const Shape& shape : layer) {
            PicturePainter::paintShape(device, shape, Theme::Light);
        }
    }
    return image;
}

PixelDifference compareImages(const QImage& one, const QImage& other, int slack) {
    PixelDifference difference;
    for (int y = 0; y < one.height(); ++y) {
        for (int x = 0; x < one.width(); ++x) {
            const QRgb a = one.pixel(x, y);
            const QRgb b = other.pixel(x, y);
            const int by = std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                                     std::abs(qBlue(a) - qBlue(b))});
            difference.largest = std::max(difference.largest, by);
            difference.pixels += by > slack ? 1 : 0;
        }
    }
    return difference;
}

} // namespace gui::stage
