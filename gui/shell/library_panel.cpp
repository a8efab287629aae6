// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/library_panel.h"

#include "gui/shell/formats.h"
#include "gui/shell/library_delegate.h"

#include <QCoreApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

namespace gui::shell {
namespace {

/// The first scenario that is shown.
QModelIndex firstLeaf(const QAbstractItemModel& model) {
    const QModelIndex topic = model.index(0, 0);
    return topic.isValid() ? model.index(0, 0, topic) : QModelIndex();
}

} // namespace

LibraryPanel::LibraryPanel(LibraryModel& model, QWidget* parent)
    : QWidget(parent), model_(model), filter_(new LibraryFilter(this)),
      search_(new QLineEdit(this)), tree_(new QTreeView(this)), nothing_(new QLabel(this)) {
    filter_->setSourceModel(&model_);
    tree_->setModel(filter_);
    tree_->setItemDelegate(new LibraryDelegate(tree_));
    tree_->setHeaderHidden(true);
    tree_->setIndentation(10);
    tree_->setRootIsDecorated(false);
    tree_->setItemsExpandable(true);
    tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    tree_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    tree_->setUniformRowHeights(false);
    tree_->setExpandsOnDoubleClick(false);
    tree_->expandAll();
    nothing_->setWordWrap(true);
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->hide();
    search_->setClearButtonEnabled(true);
    search_->installEventFilter(this);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(search_);
    layout->addWidget(nothing_);
    layout->addWidget(tree_, 1);

    connect(search_, &QLineEdit::textChanged, this, &LibraryPanel::search);
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        choose(tree_->currentIndex().isValid() ? tree_->currentIndex() : firstLeaf(*filter_));
    });
    // A double click is two clicks, and then Qt calls it an activation as well.
    connect(tree_, &QTreeView::doubleClicked, this, [this] { isDoubleClick_ = true; });
    connect(tree_, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (!std::exchange(isDoubleClick_, false)) {
            choose(index);
        }
    });
    connect(tree_, &QTreeView::clicked, this, &LibraryPanel::choose);
    connect(&model_, &QAbstractItemModel::modelReset, tree_, &QTreeView::expandAll);
    retranslate();
}

void LibraryPanel::setOpenScenario(const QString& path) {
    open_ = path;
    const QModelIndex index = filter_->mapFromSource(model_.indexOf(path));
    if (index.isValid()) {
        tree_->setCurrentIndex(index);
        tree_->scrollTo(index);
    } else {
        tree_->clearSelection();
    }
}

void LibraryPanel::startSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

QSize LibraryPanel::minimumSizeHint() const {
    return {lettersWide(fontMetrics(), 22), 120};
}

QSize LibraryPanel::sizeHint() const {
    return {lettersWide(fontMetrics(), 40), 400};
}

void LibraryPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void LibraryPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Titles break at the width: heights are asked for again.
    tree_->doItemsLayout();
}

bool LibraryPanel::eventFilter(QObject* watched, QEvent* event) {
    // Arrows in the search move in the list, as in every search that is any good.
    if (watched == search_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown ||
            key == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(tree_, event);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LibraryPanel::search(const QString& text) {
    filter_->setSearch(text);
    tree_->expandAll();
    const bool none = filter_->rowCount() == 0;
    nothing_->setVisible(none);
    tree_->setVisible(!none);
    if (!text.isEmpty() && !none) {
        tree_->setCurrentIndex(firstLeaf(*filter_));
    }
}

void LibraryPanel::choose(const QModelIndex& index) {
    const QString path = index.data(LibraryModel::PathRole).toString();
    if (path.isEmpty()) {
        if (index.isValid()) {
            tree_->setExpanded(index, !tree_->isExpanded(index));
        }
    } else if (path != open_) { // the second click of a double click finds it open already
        Q_EMIT chosen(path);
    }
}

void LibraryPanel::retranslate() {
    search_->setPlaceholderText(tr("Search"));
    search_->setAccessibleName(tr("Search in the scenario library"));
    tree_->setAccessibleName(tr("Scenario library"));
    nothing_->setText(tr("No scenario has all of these words."));
}

} // namespace gui::shell
