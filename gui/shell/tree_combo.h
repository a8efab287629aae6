// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QPersistentModelIndex>

class QTreeView;

/// A combo box whose list is a tree: any item at any depth can be current.
namespace gui::shell {

class TreeCombo : public QComboBox {
    Q_OBJECT

public:
    explicit TreeCombo(QWidget* parent = nullptr);

    void setTree(QAbstractItemModel* model);
    /// No signal.
    void setCurrentTreeIndex(const QModelIndex& index);
    QModelIndex currentTreeIndex() const;
    void showPopup() override;

Q_SIGNALS:
    void treeActivated(const QModelIndex& index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void stepTo(int by);

    QTreeView* tree_;
    QPersistentModelIndex current_;
};

} // namespace gui::shell
