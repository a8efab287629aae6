// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/trace/value.h"

#include <QTranslator>

/// The language of the window, switched while it runs: every widget gets QEvent::LanguageChange.
namespace gui::shell {

/// Chinese for every Chinese locale, else English.
sim::trace::Language languageOfDesktop();

class Languages {
public:
    Languages();
    ~Languages();
    Languages(const Languages&) = delete;
    Languages& operator=(const Languages&) = delete;

    void set(sim::trace::Language language);
    sim::trace::Language current() const { return current_; }
    /// Whether the texts of the program and of Qt itself were found.
    bool isComplete() const { return own_ && qt_; }

private:
    QTranslator program_;
    QTranslator library_;
    bool own_ = false;
    bool qt_ = false;
    sim::trace::Language current_ = sim::trace::Language::English;
};

} // namespace gui::shell
