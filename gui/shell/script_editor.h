// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/script_check.h"

#include <QPlainTextEdit>

#include <vector>

/// A text of YAML with line numbers; problems are underlined where they are.
namespace gui::shell {

class YamlHighlighter;

class ScriptEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ScriptEditor(QWidget* parent = nullptr);

    void setProblems(const std::vector<ScriptProblem>& problems);
    /// A band behind that line (from 1); 0: none.
    void setMarkedLine(int line);
    /// Cursor to the line (from 1) and into view.
    void goToLine(int line, int column = 1);
    int currentLine() const;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Gutter;

    int gutterWidth() const;
    void paintGutter(QPaintEvent* event);
    void applyLook();
    void applyMarks();
    QTextCursor cursorAt(int line, int column) const;
    QString problemAt(const QPoint& position) const;

    Gutter* gutter_;
    YamlHighlighter* highlighter_;
    std::vector<ScriptProblem> problems_;
    int marked_ = 0;
};

} // namespace gui::shell
