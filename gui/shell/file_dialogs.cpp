// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

namespace gui::shell {

FileDialogs FileDialogs::real() {
    return {
        [](QWidget* parent, const QString& title, const QString& filter) {
            return QFileDialog::getOpenFileName(parent, title, QString(), filter);
        },
        [](QWidget* parent, const QString& title, const QString& proposed, const QString& filter) {
            QFileDialog dialog(parent, title, QFileInfo(proposed).path(), filter);
            dialog.setAcceptMode(QFileDialog::AcceptSave);
            dialog.setFileMode(QFileDialog::AnyFile);
            // With it the question about a file that is there is asked of the right name.
            dialog.setDefaultSuffix(QFileInfo(proposed).suffix());
            dialog.selectFile(QFileInfo(proposed).fileName());
            const bool isChosen = dialog.exec() == QDialog::Accepted;
            return isChosen ? dialog.selectedFiles().value(0) : QString();
        },
        [](QWidget* parent, const QString& message) {
            QMessageBox::critical(
                parent, QCoreApplication::translate("gui::shell::FileDialogs", "Not saved"),
                message);
        },
    };
}

} // namespace gui::shell
