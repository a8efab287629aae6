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

enum class Start { First, Later };

struct TestWindow {
    explicit TestWindow(Start start = Start::First);
    ~TestWindow();

    Start start; ///< the first one finds no layout that was kept
    Appearance appearance;
    LibraryModel library;
    QStandardItemModel branches;
    QUndoStack history;
    QWidget* stage;
    QWidget* timeline;
    std::unique_ptr<MainWindow> window;

    /// Widgets hear of a new language by an event.
    void speak(sim::trace::Language language);
    QAction* action(Command command) { return window->commands().action(command); }
};

/// Presses and releases a key where the focus is.
void pressKey(QWidget* window, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

} // namespace gui::shell
