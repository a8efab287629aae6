// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/main_window.h"
#include "gui/shell/sheets.h"
#include "gui/shell/transport_bar.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QUrl>

#include <algorithm>
#include <iterator>

/// How the window is shown: screens, layout between starts, presenting, dropped files.
namespace gui::shell {
namespace {

/// The first file of the drop that can be opened; empty: none.
QString openable(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        const QString suffix = QFileInfo(url.toLocalFile()).suffix().toLower();
        if (suffix == QStringLiteral("yaml") || suffix == QStringLiteral("yml") ||
            suffix == QStringLiteral("trace")) {
            return url.toLocalFile();
        }
    }
    return {};
}

} // namespace

bool MainWindow::leaveFullScreen() {
    if (isPresenting_) {
        present(false);
        return true;
    }
    if (isFullScreen()) {
        setFullScreen(false);
        return true;
    }
    return false;
}

void MainWindow::noteFile(const QString& path) {
    Preferences().addRecentFile(path);
}

void MainWindow::setDocument(const QString& name) {
    document_ = name;
    setWindowTitle(name.isEmpty() ? tr("Orrery") : tr("%1 - Orrery", "window title").arg(name));
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::WindowStateChange) {
        commands_->action(Command::FullScreen)->setChecked(isFullScreen());
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (isPresenting_) {
        present(false);
    }
    Preferences preferences;
    preferences.set(keys::kGeometry, saveGeometry());
    preferences.set(keys::kPanels, saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!openable(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = openable(*event->mimeData());
    if (!path.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT fileChosen(path);
    }
}

void MainWindow::restoreLayout() {
    const Preferences preferences;
    const QByteArray geometry = preferences.get(keys::kGeometry).toByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        const QRect screen = QWidget::screen()->availableGeometry();
        resize(screen.size().boundedTo({1600, 1000}) * 0.95);
    }
    const QByteArray panels = preferences.get(keys::kPanels).toByteArray();
    if (panels.isEmpty() || !restoreState(panels)) {
        // A tall panel takes its width whole, and what is left belongs to the stage.
        resizeDocks({docks_[0]}, {docks_[0]->widget()->sizeHint().width()}, Qt::Horizontal);
    }
}

void MainWindow::fillRecent() {
    recent_->clear();
    int number = 0;
    for (const QString& path : Preferences().recentFiles()) {
        QAction* action = recent_->addAction(
            QStringLiteral("&%1  %2").arg(++number).arg(QFileInfo(path).fileName()));
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT fileChosen(path); });
    }
    if (recent_->isEmpty()) {
        recent_->addAction(tr("Nothing yet"))->setEnabled(false);
    }
}

void MainWindow::present(bool on) {
    if (on == isPresenting_) {
        return;
    }
    isPresenting_ = on;
    if (on) {
        wasFullScreen_ = isFullScreen();
        panelsBefore_.clear();
        std::copy_if(docks_.begin(), docks_.end(), std::back_inserter(panelsBefore_),
                     [](const QDockWidget* dock) { return !dock->isHidden(); });
    }
    menuBar()->setVisible(!on);
    statusBar()->setVisible(!on);
    transport_->setVisible(!on);
    if (on) {
        hadHints_ = !hints_->isHidden();
        hints_->hide();
        for (QDockWidget* dock : docks_) {
            dock->hide();
        }
        showFullScreen();
    } else {
        hints_->setVisible(hadHints_);
        for (QDockWidget* dock : panelsBefore_) {
            dock->show();
        }
        if (!wasFullScreen_) {
            showNormal();
        }
    }
    appearance_.setPresenting(on);
    commands_->action(Command::Present)->setChecked(on);
    commands_->action(Command::Blank)->setChecked(false);
    stage_->setFocus();
}

void MainWindow::setFullScreen(bool on) {
    if (on) {
        showFullScreen();
    } else {
        showNormal();
    }
}

void MainWindow::showBlank(bool on) {
    blank_->setGeometry(rect());
    blank_->setVisible(on);
    blank_->raise();
}

void MainWindow::openSheet(std::unique_ptr<QWidget>& sheet) {
    if (sheet == nullptr) {
        if (&sheet == &keys_) {
            sheet = std::make_unique<ShortcutSheet>(*commands_, this);
        } else {
            sheet = std::make_unique<AboutBox>(this);
        }
    }
    sheet->show();
    sheet->raise();
    sheet->activateWindow();
}

} // namespace gui::shell
