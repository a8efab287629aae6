// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/session.h"
#include "gui/shell/banner.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/library_panel.h"
#include "gui/shell/studio.h"
#include "gui/stage/picture_painter.h"
#include "gui/stage/stage_view.h"
#include "sim/scene/svg.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QSaveFile>

/// What the program reads and writes for its user.
namespace gui::shell {
namespace {

/// Pixels of a saved picture for one of the stage: sharp on a projector and in print.
constexpr double kPictureScale = 2;

bool looksLikeTrace(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(15) == "SQLite format 3";
}

} // namespace

void Studio::connectFiles() {
    on(Command::Open, [this] { chooseFile(); });
    on(Command::SaveChanges, [this] { saveChanges(); });
    on(Command::SaveScenario, [this] { saveScenario(); });
    on(Command::SavePicture, [this] { savePicture(); });
    connect(window_.get(), &MainWindow::fileChosen, this, &Studio::open);
}

void Studio::open(const QString& path) {
    if (!QFileInfo::exists(path)) {
        window_->banner().showMessage(tr("%1 cannot be found. Choose another file.").arg(path));
        return;
    }
    document_ = QFileInfo(path).absoluteFilePath();
    isTrace_ = looksLikeTrace(path);
    shownNotice_.clear();
    if (isTrace_) {
        session_->openTrace(document_,
                            QDir(options_.cacheFolder).filePath(QStringLiteral("unpacked")));
    } else {
        session_->openScenario(document_);
    }
    stage_->setFocus(); // arrows and Page keys belong to the run now
}

void Studio::openFirst() {
    const QModelIndex first = library_.first();
    if (!first.isValid()) {
        window_->banner().showMessage(
            tr("The shipped scenarios are not where this program was built or installed. Open a "
               "scenario or a trace with %1.")
                .arg(window_->commands()
                         .action(Command::Open)
                         ->shortcut()
                         .toString(QKeySequence::NativeText)));
        return;
    }
    open(first.data(LibraryModel::PathRole).toString());
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
    const QFileInfo scenario(session_->scenarioPath());
    const QString proposed =
        scenario.dir().filePath(scenario.completeBaseName() + QStringLiteral("-changes.yaml"));
    const QString path = options_.dialogs.save(window_.get(), tr("Save the changes"), proposed,
                                               tr("Scenario files (*.yaml)"));
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
    const QFileInfo scenario(session_->scenarioPath());
    const QString proposed =
        scenario.dir().filePath(scenario.completeBaseName() + QStringLiteral("-changed.yaml"));
    const QString path = options_.dialogs.save(window_.get(), tr("Save as a scenario"), proposed,
                                               tr("Scenario files (*.yaml)"));
    if (!path.isEmpty()) {
        write(path, QByteArray::fromStdString(*text));
    }
}

void Studio::savePicture() {
    const QString name = QFileInfo(document_).completeBaseName() + QStringLiteral(".png");
    const QString path = options_.dialogs.save(window_.get(), tr("Save the picture"), name,
                                               tr("Pictures (*.png *.svg)"));
    if (path.isEmpty()) {
        return;
    }
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
        write(path,
              QByteArray::fromStdString(sim::scene::toSvg(stage_->picture(), appearance_.theme())));
    } else if (!paintTo(path)) {
        options_.dialogs.failed(window_.get(),
                                tr("%1 cannot be written. Choose another folder.").arg(path));
    }
}

void Studio::write(const QString& path, const QByteArray& content) {
    QSaveFile file(path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    if (!written) {
        options_.dialogs.failed(window_.get(),
                                tr("%1 cannot be written: %2").arg(path, file.errorString()));
    }
}

bool Studio::paintTo(const QString& path) const {
    const sim::scene::Picture& picture = stage_->picture();
    const QSizeF size(picture.size.width * kPictureScale, picture.size.height * kPictureScale);
    QImage image(size.toSize(), QImage::Format_RGB32);
    if (image.isNull()) {
        return false;
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
    return image.save(path);
}

} // namespace gui::shell
