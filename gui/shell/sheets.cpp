// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/sheets.h"

#include "gui/shell/commands.h"
#include "gui/shell/formats.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace gui::shell {
namespace {

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) {
        keys.append(key.toString(QKeySequence::NativeText));
    }
    // Ctrl++ and Ctrl+= are one key on most keyboards.
    keys.removeAll(QStringLiteral("Ctrl+="));
    keys.removeAll(QStringLiteral("="));
    return keys.join(QStringLiteral(", "));
}

QString row(const QString& keys, const QString& what) {
    return QStringLiteral("<tr><td style=\"padding-right:14px\"><b>%1</b></td><td>%2</td></tr>")
        .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
}

QString table(const QString& title, const QString& rows) {
    return QStringLiteral("<h3>%1</h3><table cellspacing=\"2\">%2</table>")
        .arg(title.toHtmlEscaped(), rows);
}

QString topicTable(const Commands& commands, Topic topic) {
    QString rows;
    for (const Command command : Commands::all()) {
        if (Commands::topicOf(command) == topic) {
            rows += row(keysOf(*commands.action(command)), Commands::plainText(command));
        }
    }
    return table(Commands::plainNameOf(topic), rows);
}

QLabel* column(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    return label;
}

void addClose(QDialog* dialog, QVBoxLayout* layout) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    layout->addWidget(buttons);
}

} // namespace

ShortcutSheet::ShortcutSheet(const Commands& commands, QWidget* parent)
    : QDialog(parent), commands_(commands), left_(column(this)), middle_(column(this)),
      right_(column(this)) {
    auto* columns = new QHBoxLayout;
    columns->setSpacing(28);
    for (QLabel* label : {left_, middle_, right_}) {
        columns->addWidget(label);
    }
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    addClose(this, layout);
    retranslate();
}

void ShortcutSheet::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void ShortcutSheet::retranslate() {
    setWindowTitle(tr("Keys"));
    const QString mouse = row(tr("Right click"), tr("break or change what is under the mouse")) +
                          row(tr("Click"), tr("open or close a group of machines")) +
                          row(tr("Drag the timeline"), tr("go to any time")) +
                          row(tr("Wheel"), tr("look closer, at stage or timeline")) +
                          row(tr("Drag the ground"), tr("move the picture")) +
                          row(tr("Tab, then Up and Down"), tr("choose a thing on the stage")) +
                          row(tr("Menu key"), tr("break or change the chosen thing"));
    left_->setText(topicTable(commands_, Topic::Run));
    middle_->setText(topicTable(commands_, Topic::Edit) + topicTable(commands_, Topic::Branch) +
                     table(tr("Mouse and stage"), mouse));
    right_->setText(topicTable(commands_, Topic::View) + topicTable(commands_, Topic::File) +
                    topicTable(commands_, Topic::Help));
}

AboutBox::AboutBox(QWidget* parent) : QDialog(parent), text_(column(this)) {
    text_->setWordWrap(true);
    text_->setMinimumWidth(lettersWide(fontMetrics(), 72));
    text_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text_, 1);
    addClose(this, layout);
    retranslate();
}

void AboutBox::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void AboutBox::retranslate() {
    setWindowTitle(tr("About Orrery"));
    const QString version = QCoreApplication::applicationVersion();
    const QString head = QStringLiteral("<h2>Orrery %1</h2>").arg(version.toHtmlEscaped());
    const QString what =
        tr("Real implementations of the systems under every back end, run on a simulated network "
           "that gives the same run every time: watch it, go back, break something, and see what "
           "would have happened otherwise.");
    const QString own =
        tr("This window is free software under the GNU General Public License, version 3 or "
           "later. The components, the simulator and the command orrery are free under the Apache "
           "License 2.0. There is no warranty.");
    const QString others = tr("Orrery stands on free libraries under their own licences:");
    const QString libraries =
        QStringLiteral("Qt %1 (LGPL 3), SimGrid (LGPL 2.1), Boost (BSL 1.0), SQLite (public "
                       "domain), yaml-cpp, nlohmann/json, fmt (MIT), CLI11, xxHash (BSD), Noto "
                       "Sans CJK (OFL 1.1)")
            .arg(QString::fromLatin1(qVersion()));
    text_->setText(QStringLiteral("%1<p>%2</p><p>%3</p><p>%4 %5.</p>")
                       .arg(head, what, own, others, libraries));
}

} // namespace gui::shell
