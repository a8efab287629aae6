// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/hint_bar.h"

#include "gui/shell/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace gui::shell {
namespace {

/// The texts take what they need before anything is left over.
constexpr int kTextStretch = 1'000;

/// On one line.
int widthOf(const QLabel& label) {
    QTextDocument text;
    text.setDefaultFont(label.font());
    text.setDocumentMargin(0);
    text.setHtml(label.text());
    return static_cast<int>(std::ceil(text.idealWidth())) + 4;
}

} // namespace

HintBar::HintBar(QWidget* parent) : QFrame(parent), close_(new QToolButton(this)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->setSpacing(22);
    for (QLabel*& text : texts_) {
        text = new QLabel(this);
        text->setTextFormat(Qt::RichText);
        text->setWordWrap(true); // rather than make the window wider
        layout->addWidget(text, kTextStretch);
    }
    layout->addStretch(1);
    close_->setAutoRaise(true);
    close_->setFocusPolicy(Qt::TabFocus);
    connect(close_, &QToolButton::clicked, this, &HintBar::leave);
    layout->addWidget(close_);
    retranslate();
    hide();
}

void HintBar::start() {
    done_ = {};
    retranslate();
    show();
}

void HintBar::markDone(Hint hint) {
    bool& done = done_[static_cast<std::size_t>(hint)];
    if (done || isHidden()) {
        return;
    }
    done = true;
    retranslate();
    if (std::all_of(done_.begin(), done_.end(), [](bool one) { return one; })) {
        leave();
    }
}

void HintBar::offerComparing() {
    isComparable_ = true;
    retranslate();
}

bool HintBar::isDone(Hint hint) const {
    return done_[static_cast<std::size_t>(hint)];
}

void HintBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange ||
        event->type() == QEvent::PaletteChange) {
        retranslate();
    }
}

void HintBar::retranslate() {
    const std::array<QString, kHints> words{
        tr("<b>Space</b> plays"),
        tr("<b>Right-click</b> a machine to break it"),
        tr("<b>Drag</b> the timeline to go back"),
        tr("<b>Hold P</b>: the same moment without the change"),
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const QString sign = done_[i] ? QStringLiteral("\u2713") : QString::number(i + 1);
        texts_[i]->setText(QStringLiteral("%1&nbsp; %2").arg(sign, words[i]));
        texts_[i]->setMaximumWidth(widthOf(*texts_[i]));
        texts_[i]->setEnabled(!done_[i]);
    }
    texts_[static_cast<std::size_t>(Hint::Compare)]->setVisible(isComparable_);
    close_->setIcon(pictogram(Pictogram::Close, palette().color(QPalette::WindowText)));
    close_->setToolTip(tr("Close the hints"));
    close_->setAccessibleName(tr("Close the hints"));
}

void HintBar::leave() {
    hide();
    Q_EMIT finished();
}

} // namespace gui::shell
