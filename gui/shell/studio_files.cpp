// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/session.h"
#include "gui/shell/banner.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/library_panel.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/studio.h"
#include "gui/stage/picture_painter.h"
#include "gui/stage/stage_view.h"
#include "sim/scene/svg.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>

/// What the program reads and writes for its user.
namespace gui::shell {
namespace {

/// Pixels of a saved picture for one of the stage: sharp on a projector and in print.
constexpr double kPictureScale = 2;

bool looksLikeTrace(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(15) == "SQLite format 3";
}

/// "Pictures (*.png *.svg)" has "svg".
bool isOf(const QString& filter, const QString& suffix) {
    const QRegularExpression pattern(
        QStringLiteral("\\*\\.%1[ )]").arg(QRegularExpression::escape(suffix)),
        QRegularExpression::CaseInsensitiveOption);
    return !suffix.isEmpty() && filter.contains(pattern);
}

} // namespace

void Studio::connectFiles() {
    on(Command::Open, [this] { chooseFile(); });
    on(Command::SaveChanges, [this] { saveChanges(); });
    on(Command::SaveScenario, [this] { saveScenario(); });
    on(Command::SavePicture, [this] { savePicture(); });
    connect(window_.get(), &MainWindow::fileChosen, this,
            [this](const QString& path) { open(path); });
}

void Studio::open(const QString& path, std::optional<sim::SimTime> at) {
    if (!QFileInfo::exists(path)) {
        complain(tr("The file %1 cannot be found. Choose another one.").arg(path));
        return;
    }
    document_ = QFileInfo(path).absoluteFilePath();
    isTrace_ = looksLikeTrace(path);
    shownNotice_.clear();
    if (isTrace_) {
        session_->openTrace(document_,
                            QDir(options_.cacheFolder).filePath(QStringLiteral("unpacked")), at);
    } else {
        session_->openScenario(document_, at);
    }
    stage_->setFocus(); // arrows and Page keys belong to the run now
}

void Studio::openFirst(std::optional<sim::SimTime> at) {
    const QModelIndex first = library_.first();
    if (!first.isValid()) {
        complain(
            tr("The shipped scenarios are not where this program was built or installed. Open a "
               "scenario or a trace with %1.")
                .arg(window_->commands()
                         .action(Command::Open)
                         ->shortcut()
                         .toString(QKeySequence::NativeText)));
        return;
    }
    open(first.data(LibraryModel::PathRole).toString(), at);
    if (!Preferences().get(keys::kHintsDone, false).toBool()) {
        window_->hints().start();
    }
}

void Studio::chooseFile() {
    const QString path =
        options_.dialogs.open(window_.get(), tr("Open a scenario or a recorded run"),
                              tr("Scenarios and recorded runs (*.yaml *.yml *.trace)"));
    if (!path.isEmpty()) {
        open(path);
    }
}

void Studio::saveChanges() {
    if (session_->branches().current() == branches::kRoot) {
        window_->status().showNote(
            tr("Nothing to save: this is the scenario as it was written. Change something first."));
        return;
    }
    const QString path =
        askForPath(tr("Save the changes"), baseName() + QStringLiteral("-changes.yaml"),
                   tr("Scenario files (*.yaml *.yml)"));
    if (!path.isEmpty()) {
        write(path, QByteArray::fromStdString(session_->overlayFile(path)));
    }
}

void Studio::saveScenario() {
    const auto text = session_->scenarioFile();
    if (!text) {
        options_.dialogs.failed(window_.get(), text.error());
        return;
    }
    const QString path =
        askForPath(tr("Save as a scenario"), baseName() + QStringLiteral("-changed.yaml"),
                   tr("Scenario files (*.yaml *.yml)"));
    if (!path.isEmpty()) {
        write(path, QByteArray::fromStdString(*text));
    }
}

void Studio::savePicture() {
    const QString path = askForPath(tr("Save the picture"), baseName() + QStringLiteral(".png"),
                                    tr("Pictures (*.png *.svg)"));
    if (path.isEmpty()) {
        return;
    }
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
        write(path,
              QByteArray::fromStdString(sim::scene::toSvg(stage_->picture(), appearance_.theme())));
    } else {
        write(path, pictureOctets());
    }
}

QString Studio::baseName() const {
    return QFileInfo(document_).completeBaseName();
}

QString Studio::askForPath(const QString& title, const QString& name, const QString& filter) {
    QString folder = Preferences().get(keys::kFolder).toString();
    if (folder.isEmpty() || !QFileInfo(folder).isDir()) {
        folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    }
    if (!QFileInfo(folder).isDir()) {
        folder = QDir::homePath();
    }
    QString path = options_.dialogs.save(window_.get(), title, QDir(folder).filePath(name), filter);
    if (path.isEmpty()) {
        return {};
    }
    const bool isCompleted = !isOf(filter, QFileInfo(path).suffix());
    if (isCompleted) {
        path += QLatin1Char('.') + QFileInfo(name).suffix();
    }
    const QString why = whyNotThere(path, isCompleted);
    if (!why.isEmpty()) {
        options_.dialogs.failed(window_.get(), why);
        return {};
    }
    Preferences().set(keys::kFolder, QFileInfo(path).absolutePath());
    return path;
}

/// Empty: it may be written. `isCompleted`: nobody was asked about a file of that name.
QString Studio::whyNotThere(const QString& path, bool isCompleted) const {
    const QFileInfo info(path);
    const QString library = QFileInfo(options_.libraryFolder).canonicalFilePath();
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath() + QLatin1Char('/');
    if (!library.isEmpty() && folder.startsWith(library + QLatin1Char('/'))) {
        return tr("%1 is the folder of the scenarios that come with Orrery; they stay as they are. "
                  "Nothing was saved. Choose another folder, for example your documents.")
            .arg(info.absolutePath());
    }
    if (isCompleted && info.exists()) {
        return tr("There is a file %1 already. Nothing was saved. Choose another name, or choose "
                  "that file to replace it.")
            .arg(path);
    }
    return {};
}

void Studio::write(const QString& path, const QByteArray& content) {
    QSaveFile file(path);
    const bool written = !content.isEmpty() && file.open(QIODevice::WriteOnly) &&
                         file.write(content) == content.size() && file.commit();
    if (written) {
        window_->status().showNote(tr("Saved: %1").arg(path));
        return;
    }
    options_.dialogs.failed(window_.get(),
                            tr("%1 cannot be written: %2. Nothing is lost: the branch is still "
                               "there, and a file of that name is as it was. Free some space or "
                               "choose another folder, and save again.")
                                .arg(path, file.errorString()));
}

QByteArray Studio::pictureOctets() const {
    const sim::scene::Picture& picture = stage_->picture();
    const QSizeF size(picture.size.width * kPictureScale, picture.size.height * kPictureScale);
    QImage image(size.toSize(), QImage::Format_RGB32);
    if (image.isNull()) {
        return {};
    }
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(kPictureScale, kPictureScale);
    const sim::scene::Colour ground =
        sim::scene::colourOf(sim::scene::Ink::Canvas, appearance_.theme());
    painter.fillRect(QRectF(0, 0, picture.size.width, picture.size.height),
                     QColor(ground.red, ground.green, ground.blue));
    for (const auto& layer : picture.layers) {
        for (const sim::scene::Shape& shape : layer) {
            stage::PicturePainter::paintShape(painter, shape, appearance_.theme());
        }
    }
    painter.end();
    QByteArray octets;
    QBuffer buffer(&octets);
    return image.save(&buffer, "PNG") ? octets : QByteArray();
}

} // namespace gui::shell
