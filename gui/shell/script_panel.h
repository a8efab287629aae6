// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/script_check.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QSplitter;

/// The script of what is watched: the scenario as it is, grey, and the changes of this branch, to
/// be typed. They are checked while typing and take effect on Apply.
namespace gui::shell {

class ScriptEditor;

class ScriptPanel : public QWidget {
    Q_OBJECT

public:
    explicit ScriptPanel(QWidget* parent = nullptr);

    void setBase(ScriptBase base);
    /// The branch's own text, as it was last applied; typing that was not applied is lost.
    void setChanges(const QString& text);
    /// Why nothing can be changed; empty: it can.
    void setReadOnly(const QString& why);
    /// The line that is being computed, as it stands in the text; empty: none.
    void setPending(const QString& yaml);
    /// Shows the item of the timeline with that number, counted from 1 over scenario and changes.
    void showTimelineItem(int number);

    QString typed() const;
    bool isChanged() const;
    const std::vector<ScriptProblem>& problems() const { return problems_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void applied(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void check();
    bool isChecked() const { return typed() == checked_; }
    void refresh();
    void apply();
    void retranslate();
    QString problemText() const;

    ScriptBase base_;
    QString kept_;
    QString pending_;
    QString readOnly_;
    std::vector<ScriptProblem> problems_;
    QString checked_; ///< the text that problems_ are of
    QTimer timer_;
    QLabel* baseTitle_;
    ScriptEditor* baseText_;
    QLabel* ownTitle_;
    ScriptEditor* ownText_;
    QLabel* message_;
    QPushButton* apply_;
    QPushButton* revert_;
    QSplitter* splitter_ = nullptr;
};

} // namespace gui::shell
