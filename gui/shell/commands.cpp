// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/commands.h"

#include <QRegularExpression>

#include <array>

namespace gui::shell {
namespace {

struct Row {
    Command command;
    Topic topic;
    const char* text; ///< with mnemonic
    const char* help;
    const char* keys; ///< portable, "; " between several
    Pictogram picture = Pictogram::None;
    bool checkable = false;
};

constexpr std::array kRows{
    Row{Command::Open, Topic::File, QT_TRANSLATE_NOOP("Commands", "&Open..."),
        QT_TRANSLATE_NOOP("Commands", "Open a scenario or a recorded run"), "Ctrl+O"},
    Row{Command::SaveChanges, Topic::File, QT_TRANSLATE_NOOP("Commands", "&Save changes..."),
        QT_TRANSLATE_NOOP("Commands", "Save the changes of this branch as an overlay file"),
        "Ctrl+S"},
    Row{Command::SaveScenario, Topic::File, QT_TRANSLATE_NOOP("Commands", "Save as s&cenario..."),
        QT_TRANSLATE_NOOP("Commands",
                          "Save the scenario with the changes of this branch as one file"),
        "Ctrl+Shift+S"},
    Row{Command::SavePicture, Topic::File, QT_TRANSLATE_NOOP("Commands", "Save &picture..."),
        QT_TRANSLATE_NOOP("Commands", "Save what the stage shows as PNG or SVG"), "Ctrl+E"},
    Row{Command::Quit, Topic::File, QT_TRANSLATE_NOOP("Commands", "&Quit"),
        QT_TRANSLATE_NOOP("Commands", "Leave Orrery"), "Ctrl+Q"},
    Row{Command::Undo, Topic::Edit, QT_TRANSLATE_NOOP("Commands", "&Undo"),
        QT_TRANSLATE_NOOP("Commands", "Take back the last change"), "Ctrl+Z"},
    Row{Command::Redo, Topic::Edit, QT_TRANSLATE_NOOP("Commands", "&Redo"),
        QT_TRANSLATE_NOOP("Commands", "Make the change again"), "Ctrl+Shift+Z; Ctrl+Y"},
    Row{Command::Change, Topic::Edit, QT_TRANSLATE_NOOP("Commands", "&Break or change..."),
        QT_TRANSLATE_NOOP("Commands", "What can be broken or changed at this moment"), "X"},
    Row{Command::Escape, Topic::Edit, QT_TRANSLATE_NOOP("Commands", "&Cancel"),
        QT_TRANSLATE_NOOP("Commands", "Cancel a change that is not computed yet; leave presenting"),
        "Esc"},
    Row{Command::Play, Topic::Run, QT_TRANSLATE_NOOP("Commands", "&Play"),
        QT_TRANSLATE_NOOP("Commands", "Play"), "Space", Pictogram::Play},
    Row{Command::ToStart, Topic::Run, QT_TRANSLATE_NOOP("Commands", "To the &start"),
        QT_TRANSLATE_NOOP("Commands", "Go to the start"), "Home", Pictogram::ToStart},
    Row{Command::ToEnd, Topic::Run, QT_TRANSLATE_NOOP("Commands", "To the &end"),
        QT_TRANSLATE_NOOP("Commands", "Go to the end of what is computed"), "End",
        Pictogram::ToEnd},
    Row{Command::PreviousHeadline, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Pre&vious headline"),
        QT_TRANSLATE_NOOP("Commands", "Go back to the headline before"), "PgUp",
        Pictogram::PreviousHeadline},
    Row{Command::NextHeadline, Topic::Run, QT_TRANSLATE_NOOP("Commands", "&Next headline"),
        QT_TRANSLATE_NOOP("Commands", "Go on to the next headline"), "PgDown",
        Pictogram::NextHeadline},
    Row{Command::StepBack, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Step &back"),
        QT_TRANSLATE_NOOP("Commands", "One step back"), "Left", Pictogram::StepBack},
    Row{Command::StepForward, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Step &forward"),
        QT_TRANSLATE_NOOP("Commands", "One step forward"), "Right", Pictogram::StepForward},
    Row{Command::StepByHeadline, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Step by &headline"),
        QT_TRANSLATE_NOOP("Commands", "A step goes to the next headline"), "1", Pictogram::None,
        true},
    Row{Command::StepByEvent, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Step b&y event"),
        QT_TRANSLATE_NOOP("Commands", "A step goes to the next event"), "2", Pictogram::None, true},
    Row{Command::StepByMessage, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Step by &message"),
        QT_TRANSLATE_NOOP("Commands", "A step goes to the next message"), "3", Pictogram::None,
        true},
    Row{Command::Calm, Topic::Run, QT_TRANSLATE_NOOP("Commands", "&Calm clock"),
        QT_TRANSLATE_NOOP("Commands", "Slow down for headlines, hurry through quiet stretches"),
        "C", Pictogram::Calm, true},
    Row{Command::Slower, Topic::Run, QT_TRANSLATE_NOOP("Commands", "S&lower"),
        QT_TRANSLATE_NOOP("Commands", "Play more slowly"), "["},
    Row{Command::Faster, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Fas&ter"),
        QT_TRANSLATE_NOOP("Commands", "Play faster"), "]"},
    Row{Command::NormalSpeed, Topic::Run, QT_TRANSLATE_NOOP("Commands", "N&ormal speed"),
        QT_TRANSLATE_NOOP("Commands", "Play at normal speed"), "N"},
    Row{Command::Verdicts, Topic::Run, QT_TRANSLATE_NOOP("Commands", "E&xpectations"),
        QT_TRANSLATE_NOOP("Commands", "What the scenario expects, and whether it holds"), "E"},
    Row{Command::CancelRun, Topic::Run, QT_TRANSLATE_NOOP("Commands", "Stop comp&uting"),
        QT_TRANSLATE_NOOP("Commands", "Stop the run that is being computed; what is there stays"),
        "Ctrl+."},
    Row{Command::ShowParent, Topic::Branch,
        QT_TRANSLATE_NOOP("Commands", "Compare: show it &without the change (hold)"),
        QT_TRANSLATE_NOOP("Commands",
                          "Hold the key or the button: the same moment without the change"),
        "P", Pictogram::Parent, true},
    Row{Command::FirstDifference, Topic::Branch,
        QT_TRANSLATE_NOOP("Commands", "To the first &difference"),
        QT_TRANSLATE_NOOP("Commands",
                          "Go to the first headline that is not the same without the change"),
        "D"},
    Row{Command::PreviousBranch, Topic::Branch, QT_TRANSLATE_NOOP("Commands", "Pre&vious branch"),
        QT_TRANSLATE_NOOP("Commands", "Show the branch before"), "Ctrl+PgUp"},
    Row{Command::NextBranch, Topic::Branch, QT_TRANSLATE_NOOP("Commands", "&Next branch"),
        QT_TRANSLATE_NOOP("Commands", "Show the next branch"), "Ctrl+PgDown"},
    Row{Command::RenameBranch, Topic::Branch, QT_TRANSLATE_NOOP("Commands", "&Rename branch"),
        QT_TRANSLATE_NOOP("Commands", "Give the branch another name"), "F2"},
    Row{Command::DeleteBranch, Topic::Branch, QT_TRANSLATE_NOOP("Commands", "De&lete branch"),
        QT_TRANSLATE_NOOP("Commands", "Delete the branch and those that grew from it"), "Ctrl+Del"},
    Row{Command::Fit, Topic::View, QT_TRANSLATE_NOOP("Commands", "&Fit the stage"),
        QT_TRANSLATE_NOOP("Commands", "Show the whole stage"), "F"},
    Row{Command::ZoomIn, Topic::View, QT_TRANSLATE_NOOP("Commands", "Zoom &in"),
        QT_TRANSLATE_NOOP("Commands", "Look closer"), "+; ="},
    Row{Command::ZoomOut, Topic::View, QT_TRANSLATE_NOOP("Commands", "Zoom &out"),
        QT_TRANSLATE_NOOP("Commands", "Look from further away"), "-"},
    Row{Command::SinglePoints, Topic::View,
        QT_TRANSLATE_NOOP("Commands", "&Single points of failure"),
        QT_TRANSLATE_NOOP("Commands", "Mark what would split the network if it failed"), "S",
        Pictogram::None, true},
    Row{Command::TextLarger, Topic::View, QT_TRANSLATE_NOOP("Commands", "Larger &text"),
        QT_TRANSLATE_NOOP("Commands", "Larger text everywhere"), "Ctrl++; Ctrl+="},
    Row{Command::TextSmaller, Topic::View, QT_TRANSLATE_NOOP("Commands", "S&maller text"),
        QT_TRANSLATE_NOOP("Commands", "Smaller text everywhere"), "Ctrl+-"},
    Row{Command::TextNormal, Topic::View, QT_TRANSLATE_NOOP("Commands", "&Normal text"),
        QT_TRANSLATE_NOOP("Commands", "Text of normal size"), "Ctrl+0"},
    Row{Command::DarkTheme, Topic::View, QT_TRANSLATE_NOOP("Commands", "&Dark theme"),
        QT_TRANSLATE_NOOP("Commands", "Light signs on a dark ground"), "Ctrl+T", Pictogram::None,
        true},
    Row{Command::English, Topic::View, "&English", "Switch to English", "Ctrl+Shift+E",
        Pictogram::None, true},
    Row{Command::Chinese, Topic::View, "\xe7\xae\x80\xe4\xbd\x93\xe4\xb8\xad\xe6\x96\x87(&Z)",
        "\xe5\x88\x87\xe6\x8d\xa2\xe5\x88\xb0\xe7\xae\x80\xe4\xbd\x93\xe4\xb8\xad\xe6\x96\x87",
        "Ctrl+Shift+C", Pictogram::None, true},
    Row{Command::LibraryPanel, Topic::View, QT_TRANSLATE_NOOP("Commands", "Scenario &library"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the scenario library"), "F3",
        Pictogram::Library, true},
    Row{Command::FindScenario, Topic::View, QT_TRANSLATE_NOOP("Commands", "Find &a scenario"),
        QT_TRANSLATE_NOOP("Commands", "Search in the scenario library"), "Ctrl+F"},
    Row{Command::ScriptPanel, Topic::View, QT_TRANSLATE_NOOP("Commands", "S&cript"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the scenario's script with your changes"), "F4",
        Pictogram::Script, true},
    Row{Command::BranchPanel, Topic::View, QT_TRANSLATE_NOOP("Commands", "&Branches"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the tree of branches"), "F6", Pictogram::Branch,
        true},
    Row{Command::Present, Topic::View, QT_TRANSLATE_NOOP("Commands", "&Present"),
        QT_TRANSLATE_NOOP("Commands",
                          "Full screen with large text, nothing but stage and timeline"),
        "F5; Shift+F5", Pictogram::None, true},
    Row{Command::FullScreen, Topic::View, QT_TRANSLATE_NOOP("Commands", "F&ull screen"),
        QT_TRANSLATE_NOOP("Commands", "Use the whole screen"), "F11", Pictogram::None, true},
    Row{Command::Blank, Topic::View, QT_TRANSLATE_NOOP("Commands", "Blac&k screen"),
        QT_TRANSLATE_NOOP("Commands", "Black picture while you talk; any key brings it back"),
        "B; .", Pictogram::None, true},
    Row{Command::ShortcutSheet, Topic::Help, QT_TRANSLATE_NOOP("Commands", "&Keys"),
        QT_TRANSLATE_NOOP("Commands", "All keys on one sheet"), "F1"},
    Row{Command::Hints, Topic::Help, QT_TRANSLATE_NOOP("Commands", "&First steps"),
        QT_TRANSLATE_NOOP("Commands", "Show the hints of the first start again"), "Ctrl+H"},
    Row{Command::About, Topic::Help, QT_TRANSLATE_NOOP("Commands", "&About Orrery"),
        QT_TRANSLATE_NOOP("Commands", "What this program is, and its licences"), "Shift+F1"},
};

QString inWords(const char* text) {
    return QCoreApplication::translate("Commands", text);
}

/// A language is always called by its own name.
bool isLanguage(Command command) {
    return command == Command::English || command == Command::Chinese;
}

QString textOf(const Row& row) {
    return isLanguage(row.command) ? QString::fromUtf8(row.text) : inWords(row.text);
}

/// Chinese puts the mnemonic behind the word: "文件(&F)".
QString withoutMnemonic(QString text) {
    static const QRegularExpression kMnemonic(QStringLiteral("\\(&.\\)|&|\\.\\.\\."));
    return text.remove(kMnemonic);
}

const Row& rowOf(Command command) {
    return kRows[static_cast<std::size_t>(command)];
}

constexpr bool inOrder() {
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].command) != i) {
            return false;
        }
    }
    return true;
}
static_assert(inOrder(), "a row of the table is found by its number");

constexpr auto kAll = [] {
    std::array<Command, kRows.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = kRows[i].command;
    }
    return all;
}();

} // namespace

Commands::Commands(QObject* parent) : QObject(parent) {
    for (const Row& row : kRows) {
        auto* action = new QAction(this);
        action->setShortcuts(QKeySequence::listFromString(QString::fromLatin1(row.keys)));
        action->setCheckable(row.checkable);
        actions_.emplace(row.command, action);
    }
    retranslate();
}

QAction* Commands::action(Command command) const {
    return actions_.at(command);
}

std::span<const Command> Commands::all() {
    return kAll;
}

Topic Commands::topicOf(Command command) {
    return rowOf(command).topic;
}

QString Commands::nameOf(Topic topic) {
    switch (topic) {
    case Topic::File:
        return tr("&File");
    case Topic::Edit:
        return tr("&Edit");
    case Topic::Run:
        return tr("&Run");
    case Topic::Branch:
        return tr("&Branch");
    case Topic::View:
        return tr("&View");
    case Topic::Help:
        return tr("&Help");
    }
    return {};
}

QString Commands::plainNameOf(Topic topic) {
    return withoutMnemonic(nameOf(topic));
}

bool Commands::beginsGroup(Command command) {
    switch (command) {
    case Command::SaveChanges:
    case Command::Quit:
    case Command::Change:
    case Command::ToStart:
    case Command::StepByHeadline:
    case Command::Calm:
    case Command::Verdicts:
    case Command::PreviousBranch:
    case Command::RenameBranch:
    case Command::SinglePoints:
    case Command::TextLarger:
    case Command::DarkTheme:
    case Command::English:
    case Command::LibraryPanel:
    case Command::Present:
    case Command::About:
        return true;
    default:
        return false;
    }
}

QString Commands::plainText(Command command) {
    return withoutMnemonic(textOf(rowOf(command)));
}

void Commands::retranslate() {
    for (const Command command : kAll) {
        describe(command);
    }
}

void Commands::setInk(const QColor& colour) {
    ink_ = colour;
    for (const Row& row : kRows) {
        const bool pause = row.command == Command::Play && playing_;
        action(row.command)->setIcon(pictogram(pause ? Pictogram::Pause : row.picture, ink_));
    }
}

void Commands::setPlaying(bool playing) {
    playing_ = playing;
    describe(Command::Play);
    action(Command::Play)->setIcon(pictogram(playing ? Pictogram::Pause : Pictogram::Play, ink_));
}

void Commands::describe(Command command) {
    const Row& row = rowOf(command);
    QAction* action = actions_.at(command);
    QString text = textOf(row);
    QString help = isLanguage(command) ? QString::fromUtf8(row.help) : inWords(row.help);
    if (command == Command::Play && playing_) {
        text = tr("&Pause");
        help = tr("Pause");
    }
    action->setText(text);
    action->setIconText(command == Command::ShowParent ? tr("Compare") : withoutMnemonic(text));
    action->setStatusTip(help);
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(tr("%1 (%2)", "help, key").arg(help, keys));
}

} // namespace gui::shell
