// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QToolButton>

class QAction;

/// A button for something that is looked at for a moment: pressed and held it is on as long as it
/// is held; a click switches it on, the next one off.
namespace gui::shell {

class CompareButton : public QToolButton {
    Q_OBJECT

public:
    /// `action` can be checked.
    explicit CompareButton(QAction* action, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QElapsedTimer pressed_;
    bool wasOn_ = false;
};

} // namespace gui::shell
