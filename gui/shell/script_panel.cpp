// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/script_panel.h"

#include "gui/shell/formats.h"
#include "gui/shell/preferences.h"
#include "gui/shell/script_editor.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace gui::shell {
namespace {

/// Typing pauses for so long before the text is read.
constexpr int kCheckMs = 250;
constexpr int kLeastLetters = 44;

QWidget* titled(QLabel* title, QWidget* content) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 2, 0, 0);
    layout->setSpacing(2);
    title->setWordWrap(true);
    title->setBuddy(content);
    layout->addWidget(title);
    layout->addWidget(content, 1);
    return box;
}

} // namespace

ScriptPanel::ScriptPanel(QWidget* parent)
    : QWidget(parent), baseTitle_(new QLabel(this)), baseText_(new ScriptEditor(this)),
      ownTitle_(new QLabel(this)), ownText_(new ScriptEditor(this)), message_(new QLabel(this)),
      apply_(new QPushButton(this)), revert_(new QPushButton(this)) {
    build();
    timer_.setSingleShot(true);
    timer_.setInterval(kCheckMs);
    connect(&timer_, &QTimer::timeout, this, &ScriptPanel::check);
    connect(ownText_, &QPlainTextEdit::textChanged, this, [this] {
        // Colouring a text counts as a change of it.
        if (!isChecked()) {
            timer_.start();
            refresh();
        }
    });
    connect(message_, &QLabel::linkActivated, this, [this] {
        if (!problems_.empty()) {
            ownText_->goToLine(problems_.front().line, problems_.front().column);
            ownText_->setFocus();
        }
    });
    connect(apply_, &QPushButton::clicked, this, &ScriptPanel::apply);
    connect(revert_, &QPushButton::clicked, this, [this] { setChanges(kept_); });
    retranslate();
    refresh();
}

void ScriptPanel::build() {
    apply_->setObjectName(QStringLiteral("apply"));
    baseText_->setObjectName(QStringLiteral("scenario"));
    ownText_->setObjectName(QStringLiteral("changes"));
    baseText_->setReadOnly(true);
    baseText_->setTabChangesFocus(true);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::RichText);
    message_->setMinimumHeight(fontMetrics().height() * 2);
    message_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    apply_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    revert_->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
    for (QPushButton* button : {apply_, revert_}) {
        button->setFocusPolicy(Qt::TabFocus);
    }
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->addWidget(titled(baseTitle_, baseText_));
    splitter_->addWidget(titled(ownTitle_, ownText_));
    splitter_->setStretchFactor(0, 3);
    splitter_->setStretchFactor(1, 2);
    splitter_->setChildrenCollapsible(false);
    splitter_->restoreState(Preferences().get(keys::kScriptSplit).toByteArray());
    connect(splitter_, &QSplitter::splitterMoved, this,
            [this] { Preferences().set(keys::kScriptSplit, splitter_->saveState()); });
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(revert_);
    buttons->addWidget(apply_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->addWidget(splitter_, 1);
    layout->addWidget(message_);
    layout->addLayout(buttons);
}

void ScriptPanel::setBase(ScriptBase base) {
    base_ = std::move(base);
    baseText_->setPlainText(
        base_.sources.empty() ? QString() : QString::fromStdString(base_.sources.front().text));
    check();
}

void ScriptPanel::setChanges(const QString& text) {
    kept_ = text;
    if (ownText_->toPlainText() != text) {
        ownText_->setPlainText(text);
    }
    check();
}

void ScriptPanel::setReadOnly(const QString& why) {
    readOnly_ = why;
    ownText_->setReadOnly(!why.isEmpty());
    refresh();
}

void ScriptPanel::setPending(const QString& yaml) {
    pending_ = yaml;
    refresh();
}

void ScriptPanel::showTimelineItem(int number) {
    if (base_.sources.empty() || number < 1) {
        return;
    }
    const std::vector<int> base = timelineLines(base_.sources.front().text);
    const std::vector<int> own = timelineLines(typed().toStdString());
    const auto index = static_cast<std::size_t>(number) - 1;
    if (index < base.size()) {
        baseText_->setMarkedLine(base[index]);
        baseText_->goToLine(base[index]);
    } else if (index - base.size() < own.size()) {
        ownText_->goToLine(own[index - base.size()]);
    }
}

QString ScriptPanel::typed() const {
    return ownText_->toPlainText();
}

bool ScriptPanel::isChanged() const {
    return typed() != kept_;
}

QSize ScriptPanel::sizeHint() const {
    return {lettersWide(fontMetrics(), 60), 500};
}

/// A line of a timeline is seen whole, as long as that leaves room for the stage.
QSize ScriptPanel::minimumSizeHint() const {
    const int most = QWidget::screen()->availableGeometry().width() / 4;
    return {std::min(lettersWide(fontMetrics(), kLeastLetters), most), 240};
}

void ScriptPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        check();
    }
}

void ScriptPanel::check() {
    timer_.stop();
    problems_ = problemsOf(base_, typed().toStdString());
    checked_ = typed();
    refresh();
}

void ScriptPanel::refresh() {
    ownText_->setProblems(isChecked() ? problems_ : std::vector<ScriptProblem>());
    int line = 0;
    if (!pending_.isEmpty()) {
        const qsizetype at = typed().indexOf(pending_);
        line = at < 0 ? 0 : static_cast<int>(typed().left(at).count(QLatin1Char('\n'))) + 1;
    }
    ownText_->setMarkedLine(line);
    message_->setText(problemText());
    apply_->setEnabled(readOnly_.isEmpty() && isChanged() && isChecked() && problems_.empty());
    revert_->setEnabled(isChanged());
}

void ScriptPanel::apply() {
    if (!isChecked()) {
        check();
    }
    if (apply_->isEnabled()) {
        kept_ = typed();
        refresh();
        Q_EMIT applied(kept_);
    }
}

void ScriptPanel::retranslate() {
    baseTitle_->setText(tr("The scenario (cannot be changed)"));
    ownTitle_->setText(tr("Your changes"));
    baseText_->setAccessibleName(baseTitle_->text());
    ownText_->setAccessibleName(ownTitle_->text());
    ownText_->setPlaceholderText(
        tr("Lines of changes, for example:\n\ntimeline:\n  - {at: 12 s, power-off: NAME}"));
    const auto name = [](QPushButton* button, const QString& text, const QString& help) {
        // setText() drops a shortcut that is no mnemonic.
        const QKeySequence keys = button->shortcut();
        button->setText(text);
        button->setShortcut(keys);
        button->setToolTip(
            tr("%1 (%2)", "help, key").arg(help, keys.toString(QKeySequence::NativeText)));
    };
    name(apply_, tr("Apply"), tr("Compute what happens with these changes"));
    name(revert_, tr("Revert"), tr("Back to what was applied last"));
}

QString ScriptPanel::problemText() const {
    if (!readOnly_.isEmpty()) {
        return readOnly_.toHtmlEscaped();
    }
    if (!isChecked() || problems_.empty()) {
        return isChanged() && isChecked() ? tr("Ready to apply.") : QString();
    }
    const ScriptProblem& first = problems_.front();
    const QString message = QString::fromStdString(first.message).toHtmlEscaped();
    if (first.line == 0) {
        return message;
    }
    return tr("<a href=\"#\">Line %1</a>: %2").arg(first.line).arg(message);
}

} // namespace gui::shell
