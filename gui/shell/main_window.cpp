// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/main_window.h"

#include "gui/shell/banner.h"
#include "gui/shell/branch_panel.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/key_filter.h"
#include "gui/shell/library_panel.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/stage_heading.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/theme.h"
#include "gui/shell/transport_bar.h"

#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>
#include <QUndoStack>
#include <QVBoxLayout>

namespace gui::shell {
namespace {

constexpr std::array kTopics{Topic::File,   Topic::Edit, Topic::Run,
                             Topic::Branch, Topic::View, Topic::Help};

void makeExclusive(QObject* owner, Commands& commands, std::initializer_list<Command> members) {
    auto* group = new QActionGroup(owner);
    for (const Command member : members) {
        group->addAction(commands.action(member));
    }
}

} // namespace

MainWindow::MainWindow(Appearance& appearance, const WindowParts& parts)
    : appearance_(appearance), commands_(new Commands(this)), history_(parts.history) {
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    buildCentre(parts);
    buildDocks(parts);
    buildMenus();
    status_ = new StatusStrip(*commands_, this);
    statusBar()->addPermanentWidget(status_, 1);
    statusBar()->setSizeGripEnabled(false);
    connectView();
    connectHistory(*parts.history);
    new KeyFilter(this, commands_->action(Command::ShowParent), commands_->action(Command::Blank));
    followTheme();
    followText();
    retranslate();
    restoreLayout();
    stage_->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre(const WindowParts& parts) {
    stage_ = parts.stage;
    banner_ = new Banner;
    hints_ = new HintBar;
    heading_ = new StageHeading;
    transport_ = new TransportBar(*commands_);
    transport_->setBranches(parts.branches);
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(banner_);
    layout->addWidget(hints_);
    layout->addWidget(heading_);
    layout->addWidget(stage_, 1);
    layout->addWidget(parts.timeline);
    layout->addWidget(transport_);
    setCentralWidget(centre);
    blank_ = new QWidget(this);
    blank_->setAutoFillBackground(true);
    blank_->hide();
}

void MainWindow::buildDocks(const WindowParts& parts) {
    library_ = new LibraryPanel(*parts.library);
    script_ = new ScriptPanel;
    branches_ = new BranchPanel(*commands_, parts.branches);
    docks_ = {addDock(library_, "library", Qt::LeftDockWidgetArea, Command::LibraryPanel),
              addDock(script_, "script", Qt::RightDockWidgetArea, Command::ScriptPanel),
              addDock(branches_, "branches", Qt::RightDockWidgetArea, Command::BranchPanel)};
    docks_[1]->hide();
    docks_[2]->hide();
    connect(library_, &LibraryPanel::chosen, this, &MainWindow::fileChosen);
}

QDockWidget* MainWindow::addDock(QWidget* content, const char* name, Qt::DockWidgetArea area,
                                 Command command) {
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    addDockWidget(area, dock);
    QAction* action = commands_->action(command);
    connect(action, &QAction::triggered, dock, &QDockWidget::setVisible);
    connect(dock, &QDockWidget::visibilityChanged, this,
            [this, action, dock] { action->setChecked(!isPresenting_ && !dock->isHidden()); });
    return dock;
}

void MainWindow::buildMenus() {
    for (std::size_t i = 0; i < kTopics.size(); ++i) {
        menus_[i] = menuBar()->addMenu(QString());
        menus_[i]->setToolTipsVisible(true);
    }
    recent_ = new QMenu(this);
    connect(recent_, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    for (const Command command : Commands::all()) {
        QAction* action = commands_->action(command);
        QMenu* menu = menus_[static_cast<std::size_t>(Commands::topicOf(command))];
        if (Commands::beginsGroup(command)) {
            menu->addSeparator();
        }
        menu->addAction(action);
        // Keys work while presenting too, when the menus are away.
        addAction(action);
        if (command == Command::Open) {
            menu->addMenu(recent_);
        }
    }
    makeExclusive(this, *commands_,
                  {Command::StepByHeadline, Command::StepByEvent, Command::StepByMessage});
    makeExclusive(this, *commands_, {Command::English, Command::Chinese});
    commands_->action(Command::StepByHeadline)->setChecked(true);
}

void MainWindow::connectView() {
    const auto on = [this](Command command, auto&& slot) {
        connect(commands_->action(command), &QAction::triggered, this, slot);
    };
    on(Command::Quit, [this] { close(); });
    on(Command::TextLarger, [this] { appearance_.enlargeText(); });
    on(Command::TextSmaller, [this] { appearance_.shrinkText(); });
    on(Command::TextNormal, [this] { appearance_.resetText(); });
    on(Command::DarkTheme, [this](bool dark) {
        appearance_.setTheme(dark ? sim::scene::Theme::Dark : sim::scene::Theme::Light);
    });
    on(Command::English, [this] { appearance_.setLanguage(sim::trace::Language::English); });
    on(Command::Chinese, [this] { appearance_.setLanguage(sim::trace::Language::Chinese); });
    on(Command::FindScenario, [this] {
        docks_[0]->show();
        library_->startSearch();
    });
    on(Command::Present, [this](bool presenting) { present(presenting); });
    on(Command::FullScreen, [this](bool full) { setFullScreen(full); });
    connect(commands_->action(Command::Blank), &QAction::toggled, this, &MainWindow::showBlank);
    on(Command::RenameBranch, [this] {
        docks_[2]->show();
        branches_->startRename();
    });
    on(Command::Verdicts, [this] { status_->showVerdicts(); });
    on(Command::Hints, [this] { hints_->start(); });
    on(Command::ShortcutSheet, [this] { openSheet(keys_); });
    on(Command::About, [this] { openSheet(about_); });
    connect(&appearance_, &Appearance::themeChanged, this, &MainWindow::followTheme);
    connect(&appearance_, &Appearance::textScaleChanged, this, &MainWindow::followText);
    connect(transport_, &TransportBar::stepKindChosen, this, [this](int kind) {
        const Command kinds[] = {Command::StepByHeadline, Command::StepByEvent,
                                 Command::StepByMessage};
        commands_->action(kinds[kind])->trigger();
    });
}

void MainWindow::connectHistory(QUndoStack& history) {
    const auto follow = [this, &history] {
        QAction* undo = commands_->action(Command::Undo);
        QAction* redo = commands_->action(Command::Redo);
        undo->setEnabled(history.canUndo());
        redo->setEnabled(history.canRedo());
        undo->setText(history.canUndo() ? tr("&Undo: %1").arg(history.undoText()) : tr("&Undo"));
        redo->setText(history.canRedo() ? tr("&Redo: %1").arg(history.redoText()) : tr("&Redo"));
    };
    connect(&history, &QUndoStack::indexChanged, this, follow);
    connect(&history, &QUndoStack::undoTextChanged, this, follow);
    connect(&history, &QUndoStack::redoTextChanged, this, follow);
    connect(commands_->action(Command::Undo), &QAction::triggered, &history, &QUndoStack::undo);
    connect(commands_->action(Command::Redo), &QAction::triggered, &history, &QUndoStack::redo);
    follow();
}

void MainWindow::retranslate() {
    commands_->retranslate();
    for (std::size_t i = 0; i < kTopics.size(); ++i) {
        menus_[i]->setTitle(Commands::nameOf(kTopics[i]));
    }
    recent_->setTitle(tr("Open &recent"));
    docks_[0]->setWindowTitle(tr("Scenarios"));
    docks_[1]->setWindowTitle(tr("Script"));
    docks_[2]->setWindowTitle(tr("Branches"));
    commands_->action(Command::English)->setChecked(!appearance_.isChinese());
    commands_->action(Command::Chinese)->setChecked(appearance_.isChinese());
    Q_EMIT history_->undoTextChanged(history_->undoText());
    status_->setChinese(appearance_.isChinese());
    setDocument(document_);
}

void MainWindow::followTheme() {
    const bool dark = appearance_.theme() == sim::scene::Theme::Dark;
    commands_->action(Command::DarkTheme)->setChecked(dark);
    commands_->setInk(inkColour(sim::scene::Ink::Text, appearance_.theme()));
    QPalette black = palette();
    black.setColor(QPalette::Window, Qt::black);
    blank_->setPalette(black);
}

/// The title of a dock keeps the font it was made with unless the dock has one of its own.
void MainWindow::followText() {
    QFont bold = QApplication::font();
    bold.setBold(true);
    QFont regular = QApplication::font();
    regular.setBold(false); // said aloud, or the content takes the title's weight
    for (QDockWidget* dock : docks_) {
        dock->setFont(bold);
        dock->widget()->setFont(regular);
    }
}

} // namespace gui::shell
