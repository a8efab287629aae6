// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/trace_feed.h"
#include "gui/menu/change_menu.h"
#include "gui/shell/file_dialogs.h"
#include "gui/shell/main_window.h"
#include "sim/scene/stage.h"

#include <QObject>
#include <QPoint>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace gui::menu {
class ChangePopup;
}
namespace gui::runs {
class RunManager;
}
namespace gui::session {
class Session;
}
namespace gui::stage {
class StageView;
}
namespace gui::timeline {
class TimelineBar;
}

/// The program: a session and the window that shows it, connected. Commands go to the session, what
/// the session tells goes to the widgets; nothing is decided here that a widget or the session
/// could decide.
namespace gui::shell {

struct StudioOptions {
    QString program;       ///< path of `orrery`
    QString cacheFolder;   ///< for recorded runs; made when missing
    QString libraryFolder; ///< of the shipped scenarios; empty: there are none
    FileDialogs dialogs = FileDialogs::real();
};

class Studio : public QObject {
    Q_OBJECT

public:
    Studio(Appearance& appearance, const StudioOptions& options);
    ~Studio() override;

    /// A scenario or a trace, told apart by what is in the file; from `at` on, or where something
    /// begins to happen.
    void open(const QString& path, std::optional<sim::SimTime> at = std::nullopt);
    /// The first scenario of the library; at the very first start with the hints.
    void openFirst(std::optional<sim::SimTime> at = std::nullopt);

    MainWindow& window() { return *window_; }
    session::Session& session() { return *session_; }
    stage::StageView& stage() { return *stage_; }
    timeline::TimelineBar& timeline() { return *timeline_; }
    menu::ChangePopup& popup() { return *popup_; }
    LibraryModel& library() { return library_; }

private:
    void connectSession();
    void connectWidgets();
    void connectRun();
    void connectBranches();
    void connectView();
    void connectFiles();
    void on(Command command, const std::function<void()>& slot);

    void showOpened();
    void showFrame();
    /// Of the run that is drawn; nullptr: none.
    feed::TraceFeed* shownFeed() const;
    void readMessage(std::uint64_t id);
    void showState();
    void showTimeline();
    void showScript();
    void showActions();
    void showSpeed();
    void showNotice();
    void showSeen();
    void showStep();
    void complain(const QString& message);

    void scrub(sim::SimTime at);
    void openMenu(const std::optional<sim::scene::Hit>& hit, sim::SimTime at, QPoint position);
    void playAfterMenu();
    void step(bool forward);
    void setSpeed(double factor);
    void goToBranch(bool next);
    void escape();
    void followAppearance();

    void tellOfComparing();
    void chooseFile();
    void saveChanges();
    void saveScenario();
    void savePicture();
    QString baseName() const; ///< of what is open
    /// Where to write: with the suffix, and remembered; empty: nowhere.
    QString askForPath(const QString& title, const QString& name, const QString& filter);
    QString whyNotThere(const QString& path, bool isCompleted) const;
    void write(const QString& path, const QByteArray& content);
    QByteArray pictureOctets() const;

    Appearance& appearance_;
    StudioOptions options_;
    LibraryModel library_;
    std::unique_ptr<runs::RunManager> runs_;
    std::unique_ptr<session::Session> session_;
    std::unique_ptr<MainWindow> window_;
    stage::StageView* stage_ = nullptr;         ///< the window's
    timeline::TimelineBar* timeline_ = nullptr; ///< the window's
    std::unique_ptr<menu::ChangePopup> popup_;
    feed::StepKind stepKind_ = feed::StepKind::Headline;
    QString shownScale_;
    QString shownScript_;
    QString shownNotice_;
    std::optional<feed::FoundMessage> stepped_; ///< where the playhead stands, by a step
    bool toldOfComparing_ = false;
    bool playsAfterMenu_ = false; ///< it played when the menu opened
    QString document_;            ///< file that is open
    bool isTrace_ = false;
};

} // namespace gui::shell
