// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "sim/kernel/sim_time.h"
#include "sim/scene/palette.h"
#include "sim/trace/story.h"

#include <QCommandLineParser>
#include <QSize>
#include <QString>

#include <optional>

/// `orrery-studio --snapshot TRACE --at 31s --view stage --out FILE.png`: one picture of a trace
/// without a window or a display.
namespace gui::app {

/// Exit codes, as `orrery` has them.
inline constexpr int kOk = 0;
inline constexpr int kBadInput = 2; ///< usage or trace
inline constexpr int kFailure = 3;  ///< the file cannot be written, the font is missing

struct SnapshotOptions {
    QString trace; ///< file
    sim::SimTime at;
    QString view = QStringLiteral("stage");
    QString out; ///< .png or .svg
    sim::trace::Language language = sim::trace::Language::English;
    QSize size{1280, 720}; ///< logical pixels
    sim::scene::Theme theme = sim::scene::Theme::Light;
    double scale = 1; ///< pixels of a .png for one logical pixel
};

/// Must run before the application is made: a snapshot, or --help, needs no display.
void choosePlatform(int argc, char** argv);

/// What to tell people who lack the font of all pictures (stage::hasPictureFont()), one line.
QString missingFontText();

/// The options with their help texts.
void addSnapshotOptions(QCommandLineParser& parser);
/// nullopt: no snapshot is asked for. Error: what is wrong with the arguments, one line.
core::Result<std::optional<SnapshotOptions>, QString>
snapshotOptionsOf(const QCommandLineParser& parser);

/// What the command line says about the window.
struct WindowOptions {
    std::optional<sim::SimTime> at;
    std::optional<sim::trace::Language> language;
    std::optional<sim::scene::Theme> theme;
};
/// Error: one line; what only a snapshot understands is an error too.
core::Result<WindowOptions, QString> windowOptionsOf(const QCommandLineParser& parser);

/// Paints and writes it; complaints go to stderr, one line. Returns an exit code.
/// REQUIRES: a QGuiApplication.
int runSnapshot(const SnapshotOptions& options);

} // namespace gui::app
