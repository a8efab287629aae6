// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/appearance.h"

#include "gui/shell/theme.h"

#include <QApplication>
#include <QFont>

#include <algorithm>
#include <array>
#include <cmath>

namespace gui::shell {
namespace {

using sim::scene::Theme;
using sim::trace::Language;

constexpr std::array kScales{0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0};
/// Text of a picture is 1/45 of its height at a desk and 1/30 before a room.
constexpr double kPresenting = 1.5;
constexpr double kPointSize = 10;

std::size_t nearest(double scale) {
    const auto found = std::min_element(kScales.begin(), kScales.end(), [&](double a, double b) {
        return std::abs(a - scale) < std::abs(b - scale);
    });
    return static_cast<std::size_t>(found - kScales.begin());
}

} // namespace

Appearance::Appearance(QObject* parent) : QObject(parent) {}

void Appearance::restore() {
    const QString theme = preferences_.get(keys::kTheme).toString();
    const bool dark = theme.isEmpty() ? desktopIsDark() : theme == QStringLiteral("dark");
    const QString language = preferences_.get(keys::kLanguage).toString();
    const bool chinese = language.isEmpty() ? languageOfDesktop() == Language::Chinese
                                            : language == QStringLiteral("zh");
    theme_ = dark ? Theme::Dark : Theme::Light;
    textScale_ = kScales[nearest(preferences_.get(keys::kTextScale, 1.0).toDouble())];
    applyTheme(theme_);
    applyFont();
    languages_.set(chinese ? Language::Chinese : Language::English);
}

double Appearance::textScale() const {
    return presenting_ ? textScale_ * kPresenting : textScale_;
}

void Appearance::setTheme(Theme theme) {
    preferences_.set(keys::kTheme,
                     theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    if (theme != theme_) {
        theme_ = theme;
        applyTheme(theme_);
        Q_EMIT themeChanged();
    }
}

void Appearance::setLanguage(Language language) {
    preferences_.set(keys::kLanguage,
                     language == Language::Chinese ? QStringLiteral("zh") : QStringLiteral("en"));
    if (language != languages_.current()) {
        languages_.set(language);
        Q_EMIT languageChanged();
    }
}

void Appearance::enlargeText() {
    setTextScale(kScales[std::min(nearest(textScale_) + 1, kScales.size() - 1)]);
}

void Appearance::shrinkText() {
    const std::size_t at = nearest(textScale_);
    setTextScale(kScales[at == 0 ? 0 : at - 1]);
}

void Appearance::resetText() {
    setTextScale(1);
}

void Appearance::setPresenting(bool presenting) {
    if (presenting != presenting_) {
        presenting_ = presenting;
        applyFont();
        Q_EMIT textScaleChanged();
    }
}

void Appearance::setTextScale(double scale) {
    preferences_.set(keys::kTextScale, scale);
    if (scale != textScale_) {
        textScale_ = scale;
        applyFont();
        Q_EMIT textScaleChanged();
    }
}

void Appearance::applyFont() {
    QFont font(QStringLiteral("Noto Sans CJK SC"));
    font.setPointSizeF(kPointSize * textScale());
    QApplication::setFont(font);
}

} // namespace gui::shell
