// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/banner.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/transport_bar.h"
#include "tests/gui/shell/fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QFontInfo>
#include <QLabel>
#include <gtest/gtest.h>

#include <tuple>

/// Nothing that is written in the window is cut off, whatever the language, the theme, the size of
/// the window and of the text.
namespace gui::shell {
namespace {

using sim::scene::Theme;
using sim::trace::Language;

/// Labels that fill what they get by design: they are cut by the window's edge, and have a tooltip.
bool mayBeCut(const QLabel& label) {
    return label.wordWrap() || label.sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
}

QString describe(const QWidget& widget, const QString& text) {
    return QStringLiteral("%1 '%2' has %3x%4, wants %5x%6")
        .arg(QString::fromLatin1(widget.metaObject()->className()), text)
        .arg(widget.width())
        .arg(widget.height())
        .arg(widget.sizeHint().width())
        .arg(widget.sizeHint().height());
}

/// What is cut off or lies outside of its window.
QStringList clippedIn(const QWidget& window) {
    QStringList clipped;
    const auto inside = [&](const QWidget& widget) {
        const QRect rect(widget.mapTo(&window, QPoint(0, 0)), widget.size());
        return window.rect().contains(rect);
    };
    for (const auto* label : window.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty()) {
            continue;
        }
        const bool narrow = label->width() < label->sizeHint().width() && !mayBeCut(*label);
        const bool low = label->wordWrap() ? label->height() < label->heightForWidth(label->width())
                                           : label->height() < label->sizeHint().height();
        if (narrow || low || !inside(*label)) {
            clipped.append(describe(*label, label->text()));
        }
    }
    for (const auto* button : window.findChildren<QAbstractButton*>()) {
        const bool shown = button->isVisible() && !button->text().isEmpty();
        if (shown && (button->width() < button->minimumSizeHint().width() ||
                      button->height() < button->minimumSizeHint().height() || !inside(*button))) {
            clipped.append(describe(*button, button->text()));
        }
    }
    return clipped;
}

/// Everything that can stand in the window at once.
void fill(TestWindow& test) {
    Status status;
    status.seed = 18'446'744'073'709'551'615ULL;
    status.branch = QStringLiteral("power off web-3 at 31.0 s");
    status.at = {3'725'004'000'000};
    status.pace = {888'000'000};
    status.progress = 0.4;
    sim::trace::ExpectationResult fails;
    fails.verdict = sim::trace::Verdict::Fails;
    status.expectations.assign(12, fails);
    test.window->status().setStatus(status);
    test.window->transport().setPace({888'000'000});
    test.window->hints().start();
    test.window->banner().showMessage(
        QStringLiteral("The run ended early: the disk is full. What was computed can still be "
                       "watched; free some space and run it again."));
}

class NothingIsCut : public testing::TestWithParam<std::tuple<Language, QSize, bool>> {};

TEST_P(NothingIsCut, InTheWindow) {
    const auto [language, size, panels] = GetParam();
    TestWindow test;
    test.speak(language);
    test.window->resize(size);
    fill(test);
    if (panels) {
        test.action(Command::ScriptPanel)->trigger();
        test.action(Command::BranchPanel)->trigger();
    }
    for (int i = 0; i < 3; ++i) {
        QApplication::processEvents();
    }
    EXPECT_EQ(test.window->size(), size) << "the window grew";
    EXPECT_EQ(clippedIn(*test.window).join(QLatin1Char('\n')).toStdString(), std::string());
}

INSTANTIATE_TEST_SUITE_P(Sizes, NothingIsCut,
                         testing::Combine(testing::Values(Language::English, Language::Chinese),
                                          testing::Values(QSize(1280, 720), QSize(1920, 1080)),
                                          testing::Bool()));

TEST(Layout, SheetsShowAllOfTheirTextOnASmallScreen) {
    for (const Language language : {Language::English, Language::Chinese}) {
        TestWindow test;
        test.speak(language);
        test.action(Command::ShortcutSheet)->trigger();
        test.action(Command::About)->trigger();
        int sheets = 0;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->isVisible() && qobject_cast<QDialog*>(widget) != nullptr) {
                ++sheets;
                QApplication::processEvents();
                EXPECT_EQ(clippedIn(*widget).join(QLatin1Char('\n')).toStdString(), std::string());
                EXPECT_LE(widget->width(), 1280);
                EXPECT_LE(widget->height(), 720);
                widget->close();
            }
        }
        EXPECT_EQ(sheets, 2);
    }
}

TEST(Layout, TheFontIsTheOneThatDrawsChinese) {
    const TestWindow test;
    EXPECT_EQ(QFontInfo(QApplication::font()).family(), QStringLiteral("Noto Sans CJK SC"));
    EXPECT_EQ(QFontInfo(test.window->font()).family(), QStringLiteral("Noto Sans CJK SC"));
}

TEST(Layout, EveryWidgetThatTakesTheFocusHasANameForScreenReaders) {
    TestWindow test;
    test.action(Command::ScriptPanel)->trigger();
    test.action(Command::BranchPanel)->trigger();
    for (const auto* widget : test.window->findChildren<QWidget*>()) {
        const bool takesFocus = widget->isVisible() && widget->focusPolicy() != Qt::NoFocus &&
                                (widget->inherits("QAbstractItemView") ||
                                 widget->inherits("QLineEdit") || widget->inherits("QComboBox") ||
                                 widget->inherits("QSlider") || widget->inherits("QPlainTextEdit"));
        if (takesFocus) {
            EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->metaObject()->className();
        }
    }
}

} // namespace
} // namespace gui::shell
