// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/branch_panel.h"

#include "gui/shell/commands.h"
#include "gui/shell/formats.h"

#include <QEvent>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace gui::shell {

BranchPanel::BranchPanel(Commands& commands, QAbstractItemModel* model, QWidget* parent)
    : QWidget(parent), tree_(new QTreeView(this)) {
    tree_->setModel(model);
    tree_->setHeaderHidden(true);
    tree_->setRootIsDecorated(false);
    tree_->setItemsExpandable(false);
    tree_->setIndentation(16);
    tree_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    tree_->expandAll();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(tree_, 1);
    for (const Command command :
         {Command::FirstDifference, Command::RenameBranch, Command::DeleteBranch}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(commands.action(command));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        layout->addWidget(button);
    }
    connect(tree_, &QTreeView::activated, this, &BranchPanel::chosen);
    connect(tree_, &QTreeView::clicked, this, &BranchPanel::chosen);
    connect(model, &QAbstractItemModel::rowsInserted, tree_, &QTreeView::expandAll);
    connect(model, &QAbstractItemModel::modelReset, tree_, &QTreeView::expandAll);
    connect(model, &QAbstractItemModel::layoutChanged, tree_, &QTreeView::expandAll);
    retranslate();
}

void BranchPanel::setCurrent(const QModelIndex& index) {
    tree_->setCurrentIndex(index);
}

void BranchPanel::startRename() {
    const QModelIndex index = tree_->currentIndex();
    if (index.isValid()) {
        tree_->edit(index);
    }
}

QModelIndex BranchPanel::neighbour(bool below) const {
    const QModelIndex index = tree_->currentIndex();
    return below ? tree_->indexBelow(index) : tree_->indexAbove(index);
}

QSize BranchPanel::sizeHint() const {
    return {lettersWide(fontMetrics(), 30), 200};
}

void BranchPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void BranchPanel::retranslate() {
    tree_->setAccessibleName(tr("Branches"));
}

} // namespace gui::shell
