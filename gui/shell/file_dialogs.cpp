// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QMessageBox>

namespace gui::shell {

FileDialogs FileDialogs::real() {
    return {
        [](QWidget* parent, const QString& title, const QString& filter) {
            return QFileDialog::getOpenFileName(parent, title, QString(), filter);
        },
        [](QWidget* parent, const QString& title, const QString& proposed, const QString& filter) {
            return QFileDialog::getSaveFileName(parent, title, proposed, filter);
        },
        [](QWidget* parent, const QString& message) {
            QMessageBox::critical(
                parent, QCoreApplication::translate("gui::shell::FileDialogs", "Not saved"),
                message);
        },
    };
}

} // namespace gui::shell
