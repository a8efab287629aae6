// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/script_editor.h"

#include "gui/shell/yaml_highlighter.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace gui::shell {

class ScriptEditor::Gutter : public QWidget {
public:
    explicit Gutter(ScriptEditor* editor) : QWidget(editor), editor_(editor) {}

    QSize sizeHint() const override { return {editor_->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { editor_->paintGutter(event); }

private:
    ScriptEditor* editor_;
};

ScriptEditor::ScriptEditor(QWidget* parent)
    : QPlainTextEdit(parent), gutter_(new Gutter(this)),
      highlighter_(new YamlHighlighter(document())) {
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setTabChangesFocus(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    connect(this, &QPlainTextEdit::blockCountChanged, this,
            [this] { setViewportMargins(gutterWidth(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0) {
            gutter_->scroll(0, dy);
        } else {
            gutter_->update(0, rect.y(), gutter_->width(), rect.height());
        }
    });
    applyLook();
}

void ScriptEditor::setProblems(const std::vector<ScriptProblem>& problems) {
    problems_ = problems;
    applyMarks();
}

void ScriptEditor::setMarkedLine(int line) {
    marked_ = line;
    applyMarks();
}

void ScriptEditor::goToLine(int line, int column) {
    setTextCursor(cursorAt(line, column));
    centerCursor();
}

int ScriptEditor::currentLine() const {
    return textCursor().blockNumber() + 1;
}

bool ScriptEditor::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = problemAt(viewport()->mapFrom(this, help->pos()));
        if (text.isEmpty()) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), text, this);
        }
        return true;
    }
    return QPlainTextEdit::event(event);
}

void ScriptEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::ReadOnlyChange) {
        applyLook();
    }
}

void ScriptEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const QRect inner = contentsRect();
    gutter_->setGeometry(inner.left(), inner.top(), gutterWidth(), inner.height());
}

void ScriptEditor::keyPressEvent(QKeyEvent* event) {
    // YAML wants blanks.
    if (event->key() == Qt::Key_Tab && !isReadOnly()) {
        insertPlainText(QStringLiteral("  "));
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

int ScriptEditor::gutterWidth() const {
    const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
    return 12 + fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits;
}

void ScriptEditor::paintGutter(QPaintEvent* event) {
    QPainter painter(gutter_);
    painter.fillRect(event->rect(), palette().color(QPalette::Window));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.setFont(font());
    QTextBlock block = firstVisibleBlock();
    QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
    while (block.isValid() && rect.top() <= event->rect().bottom()) {
        const int line = block.blockNumber() + 1;
        const bool wrong = std::any_of(problems_.begin(), problems_.end(),
                                       [&](const ScriptProblem& one) { return one.line == line; });
        painter.drawText(QRectF(0, rect.top(), gutter_->width() - 6, fontMetrics().height()),
                         Qt::AlignRight | Qt::AlignVCenter,
                         wrong ? QStringLiteral("!") : QString::number(line));
        block = block.next();
        rect = blockBoundingGeometry(block).translated(contentOffset());
    }
}

void ScriptEditor::applyLook() {
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(QWidget::font().pointSizeF());
    if (document()->defaultFont() != fixed) {
        document()->setDefaultFont(fixed);
    }
    const bool dark = palette().color(QPalette::Base).lightnessF() < 0.5F;
    highlighter_->setLook(dark, isReadOnly());
    setViewportMargins(gutterWidth(), 0, 0, 0);
    applyMarks();
}

void ScriptEditor::applyMarks() {
    QList<QTextEdit::ExtraSelection> marks;
    if (marked_ > 0) {
        QTextEdit::ExtraSelection band;
        band.cursor = cursorAt(marked_, 1);
        band.format.setBackground(palette().color(QPalette::AlternateBase));
        band.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(band);
    }
    for (const ScriptProblem& problem : problems_) {
        if (problem.line == 0) {
            continue;
        }
        QTextEdit::ExtraSelection wave;
        wave.cursor = cursorAt(problem.line, std::max(problem.column, 1));
        wave.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        wave.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.format.setUnderlineColor(palette().color(QPalette::BrightText));
        marks.append(wave);
    }
    setExtraSelections(marks);
    gutter_->update();
}

QTextCursor ScriptEditor::cursorAt(int line, int column) const {
    const QTextBlock block = document()->findBlockByNumber(std::max(line, 1) - 1);
    QTextCursor cursor(block.isValid() ? block : document()->lastBlock());
    const int most = cursor.block().length() - 1;
    cursor.setPosition(cursor.block().position() + std::clamp(column - 1, 0, most));
    return cursor;
}

QString ScriptEditor::problemAt(const QPoint& position) const {
    const int line = cursorForPosition(position).blockNumber() + 1;
    for (const ScriptProblem& problem : problems_) {
        if (problem.line == line) {
            return QString::fromStdString(problem.message);
        }
    }
    return {};
}

} // namespace gui::shell
