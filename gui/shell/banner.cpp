// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"

#include "gui/shell/icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace gui::shell {

Banner::Banner(QWidget* parent)
    : QFrame(parent), sign_(new QLabel(QStringLiteral("!"), this)), text_(new QLabel(this)),
      close_(new QToolButton(this)) {
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.4);
    sign_->setFont(bold);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setFocusPolicy(Qt::NoFocus);
    close_->setAutoRaise(true);
    close_->setFocusPolicy(Qt::TabFocus);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(sign_);
    layout->addSpacing(8);
    layout->addWidget(text_, 1);
    layout->addWidget(close_, 0, Qt::AlignTop);
    connect(close_, &QToolButton::clicked, this, &Banner::closeMessage);
    retranslate();
    hide();
}

void Banner::showMessage(const QString& message) {
    text_->setText(message);
    setVisible(!message.isEmpty());
}

QString Banner::message() const {
    return isHidden() ? QString() : text_->text();
}

bool Banner::closeMessage() {
    const bool was = !isHidden();
    hide();
    return was;
}

void Banner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        retranslate();
    }
}

void Banner::retranslate() {
    close_->setIcon(pictogram(Pictogram::Close, palette().color(QPalette::WindowText)));
    close_->setToolTip(tr("Close the message (Esc)"));
    close_->setAccessibleName(tr("Close the message"));
}

} // namespace gui::shell
