// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/languages.h"
#include "gui/shell/preferences.h"
#include "sim/scene/palette.h"

#include <QObject>

/// Theme, language and size of text of the whole program: kept between starts, taken from the
/// desktop at the first one.
namespace gui::shell {

class Appearance : public QObject {
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    /// As kept, or as the desktop has it. Call once, before windows are made.
    void restore();

    sim::scene::Theme theme() const { return theme_; }
    sim::trace::Language language() const { return languages_.current(); }
    bool isChinese() const { return language() == sim::trace::Language::Chinese; }
    /// 1 at a desk; larger while presenting.
    double textScale() const;

    void setTheme(sim::scene::Theme theme);
    void setLanguage(sim::trace::Language language);
    void enlargeText();
    void shrinkText();
    void resetText();
    void setPresenting(bool presenting);

Q_SIGNALS:
    void themeChanged();
    void languageChanged();
    void textScaleChanged();

private:
    void setTextScale(double scale);
    void applyFont();

    Preferences preferences_;
    Languages languages_;
    sim::scene::Theme theme_ = sim::scene::Theme::Light;
    double textScale_ = 1;
    bool presenting_ = false;
};

} // namespace gui::shell
