// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/scene/world.h"
#include "sim/trace/reader.h"
#include "sim/trace/routes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// All that is needed to draw any time within a stretch of a trace, read at once: a worker thread
/// reads slices ahead of the playhead, whoever draws looks only into memory. What is drawn at a
/// time does not depend on the slice it was taken from (a test jumps about).
namespace sim::scene {

/// A message on its way. Small: a slice may hold a hundred thousand.
struct Flight {
    std::uint64_t message = 0; ///< messages.id
    SimTime sent;
    SimTime ended; ///< arrival or loss; SimTime::max: not known yet
    trace::Fate fate = trace::Fate::Delivered;
    bool isOpen = false; ///< in flight as far as the trace tells
    core::wire::MessageRole role = core::wire::MessageRole::Other;
    trace::HostIndex from = trace::kNoIndex;
    trace::HostIndex to = trace::kNoIndex;
    std::uint32_t route = 0; ///< index into Slice::routes
    trace::LinkIndex lostOn = trace::kNoIndex;

    friend bool operator==(const Flight&, const Flight&) = default;
};

/// A connect that is not answered yet, or was refused.
struct Attempt {
    std::uint64_t connection = 0;
    SimTime opening;
    SimTime ended; ///< accepted, refused, timed out; SimTime::max: still hanging
    bool refused = false;
    bool timedOut = false;
    trace::HostIndex from = trace::kNoIndex;
    trace::HostIndex to = trace::kNoIndex; ///< kNoIndex: nobody has the address
    core::runtime::Endpoint server;

    friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// A value of a process and how long it stays.
struct StateSpan {
    trace::ProcessIndex process = trace::kNoIndex;
    std::string key;
    trace::Value value;
    SimTime since;
    SimTime until; ///< SimTime::max: to the slice's end at least

    friend bool operator==(const StateSpan&, const StateSpan&) = default;
};

/// Whether anything that a process asked for in a whole second was answered well: some processes
/// count what became of their requests, in counters that end in "-ok" and in "-failed".
struct Outcome {
    std::int64_t second = 0;
    trace::ProcessIndex process = trace::kNoIndex;
    bool ok = false; ///< something was; else all that ended failed

    friend bool operator==(const Outcome&, const Outcome&) = default;
};
/// The last outcome counts for so many seconds.
inline constexpr std::int64_t kOutcomeSeconds = 3;

/// What is not delivered shows for two windows (visibleAt), all else for one.
inline constexpr std::int64_t kLossWindows = 2;

struct Slice {
    SimTime begin; ///< any time in [begin, end] can be drawn ...
    SimTime end;
    core::Duration lookback; ///< ... with a window of at most so much before it
    /// False: a trace that grows may yet tell more about this stretch (what has not arrived is
    /// written up to trace::kLongNs late). Read it again then.
    bool isFinal = false;
    std::vector<Flight> flights;          ///< that visibleAt shows at some time, by id
    std::vector<Attempt> attempts;        ///< the same
    std::vector<StateSpan> states;        ///< at some time in [begin, end], by process, key, since
    std::vector<trace::EventRow> events;  ///< importance 2 and 3, in [begin - lookback, end]
    std::vector<Outcome> outcomes;        ///< by second, process
    std::vector<trace::RouteHops> routes; ///< [0] is empty: no way, or within a host
    /// For each kFlightBlock flights, until when the last of them shows at most (visibleAt). May
    /// be empty in slices made by hand: then all are looked at.
    std::vector<SimTime> blockEnds;
    static constexpr std::size_t kFlightBlock = 256;

    bool covers(SimTime at, core::Duration window) const;
};

/// Neither delivered nor a copy that was.
bool isLoss(const Flight& flight);

/// What shows at a time; borrowed from the slice, in its order.
struct Visible {
    /// On their way, or arrived within the window before, or lost within two windows before.
    std::vector<const Flight*> flights;
    /// Not answered yet, or refused or timed out within two windows before.
    std::vector<const Attempt*> attempts;
    std::vector<const StateSpan*> states;       ///< that hold now
    std::vector<const trace::EventRow*> events; ///< within the window before
    std::vector<trace::ProcessIndex> failing;   ///< whose last outcome was bad, in order
};

/// The one rule by which things show, whichever slice they are taken from.
/// REQUIRES: slice.covers(at, window).
Visible visibleAt(const Slice& slice, SimTime at, core::Duration window);

/// Reads slices from one reader, on the thread of that reader.
class SliceReader {
public:
    /// `reader` must outlive it. Errors: NotATrace, Io.
    static core::Result<SliceReader, trace::TraceError> of(const trace::Reader& reader);
    /// After the trace has grown. Error: Io.
    core::Result<void, trace::TraceError> refresh();

    /// A slice from `at` on that can be drawn with `window`: `ahead` from there, or less where
    /// more than `most` flights or changes of states would be held, or where the trace ends. All
    /// that shows at `at` is in it, however much that is. Once `*stop` is true, which any thread
    /// may set, it soon leaves off. Errors: Io, NotATrace, Cancelled.
    core::Result<std::shared_ptr<const Slice>, trace::TraceError>
    read(SimTime at, core::Duration window, core::Duration ahead, std::size_t most = 200'000,
         const trace::StopFlag* stop = nullptr);

private:
    using Done = core::Result<void, trace::TraceError>;

    SliceReader(const trace::Reader& reader, trace::Routes routes);

    Done readFlights(Slice& slice, std::size_t most);
    Done readAttempts(Slice& slice) const;
    Done readStates(Slice& slice, std::size_t most) const;
    Done readOutcomes(Slice& slice, std::size_t most) const;
    Done readEvents(Slice& slice) const;
    Done addRoutes(Slice& slice, const trace::StopFlag* stop);

    const trace::Reader* reader_;
    trace::Routes routes_;
    trace::SlowConnects slowConnects_; ///< all that refresh() found
};

} // namespace sim::scene
