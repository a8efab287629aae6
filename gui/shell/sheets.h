// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;

/// The two windows of the Help menu. They can stay open beside the main one.
namespace gui::shell {

class Commands;

/// All keys, by menu, and what the mouse does.
class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutSheet(const Commands& commands, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    const Commands& commands_;
    QLabel* left_;
    QLabel* middle_;
    QLabel* right_;
};

/// What the program is, its version and licences.
class AboutBox : public QDialog {
    Q_OBJECT

public:
    explicit AboutBox(QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* text_;
};

} // namespace gui::shell
