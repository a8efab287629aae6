// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/tree_combo.h"

#include <QKeyEvent>
#include <QStylePainter>
#include <QTreeView>
#include <QWheelEvent>

namespace gui::shell {

TreeCombo::TreeCombo(QWidget* parent) : QComboBox(parent), tree_(new QTreeView(this)) {
    tree_->setHeaderHidden(true);
    tree_->setItemsExpandable(false);
    tree_->setRootIsDecorated(false);
    tree_->setIndentation(14);
    tree_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    setView(tree_);
    // The box itself knows only rows below its root; which item was chosen, the view says.
    connect(this, &QComboBox::activated, this, [this] {
        const QModelIndex chosen = tree_->currentIndex();
        if (chosen.isValid()) {
            setCurrentTreeIndex(chosen);
            Q_EMIT treeActivated(chosen);
        }
    });
}

void TreeCombo::setTree(QAbstractItemModel* model) {
    setModel(model);
    current_ = model->index(0, 0);
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { update(); });
    connect(model, &QAbstractItemModel::modelReset, this, [this, model] {
        current_ = model->index(0, 0);
        update();
    });
}

void TreeCombo::setCurrentTreeIndex(const QModelIndex& index) {
    current_ = index;
    update();
}

QModelIndex TreeCombo::currentTreeIndex() const {
    return current_;
}

void TreeCombo::showPopup() {
    tree_->expandAll();
    tree_->resizeColumnToContents(0);
    tree_->setMinimumWidth(std::max(width(), tree_->columnWidth(0) + 40));
    QComboBox::showPopup();
    tree_->setCurrentIndex(current_);
}

void TreeCombo::paintEvent(QPaintEvent* /*event*/) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect field =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText = fontMetrics().elidedText(QModelIndex(current_).data().toString(),
                                                  Qt::ElideMiddle, field.width() - 4);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void TreeCombo::wheelEvent(QWheelEvent* event) {
    // A branch is not changed by the way.
    event->ignore();
}

void TreeCombo::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
        stepTo(event->key() == Qt::Key_Down ? 1 : -1);
        return;
    }
    QComboBox::keyPressEvent(event);
}

void TreeCombo::stepTo(int by) {
    tree_->expandAll();
    const QModelIndex next = by > 0 ? tree_->indexBelow(current_) : tree_->indexAbove(current_);
    if (next.isValid()) {
        setCurrentTreeIndex(next);
        Q_EMIT treeActivated(next);
    }
}

} // namespace gui::shell
