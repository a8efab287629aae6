// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/menu/change_form.h"

#include "gui/menu/entry_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace gui::menu {
namespace {

using core::runtime::SettingType;

constexpr int kWaitMs = 60;
constexpr int kWidth = 480;

std::string valueOf(const QWidget* field) {
    if (const auto* box = qobject_cast<const QCheckBox*>(field)) {
        return box->isChecked() ? "true" : "false";
    }
    if (const auto* choice = qobject_cast<const QComboBox*>(field)) {
        return choice->currentText().toStdString();
    }
    const auto* edit = qobject_cast<const QLineEdit*>(field);
    return edit != nullptr ? edit->text().toStdString() : std::string();
}

QLabel* textLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

ChangeForm::ChangeForm(ChangeEntry entry, MenuContext context, QWidget* parent)
    : QDialog(parent), entry_(std::move(entry)), context_(std::move(context)) {
    setWindowTitle(entry_.label);
    setMinimumWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    if (!entry_.detail.isEmpty()) {
        column->addWidget(textLabel(entry_.detail, this));
    }
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    for (const Parameter& parameter : entry_.parameters) {
        addField(form, parameter);
    }
    column->addLayout(form);
    error_ = textLabel({}, this);
    error_->setObjectName(QStringLiteral("error"));
    line_ = textLabel({}, this);
    line_->setObjectName(QStringLiteral("line"));
    line_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    line_->setFrameShape(QFrame::StyledPanel);
    line_->setMargin(6);
    line_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    column->addWidget(error_);
    column->addWidget(textLabel(tr("The line of the script:"), this));
    column->addWidget(line_);
    column->addStretch();
    buttons_ = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("Do it"));
    buttons_->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons_, &QDialogButtonBox::accepted, this, &ChangeForm::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &ChangeForm::reject);
    column->addWidget(buttons_);
    wait_.setSingleShot(true);
    connect(&wait_, &QTimer::timeout, this, &ChangeForm::check);
    check();
}

void ChangeForm::addField(QFormLayout* form, const Parameter& parameter) {
    const QString value = QString::fromStdString(parameter.value);
    QWidget* field = nullptr;
    if (parameter.type == SettingType::Boolean) {
        auto* box = new QCheckBox(parameter.label, this);
        box->setChecked(parameter.value == "true");
        connect(box, &QCheckBox::toggled, this, &ChangeForm::changeLater);
        form->addRow(box);
        field = box;
    } else if (!parameter.choices.empty()) {
        auto* choice = new QComboBox(this);
        for (const std::string& each : parameter.choices) {
            choice->addItem(QString::fromStdString(each));
        }
        choice->setCurrentText(value);
        connect(choice, &QComboBox::currentTextChanged, this, &ChangeForm::changeLater);
        form->addRow(parameter.label, choice);
        field = choice;
    } else {
        auto* edit = new QLineEdit(value, this);
        edit->setPlaceholderText(parameter.mandatory ? QString() : tr("may stay empty"));
        edit->selectAll();
        connect(edit, &QLineEdit::textChanged, this, &ChangeForm::changeLater);
        form->addRow(parameter.label, edit);
        field = edit;
    }
    field->setObjectName(QString::fromStdString(parameter.name));
    field->setToolTip(parameter.help);
    field->setAccessibleDescription(parameter.help);
    if (!parameter.help.isEmpty() && parameter.help != entry_.detail &&
        parameter.help != parameter.label) {
        auto* help = textLabel(parameter.help, this);
        help->setForegroundRole(QPalette::PlaceholderText);
        form->addRow(QString(), help);
    }
    fields_.push_back(field);
}

std::vector<Parameter> ChangeForm::filled() const {
    std::vector<Parameter> parameters = entry_.parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].value = valueOf(fields_[i]);
    }
    return parameters;
}

void ChangeForm::changeLater() {
    wait_.start(kWaitMs);
}

void ChangeForm::check() {
    wait_.stop();
    result_ = lineFor(entry_, filled(), context_);
    const bool good = result_.error.isEmpty();
    error_->setText(good ? QString() : tr("Not yet: %1").arg(result_.error));
    error_->setVisible(!good);
    line_->setText(good ? QString::fromStdString(result_.line.yaml) : QStringLiteral("…"));
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(good);
}

std::optional<branches::OverlayLine> ChangeForm::line() const {
    return result_.error.isEmpty() ? std::optional(result_.line) : std::nullopt;
}

QString ChangeForm::error() const {
    return result_.error;
}

void ChangeForm::accept() {
    check();
    if (const auto made = line()) {
        QDialog::accept();
        Q_EMIT chosen(*made);
    }
}

} // namespace gui::menu
