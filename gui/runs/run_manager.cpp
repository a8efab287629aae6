// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/runs/run_manager.h"

#include "core/base/assert.h"
#include "gui/runs/child_run.h"
#include "gui/runs/program_words.h"
#include "gui/runs/resident.h"
#include "gui/runs/run_key.h"
#include "gui/runs/trace_cache.h"
#include "sim/trace/chain.h"
#include "sim/trace/file_check.h"
#include "sim/trace/reader.h"

#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTimer>

#include <deque>
#include <map>
#include <utility>
#include <vector>

namespace gui::runs {
namespace {

/// Traces of so many latest runs stay even if nobody has held them yet.
constexpr std::size_t kLatest = 4;
/// The run of a trace of that size takes some 0.3 s to compute without recording it.
constexpr qint64 kLongOctets = 16'000'000;

QStringList argumentsOf(const RunRequest& request, const QString& trace, const QString& socket) {
    QStringList words{QStringLiteral("run"), QStringLiteral("--quiet"),
                      QStringLiteral("--progress"), QStringLiteral("--trace"), trace};
    if (request.recordFrom) {
        words << QStringLiteral("--record-from") << durationText(*request.recordFrom)
              << QStringLiteral("--parent") << request.parentTrace;
        if (!socket.isEmpty()) {
            words << QStringLiteral("--from-checkpoints") << socket;
        }
    }
    return words + wordsOf(request, TraceCache::overlayOf(trace));
}

/// Empty, or why the overlay could not be written.
QString writeOverlay(const RunRequest& request, const QString& trace) {
    if (request.overlay.isEmpty()) {
        return {};
    }
    QFile file(TraceCache::overlayOf(trace));
    const QByteArray text = request.overlay.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush()) {
        return RunManager::tr("The changes could not be written to %1: %2")
            .arg(file.fileName(), file.errorString());
    }
    return {};
}

/// Whether computing that run again takes longer than anybody wants to wait.
bool isLong(const QString& trace) {
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    qint64 octets = 0;
    if (reader) {
        for (const auto& file : (*reader)->files()) {
            octets += QFileInfo(QString::fromStdString(file.string())).size();
        }
    }
    return octets >= kLongOctets;
}

bool isComplete(const QString& trace) {
    const auto reader = sim::trace::Reader::open(trace.toStdString());
    return reader && (*reader)->summary().status == sim::trace::RunStatus::Complete;
}

} // namespace

/// One child, and all who asked for what it computes.
struct Job {
    RunRequest request;
    QString key;
    QString trace;
    QSet<RunId> runs;
    std::unique_ptr<ChildRun> child;
};

struct RunManager::Parts {
    Parts(RunManager& manager, const QString& orrery, const QString& folder, qint64 limit)
        : owner(manager), program(orrery), hash(orrery), cache(folder, limit),
          resident(orrery, folder) {}

    void tellLater(RunId run) {
        QTimer::singleShot(0, &owner, [this, run] { Q_EMIT owner.changed(run); });
    }
    void settle(RunId run, RunState::Kind kind, const QString& message);
    void keep(const QString& trace);
    RunRequest usable(RunRequest request) const;
    Job* jobOf(RunId run);
    void launch(Job& job);
    void onEnded(Job& job, ChildEnd end);
    void finish(Job& job, RunState::Kind kind, const QString& message);

    RunManager& owner;
    QString program;
    ProgramHash hash;
    TraceCache cache;
    Resident resident;
    std::vector<std::unique_ptr<Job>> jobs; ///< with a living child
    std::map<RunId, RunState> states;
    std::deque<QString> latest; ///< held
    RunId next = 1;
};

/// Held for a while: whoever asked for the run may still be on the way to hold it.
void RunManager::Parts::keep(const QString& trace) {
    latest.push_back(trace);
    if (latest.size() > kLatest) {
        cache.release(std::exchange(latest.front(), {}));
        latest.pop_front();
    }
}

/// A branch is a continuation only where there is something to continue; what cannot be one is
/// recorded whole, which takes longer and shows the same.
RunRequest RunManager::Parts::usable(RunRequest request) const {
    const bool possible =
        request.recordFrom && request.recordFrom->ns > 0 &&
        cache.canBeParent(request.parentTrace) &&
        cache.chainLength(request.parentTrace) < static_cast<int>(sim::trace::kMaxChain);
    if (!possible) {
        request.recordFrom.reset();
        request.parentTrace.clear();
    }
    return request;
}

void RunManager::Parts::settle(RunId run, RunState::Kind kind, const QString& message) {
    RunState& state = states[run];
    state.kind = kind;
    state.message = message;
    if (kind == RunState::Kind::Complete) {
        state.progress = 1;
    }
    tellLater(run);
}

Job* RunManager::Parts::jobOf(RunId run) {
    for (const auto& job : jobs) {
        if (job->runs.contains(run)) {
            return job.get();
        }
    }
    return nullptr;
}

void RunManager::Parts::launch(Job& job) {
    job.child = std::make_unique<ChildRun>(program, job.trace, TraceCache::overlayOf(job.trace));
    QObject::connect(job.child.get(), &ChildRun::progressed, &owner, [this, &job] {
        for (const RunId run : std::as_const(job.runs)) {
            states[run].progress = job.child->progress();
            states[run].fromCopy = job.child->isFromCopy();
            Q_EMIT owner.changed(run);
        }
    });
    QObject::connect(
        job.child.get(), &ChildRun::ended, &owner,
        [this, &job](const ChildEnd& end) { onEnded(job, end); }, Qt::QueuedConnection);
    resident.mayStart(false);
    job.child->start(argumentsOf(job.request, job.trace, resident.socket()));
}

void RunManager::Parts::onEnded(Job& job, ChildEnd end) {
    const bool written = sim::trace::checkTraceFile(job.trace.toStdString()).has_value();
    if (end.kind == ChildEnd::Kind::Refused && written && isComplete(job.trace)) {
        end.kind = ChildEnd::Kind::Complete; // it warns of a query in the scenario
    }
    switch (end.kind) {
    case ChildEnd::Kind::Complete:
        if (!written) {
            finish(job, RunState::Kind::Failed,
                   RunManager::tr(
                       "The run ended, but recorded nothing. Is %1 the program of this Orrery?")
                       .arg(program));
            return;
        }
        cache.markComplete(job.trace, job.request.parentTrace);
        finish(job, RunState::Kind::Complete, end.message);
        cache.evict();
        return;
    case ChildEnd::Kind::Refused:
        if (job.request.recordFrom && !job.runs.isEmpty()) {
            // Perhaps only the parent is not what it was: say it with a whole recording.
            cache.release(job.request.parentTrace);
            job.request.recordFrom.reset();
            job.request.parentTrace.clear();
            launch(job);
            return;
        }
        finish(job, RunState::Kind::Failed, end.message);
        return;
    case ChildEnd::Kind::Interrupted:
        finish(job, RunState::Kind::Cancelled, end.message);
        return;
    case ChildEnd::Kind::Failed:
        finish(job, RunState::Kind::Failed, end.message);
        return;
    }
}

void RunManager::Parts::finish(Job& job, RunState::Kind kind, const QString& message) {
    for (const RunId run : std::as_const(job.runs)) {
        settle(run, states[run].kind == RunState::Kind::Running ? kind : states[run].kind, message);
    }
    if (!job.request.parentTrace.isEmpty()) {
        cache.release(job.request.parentTrace);
    }
    keep(job.trace);
    std::erase_if(jobs, [&](const auto& other) { return other.get() == &job; });
    resident.mayStart(jobs.empty());
}

RunManager::RunManager(const QString& program, const QString& folder, qint64 limit, QObject* parent)
    : QObject(parent), parts_(std::make_unique<Parts>(*this, program, folder, limit)) {}

RunManager::~RunManager() {
    for (const auto& job : parts_->jobs) {
        job->child.reset(); // kills it
        parts_->cache.release(job->trace);
    }
}

QString RunManager::keyOf(const RunRequest& request) const {
    return runs::keyOf(request, parts_->hash.value());
}

void RunManager::expectBranches(const std::optional<RunRequest>& run, const QString& trace) {
    if (!run || !isLong(trace)) {
        parts_->resident.serve(std::nullopt);
        return;
    }
    RunRequest served = *run;
    served.recordFrom.reset(); // how it was recorded is no part of what is computed
    served.parentTrace.clear();
    parts_->resident.serve(served);
}

std::optional<sim::SimTime> RunManager::latestCopy() const {
    return parts_->resident.latestCopy();
}

RunId RunManager::start(const RunRequest& request) {
    const RunId run = parts_->next++;
    QString key = keyOf(request);
    if (key.isEmpty()) {
        key = kNoKey;
    } else {
        for (const auto& job : parts_->jobs) {
            if (job->key == key && !job->runs.isEmpty()) {
                job->runs.insert(run);
                parts_->states[run] = {
                    RunState::Kind::Running, job->trace, false, job->child->isFromCopy(),
                    job->child->progress(),  {}};
                parts_->tellLater(run);
                return run;
            }
        }
        if (const std::optional<QString> found = parts_->cache.find(key)) {
            parts_->states[run] = {RunState::Kind::Complete, *found, true, false, 1, {}};
            parts_->keep(*found);
            parts_->tellLater(run);
            return run;
        }
    }
    const auto trace = parts_->cache.reserve(key);
    if (!trace) {
        parts_->settle(run, RunState::Kind::Failed, trace.error());
        return run;
    }
    parts_->states[run] = {RunState::Kind::Running, *trace, false, false, 0, {}};
    if (const QString problem = writeOverlay(request, *trace); !problem.isEmpty()) {
        parts_->keep(*trace);
        parts_->settle(run, RunState::Kind::Failed, problem);
        return run;
    }
    auto job = std::make_unique<Job>(Job{parts_->usable(request), key, *trace, {run}, nullptr});
    if (!job->request.parentTrace.isEmpty()) {
        parts_->cache.hold(job->request.parentTrace);
    }
    parts_->launch(*job);
    parts_->jobs.push_back(std::move(job));
    parts_->tellLater(run);
    return run;
}

void RunManager::cancel(RunId run) {
    Job* job = parts_->jobOf(run);
    if (job == nullptr) {
        return;
    }
    if (job->runs.size() > 1) {
        job->runs.remove(run);
        parts_->settle(run, RunState::Kind::Cancelled, {});
        return;
    }
    job->key.clear(); // nobody joins a run that ends
    job->child->stop();
}

const RunState& RunManager::state(RunId run) const {
    const auto found = parts_->states.find(run);
    ORRERY_ASSERT(found != parts_->states.end());
    return found->second;
}

void RunManager::hold(const QString& trace) {
    parts_->cache.hold(trace);
}

void RunManager::release(const QString& trace) {
    parts_->cache.release(trace);
}

void RunManager::discard(const QString& trace) {
    parts_->cache.unmark(trace);
}

} // namespace gui::runs
