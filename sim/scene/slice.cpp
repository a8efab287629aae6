// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/slice.h"

#include "sim/trace/schema.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace sim::scene {
namespace {

using trace::ConnectRow;
using trace::FlightRow;
using trace::TraceError;

constexpr core::Duration kInstant{1};
/// However much shows at a slice's beginning, such a part of what it may hold comes after that.
constexpr std::size_t kLeastRoom = 4;

SimTime notBeforeStart(SimTime at) {
    return std::max(at, SimTime{});
}

/// Until when a flight shows: its end, as visibleAt reckons with a window.
SimTime lastShown(const Flight& flight, core::Duration window) {
    return flight.ended + (isLoss(flight) ? window * kLossWindows : window);
}

Flight flightOf(const FlightRow& row) {
    Flight flight;
    flight.message = row.id;
    flight.sent = row.sent;
    flight.ended = row.arrived.value_or(SimTime::max());
    flight.fate = row.fate;
    flight.isOpen = !row.arrived;
    flight.role = row.role;
    flight.from = row.fromHost;
    flight.to = row.toHost;
    flight.lostOn = row.lostOn;
    return flight;
}

Attempt attemptOf(const ConnectRow& row) {
    return {row.id,         row.opening,  row.ended.value_or(SimTime::max()),
            row.refused,    row.timedOut, row.clientHost,
            row.serverHost, row.server};
}

bool showsAt(const Attempt& attempt, SimTime at, core::Duration window) {
    const bool failed = attempt.refused || attempt.timedOut;
    return attempt.opening <= at &&
           (attempt.ended > at || (failed && attempt.ended + window * kLossWindows >= at));
}

/// That it shows at some time of the slice.
bool belongsTo(const Slice& slice, const Attempt& attempt) {
    return attempt.opening <= slice.end &&
           showsAt(attempt, std::max(attempt.opening, slice.begin), slice.lookback);
}

void noteBlockEnds(Slice& slice) {
    for (std::size_t i = 0; i < slice.flights.size(); ++i) {
        const SimTime last = lastShown(slice.flights[i], slice.lookback);
        if (i % Slice::kFlightBlock == 0) {
            slice.blockEnds.push_back(last);
        } else {
            slice.blockEnds.back() = std::max(slice.blockEnds.back(), last);
        }
    }
}

/// That whoever draws may follow its indexes, of a damaged trace too.
void keepMembers(trace::EventRow& event, const trace::RunHeader& header) {
    const auto keep = [](std::uint32_t& index, std::size_t count) {
        index = index < count ? index : trace::kNoIndex;
    };
    keep(event.process, header.processes.size());
    keep(event.host, header.hosts.size());
    keep(event.link, header.links.size());
}

std::int64_t secondOf(SimTime at) {
    return at.ns / 1'000'000'000;
}

/// Of the whole seconds before `at`, the last one that counts.
std::vector<trace::ProcessIndex> failingAt(const Slice& slice, SimTime at) {
    std::map<trace::ProcessIndex, bool> last;
    const std::int64_t now = secondOf(at);
    const auto first = std::lower_bound(
        slice.outcomes.begin(), slice.outcomes.end(), now - kOutcomeSeconds,
        [](const Outcome& outcome, std::int64_t second) { return outcome.second < second; });
    for (auto one = first; one != slice.outcomes.end() && one->second < now; ++one) {
        last[one->process] = one->ok;
    }
    std::vector<trace::ProcessIndex> failing;
    for (const auto& [process, ok] : last) {
        if (!ok) {
            failing.push_back(process);
        }
    }
    return failing;
}

bool isAnyOpen(const Slice& slice) {
    return std::any_of(slice.flights.begin(), slice.flights.end(),
                       [](const Flight& flight) { return flight.isOpen; }) ||
           std::any_of(slice.attempts.begin(), slice.attempts.end(),
                       [](const Attempt& attempt) { return attempt.ended == SimTime::max(); });
}

} // namespace

bool Slice::covers(SimTime at, core::Duration window) const {
    return begin <= at && at <= end && window <= lookback;
}

bool isLoss(const Flight& flight) {
    return flight.fate != trace::Fate::Delivered && flight.fate != trace::Fate::Duplicate;
}

Visible visibleAt(const Slice& slice, SimTime at, core::Duration window) {
    Visible visible;
    for (std::size_t block = 0; block * Slice::kFlightBlock < slice.flights.size(); ++block) {
        const std::size_t first = block * Slice::kFlightBlock;
        if (slice.flights[first].sent > at) {
            break; // ids follow time
        }
        if (block < slice.blockEnds.size() && slice.blockEnds[block] < at) {
            continue;
        }
        const std::size_t last = std::min(first + Slice::kFlightBlock, slice.flights.size());
        for (std::size_t i = first; i < last; ++i) {
            const Flight& flight = slice.flights[i];
            if (flight.sent <= at && lastShown(flight, window) >= at) {
                visible.flights.push_back(&flight);
            }
        }
    }
    for (const Attempt& attempt : slice.attempts) {
        if (showsAt(attempt, at, window)) {
            visible.attempts.push_back(&attempt);
        }
    }
    for (const StateSpan& state : slice.states) {
        if (state.since <= at && at < state.until) {
            visible.states.push_back(&state);
        }
    }
    for (const trace::EventRow& event : slice.events) {
        if (event.at <= at && event.at + window >= at) {
            visible.events.push_back(&event);
        }
    }
    visible.failing = failingAt(slice, at);
    return visible;
}

SliceReader::SliceReader(const trace::Reader& reader, trace::Routes routes)
    : reader_(&reader), routes_(std::move(routes)) {}

core::Result<SliceReader, TraceError> SliceReader::of(const trace::Reader& reader) {
    auto routes = trace::Routes::of(reader);
    if (!routes) {
        return core::Failure{routes.error()};
    }
    SliceReader slices(reader, std::move(*routes));
    if (auto read = slices.refresh(); !read) {
        return core::Failure{read.error()};
    }
    return slices;
}

core::Result<void, TraceError> SliceReader::refresh() {
    if (auto read = routes_.refresh(*reader_); !read) {
        return read;
    }
    // What was answered or refused stays so; the first that hung may have been answered since.
    std::vector<ConnectRow>& known = slowConnects_.rows;
    const auto hanging =
        std::find_if(known.begin(), known.end(), [](const ConnectRow& row) { return !row.ended; });
    const std::uint64_t after = hanging == known.end() ? slowConnects_.last : hanging->id - 1;
    known.erase(hanging, known.end());
    auto more = reader_->slowConnectsAfter(after);
    if (!more) {
        return core::Failure{more.error()};
    }
    known.insert(known.end(), more->rows.begin(), more->rows.end());
    slowConnects_.last = more->last;
    return {};
}

core::Result<std::shared_ptr<const Slice>, TraceError>
SliceReader::read(SimTime at, core::Duration window, core::Duration ahead, std::size_t most,
                  const trace::StopFlag* stop) {
    const trace::TraceSummary& summary = reader_->summary();
    auto slice = std::make_shared<Slice>();
    slice->begin = at;
    slice->end = std::max(at, std::min(at + ahead, summary.until));
    slice->lookback = std::max(window, core::Duration{});
    slice->routes.emplace_back();
    const trace::Reader::Interruptible interruptible(*reader_, stop);
    Done done = readStates(*slice, most); // states and flights may let it end earlier
    if (done) {
        done = readOutcomes(*slice, most);
    }
    if (done) {
        done = readFlights(*slice, most);
    }
    if (done) {
        done = addRoutes(*slice, stop);
    }
    if (done) {
        done = readAttempts(*slice);
    }
    if (done) {
        done = readEvents(*slice);
    }
    if (!done) {
        return core::Failure{done.error()};
    }
    // Before its first rows a branch does not know what was on its way when it began.
    const bool knowsItsBeginning = summary.until.ns > summary.header.recordFrom.ns;
    slice->isFinal = summary.status != trace::RunStatus::Running ||
                     (slice->end + core::Duration{trace::kLongNs} <= summary.until &&
                      knowsItsBeginning && !isAnyOpen(*slice));
    return std::shared_ptr<const Slice>(std::move(slice));
}

/// All that shows at the slice's beginning, then what is sent later: as much as there is room for.
core::Result<void, TraceError> SliceReader::readFlights(Slice& slice, std::size_t most) {
    const auto shown = reader_->flightsIn(
        notBeforeStart(slice.begin - slice.lookback),
        notBeforeStart(slice.begin - slice.lookback * kLossWindows), slice.begin + kInstant);
    if (!shown) {
        return core::Failure{shown.error()};
    }
    const std::size_t room = std::max(most / kLeastRoom, most - std::min(most, shown->size()));
    auto sent = reader_->flightsSentIn(slice.begin + kInstant, slice.end + kInstant, room + 1);
    if (!sent) {
        return core::Failure{sent.error()};
    }
    if (sent->size() > room) {
        // Ids follow time: the slice ends before the first that is too many was sent.
        slice.end = room == 0 ? slice.begin : std::max(slice.begin, sent->back().sent - kInstant);
        std::erase_if(*sent, [&](const FlightRow& row) { return row.sent > slice.end; });
    }
    slice.flights.reserve(shown->size() + sent->size());
    for (const auto* rows : {&*shown, &std::as_const(*sent)}) {
        for (const FlightRow& row : *rows) {
            slice.flights.push_back(flightOf(row));
        }
    }
    noteBlockEnds(slice);
    return {};
}

/// A way holds for a pair of hosts until something of the network changes.
core::Result<void, TraceError> SliceReader::addRoutes(Slice& slice, const trace::StopFlag* stop) {
    std::map<std::tuple<std::size_t, trace::HostIndex, trace::HostIndex>, std::uint32_t> known;
    for (Flight& flight : slice.flights) {
        if (flight.from == flight.to) {
            continue;
        }
        const auto [entry, isNew] =
            known.try_emplace({routes_.epochAt(flight.sent), flight.from, flight.to}, 0);
        if (isNew) {
            if (stop != nullptr && stop->isRaised()) {
                return core::Failure{TraceError{trace::TraceErrorKind::Cancelled, "cancelled"}};
            }
            auto hops = routes_.between(flight.from, flight.to, flight.sent);
            if (hops && !hops->empty()) {
                entry->second = static_cast<std::uint32_t>(slice.routes.size());
                slice.routes.push_back(std::move(*hops));
            }
        }
        flight.route = entry->second;
    }
    return {};
}

core::Result<void, TraceError> SliceReader::readAttempts(Slice& slice) const {
    const SimTime failures = notBeforeStart(slice.begin - slice.lookback * kLossWindows);
    const SimTime early = notBeforeStart(failures - core::Duration{trace::kLongNs});
    const auto add = [&](const ConnectRow& row) {
        const Attempt attempt = attemptOf(row);
        if (belongsTo(slice, attempt)) {
            slice.attempts.push_back(attempt);
        }
    };
    for (const ConnectRow& row : slowConnects_.rows) {
        if (row.opening >= early) {
            break;
        }
        add(row);
    }
    const auto rows = reader_->connectsIn(early, slice.end + kInstant);
    if (!rows) {
        return core::Failure{rows.error()};
    }
    std::for_each(rows->begin(), rows->end(), add);
    return {};
}

core::Result<void, TraceError> SliceReader::readOutcomes(Slice& slice, std::size_t most) const {
    const std::size_t processes = reader_->summary().header.processes.size();
    const std::int64_t first = secondOf(slice.begin) - kOutcomeSeconds;
    std::map<std::pair<std::int64_t, trace::ProcessIndex>, bool> outcomes;
    for (const bool ok : {false, true}) {
        const auto rows =
            reader_->countersIn(first, secondOf(slice.end), ok ? "-ok" : "-failed", most + 1);
        if (!rows) {
            return core::Failure{rows.error()};
        }
        if (rows->size() > most) {
            const SimTime last{rows->back().second * 1'000'000'000};
            slice.end = std::max(slice.begin, std::min(slice.end, last));
        }
        for (const trace::CounterRow& row : *rows) {
            if (row.process < processes) { // else a damaged trace
                bool& any = outcomes.try_emplace({row.second, row.process}, false).first->second;
                any = any || ok;
            }
        }
    }
    for (const auto& [key, ok] : outcomes) {
        slice.outcomes.push_back({key.first, key.second, ok});
    }
    return {};
}

core::Result<void, TraceError> SliceReader::readEvents(Slice& slice) const {
    auto events =
        reader_->eventsIn(notBeforeStart(slice.begin - slice.lookback), slice.end + kInstant, 2);
    if (!events) {
        return core::Failure{events.error()};
    }
    slice.events = std::move(*events);
    for (trace::EventRow& event : slice.events) {
        keepMembers(event, reader_->summary().header);
    }
    return {};
}

core::Result<void, TraceError> SliceReader::readStates(Slice& slice, std::size_t most) const {
    const auto base = reader_->stateAt(slice.begin);
    if (!base) {
        return core::Failure{base.error()};
    }
    auto changes = reader_->stateChangesIn(slice.begin + kInstant, slice.end + kInstant, most + 1);
    if (!changes) {
        return core::Failure{changes.error()};
    }
    if (changes->size() > most) {
        slice.end = std::max(slice.begin, changes->back().at - kInstant);
        std::erase_if(*changes,
                      [&](const trace::StateChange& change) { return change.at > slice.end; });
    }
    using Key = std::pair<trace::ProcessIndex, std::string>;
    std::map<Key, std::vector<StateSpan>> spans;
    const std::size_t processes = reader_->summary().header.processes.size();
    for (const trace::StateRow& row : *base) {
        if (row.process < processes) { // else a damaged trace
            spans[{row.process, row.key}].push_back(
                {row.process, row.key, row.value, row.since, SimTime::max()});
        }
    }
    for (trace::StateChange& change : *changes) {
        if (change.process >= processes) {
            continue;
        }
        std::vector<StateSpan>& history = spans[{change.process, change.key}];
        if (!history.empty() && history.back().until == SimTime::max()) {
            history.back().until = change.at;
        }
        if (change.value) {
            history.push_back(
                {change.process, change.key, std::move(*change.value), change.at, SimTime::max()});
        }
    }
    for (auto& [key, history] : spans) {
        std::move(history.begin(), history.end(), std::back_inserter(slice.states));
    }
    return {};
}

} // namespace sim::scene
