// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/theme.h"

#include <QApplication>
#include <QStyleFactory>
#include <QToolTip>

namespace gui::shell {
namespace {

using sim::scene::Ink;
using sim::scene::Theme;

QColor between(const QColor& a, const QColor& b, float share) {
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * share,
                            a.greenF() + (b.greenF() - a.greenF()) * share,
                            a.blueF() + (b.blueF() - a.blueF()) * share);
}

/// What is read best on a ground.
QColor inkOn(const QColor& ground) {
    return ground.lightnessF() > 0.5F ? QColor(Qt::black) : QColor(Qt::white);
}

/// The ground of what is chosen: the accent, as strong as text on it allows.
QColor highlightOf(Theme theme) {
    const QColor accent = inkColour(Ink::Accent, theme);
    return theme == Theme::Dark ? accent.darker(170) : accent;
}

} // namespace

QColor inkColour(Ink ink, Theme theme) {
    const sim::scene::Colour colour = sim::scene::colourOf(ink, theme);
    return {colour.red, colour.green, colour.blue};
}

QPalette paletteFor(Theme theme) {
    const auto ink = [&](Ink which) { return inkColour(which, theme); };
    const QColor window = between(ink(Ink::Canvas), ink(Ink::PanelMuted), 0.5F);
    const QColor highlight = highlightOf(theme);
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, ink(Ink::Text));
    palette.setColor(QPalette::Base, ink(Ink::Panel));
    palette.setColor(QPalette::AlternateBase, ink(Ink::PanelMuted));
    palette.setColor(QPalette::Text, ink(Ink::Text));
    palette.setColor(QPalette::PlaceholderText, ink(Ink::TextMuted));
    palette.setColor(QPalette::Button, between(window, ink(Ink::Panel), 0.5F));
    palette.setColor(QPalette::ButtonText, ink(Ink::Text));
    palette.setColor(QPalette::BrightText, ink(Ink::Trouble));
    palette.setColor(QPalette::ToolTipBase, ink(Ink::Panel));
    palette.setColor(QPalette::ToolTipText, ink(Ink::Text));
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, inkOn(highlight));
    palette.setColor(QPalette::Link, ink(Ink::Text));
    palette.setColor(QPalette::LinkVisited, ink(Ink::Text));
    palette.setColor(QPalette::Light, window.lighter(115));
    palette.setColor(QPalette::Midlight, window.lighter(107));
    palette.setColor(QPalette::Mid, ink(Ink::OutlineMuted));
    palette.setColor(QPalette::Dark, window.darker(140));
    palette.setColor(QPalette::Shadow, window.darker(200));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, between(ink(Ink::Text), window, 0.55F));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, ink(Ink::PanelMuted));
    return palette;
}

bool desktopIsDark() {
    const QByteArray gtk = qgetenv("GTK_THEME").toLower();
    return gtk.endsWith(":dark") || gtk.endsWith("-dark") ||
           QGuiApplication::palette().color(QPalette::Window).lightnessF() < 0.5F;
}

void applyTheme(Theme theme) {
    // One style on every desktop: it takes all of its colours from the palette.
    static const bool styled = [] {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        return true;
    }();
    static_cast<void>(styled);
    QApplication::setPalette(paletteFor(theme));
    QToolTip::setPalette(paletteFor(theme));
}

} // namespace gui::shell
