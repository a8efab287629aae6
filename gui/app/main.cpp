// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/snapshot.h"

#include <QApplication>

#include <cstdio>

namespace {

int complain(const QString& text) {
    std::fprintf(stderr, "orrery-studio: %s\n", text.toUtf8().constData());
    return gui::app::kBadInput;
}

} // namespace

int main(int argc, char** argv) {
    gui::app::choosePlatform(argc, argv);
    const QApplication application(argc, argv);
    QCommandLineParser parser;
    gui::app::addSnapshotOptions(parser);
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(QCoreApplication::arguments())) {
        return complain(parser.errorText());
    }
    const auto snapshot = gui::app::snapshotOptionsOf(parser);
    if (!snapshot) {
        return complain(snapshot.error());
    }
    if (parser.isSet(help) || !*snapshot) {
        std::fputs(parser.helpText().toUtf8().constData(), stdout);
        return gui::app::kOk;
    }
    return gui::app::runSnapshot(**snapshot);
}
