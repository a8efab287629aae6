// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/icons.h"

#include <QAction>
#include <QColor>
#include <QCoreApplication>
#include <QObject>

#include <map>
#include <span>

/// Everything that can be done in the window, as actions: one table with words, help and keys.
/// Menus, buttons and the sheet of shortcuts are made from it.
namespace gui::shell {

enum class Command {
    // File
    Open,
    SaveChanges,
    SaveScenario,
    SavePicture,
    Quit,
    // Edit
    Undo,
    Redo,
    Change,
    Escape,
    // Run
    Play,
    ToStart,
    ToEnd,
    PreviousHeadline,
    NextHeadline,
    StepBack,
    StepForward,
    StepByHeadline,
    StepByEvent,
    StepByMessage,
    Calm,
    Slower,
    Faster,
    NormalSpeed,
    Verdicts,
    CancelRun,
    // Branch
    ShowParent,
    FirstDifference,
    PreviousBranch,
    NextBranch,
    RenameBranch,
    DeleteBranch,
    // View
    Fit,
    ZoomIn,
    ZoomOut,
    SinglePoints,
    TextLarger,
    TextSmaller,
    TextNormal,
    DarkTheme,
    English,
    Chinese,
    LibraryPanel,
    FindScenario,
    ScriptPanel,
    BranchPanel,
    Present,
    FullScreen,
    Blank,
    // Help
    ShortcutSheet,
    Hints,
    About,
};

/// One menu of the window.
enum class Topic { File, Edit, Run, Branch, View, Help };

class Commands : public QObject {
    Q_OBJECT

public:
    explicit Commands(QObject* parent = nullptr);

    QAction* action(Command command) const;
    static std::span<const Command> all();
    static Topic topicOf(Command command);
    /// Name of a menu, with its mnemonic.
    static QString nameOf(Topic topic);
    /// The same without.
    static QString plainNameOf(Topic topic);
    /// Whether a line stands before it in its menu.
    static bool beginsGroup(Command command);
    /// Without mnemonic and dots, for the sheet of shortcuts.
    static QString plainText(Command command);

    /// Words anew, after the language has changed.
    void retranslate();
    /// Pictograms in another colour.
    void setInk(const QColor& colour);
    /// The play button shows what it would do.
    void setPlaying(bool playing);

private:
    void describe(Command command);

    std::map<Command, QAction*> actions_;
    QColor ink_ = Qt::black;
    bool playing_ = false;
};

} // namespace gui::shell
