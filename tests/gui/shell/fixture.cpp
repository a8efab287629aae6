// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/shell/fixture.h"

#include "core/components/components.h"

#include <QApplication>
#include <QTest>

namespace gui::shell {

std::vector<sim::scenario::LibraryEntry> shippedEntries() {
    sim::scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    return sim::scenario::readLibrary(std::filesystem::path(ORRERY_SOURCE_DIR) / "scenarios",
                                      options)
        .entries;
}

TestWindow::TestWindow(Start which) : start(which), stage(new QWidget), timeline(new QWidget) {
    if (start == Start::First) {
        Preferences().set(keys::kPanels, QByteArray());
    }
    appearance.restore();
    appearance.setTheme(sim::scene::Theme::Light);
    speak(sim::trace::Language::English);
    appearance.resetText();
    library.setEntries(shippedEntries());
    auto* root = new QStandardItem(QStringLiteral("As written"));
    root->appendRow(new QStandardItem(QStringLiteral("power-off web-3 at 31.0 s")));
    root->appendRow(new QStandardItem(QStringLiteral("cut db--core at 12.5 s")));
    branches.appendRow(root);
    stage->setFocusPolicy(Qt::StrongFocus);
    timeline->setMinimumHeight(80);
    window = std::make_unique<MainWindow>(
        appearance, WindowParts{stage, timeline, &library, &branches, &history});
    window->resize(1280, 720);
    window->show();
    QApplication::setActiveWindow(window.get());
    static_cast<void>(QTest::qWaitForWindowActive(window.get()));
    stage->setFocus();
}

TestWindow::~TestWindow() {
    window->close();
}

void TestWindow::speak(sim::trace::Language language) {
    appearance.setLanguage(language);
    QApplication::processEvents();
}

void pressKey(QWidget* window, Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QWidget* focus = window->focusWidget();
    QTest::keyClick(focus != nullptr ? focus : window, key, modifiers);
}

} // namespace gui::shell
