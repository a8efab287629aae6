// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"

#include <QDialog>
#include <QTimer>

#include <optional>
#include <vector>

class QDialogButtonBox;
class QFormLayout;
class QLabel;

/// Asks for the parameters of one change and shows the script line that they make, as it will stand
/// in the overlay. What the loader would refuse cannot be accepted; the reason is shown.
namespace gui::menu {

class ChangeForm : public QDialog {
    Q_OBJECT

public:
    ChangeForm(ChangeEntry entry, MenuContext context, QWidget* parent = nullptr);

    /// The line as filled in now; nullopt: something is wrong.
    std::optional<branches::OverlayLine> line() const;
    /// What is shown as wrong; empty: nothing.
    QString error() const;
    /// Reads the fields at once instead of a moment later.
    void check();

    void accept() override; ///< only if the line is right

Q_SIGNALS:
    void chosen(const gui::branches::OverlayLine& line);

private:
    void addField(QFormLayout* form, const Parameter& parameter);
    std::vector<Parameter> filled() const;
    void changeLater();

    ChangeEntry entry_;
    MenuContext context_;
    std::vector<QWidget*> fields_; ///< by parameter
    QLabel* line_ = nullptr;
    QLabel* error_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
    QTimer wait_; ///< a large scenario is not read at every key
    LineResult result_;
};

} // namespace gui::menu
