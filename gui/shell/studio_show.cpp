// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/change_text.h"
#include "gui/branches/complaint_text.h"
#include "gui/session/session.h"
#include "gui/shell/banner.h"
#include "gui/shell/branch_panel.h"
#include "gui/shell/formats.h"
#include "gui/shell/library_panel.h"
#include "gui/shell/script_panel.h"
#include "gui/shell/stage_heading.h"
#include "gui/shell/status_strip.h"
#include "gui/shell/studio.h"
#include "gui/shell/transport_bar.h"
#include "gui/stage/stage_view.h"
#include "gui/timeline/timeline_bar.h"
#include "sim/scene/clock_text.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUndoStack>

/// What the session tells, shown by the widgets.
namespace gui::shell {
namespace {

using timeline::PlaybackClock;

/// The slider's range on the calm clock, whose pace is right as it is.
constexpr double kCalmSlowest = 0.1;
constexpr double kCalmFastest = 10;

ScriptBase baseOf(const session::Session& session) {
    if (const sim::scenario::Scenario* scenario = session.scenario()) {
        return {scenario->sources, scenario->overlays, scenario->sets};
    }
    const feed::TraceFeed* feed = session.feed();
    if (feed == nullptr || feed->world() == nullptr) {
        return {};
    }
    const sim::trace::RunHeader& header = feed->world()->header();
    return {header.sources, header.overlays, header.sets};
}

} // namespace

void Studio::showOpened() {
    window_->banner().showMessage(QString());
    window_->noteFile(document_);
    window_->library().setOpenScenario(document_);
    stepped_.reset();
    shownScript_.clear();
    window_->script().setBase(baseOf(*session_));
    window_->script().setChanges(QString());
    stage_->fit();
    timeline_->zoomToFit();
    showSpeed();
    showState();
    showFrame();
}

/// A recorded run that ends early says so; one that is being computed has not ended.
void Studio::showNotice() {
    const feed::TraceFeed* feed = session_->feed();
    if (!isTrace_ || feed == nullptr || !feed->isOpen()) {
        return;
    }
    const QString notice = branches::saidAgain(feed->status().notice);
    if (notice == shownNotice_) {
        return;
    }
    if (window_->banner().message() == shownNotice_) {
        window_->banner().closeMessage(); // it is so no longer
    }
    shownNotice_ = notice;
    if (!notice.isEmpty()) {
        complain(notice);
    }
}

void Studio::showFrame() {
    PlaybackClock& clock = session_->clock();
    timeline_->setNow(clock.now());
    window_->status().setTime(clock.now(), clock.pace(), sim::scene::clockDecimals(clock.window()));
    window_->transport().setPace(clock.pace());
    const QString scale = paceText(clock.pace());
    if (scale != shownScale_) {
        shownScale_ = scale;
        stage_->setScaleText(scale);
    }
    showStep();
    const feed::TraceFeed* feed = shownFeed();
    if (feed == nullptr || feed->world() == nullptr) {
        return;
    }
    const sim::SimTime at = std::min(clock.now(), feed->status().until);
    feed::Sight sight{feed->sliceFor(at, clock.window()), at, clock.window()};
    if (sight.slice == nullptr && feed == session_->feed()) {
        sight = feed->sight();
    }
    stage_->setFrame({feed->world(), feed->story(), sight.slice, sight.at, sight.window});
}

feed::TraceFeed* Studio::shownFeed() const {
    const bool parent = window_->commands().action(Command::ShowParent)->isChecked();
    return parent ? session_->parentFeed() : session_->feed();
}

void Studio::readMessage(std::uint64_t id) {
    if (feed::TraceFeed* feed = shownFeed()) {
        feed->readMessage(id, [stage = QPointer(stage_)](const sim::trace::MessageRow& row) {
            if (stage) {
                stage->tellMessage(row);
            }
        });
    }
}

void Studio::showState() {
    branches::BranchTree& tree = session_->branches();
    const branches::Branch& branch = tree.branch(tree.current());
    const feed::TraceFeed* feed = session_->feed();
    Status status;
    if (feed != nullptr && feed->isOpen()) {
        status.seed = feed->status().seed;
        status.expectations = feed->status().expectations;
    }
    status.branch = branch.name;
    status.at = session_->clock().now();
    status.pace = session_->clock().pace();
    status.decimals = sim::scene::clockDecimals(session_->clock().window());
    status.progress = session_->progress();
    status.isWaiting = session_->clock().isWaiting();
    window_->status().setStatus(status);
    const QModelIndex index = tree.indexOf(tree.current());
    window_->transport().setCurrentBranch(index);
    window_->branchPanel().setCurrent(index);
    window_->setDocument(session_->title(appearance_.isChinese()));
    showSeen();
    showTimeline();
    showScript();
    showActions();
    showNotice();
}

void Studio::showTimeline() {
    const feed::TraceFeed* feed = session_->feed();
    timeline::TimelineContent content;
    if (feed != nullptr && feed->isOpen()) {
        content.story = feed->story();
        content.edge = feed->status().until;
        content.horizon = feed->status().horizon;
    }
    branches::BranchTree& tree = session_->branches();
    const branches::Branch& branch = tree.branch(tree.current());
    content.parting = branch.change;
    for (const branches::OverlayLine& line :
         branches::ownLines(branch.overlay, tree.branch(branch.parent).overlay)) {
        content.changes.push_back(
            {line.at, QString::fromStdString(line.verb), branches::changeText(line)});
    }
    if (content.changes.empty() && branch.change) {
        content.changes.push_back({*branch.change, {}, {}}); // settings, or a line without a time
    }
    content.difference = session_->difference().firstConsequence;
    for (const branches::Difference::Stretch& one : session_->difference().stretches) {
        content.strip.push_back({one.begin, one.end, one.amount});
    }
    if (const auto pending = session_->pending()) {
        content.pending = {pending->at, QString::fromStdString(pending->line.verb), {}};
    }
    timeline_->setContent(std::move(content));
}

void Studio::showScript() {
    ScriptPanel& script = window_->script();
    branches::BranchTree& tree = session_->branches();
    const QString text = QString::fromStdString(tree.branch(tree.current()).overlay.text());
    // What is being typed stays, unless the branch itself became another one.
    if (text != shownScript_) {
        shownScript_ = text;
        script.setChanges(text);
    }
    script.setReadOnly(session_->whyReadOnly());
    const auto pending = session_->pending();
    script.setPending(pending ? QString::fromStdString(pending->line.yaml) : QString());
}

void Studio::showActions() {
    Commands& commands = window_->commands();
    const auto enable = [&](Command command, bool on) { commands.action(command)->setEnabled(on); };
    branches::BranchTree& tree = session_->branches();
    const bool branch = tree.current() != branches::kRoot;
    const bool opened = session_->feed() != nullptr && session_->feed()->isOpen();
    const bool comparable = branch && session_->parentFeed() != nullptr;
    if (!comparable) {
        commands.action(Command::ShowParent)->setChecked(false);
    }
    enable(Command::ShowParent, comparable);
    enable(Command::FirstDifference, session_->difference().firstConsequence.has_value());
    enable(Command::RenameBranch, branch);
    enable(Command::DeleteBranch, branch);
    enable(Command::CancelRun, session_->progress() < 1);
    enable(Command::SaveChanges, opened);
    enable(Command::SaveScenario, session_->scenario() != nullptr);
    enable(Command::SavePicture, opened);
    enable(Command::Change, opened && session_->whyReadOnly().isEmpty());
}

void Studio::showSpeed() {
    PlaybackClock& clock = session_->clock();
    const bool calm = clock.mode() == PlaybackClock::Mode::Calm;
    window_->commands().action(Command::Calm)->setChecked(calm);
    window_->transport().setSpeedRange(calm ? kCalmSlowest : PlaybackClock::kSlowest,
                                       calm ? kCalmFastest : PlaybackClock::kFastest);
    window_->transport().setSpeed(clock.speed());
    window_->transport().setPace(clock.pace());
}

/// Above the stage: what of, and with or without the change.
void Studio::showSeen() {
    StageHeading& heading = window_->heading();
    heading.setTitle(session_->title(appearance_.isChinese()));
    const branches::BranchTree& tree = session_->branches();
    const branches::Branch& branch = tree.branch(tree.current());
    const auto pending = session_->pending();
    if (window_->commands().action(Command::ShowParent)->isChecked()) {
        heading.setSeen(Seen::Without, branch.name);
    } else if (pending) {
        heading.setSeen(Seen::Computing, branches::nameOf(pending->line));
    } else if (session_->clock().isWaiting()) {
        heading.setSeen(Seen::Waiting, {});
    } else {
        heading.setSeen(branch.id == branches::kRoot ? Seen::AsWritten : Seen::Changed,
                        branch.name);
    }
}

/// The message that was stepped to, as long as the playhead stands on it.
void Studio::showStep() {
    if (stepped_ && stepped_->sent != session_->clock().now()) {
        stepped_.reset();
    }
    if (!stepped_) {
        window_->status().setSelection({});
        stage_->setPointed({});
        return;
    }
    window_->status().setSelection(
        tr("%1 → %2: %3 (%4)", "sender, receiver, message, protocol")
            .arg(stepped_->from, stepped_->to, stepped_->summary, stepped_->protocol));
    stage_->setPointed(stage::Pointed{stepped_->id, stepped_->fromHost, stepped_->toHost});
}

void Studio::followAppearance() {
    stage_->setTheme(appearance_.theme());
    timeline_->setTheme(appearance_.theme());
    stage_->setLanguage(appearance_.language());
    timeline_->setLanguage(appearance_.language());
    library_.setLanguage(appearance_.language());
    stage_->setTextScale(appearance_.textScale());
    if (session_->scenario() != nullptr && !isTrace_) {
        session_->branches().setRootName(
            QCoreApplication::translate("gui::session::Session", "As written"));
    }
    session_->branches().retranslate();
    showState();
    showFrame();
}

} // namespace gui::shell
