// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/shell/fixture.h"

#include <QAbstractButton>
#include <QMenu>
#include <QMenuBar>
#include <gtest/gtest.h>

#include <map>
#include <set>

/// The table of commands: everything has a key, and every key one meaning.
namespace gui::shell {
namespace {

TEST(Commands, EveryOneHasWordsHelpAndAKey) {
    const Commands commands;
    for (const Command command : Commands::all()) {
        const QAction* action = commands.action(command);
        EXPECT_FALSE(action->text().isEmpty());
        EXPECT_FALSE(action->shortcuts().isEmpty()) << action->text().toStdString();
        EXPECT_TRUE(
            action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)))
            << action->toolTip().toStdString();
        EXPECT_FALSE(action->statusTip().isEmpty()) << action->text().toStdString();
    }
}

/// Every key in the window with what it does: commands, and buttons with keys of their own.
std::map<QString, QStringList> keysOf(TestWindow& test) {
    std::map<QString, QStringList> keys;
    for (const Command command : Commands::all()) {
        for (const QKeySequence& key : test.action(command)->shortcuts()) {
            EXPECT_FALSE(key.isEmpty());
            keys[key.toString()].append(test.action(command)->text());
        }
    }
    for (const auto* button : test.window->findChildren<QAbstractButton*>()) {
        if (!button->shortcut().isEmpty()) {
            keys[button->shortcut().toString()].append(button->text());
        }
    }
    return keys;
}

TEST(Commands, NoKeyHasTwoMeanings) {
    TestWindow test;
    for (const auto& [key, meanings] : keysOf(test)) {
        EXPECT_EQ(meanings.size(), 1)
            << key.toStdString() << ": " << meanings.join(QStringLiteral(", ")).toStdString();
    }
}

TEST(Commands, EveryOneIsInExactlyOneMenu) {
    TestWindow test;
    std::map<const QAction*, int> found;
    for (const QAction* top : test.window->menuBar()->actions()) {
        for (const QAction* action : top->menu()->actions()) {
            ++found[action];
        }
    }
    for (const Command command : Commands::all()) {
        EXPECT_EQ(found[test.action(command)], 1) << test.action(command)->text().toStdString();
    }
}

QChar mnemonicOf(const QString& text) {
    const qsizetype at = text.indexOf(QLatin1Char('&'));
    return at < 0 ? QChar() : text[at + 1].toUpper();
}

TEST(Commands, MnemonicsOfAMenuDifferInBothLanguages) {
    TestWindow test;
    for (const auto language : {sim::trace::Language::English, sim::trace::Language::Chinese}) {
        test.speak(language);
        QList<QList<QAction*>> menus{test.window->menuBar()->actions()};
        for (const QAction* top : test.window->menuBar()->actions()) {
            menus.append(top->menu()->actions());
        }
        for (const QList<QAction*>& menu : menus) {
            std::set<QChar> seen;
            for (const QAction* action : menu) {
                if (action->isSeparator()) {
                    continue;
                }
                const QChar mnemonic = mnemonicOf(action->text());
                EXPECT_FALSE(mnemonic.isNull()) << action->text().toStdString();
                EXPECT_TRUE(seen.insert(mnemonic).second) << action->text().toStdString();
            }
        }
    }
}

TEST(Commands, ThePlayButtonSaysWhatItWouldDo) {
    Commands commands;
    commands.setPlaying(true);
    EXPECT_EQ(commands.action(Command::Play)->text(), QStringLiteral("&Pause"));
    commands.setPlaying(false);
    EXPECT_EQ(commands.action(Command::Play)->text(), QStringLiteral("&Play"));
}

TEST(Commands, PlainTextHasNoMnemonicAndNoDots) {
    EXPECT_EQ(Commands::plainText(Command::SaveScenario), QStringLiteral("Save as scenario"));
    EXPECT_EQ(Commands::plainText(Command::Chinese), QStringLiteral("简体中文"));
}

} // namespace
} // namespace gui::shell
