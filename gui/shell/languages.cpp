// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/languages.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

/// Resources of a static library are registered by hand, from outside of any namespace.
static void registerTranslations() {
    Q_INIT_RESOURCE(translations);
}

namespace gui::shell {

using sim::trace::Language;

Language languageOfDesktop() {
    return QLocale::system().language() == QLocale::Chinese ? Language::Chinese : Language::English;
}

Languages::Languages() {
    registerTranslations();
    own_ = program_.load(QStringLiteral(":/translations/orrery_zh_CN.qm"));
    qt_ = library_.load(QStringLiteral("qtbase_zh_CN"),
                        QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

Languages::~Languages() {
    set(Language::English);
}

void Languages::set(Language language) {
    if (language == current_) {
        return;
    }
    current_ = language;
    for (QTranslator* translator : {&library_, &program_}) {
        if (language == Language::Chinese) {
            QCoreApplication::installTranslator(translator);
        } else {
            QCoreApplication::removeTranslator(translator);
        }
    }
}

} // namespace gui::shell
