// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"

#include <QObject>
#include <QPoint>
#include <QPointer>

#include <vector>

class QAction;
class QMenu;
class QWidget;

/// Shows entries as a menu, asks for parameters where there are some, and hands over the line. One
/// object serves a window; it keeps what it needs of the world while the menu is open.
namespace gui::menu {

class ChangeForm;

class ChangePopup : public QObject {
    Q_OBJECT

public:
    explicit ChangePopup(QWidget* parent);
    ~ChangePopup() override;

    /// Replaces an open menu. `title`: what was clicked, "kv-1 at 31.0 s".
    void open(const QString& title, std::vector<ChangeEntry> entries, const MenuContext& context,
              QPoint globalPosition);
    /// As if the entry had been clicked.
    void choose(const ChangeEntry& entry, const MenuContext& context);

    QMenu* menu() const;      ///< nullptr: none is open
    ChangeForm* form() const; ///< likewise

Q_SIGNALS:
    void chosen(const gui::branches::OverlayLine& line);
    /// For people: why what was chosen cannot be.
    void problem(const QString& message);
    /// The menu or the form is gone and nothing was chosen.
    void dismissed();

private:
    QAction* addEntry(QMenu* menu, const ChangeEntry& entry, const MenuContext& context);
    void addForAWhile(QMenu* menu, const std::vector<ChangeEntry>& entries,
                      const MenuContext& context);

    /// `menu` closes: if nothing of it is chosen by then, it is dismissed.
    void watchEnd(QMenu* menu);

    QPointer<QMenu> menu_;
    QPointer<ChangeForm> form_;
    int opened_ = 0;         ///< menus so far
    bool hasChosen_ = false; ///< from the last of them
};

/// "kv-1 at 31.0 s"; of the ground: "The network at 31.0 s".
QString titleFor(const sim::scene::Hit* hit, sim::SimTime at);

} // namespace gui::menu
