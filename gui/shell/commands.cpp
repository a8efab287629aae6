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

#define WORDS(text) QT_TRANSLATE_NOOP("gui::shell::Commands", text)

constexpr std::array kRows{
    Row{Command::Open, Topic::File, WORDS("&Open..."), WORDS("Open a scenario or a recorded run"),
        "Ctrl+O"},
    Row{Command::SaveChanges, Topic::File, WORDS("&Save changes..."),
        WORDS("Save the changes of this branch as an overlay file"), "Ctrl+S"},
    Row{Command::SaveScenario, Topic::File, WORDS("Save as s&cenario..."),
        WORDS("Save the scenario with the changes of this branch as one file"), "Ctrl+Shift+S"},
    Row{Command::SavePicture, Topic::File, WORDS("Save &picture..."),
        WORDS("Save what the stage shows as PNG or SVG"), "Ctrl+E"},
    Row{Command::Quit, Topic::File, WORDS("&Quit"), WORDS("Leave Orrery"), "Ctrl+Q"},
    Row{Command::Undo, Topic::Edit, WORDS("&Undo"), WORDS("Take back the last change"), "Ctrl+Z"},
    Row{Command::Redo, Topic::Edit, WORDS("&Redo"), WORDS("Make the change again"),
        "Ctrl+Shift+Z; Ctrl+Y"},
    Row{Command::Change, Topic::Edit, WORDS("&Break or change..."),
        WORDS("What can be broken or changed at this moment"), "X"},
    Row{Command::Escape, Topic::Edit, WORDS("&Cancel"),
        WORDS("Cancel a change that is not computed yet; leave presenting"), "Esc"},
    Row{Command::Play, Topic::Run, WORDS("&Play"), WORDS("Play"), "Space", Pictogram::Play},
    Row{Command::ToStart, Topic::Run, WORDS("To the &start"), WORDS("Go to the start"), "Home",
        Pictogram::ToStart},
    Row{Command::ToEnd, Topic::Run, WORDS("To the &end"),
        WORDS("Go to the end of what is computed"), "End", Pictogram::ToEnd},
    Row{Command::PreviousHeadline, Topic::Run, WORDS("Pre&vious headline"),
        WORDS("Go back to the headline before"), "PgUp", Pictogram::PreviousHeadline},
    Row{Command::NextHeadline, Topic::Run, WORDS("&Next headline"),
        WORDS("Go on to the next headline"), "PgDown", Pictogram::NextHeadline},
    Row{Command::StepBack, Topic::Run, WORDS("Step &back"), WORDS("One step back"), "Left",
        Pictogram::StepBack},
    Row{Command::StepForward, Topic::Run, WORDS("Step &forward"), WORDS("One step forward"),
        "Right", Pictogram::StepForward},
    Row{Command::StepByHeadline, Topic::Run, WORDS("Step by &headline"),
        WORDS("A step goes to the next headline"), "1", Pictogram::None, true},
    Row{Command::StepByEvent, Topic::Run, WORDS("Step by e&vent"),
        WORDS("A step goes to the next event"), "2", Pictogram::None, true},
    Row{Command::StepByMessage, Topic::Run, WORDS("Step by &message"),
        WORDS("A step goes to the next message"), "3", Pictogram::None, true},
    Row{Command::Calm, Topic::Run, WORDS("&Calm clock"),
        WORDS("Slow down for headlines, hurry through quiet stretches"), "C", Pictogram::Calm,
        true},
    Row{Command::Slower, Topic::Run, WORDS("S&lower"), WORDS("Play more slowly"), "["},
    Row{Command::Faster, Topic::Run, WORDS("Fas&ter"), WORDS("Play faster"), "]"},
    Row{Command::NormalSpeed, Topic::Run, WORDS("N&ormal speed"), WORDS("Play at normal speed"),
        "N"},
    Row{Command::Verdicts, Topic::Run, WORDS("E&xpectations"),
        WORDS("What the scenario expects, and whether it holds"), "E"},
    Row{Command::CancelRun, Topic::Run, WORDS("Stop comp&uting"),
        WORDS("Stop the run that is being computed; what is there stays"), "Ctrl+."},
    Row{Command::ShowParent, Topic::Branch, WORDS("Show it &without the change"),
        WORDS("Hold the key: the same moment without the change"), "P", Pictogram::None, true},
    Row{Command::FirstDifference, Topic::Branch, WORDS("To the first &difference"),
        WORDS("Go to the first headline that is not the same without the change"), "D"},
    Row{Command::PreviousBranch, Topic::Branch, WORDS("Pre&vious branch"),
        WORDS("Show the branch before"), "Ctrl+PgUp"},
    Row{Command::NextBranch, Topic::Branch, WORDS("&Next branch"), WORDS("Show the next branch"),
        "Ctrl+PgDown"},
    Row{Command::RenameBranch, Topic::Branch, WORDS("&Rename branch"),
        WORDS("Give the branch another name"), "F2"},
    Row{Command::DeleteBranch, Topic::Branch, WORDS("De&lete branch"),
        WORDS("Delete the branch and those that grew from it"), "Ctrl+Del"},
    Row{Command::Fit, Topic::View, WORDS("&Fit the stage"), WORDS("Show the whole stage"), "F"},
    Row{Command::ZoomIn, Topic::View, WORDS("Zoom &in"), WORDS("Look closer"), "+; ="},
    Row{Command::ZoomOut, Topic::View, WORDS("Zoom &out"), WORDS("Look from further away"), "-"},
    Row{Command::SinglePoints, Topic::View, WORDS("&Single points of failure"),
        WORDS("Mark what would split the network if it failed"), "S", Pictogram::None, true},
    Row{Command::TextLarger, Topic::View, WORDS("Larger &text"), WORDS("Larger text everywhere"),
        "Ctrl++; Ctrl+="},
    Row{Command::TextSmaller, Topic::View, WORDS("S&maller text"), WORDS("Smaller text everywhere"),
        "Ctrl+-"},
    Row{Command::TextNormal, Topic::View, WORDS("&Normal text"), WORDS("Text of normal size"),
        "Ctrl+0"},
    Row{Command::DarkTheme, Topic::View, WORDS("&Dark theme"),
        WORDS("Light signs on a dark ground"), "Ctrl+T", Pictogram::None, true},
    Row{Command::English, Topic::View, "&English", "Switch to English", "Ctrl+Shift+E",
        Pictogram::None, true},
    Row{Command::Chinese, Topic::View, "\xe7\xae\x80\xe4\xbd\x93\xe4\xb8\xad\xe6\x96\x87(&Z)",
        "\xe5\x88\x87\xe6\x8d\xa2\xe5\x88\xb0\xe7\xae\x80\xe4\xbd\x93\xe4\xb8\xad\xe6\x96\x87",
        "Ctrl+Shift+C", Pictogram::None, true},
    Row{Command::LibraryPanel, Topic::View, WORDS("Scenario &library"),
        WORDS("Show or hide the scenario library"), "F3", Pictogram::Library, true},
    Row{Command::FindScenario, Topic::View, WORDS("Fi&nd a scenario"),
        WORDS("Search in the scenario library"), "Ctrl+F"},
    Row{Command::ScriptPanel, Topic::View, WORDS("S&cript"),
        WORDS("Show or hide the scenario's script with your changes"), "F4", Pictogram::Script,
        true},
    Row{Command::BranchPanel, Topic::View, WORDS("&Branches"),
        WORDS("Show or hide the tree of branches"), "F6", Pictogram::Branch, true},
    Row{Command::Present, Topic::View, WORDS("&Present"),
        WORDS("Full screen with large text, nothing but stage and timeline"), "F5; Shift+F5",
        Pictogram::None, true},
    Row{Command::FullScreen, Topic::View, WORDS("F&ull screen"), WORDS("Use the whole screen"),
        "F11", Pictogram::None, true},
    Row{Command::Blank, Topic::View, WORDS("Blac&k screen"),
        WORDS("Black picture while you talk; any key brings it back"), "B; .", Pictogram::None,
        true},
    Row{Command::ShortcutSheet, Topic::Help, WORDS("&Keys"), WORDS("All keys on one sheet"), "F1"},
    Row{Command::Hints, Topic::Help, WORDS("&First steps"),
        WORDS("Show the three hints of the first start again"), "Ctrl+H"},
    Row{Command::About, Topic::Help, WORDS("&About Orrery"),
        WORDS("What this program is, and its licences"), "Shift+F1"},
};

#undef WORDS

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

QString Commands::plainText(Command command) const {
    // Chinese puts the mnemonic behind the word: "文件(&F)".
    static const QRegularExpression kMnemonic(QStringLiteral("\\(&.\\)|&|\\.\\.\\."));
    return action(command)->text().remove(kMnemonic);
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
    // A language is always called by its own name.
    const bool foreign = command == Command::English || command == Command::Chinese;
    QString text = foreign ? QString::fromUtf8(row.text) : tr(row.text);
    QString help = foreign ? QString::fromUtf8(row.help) : tr(row.help);
    if (command == Command::Play && playing_) {
        text = tr("&Pause");
        help = tr("Pause");
    }
    action->setText(text);
    action->setStatusTip(help);
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(tr("%1 (%2)", "help, key").arg(help, keys));
}

} // namespace gui::shell
