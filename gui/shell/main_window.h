// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/shell/appearance.h"
#include "gui/shell/commands.h"
#include "gui/shell/library_model.h"

#include <QMainWindow>

#include <array>
#include <memory>
#include <vector>

class QDockWidget;
class QMenu;
class QUndoStack;

/// The window: menus, panels around the stage, presenting, full screen. It knows nothing of runs;
/// gui/shell/studio.h connects it with a session.
namespace gui::shell {

class Banner;
class BranchPanel;
class HintBar;
class LibraryPanel;
class ScriptPanel;
class StageHeading;
class StatusStrip;
class TransportBar;

/// What the window is built around. It takes the two widgets; the models must outlive it.
struct WindowParts {
    QWidget* stage = nullptr;
    QWidget* timeline = nullptr;
    LibraryModel* library = nullptr;
    QAbstractItemModel* branches = nullptr; ///< one column, a tree
    QUndoStack* history = nullptr;
};

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(Appearance& appearance, const WindowParts& parts);
    ~MainWindow() override;

    Commands& commands() { return *commands_; }
    LibraryPanel& library() { return *library_; }
    ScriptPanel& script() { return *script_; }
    BranchPanel& branchPanel() { return *branches_; }
    TransportBar& transport() { return *transport_; }
    StatusStrip& status() { return *status_; }
    HintBar& hints() { return *hints_; }
    Banner& banner() { return *banner_; }
    StageHeading& heading() { return *heading_; }

    bool isPresenting() const { return isPresenting_; }
    /// Leaves presenting, or else full screen. False: it is in neither.
    bool leaveFullScreen();
    /// Into the list of recent files.
    void noteFile(const QString& path);
    /// Name of what is open, for the title.
    void setDocument(const QString& name);

Q_SIGNALS:
    /// From the library, the recent files, or dropped on the window.
    void fileChosen(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre(const WindowParts& parts);
    void buildDocks(const WindowParts& parts);
    QDockWidget* addDock(QWidget* content, const char* name, Qt::DockWidgetArea area,
                         Command command);
    void buildMenus();
    void connectView();
    void connectHistory(QUndoStack& history);
    void restoreLayout();
    void fillRecent();
    void present(bool on);
    void setFullScreen(bool on);
    void showBlank(bool on);
    void followTheme();
    void followText();
    void retranslate();
    void openSheet(std::unique_ptr<QWidget>& sheet);

    Appearance& appearance_;
    Commands* commands_;
    QUndoStack* history_;
    QWidget* stage_ = nullptr;
    QWidget* blank_ = nullptr;
    Banner* banner_ = nullptr;
    StageHeading* heading_ = nullptr;
    TransportBar* transport_ = nullptr;
    LibraryPanel* library_ = nullptr;
    ScriptPanel* script_ = nullptr;
    BranchPanel* branches_ = nullptr;
    StatusStrip* status_ = nullptr;
    HintBar* hints_ = nullptr;
    std::array<QDockWidget*, 3> docks_{};
    std::array<QMenu*, 6> menus_{};
    QMenu* recent_ = nullptr;
    QString document_;
    bool isPresenting_ = false;
    bool wasFullScreen_ = false;
    bool hadHints_ = false;                  ///< before presenting
    std::vector<QDockWidget*> panelsBefore_; ///< that presenting has put away
    std::unique_ptr<QWidget> keys_;
    std::unique_ptr<QWidget> about_;
};

} // namespace gui::shell
