// SPDX-License-Identifier: Apache-2.0
#include "sim/run/run.h"

#include "core/components/dissectors.h"
#include "core/components/factories.h"
#include "core/components/wording.h"
#include "sim/faults/injector.h"
#include "sim/run/checkpoints.h"
#include "sim/run/measure.h"
#include "sim/run/sink_mux.h"
#include "sim/run/wording.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/reader.h"
#include "sim/trace/recorder.h"
#include "sim/trace/story.h"
#include "sim/world/world.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace sim::run {
namespace {

using core::Failure;
using scenario::Level;

/// How often a run looks up from its work: for signals, progress, a full disk.
constexpr std::int64_t kSlices = 1000;
constexpr std::int64_t kMostSlices = 1'000'000; ///< a run of centuries with nothing in it ends, too
constexpr std::int64_t kLongestSliceNs = 1'000'000'000;
/// The same while one nanosecond lasts, in events.
constexpr std::uint64_t kLookEvery = 65'536;

trace::Level traceLevel(Level level) {
    switch (level) {
    case Level::Bytes:
        return trace::Level::Bytes;
    case Level::Full:
        return trace::Level::Full;
    case Level::Off:
    case Level::Story:
        break;
    }
    return trace::Level::Story;
}

/// A trace made only to answer queries; gone with this object.
class TemporaryFile {
public:
    TemporaryFile() {
        std::error_code ignored;
        path_ = std::filesystem::temp_directory_path(ignored) /
                ("orrery-" + std::to_string(::getpid()) + ".trace");
    }
    ~TemporaryFile() {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::error_code ignored;
            std::filesystem::remove(path_.string() + suffix, ignored);
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Everything of one run, in the order in which it must be built.
class Room {
public:
    Room(const scenario::Scenario& scenario, const RunRequest& request)
        : scenario_(&scenario), request_(&request), measures_(scenario),
          topology_(scenario.topology) {}

    core::Result<RunReport, RunError> go();

private:
    core::Result<void, RunError> startRecording();
    core::Result<std::unique_ptr<trace::Recorder>, RunError>
    record(const std::filesystem::path& path, Level level, const trace::Branch* branch);
    core::Result<void, RunError> rehearse();
    trace::RecorderOptions recorderOptions(const trace::Branch* branch) const;
    trace::RunHeader headerOfBranch(Level level, const trace::Branch* branch) const;
    core::Result<void, RunError> settle();
    void dropTrace();
    core::Result<void, RunError> populate();
    core::Result<void, RunError> letTimePass();
    SimTime stopAfter(SimTime now) const;
    core::Result<void, RunError> pause();
    core::Result<void, RunError> goOnAs(Continuation continuation);
    void lookUp();
    std::uint64_t lookEvery() const;
    RunError stuckError() const;
    core::Result<void, RunError> finishTrace(RunReport& report);
    Measures::SqlAnswer ask(const std::string& query) const;
    RunError traceError(const trace::TraceError& error) const {
        const bool parent = error.kind == trace::TraceErrorKind::NotParent;
        return {parent ? RunErrorKind::Parent : RunErrorKind::Io, error.text};
    }

    const scenario::Scenario* scenario_;
    const RunRequest* request_;
    std::optional<Continuation> continuation_; ///< what these are of, in a copy
    Measures measures_;
    topology::Topology topology_;
    Kernel kernel_;
    SinkMux mux_;
    trace::StoryHasher hasher_;
    std::unique_ptr<trace::Catalogue> wording_;
    std::unique_ptr<TemporaryFile> temporary_;
    std::filesystem::path askedPath_; ///< what answers SQL
    std::unique_ptr<trace::Recorder> recorder_;
    std::unique_ptr<trace::Recorder>
        whole_; ///< beside a branch without messages, if SQL must be answered
    std::unique_ptr<world::World> world_;
    std::unique_ptr<faults::Injector> injector_;
    SimTime horizon_;
    bool interrupted_ = false;
    bool stuck_ = false;
    /// The nanosecond that lasts longer than kLookEvery events: looks so far, and how many of them
    /// found which process at work.
    struct {
        SimTime at;
        std::uint64_t looks = 0;
        std::map<std::uint32_t, std::uint64_t> byProcess;
    } instant_;
};

core::Result<void, RunError> Room::rehearse() {
    auto wording = loadWording();
    if (!wording) {
        return Failure{traceError(wording.error())};
    }
    wording_ = std::make_unique<trace::Catalogue>(std::move(*wording));
    const trace::RunHeader header = headerOf(*scenario_, {horizon_.ns}, request_->level);
    recorder_ =
        trace::Recorder::rehearse(header, traceLevel(request_->level), recorderOptions(nullptr));
    mux_.add(recorder_.get());
    mux_.add(&hasher_);
    return {};
}

trace::RecorderOptions Room::recorderOptions(const trace::Branch* branch) const {
    trace::RecorderOptions options;
    options.dissectors = core::components::dissectors();
    options.wording = wording_.get();
    options.branch = branch;
    return options;
}

trace::RunHeader Room::headerOfBranch(Level level, const trace::Branch* branch) const {
    trace::RunHeader header = headerOf(*scenario_, {horizon_.ns}, level);
    if (branch != nullptr) {
        header.recordFrom = {branch->from.ns};
        header.parentDigest = branch->parent;
        header.parentPath = branch->parentPath.string();
    }
    return header;
}

core::Result<void, RunError> Room::startRecording() {
    if (request_->checkpoints != nullptr) {
        return rehearse();
    }
    Level level = request_->level;
    std::optional<std::filesystem::path> path = request_->traceFile;
    // A branch is asked together with its parents, which saves recording the past once more.
    const bool besides = request_->branch && measures_.needsTrace() && level == Level::Story;
    if (besides) {
        temporary_ = std::make_unique<TemporaryFile>();
    }
    if (!request_->branch && measures_.needsTrace() &&
        (!path || level == Level::Off || level == Level::Story)) {
        level = level == Level::Bytes ? level : Level::Full;
        if (!path) {
            temporary_ = std::make_unique<TemporaryFile>();
            path = temporary_->path();
        }
    }
    if (!path || level == Level::Off) {
        return {};
    }
    auto wording = loadWording();
    if (!wording) {
        return Failure{traceError(wording.error())};
    }
    wording_ = std::make_unique<trace::Catalogue>(std::move(*wording));
    auto recorder = record(*path, level, request_->branch ? &*request_->branch : nullptr);
    if (!recorder) {
        return Failure{recorder.error()};
    }
    recorder_ = std::move(*recorder);
    askedPath_ = *path;
    if (besides) {
        askedPath_ = temporary_->path();
        auto whole = record(askedPath_, std::max(level, Level::Full), nullptr);
        if (!whole) {
            return Failure{whole.error()};
        }
        whole_ = std::move(*whole);
    }
    mux_.add(&hasher_);
    return {};
}

core::Result<std::unique_ptr<trace::Recorder>, RunError>
Room::record(const std::filesystem::path& path, Level level, const trace::Branch* branch) {
    auto recorder = trace::Recorder::create(path, headerOfBranch(level, branch), traceLevel(level),
                                            recorderOptions(branch));
    if (!recorder) {
        return Failure{traceError(recorder.error())};
    }
    mux_.add(recorder->get());
    return std::move(*recorder);
}

/// A branch of something else says nothing: away with it.
void Room::dropTrace() {
    recorder_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(request_->traceFile->string() + suffix, ignored);
    }
}

core::Result<void, RunError> Room::settle() {
    for (trace::Recorder* recorder : {recorder_.get(), whole_.get()}) {
        if (recorder == nullptr) {
            continue;
        }
        auto settled = recorder->settle(kernel_.now());
        if (!settled) {
            const RunError error = traceError(settled.error());
            if (error.kind == RunErrorKind::Parent) {
                dropTrace();
            }
            return Failure{error};
        }
    }
    return {};
}

core::Result<void, RunError> Room::populate() {
    world::WorldOptions options;
    options.seed = scenario_->seed;
    options.start = scenario_->start;
    options.sink = mux_.empty() ? nullptr : &mux_;
    options.bulkThreshold =
        scenario_->run.fidelity == scenario::Fidelity::Fluid ? 0 : scenario_->run.bulkThreshold;
    options.cutChunks = scenario_->run.cutChunks;
    world_ = std::make_unique<world::World>(kernel_, topology_, options);
    for (const scenario::ProcessSpec& spec : scenario_->processes) {
        const core::runtime::ProcessFactory* factory =
            core::components::findFactory(spec.component);
        if (factory == nullptr) {
            return Failure{
                RunError{RunErrorKind::Scenario, "this build has no component " + spec.component}};
        }
        world_->addProcess({spec.name, spec.group, spec.host, *factory, spec.settings,
                            spec.restart == scenario::RestartPolicy::OnFailure, spec.restartDelay,
                            spec.startDelay});
    }
    injector_ = std::make_unique<faults::Injector>(*world_, options.sink);
    if (request_->checkpoints != nullptr) {
        world_->carrier().countFlows(); // a line that draws may come later
    }
    for (const faults::TimelineEntry& entry : scenario_->timeline) {
        injector_->add(entry);
    }
    world_->onEvent([this](std::uint64_t id, std::uint32_t process, std::string_view kind,
                           std::span<const core::runtime::Field> fields) {
        injector_->observe(id, process, kind, fields);
    });
    if (options.sink != nullptr) {
        kernel_.digest().onBlock([this](std::uint64_t index, SimTime end, std::uint64_t hash) {
            mux_.digestBlock(index, end, hash);
        });
    }
    return {};
}

std::uint64_t Room::lookEvery() const {
    return std::min(kLookEvery, std::max<std::uint64_t>(1, request_->mostEventsAtOnce));
}

/// Called now and then while one nanosecond lasts.
void Room::lookUp() {
    if (request_->interrupted != nullptr && request_->interrupted->load()) {
        interrupted_ = true;
        kernel_.stop();
        return;
    }
    if (instant_.at != kernel_.now()) {
        instant_ = {kernel_.now(), 0, {}};
    }
    ++instant_.byProcess[world_->context().ranLast];
    if (++instant_.looks * lookEvery() >= request_->mostEventsAtOnce) {
        stuck_ = true;
        kernel_.stop();
    }
}

RunError Room::stuckError() const {
    const auto busiest =
        std::max_element(instant_.byProcess.begin(), instant_.byProcess.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    std::string who = "no process is at work";
    if (busiest->first < world_->processCount()) {
        const std::uint32_t process = busiest->first;
        who = "process " + world_->plan(process).name + " (" +
              scenario_->processes[process].component + ") keeps arming what is due at once";
    }
    return {RunErrorKind::Stuck, "time stands still at " +
                                     core::formatSeconds({instant_.at.ns}, 9) +
                                     " s: " + std::to_string(instant_.looks * lookEvery()) +
                                     " events within one nanosecond; " + who};
}

/// Where to look up next.
SimTime Room::stopAfter(SimTime now) const {
    const core::Duration slice{
        std::max({std::int64_t{1}, std::min(horizon_.ns / kSlices, kLongestSliceNs),
                  horizon_.ns / kMostSlices})};
    return std::min(horizon_, now + slice);
}

core::Result<void, RunError> Room::letTimePass() {
    kernel_.watchInstants(lookEvery(), [this] { lookUp(); });
    world_->start();
    while (kernel_.now() < horizon_) {
        SimTime next = stopAfter(kernel_.now());
        const auto checkpoint = request_->checkpoints == nullptr
                                    ? std::nullopt
                                    : request_->checkpoints->next(kernel_.now(), horizon_);
        next = std::min(next, checkpoint.value_or(next));
        kernel_.run(next);
        if (kernel_.stopped()) {
            break; // by lookUp()
        }
        if (request_->progress) {
            request_->progress(kernel_.now(), horizon_);
        }
        if (request_->interrupted != nullptr && request_->interrupted->load()) {
            interrupted_ = true;
            break;
        }
        if (recorder_ != nullptr && recorder_->failure()) {
            break;
        }
        if (checkpoint == next) {
            if (auto paused = pause(); !paused) {
                return paused;
            }
        }
    }
    world_->carrier().reportTraffic();
    return {};
}

core::Result<void, RunError> Room::pause() {
    std::optional<Continuation> continuation = request_->checkpoints->at(kernel_.now());
    return continuation ? goOnAs(std::move(*continuation)) : core::Result<void, RunError>{};
}

/// In a copy.
core::Result<void, RunError> Room::goOnAs(Continuation continuation) {
    const auto refuse = [](const std::string& why) {
        return Failure{RunError{RunErrorKind::Checkpoint, why}};
    };
    const Level level = request_->level;
    if (!sameButTimeline(*scenario_, continuation.scenario)) {
        return refuse("the copy is of another scenario");
    }
    continuation_ = std::move(continuation);
    scenario_ = &continuation_->scenario;
    request_ = &continuation_->request;
    horizon_ = {request_->until.value_or(scenario_->duration).ns};
    if (!request_->branch || !request_->traceFile || request_->level != level) {
        return refuse("the copy records branches of its own level only");
    }
    if (measures_.needsTrace() && level == Level::Story) {
        return refuse("a query needs more than the story");
    }
    const SimTime now = kernel_.now();
    if (request_->branch->from <= now || horizon_ < request_->branch->from) {
        return refuse("the branch begins before the copy's time");
    }
    if (const SimTime parting = injector_->partsFrom(scenario_->timeline); parting <= now) {
        return Failure{RunError{RunErrorKind::Checkpoint,
                                "the timelines differ before the copy's time", parting}};
    }
    injector_->amend(scenario_->timeline);
    if (continuation_->mayBegin && !continuation_->mayBegin()) {
        return refuse("nobody wants it any more");
    }
    auto begun = recorder_->begin(*request_->traceFile, headerOfBranch(level, &*request_->branch),
                                  *request_->branch);
    if (!begun) {
        return Failure{traceError(begun.error())};
    }
    askedPath_ = *request_->traceFile;
    if (continuation_->begun) {
        continuation_->begun();
    }
    return {};
}

Measures::SqlAnswer Room::ask(const std::string& query) const {
    auto reader = trace::Reader::open(askedPath_);
    if (!reader) {
        return Failure{reader.error().text};
    }
    auto table = (*reader)->query(query);
    if (!table) {
        return Failure{table.error().text};
    }
    if (table->rows.empty() || table->rows[0].empty() || !table->rows[0][0]) {
        return std::optional<std::int64_t>{};
    }
    const std::string& text = *table->rows[0][0];
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) {
        return Failure{"the query answers '" + text + "', which is no whole number"};
    }
    return std::optional(value);
}

core::Result<void, RunError> Room::finishTrace(RunReport& report) {
    trace::RunOutcome outcome;
    outcome.end = kernel_.now();
    outcome.digest = kernel_.digest().value();
    outcome.storyHash = hasher_.value();
    outcome.interrupted = interrupted_;
    outcome.measures = report.measures;
    outcome.expectations = report.expectations;
    const auto finished = recorder_->finish(outcome);
    recorder_.reset();
    if (!finished) {
        return Failure{traceError(finished.error())};
    }
    return {};
}

/// A name that only a caller who skipped the loader's check can get wrong.
std::string unknownInvariant(const scenario::Scenario& scenario) {
    for (const scenario::ExpectationSpec& expectation : scenario.expectations) {
        if (expectation.kind == scenario::ExpectationKind::Always &&
            checks::makeCheck(expectation.subject, {}) == nullptr) {
            return expectation.subject;
        }
    }
    return "";
}

core::Result<RunReport, RunError> Room::go() {
    if (const std::string name = unknownInvariant(*scenario_); !name.empty()) {
        return Failure{RunError{RunErrorKind::Scenario, "this build has no invariant " + name}};
    }
    horizon_ = {request_->until.value_or(scenario_->duration).ns};
    for (trace::Sink* sink : measures_.sinks()) {
        mux_.add(sink);
    }
    for (trace::Sink* sink : request_->sinks) {
        mux_.add(sink);
    }
    auto recording = startRecording();
    if (!recording) {
        return Failure{recording.error()};
    }
    auto populated = populate();
    if (!populated) {
        return Failure{populated.error()};
    }
    if (auto passed = letTimePass(); !passed) {
        return Failure{passed.error()};
    }
    if (stuck_) {
        return Failure{stuckError()};
    }
    RunReport report;
    report.digest = kernel_.digest().hex();
    mux_.clear(); // what processes do while they are taken down is no part of the run
    report.seed = scenario_->seed;
    report.end = kernel_.now();
    report.events = kernel_.digest().events();
    report.interrupted = interrupted_;
    report.refusals = injector_->refusals();
    if (auto settled = settle(); !settled) {
        return Failure{settled.error()};
    }
    Measures::Results results =
        measures_.evaluate(*world_, [this](const std::string& query) { return ask(query); });
    report.measures = std::move(results.measures);
    report.expectations = std::move(results.expectations);
    report.warnings = std::move(results.errors);
    if (recorder_ != nullptr) {
        auto finished = finishTrace(report);
        if (!finished) {
            return Failure{finished.error()};
        }
    }
    return report;
}

} // namespace

bool RunReport::allHold() const {
    return std::all_of(expectations.begin(), expectations.end(), [](const auto& expectation) {
        return expectation.verdict == trace::Verdict::Holds;
    });
}

bool sameButTimeline(const scenario::Scenario& a, const scenario::Scenario& b) {
    const auto rest = [](scenario::Scenario scenario) {
        scenario.path.clear();
        scenario.duration = {};
        scenario.timeline.clear();
        scenario.overlays.clear();
        return scenario;
    };
    return rest(a) == rest(b);
}

core::Result<RunReport, RunError> run(const scenario::Scenario& scenario,
                                      const RunRequest& request) {
    return Room(scenario, request).go();
}

} // namespace sim::run
