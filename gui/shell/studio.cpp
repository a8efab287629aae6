// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/studio.h"

#include "core/components/components.h"
#include "gui/menu/change_popup.h"
#include "gui/session/session.h"
#include "gui/shell/banner.h"
#include "gui/shell/branch_panel.h"
#include "gui/shell/hint_bar.h"
#include "gui/shell/library_panel.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/transport_bar.h"
#include "gui/stage/stage_view.h"
#include "gui/timeline/timeline_bar.h"

#include <QUndoStack>

#include <utility>

namespace gui::shell {
namespace {

using branches::BranchTree;
using session::Session;
using timeline::PlaybackClock;

/// Old runs leave the cache when it is larger.
constexpr qint64 kCacheLimit = 4'000'000'000;
/// One press of a key makes play so much faster or slower, and the stage so much larger.
constexpr double kSpeedStep = 2;
constexpr double kZoomStep = 1.25;

std::vector<sim::scenario::LibraryEntry> entriesIn(const QString& folder) {
    if (folder.isEmpty()) {
        return {};
    }
    sim::scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    return sim::scenario::readLibrary(folder.toStdString(), options).entries;
}

} // namespace

Studio::Studio(Appearance& appearance, const StudioOptions& options)
    : appearance_(appearance), options_(options),
      runs_(std::make_unique<runs::RunManager>(options.program, options.cacheFolder, kCacheLimit)),
      session_(std::make_unique<Session>(*runs_)), stage_(new stage::StageView),
      timeline_(new timeline::TimelineBar) {
    library_.setEntries(entriesIn(options.libraryFolder));
    window_ = std::make_unique<MainWindow>(
        appearance, WindowParts{stage_, timeline_, &library_, &session_->branches(),
                                &session_->branches().history()});
    popup_ = std::make_unique<menu::ChangePopup>(window_.get());
    connectSession();
    connectWidgets();
    connectRun();
    connectBranches();
    connectView();
    connectFiles();
    followAppearance();
    showSpeed();
    showState();
}

Studio::~Studio() = default;

void Studio::connectSession() {
    connect(session_.get(), &Session::opened, this, &Studio::showOpened);
    connect(session_.get(), &Session::frameChanged, this, &Studio::showFrame);
    connect(session_.get(), &Session::stateChanged, this, &Studio::showState);
    connect(session_.get(), &Session::problem, this, &Studio::complain);
    connect(session_.get(), &Session::steppedTo, this, [this](const feed::FoundMessage& message) {
        stepped_ = message;
        showFrame();
    });
    PlaybackClock& clock = session_->clock();
    connect(&clock, &PlaybackClock::playingChanged, this, [this](bool playing) {
        window_->commands().setPlaying(playing);
        if (playing) {
            window_->hints().markDone(Hint::Play);
        }
    });
    connect(&clock, &PlaybackClock::modeChanged, this, &Studio::showSpeed);
    connect(&clock, &PlaybackClock::waitingChanged, this, &Studio::showState);
}

void Studio::connectWidgets() {
    connect(stage_, &stage::StageView::menuRequested, this, &Studio::openMenu);
    connect(stage_, &stage::StageView::messageAsked, this, &Studio::readMessage);
    connect(timeline_, &timeline::TimelineBar::scrubbed, this, &Studio::scrub);
    connect(popup_.get(), &menu::ChangePopup::chosen, this,
            [this](const branches::OverlayLine& line) {
                window_->hints().markDone(Hint::Break);
                playsAfterMenu_ = false; // the branch plays by itself
                session_->change(line);
                tellOfComparing();
            });
    connect(popup_.get(), &menu::ChangePopup::problem, this, [this](const QString& why) {
        playAfterMenu();
        complain(tr("This cannot be changed here: %1").arg(why));
    });
    connect(popup_.get(), &menu::ChangePopup::dismissed, this, &Studio::playAfterMenu);
    TransportBar& transport = window_->transport();
    connect(&transport, &TransportBar::speedChosen, this, [this](double speed) {
        session_->clock().setSpeed(speed);
        showFrame();
    });
    connect(&window_->script(), &ScriptPanel::applied, this, [this](const QString& text) {
        shownScript_ = text;
        if (const auto overlay = branches::Overlay::fromText(text.toStdString())) {
            session_->applyScript(*overlay);
            tellOfComparing();
        }
    });
    connect(&window_->hints(), &HintBar::finished, this,
            [] { Preferences().set(keys::kHintsDone, true); });
}

void Studio::on(Command command, const std::function<void()>& slot) {
    connect(window_->commands().action(command), &QAction::triggered, this, slot);
}

void Studio::connectRun() {
    PlaybackClock& clock = session_->clock();
    on(Command::Play, [&clock] { clock.toggle(); });
    on(Command::ToStart, [&clock] { clock.seek({}); });
    on(Command::ToEnd, [&clock] { clock.seek(sim::SimTime::max()); });
    on(Command::PreviousHeadline, [this] { session_->step(feed::StepKind::Headline, false); });
    on(Command::NextHeadline, [this] { session_->step(feed::StepKind::Headline, true); });
    on(Command::StepBack, [this] { step(false); });
    on(Command::StepForward, [this] { step(true); });
    on(Command::StepByHeadline, [this] { stepKind_ = feed::StepKind::Headline; });
    on(Command::StepByEvent, [this] { stepKind_ = feed::StepKind::Event; });
    on(Command::StepByMessage, [this] { stepKind_ = feed::StepKind::Message; });
    on(Command::Calm, [this, &clock] {
        const bool calm = window_->commands().action(Command::Calm)->isChecked();
        clock.setMode(calm ? PlaybackClock::Mode::Calm : PlaybackClock::Mode::Plain);
    });
    on(Command::Slower, [this] { setSpeed(session_->clock().speed() / kSpeedStep); });
    on(Command::Faster, [this] { setSpeed(session_->clock().speed() * kSpeedStep); });
    on(Command::NormalSpeed, [this] { setSpeed(1); });
    on(Command::CancelRun, [this] { session_->cancelRun(); });
    on(Command::Escape, [this] { escape(); });
    on(Command::Change, [this] {
        openMenu(std::nullopt, session_->clock().now(),
                 stage_->mapToGlobal(stage_->rect().center()));
    });
}

void Studio::connectBranches() {
    BranchTree& tree = session_->branches();
    // What was wrong belongs to the run that was looked at.
    const auto settle = [this] { window_->banner().closeMessage(); };
    connect(&tree, &BranchTree::currentChanged, this, settle);
    connect(&tree, &BranchTree::overlayChanged, this, settle);
    connect(&tree, &BranchTree::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.contains(Qt::DisplayRole)) {
                    showState(); // another name
                }
            });
    const auto show = [&tree](const QModelIndex& index) {
        if (index.isValid()) {
            tree.setCurrent(index.data(BranchTree::IdRole).toInt());
        }
    };
    connect(&window_->transport(), &TransportBar::branchChosen, this, show);
    connect(&window_->branchPanel(), &BranchPanel::chosen, this, show);
    connect(window_->commands().action(Command::ShowParent), &QAction::toggled, this,
            [this](bool shown) {
                if (shown) {
                    window_->hints().markDone(Hint::Compare);
                }
                session_->lookAtParent(shown);
                showState();
                showFrame();
            });
    on(Command::FirstDifference, [this] {
        if (const auto at = session_->difference().firstConsequence) {
            session_->clock().pause();
            session_->clock().seek(*at);
        }
    });
    on(Command::PreviousBranch, [this] { goToBranch(false); });
    on(Command::NextBranch, [this] { goToBranch(true); });
    on(Command::DeleteBranch, [&tree] {
        if (tree.current() != branches::kRoot) {
            tree.remove(tree.current());
        }
    });
}

void Studio::connectView() {
    on(Command::Fit, [this] { stage_->fit(); });
    on(Command::ZoomIn, [this] { stage_->zoom(kZoomStep, stage_->rect().center()); });
    on(Command::ZoomOut, [this] { stage_->zoom(1 / kZoomStep, stage_->rect().center()); });
    connect(window_->commands().action(Command::SinglePoints), &QAction::toggled, stage_,
            &stage::StageView::setSinglePoints);
    connect(&appearance_, &Appearance::themeChanged, this, &Studio::followAppearance);
    connect(&appearance_, &Appearance::languageChanged, this, &Studio::followAppearance);
    connect(&appearance_, &Appearance::textScaleChanged, this, &Studio::followAppearance);
}

void Studio::step(bool forward) {
    session_->step(stepKind_, forward);
}

void Studio::setSpeed(double factor) {
    session_->clock().setSpeed(factor);
    showSpeed();
    showFrame();
}

void Studio::goToBranch(bool next) {
    const QModelIndex index = window_->branchPanel().neighbour(next);
    if (index.isValid()) {
        session_->branches().setCurrent(index.data(BranchTree::IdRole).toInt());
    }
}

/// Cancels what is not done yet before anything is left.
void Studio::escape() {
    if (!session_->cancelPending() && !window_->banner().closeMessage()) {
        window_->leaveFullScreen();
    }
}

void Studio::complain(const QString& message) {
    window_->banner().showMessage(message);
}

/// Where the hints are away, the first branch says it.
void Studio::tellOfComparing() {
    if (session_->branches().current() == branches::kRoot || toldOfComparing_) {
        return;
    }
    toldOfComparing_ = true;
    window_->hints().offerComparing();
    if (window_->hints().isHidden()) {
        window_->status().showNote(tr("Hold P: the same moment without the change"));
    }
}

void Studio::scrub(sim::SimTime at) {
    if (at < session_->clock().now()) {
        window_->hints().markDone(Hint::Rewind);
    }
    session_->clock().seek(at);
    const feed::TraceFeed* feed = session_->feed();
    if (feed == nullptr || feed->world() == nullptr) {
        return;
    }
    // A click on a fault's mark gives its very time.
    for (const sim::trace::FaultRow& fault : feed->world()->faults()) {
        if (fault.at == at) {
            window_->script().showTimelineItem(static_cast<int>(fault.timeline));
        }
    }
}

void Studio::openMenu(const std::optional<sim::scene::Hit>& hit, sim::SimTime at, QPoint position) {
    const feed::TraceFeed* feed = session_->feed();
    if (feed == nullptr || feed->world() == nullptr) {
        return;
    }
    if (!session_->whyReadOnly().isEmpty()) {
        complain(session_->whyReadOnly());
        return;
    }
    window_->banner().closeMessage();
    // It tells of the moment that was clicked: that one stays on the stage while somebody reads.
    playsAfterMenu_ = playsAfterMenu_ || session_->clock().isPlaying();
    session_->clock().pause();
    const menu::MenuContext context{feed->world(), feed->sliceFor(at, session_->clock().window()),
                                    at};
    const bool chinese = appearance_.isChinese();
    popup_->open(menu::titleFor(hit ? &*hit : nullptr, at),
                 hit ? menu::entriesFor(*hit, context, chinese)
                     : menu::entriesForGround(context, chinese),
                 context, position);
}

void Studio::playAfterMenu() {
    if (std::exchange(playsAfterMenu_, false)) {
        session_->clock().play();
    }
}

} // namespace gui::shell
