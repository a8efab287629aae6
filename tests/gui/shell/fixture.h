// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/appearance.h"
#include "gui/shell/library_model.h"
#include "gui/shell/main_window.h"

#include <QStandardItemModel>
#include <QUndoStack>

#include <memory>

/// The window around plain widgets, with the shipped library and a made-up tree of branches.
namespace gui::shell {

std::vector<sim::scenario::LibraryEntry> shippedEntries();

struct TestWindow {
    TestWindow();
    ~TestWindow();

    Appearance appearance;
    LibraryModel library;
    QStandardItemModel branches;
    QUndoStack history;
    QWidget* stage;
    QWidget* timeline;
    std::unique_ptr<MainWindow> window;

    QAction* action(Command command) { return window->commands().action(command); }
};

/// Presses and releases a key where the focus is.
void pressKey(QWidget* window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

} // namespace gui::shell
