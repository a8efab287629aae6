// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/trace_feed.h"
#include "gui/runs/run_manager.h"
#include "gui/session/run_book.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

/// The runs of one scenario, each with another overlay or another horizon, and the feeds that read
/// them. A run continues the one that shares the longest past with it, if there is one; where that
/// turns out to be another past, RunManager records it whole.
namespace gui::session {

/// What all runs of a scenario have in common.
struct TakeBase {
    QString scenario; ///< path; empty: it cannot be run, only watched
    std::string hash; ///< scenario::contentHash of it
    QString level = QStringLiteral("full");
    std::optional<std::uint64_t> seed; ///< instead of the scenario's
};

/// One run: of an overlay, until a horizon.
struct Take {
    branches::Overlay overlay;
    std::optional<sim::SimTime> until; ///< nullopt: the scenario's own
    std::optional<runs::RunId> run;    ///< nullopt: a trace that was there before
    QString trace;
    int files = 1;
    std::optional<sim::SimTime> end; ///< of a complete run, once it was read
    bool hasFailed = false;
    std::unique_ptr<feed::TraceFeed> feed; ///< null while nobody looks
    qint64 lastUse = 0;
};

class Takes : public QObject {
    Q_OBJECT

public:
    explicit Takes(runs::RunManager& runs, QObject* parent = nullptr);
    ~Takes() override;

    /// Forgets everything.
    void reset(TakeBase base);
    /// What every run has in common became known later (an opened trace tells).
    void setBase(TakeBase base) { base_ = std::move(base); }
    const TakeBase& base() const { return base_; }
    /// A trace that is there already.
    Take& adopt(const QString& trace);
    /// The run of that overlay, started if there is none or if it failed; its feed is open.
    /// Pointers to takes stay valid until reset().
    Take& want(const branches::Overlay& overlay, std::optional<sim::SimTime> until);
    /// Stops its run, if it is under way; it counts as failed.
    void cancel(Take& take);
    /// What is on the stage: branches of it may follow. nullptr: nothing that can be branched from.
    void expectBranchesOf(const Take* take);
    /// Feeds beyond these and the few used last are closed.
    void keep(std::vector<const Take*> used);

    bool isComplete(const Take& take) const;
    /// 0 to 1; 1: it is not under way.
    double progress(const Take& take) const;

Q_SIGNALS:
    /// Its feed opened, grew or got a slice, or its run went on.
    void changed(const gui::session::Take& take);
    /// The step that was asked of its feed leads there.
    void found(const gui::session::Take& take, sim::SimTime at);
    /// A step by message: which one it is.
    void foundMessage(const gui::session::Take& take, const gui::feed::FoundMessage& message);
    /// What was read of it so far stays; the message is for people.
    void failed(const gui::session::Take& take, const QString& message);

private:
    runs::RunRequest requestOf(const Take& take) const;
    void start(Take& take);
    void openFeed(Take& take);
    void closeFeed(Take& take);
    void endFeed(Take& take);
    void onFeed(Take& take);
    void onFeedFailed(Take& take, const QString& message);
    void onRun(runs::RunId run);
    std::vector<KnownRun> known() const;

    runs::RunManager& runs_;
    TakeBase base_;
    const Take* expecting_ = nullptr;
    std::vector<std::unique_ptr<Take>> takes_;
    qint64 uses_ = 0;
};

} // namespace gui::session
