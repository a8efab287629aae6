// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/app/snapshot.h"
#include "gui/shell/appearance.h"
#include "gui/shell/banner.h"
#include "gui/shell/studio.h"
#include "gui/stage/picture_painter.h"
#include "sim/scenario/library.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>

#include <cstdio>

namespace {

using gui::shell::Appearance;
using gui::shell::Studio;

int complain(const QString& text) {
    std::fprintf(stderr, "orrery-studio: %s\n", text.toUtf8().constData());
    return gui::app::kBadInput;
}

/// Qt ends the process where there is no display; words come first.
bool hasDisplay() {
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || qEnvironmentVariableIsSet("DISPLAY") ||
           qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
}

gui::shell::StudioOptions studioOptions() {
    gui::shell::StudioOptions options;
    options.program =
        QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("orrery"));
    options.cacheFolder =
        QDir(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation))
            .filePath(QStringLiteral("orrery"));
    if (const auto folder = sim::scenario::libraryFolder()) {
        options.libraryFolder = QString::fromStdString(folder->string());
    }
    return options;
}

int runWindow(const QCommandLineParser& parser, const gui::app::WindowOptions& options) {
    Appearance appearance;
    appearance.restore();
    // What the command line says about the window stays, as if it had been chosen there.
    if (options.language) {
        appearance.setLanguage(*options.language);
    }
    if (options.theme) {
        appearance.setTheme(*options.theme);
    }
    Studio studio(appearance, studioOptions());
    if (!gui::stage::hasPictureFont()) {
        studio.window().banner().showMessage(gui::app::missingFontText());
    }
    studio.window().show();
    const QStringList files = parser.positionalArguments();
    if (files.isEmpty()) {
        studio.openFirst(options.at);
    } else {
        studio.open(files.front(), options.at);
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    gui::app::choosePlatform(argc, argv);
    const bool canShow = hasDisplay();
    if (!canShow) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("orrery-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ORRERY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("orrery-studio"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Watch a run, go back, break something, see what would have happened."));
    parser.addPositionalArgument(QStringLiteral("file"),
                                 QStringLiteral("A scenario or a trace to open."),
                                 QStringLiteral("[file]"));
    gui::app::addSnapshotOptions(parser);
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    if (!parser.parse(QCoreApplication::arguments())) {
        return complain(parser.errorText());
    }
    if (parser.isSet(help)) {
        std::fputs(parser.helpText().toUtf8().constData(), stdout);
        return gui::app::kOk;
    }
    if (parser.isSet(version)) {
        std::puts("orrery-studio " ORRERY_VERSION);
        return gui::app::kOk;
    }
    const auto snapshot = gui::app::snapshotOptionsOf(parser);
    if (!snapshot) {
        return complain(snapshot.error());
    }
    if (*snapshot) {
        return gui::app::runSnapshot(**snapshot);
    }
    const auto window = gui::app::windowOptionsOf(parser);
    if (!window) {
        return complain(window.error());
    }
    if (parser.positionalArguments().size() > 1) {
        return complain(QStringLiteral("one file at a time"));
    }
    if (!canShow) {
        complain(QStringLiteral("there is no display to open a window on; --snapshot writes a "
                                "picture without one, and the command orrery tells the story"));
        return gui::app::kFailure;
    }
    return runWindow(parser, *window);
}
