// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/library_model.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeView;

/// The scenario library beside the stage: a search over a tree. Enter or a click chooses, or folds
/// a heading; all of it goes by keys.
namespace gui::shell {

class LibraryPanel : public QWidget {
    Q_OBJECT

public:
    explicit LibraryPanel(LibraryModel& model, QWidget* parent = nullptr);

    /// Marks the scenario that is open, if the library has it.
    void setOpenScenario(const QString& path);
    void startSearch();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    void choose(const QModelIndex& index);
    void retranslate();

    LibraryModel& model_;
    LibraryFilter* filter_;
    QLineEdit* search_;
    QTreeView* tree_;
    bool isDoubleClick_ = false;
    QString open_; ///< path of the scenario that is on the stage
    QLabel* nothing_;
};

} // namespace gui::shell
