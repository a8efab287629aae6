// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

/// The questions about files that the program asks. Tests answer them without a window.
namespace gui::shell {

struct FileDialogs {
    /// A file to read; empty: the user changed their mind.
    std::function<QString(QWidget* parent, const QString& title, const QString& filter)> open;
    /// A file to write, `proposed` is its name (and folder).
    std::function<QString(QWidget* parent, const QString& title, const QString& proposed,
                          const QString& filter)>
        save;
    /// What was to be saved is not: the one message that waits for an answer.
    std::function<void(QWidget* parent, const QString& message)> failed;

    static FileDialogs real();
};

} // namespace gui::shell
