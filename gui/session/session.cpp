// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/session/session.h"

#include "gui/session/session_parts.h"
#include "sim/scenario/flatten.h"
#include "sim/scenario/loader.h"

#include <QFileInfo>

#include <algorithm>

namespace gui::session {
namespace {

using branches::BranchId;
using branches::BranchTree;
using branches::Overlay;
using feed::TraceFeed;
using sim::SimTime;
using sim::scenario::Scenario;
using timeline::PlaybackClock;

QString levelOf(const Scenario& scenario) {
    switch (scenario.run.level) {
    case sim::scenario::Level::Story:
        return QStringLiteral("story");
    case sim::scenario::Level::Bytes:
        return QStringLiteral("bytes");
    case sim::scenario::Level::Off:
    case sim::scenario::Level::Full:
        break;
    }
    return QStringLiteral("full");
}

} // namespace

Session::Session(runs::RunManager& runs, QObject* parent)
    : QObject(parent), parts_(std::make_unique<Parts>(runs)) {
    connect(&parts_->takes, &Takes::changed, this, &Session::onTake);
    connect(&parts_->takes, &Takes::found, this, [this](const Take& take, SimTime at) {
        if (&take == parts_->shown) {
            parts_->clock.seek(at);
        }
    });
    connect(&parts_->takes, &Takes::foundMessage, this,
            [this](const Take& take, const feed::FoundMessage& message) {
                if (&take == parts_->shown) {
                    Q_EMIT steppedTo(message);
                }
            });
    connect(&parts_->takes, &Takes::failed, this, &Session::onFailure);
    connect(&parts_->tree, &BranchTree::currentChanged, this, [this] { show(); });
    connect(&parts_->tree, &BranchTree::overlayChanged, this, [this] { show(); });
    connect(&parts_->clock, &PlaybackClock::moved, this, &Session::follow);
    connect(&parts_->clock, &PlaybackClock::playingChanged, this, &Session::drive);
    connect(&parts_->clock, &PlaybackClock::ended, this, &Session::goOn);
    parts_->timer.setTimerType(Qt::PreciseTimer);
    connect(&parts_->timer, &QTimer::timeout, this, [this] {
        tick({parts_->elapsed.nsecsElapsed()});
        parts_->elapsed.start();
    });
}

Session::~Session() {
    disconnect(&parts_->takes, nullptr, this, nullptr);
    disconnect(&parts_->tree, nullptr, this, nullptr);
}

void Session::begin(std::optional<SimTime> at) {
    Parts& parts = *parts_;
    if (parts.scenario) {
        parts.keptBranches[parts.takes.base().scenario] = parts.tree.kept();
    }
    parts.clock.pause();
    parts.pasts.clear();
    parts.shown = nullptr;
    parts.wanted = nullptr;
    parts.original = nullptr;
    parts.until.reset();
    parts.back.reset();
    parts.pending.reset();
    parts.scenario.reset();
    parts.readOnly.clear();
    parts.difference = {};
    parts.atOpening = false;
    parts.start = at;
    parts.clock.setStory(nullptr);
    parts.clock.setEdge({}, false);
    parts.clock.seek({});
}

void Session::openScenario(const QString& path, std::optional<SimTime> at) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto loaded = loadScenario(absolute);
    if (!loaded) {
        Q_EMIT problem(tr("The scenario cannot be opened. %1 Correct the file and open it again.")
                           .arg(complaintsText(loaded.error())));
        return;
    }
    begin(at);
    parts_->scenario = std::move(*loaded);
    const Scenario& scenario = *parts_->scenario;
    parts_->takes.reset(
        {absolute, sim::scenario::contentHash(scenario.sources), levelOf(scenario), std::nullopt});
    parts_->tree.reset(tr("As written"), parts_->keptBranches[absolute]);
    show();
    Q_EMIT opened();
}

void Session::openTrace(const QString& path, const QString& folder, std::optional<SimTime> at) {
    begin(at);
    parts_->unpackFolder = folder;
    parts_->takes.reset({});
    parts_->tree.reset(QFileInfo(path).completeBaseName());
    parts_->wanted = &parts_->takes.adopt(QFileInfo(path).absoluteFilePath());
    parts_->shown = parts_->wanted;
    Q_EMIT opened();
    Q_EMIT stateChanged();
}

QString Session::scenarioPath() const {
    return parts_->takes.base().scenario;
}

const Scenario* Session::scenario() const {
    return parts_->scenario ? &*parts_->scenario : nullptr;
}

QString Session::title(bool chinese) const {
    const TraceFeed* const seen = feed();
    const sim::trace::Text* text = nullptr;
    if (parts_->scenario) {
        text = &parts_->scenario->title;
    } else if (seen != nullptr && seen->world() != nullptr) {
        text = &seen->world()->header().title;
    }
    if (text == nullptr) {
        return {};
    }
    return QString::fromStdString(chinese && !text->zh.empty() ? text->zh : text->en);
}

BranchTree& Session::branches() {
    return parts_->tree;
}

PlaybackClock& Session::clock() {
    return parts_->clock;
}

TraceFeed* Session::feed() const {
    return parts_->shown != nullptr ? parts_->shown->feed.get() : nullptr;
}

TraceFeed* Session::parentFeed() const {
    return parts_->original != nullptr ? parts_->original->feed.get() : nullptr;
}

QString Session::whyReadOnly() const {
    return parts_->readOnly;
}

const branches::Difference& Session::difference() const {
    return parts_->difference;
}

std::optional<Pending> Session::pending() const {
    return parts_->pending;
}

double Session::progress() const {
    return parts_->wanted != nullptr ? parts_->takes.progress(*parts_->wanted) : 1;
}

void Session::change(const branches::OverlayLine& line) {
    Parts& parts = *parts_;
    if (!parts.scenario) {
        Q_EMIT problem(parts.readOnly.isEmpty() ? tr("Nothing is open yet.") : parts.readOnly);
        return;
    }
    const SimTime seen{std::max<std::int64_t>(line.at.ns - 1, 0)};
    parts.pending = Pending{line, seen};
    parts.clock.seek(seen);
    parts.tree.addLine(line);
    parts.clock.play();
    Q_EMIT stateChanged();
}

void Session::applyScript(const Overlay& overlay) {
    if (!parts_->scenario) {
        Q_EMIT problem(parts_->readOnly);
        return;
    }
    parts_->tree.applyScript(overlay);
}

bool Session::cancelPending() {
    Parts& parts = *parts_;
    if (!parts.pending) {
        return false;
    }
    parts.pending.reset();
    parts.tree.history().undo(); // show() ends the run that nobody wants any more
    parts.clock.pause();
    Q_EMIT stateChanged();
    return true;
}

void Session::cancelRun() {
    if (cancelPending()) {
        return;
    }
    if (parts_->wanted != nullptr) {
        parts_->takes.cancel(*parts_->wanted);
        Q_EMIT stateChanged();
    }
}

void Session::step(feed::StepKind kind, bool forward) {
    if (feed() != nullptr) {
        parts_->clock.pause();
        feed()->findStep(kind, parts_->clock.now(), forward);
    }
}

void Session::lookAtParent(bool looks) {
    parts_->looksAtParent = looks;
    follow();
}

std::string Session::overlayFile(const QString& path) const {
    const BranchTree& tree = parts_->tree;
    const TakeBase& base = parts_->takes.base();
    const QFileInfo scenario(base.scenario);
    // Beside its scenario it may be moved together with it.
    const bool isBeside = QFileInfo(path).absolutePath() == scenario.absolutePath();
    const QString extends = isBeside ? scenario.fileName() : scenario.absoluteFilePath();
    return tree.branch(tree.current()).overlay.toFile(extends.toStdString(), base.hash);
}

core::Result<std::string, QString> Session::scenarioFile() const {
    const TakeBase& base = parts_->takes.base();
    const std::string path = base.scenario.toStdString();
    const Overlay& overlay = parts_->tree.branch(parts_->tree.current()).overlay;
    if (!parts_->scenario) {
        return core::Failure{parts_->readOnly};
    }
    if (overlay.isEmpty()) {
        return parts_->scenario->sources.front().text;
    }
    const sim::scenario::DiskFiles disk;
    sim::scenario::MemoryFiles files(disk);
    const std::string name = path + ".changes.yaml";
    files.add(name, overlay.toFile(path, base.hash));
    sim::scenario::LoadOptions options;
    options.files = &files;
    auto text = sim::scenario::flatten(path, name, options);
    if (!text) {
        return core::Failure{tr("The changes cannot be worked into the scenario. %1 \"Save "
                                "changes\" keeps them in a "
                                "file of their own.")
                                 .arg(complaintsText(text.error()))};
    }
    return std::move(*text);
}

} // namespace gui::session
