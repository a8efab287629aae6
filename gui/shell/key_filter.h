// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QKeyEvent;
class QWidget;

/// Keys that plain shortcuts get wrong: a key that is held, lists and sliders that need the arrows
/// themselves, and a black screen that any key ends.
namespace gui::shell {

class KeyFilter : public QObject {
    Q_OBJECT

public:
    /// `held` is checked while its shortcut's key is down; `blank` is unchecked by any key or
    /// click. Filters all events of the program.
    KeyFilter(QWidget* window, QAction* held, QAction* blank);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool endsBlank(QEvent* event);
    bool override(QKeyEvent* event);
    bool hold(QKeyEvent* event);
    bool isHeldKey(const QKeyEvent& event) const;

    QWidget* window_;
    QAction* held_;
    QAction* blank_;
    bool isDown_ = false;
};

} // namespace gui::shell
