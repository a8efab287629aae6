// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/menu/change_menu.h"

#include <QIcon>
#include <QPalette>

/// Small drawings before the entries of a menu, in its text's colour: what breaks something, what
/// mends it, what an operator does, what is set.
namespace gui::menu {

enum class EntryKind { Breaks, Mends, Acts, Sets };

EntryKind kindOf(const ChangeEntry& entry);
QIcon iconFor(const ChangeEntry& entry, const QPalette& palette);

} // namespace gui::menu
