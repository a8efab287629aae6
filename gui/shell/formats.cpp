// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/formats.h"

#include "sim/scene/clock_text.h"

#include <QCoreApplication>

#include <array>
#include <cstdlib>

namespace gui::shell {
namespace {

constexpr std::int64_t kMinute = 60'000'000'000;

/// Two digits where the first says little, else whole numbers: 1.5, 9.9, 10, 250.
QString shortNumber(double number) {
    const QString text = QString::number(number, 'f', number < 9.95 ? 1 : 0);
    return text.endsWith(QStringLiteral(".0")) ? text.chopped(2) : text;
}

} // namespace

QString timeText(sim::SimTime at, int decimals) {
    return QString::fromStdString(sim::scene::clockText(at, decimals));
}

QString roundedText(core::Duration length) {
    struct Unit {
        std::int64_t ns;
        const char* name;
    };
    static constexpr std::array<Unit, 6> kUnits{{{3'600'000'000'000, "h"},
                                                 {kMinute, "min"},
                                                 {1'000'000'000, "s"},
                                                 {1'000'000, "ms"},
                                                 {1'000, "us"},
                                                 {1, "ns"}}};
    // What rounds to one of a unit is written in it: "1 s", not "1000 ms".
    const double size = std::abs(static_cast<double>(length.ns));
    for (const Unit& unit : kUnits) {
        const double count = size / static_cast<double>(unit.ns);
        if (count >= 0.9995 || unit.ns == 1) {
            return QStringLiteral("%1%2 %3").arg(length.ns < 0 ? QStringLiteral("-") : QString(),
                                                 shortNumber(count), QLatin1String(unit.name));
        }
    }
    return {};
}

QString paceText(core::Duration pace) {
    return QCoreApplication::translate("gui::shell::formats", "1 s here = %1 there",
                                       "speed of playback: a second in front of the screen is so "
                                       "much simulated time")
        .arg(roundedText(pace));
}

int lettersWide(const QFontMetrics& metrics, int count) {
    return metrics.horizontalAdvance(QLatin1Char('0')) * count;
}

} // namespace gui::shell
