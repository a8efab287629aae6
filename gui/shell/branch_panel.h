// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractItemModel;
class QModelIndex;
class QTreeView;

/// The tree of branches: choose, rename, delete.
namespace gui::shell {

class Commands;

class BranchPanel : public QWidget {
    Q_OBJECT

public:
    /// `model` has one column whose items can be edited; it must outlive this.
    BranchPanel(Commands& commands, QAbstractItemModel* model, QWidget* parent = nullptr);

    /// No signal.
    void setCurrent(const QModelIndex& index);
    void startRename();
    /// The one above or below the current one, as shown; invalid: there is none.
    QModelIndex neighbour(bool below) const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QModelIndex& index);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QTreeView* tree_;
};

} // namespace gui::shell
