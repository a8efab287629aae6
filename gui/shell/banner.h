// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

/// A message at the top of the window that asks for nothing: what happened and what to do. It stays
/// until it is closed, replaced, or no longer true.
namespace gui::shell {

class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    void showMessage(const QString& message);
    QString message() const;
    /// False: there is none.
    bool closeMessage();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel* sign_;
    QLabel* text_;
    QToolButton* close_;
};

} // namespace gui::shell
