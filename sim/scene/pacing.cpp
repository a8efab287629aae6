// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/pacing.h"

#include <algorithm>

namespace sim::scene {
namespace {

// The least that the visual language asks for is 1.5 s and 0.4 s. A line of the story takes about
// four seconds to be read, and a room looks from one side of the stage to the other.
constexpr core::Duration kHeadline{4'000'000'000};
constexpr core::Duration kFlight{600'000'000};
constexpr core::Duration kChange{1'200'000'000};
// A run that tells more than a room can take in goes on at the least.
constexpr std::size_t kUnhurriedHeadlines = 20;
constexpr core::Duration kLeastHeadline{1'500'000'000};
constexpr core::Duration kLeastFlight{400'000'000};
constexpr std::size_t kLeastChain = 2;
/// Changes between two headlines that get time of their own.
constexpr std::size_t kChangesInARow = 12;
/// After a headline the clock goes at the pace of real time, so that its consequences are seen,
/// for most of the way to the next one.
constexpr core::Duration kAftermath{7'000'000'000};
/// Causes that are looked at for one headline: an event in between has no flight.
constexpr int kSteps = 64;
/// So many flights fit into a headline's time.
constexpr std::int64_t kFlightsInHold = 4;
constexpr core::Duration kShortestFlight{1'000};
constexpr core::Duration kLongestFlight{50'000'000};

/// Where nothing was sent: the network's slowest link, there and back.
core::Duration supposedFlight(const trace::RunHeader& header) {
    core::Duration slowest{500'000};
    for (const trace::LinkEntry& link : header.links) {
        slowest = std::max(slowest, link.latency);
    }
    return 2 * slowest;
}

core::Duration middleOf(std::vector<CalmPoint> flights) {
    const auto length = [](const CalmPoint& p) { return p.end - p.begin; };
    const auto middle = flights.begin() + static_cast<std::ptrdiff_t>(flights.size() / 2);
    std::nth_element(flights.begin(), middle, flights.end(),
                     [&](const CalmPoint& a, const CalmPoint& b) { return length(a) < length(b); });
    return length(*middle);
}

/// What an event or message was caused by, and its flight if it is a message that has ended.
core::Result<trace::RowCause, trace::TraceError> stepBack(const trace::Reader& reader,
                                                          const trace::RowCause& from,
                                                          std::vector<CalmPoint>& flights) {
    if (from.kind == trace::CauseRow::Event) {
        const auto event = reader.event(from.id);
        if (!event) {
            return core::Failure{event.error()};
        }
        return event->cause;
    }
    const auto message = reader.message(from.id);
    if (!message) {
        return core::Failure{message.error()};
    }
    if (message->arrived) {
        flights.push_back({message->sent, *message->arrived, kFlight});
    }
    return message->cause;
}

void addFlights(std::vector<CalmPoint>& points, std::span<const CalmPoint> flights,
                bool unhurried) {
    if (unhurried) {
        points.insert(points.end(), flights.begin(), flights.end());
        return;
    }
    for (const CalmPoint& flight : flights.first(std::min(kLeastChain, flights.size()))) {
        points.push_back({flight.begin, flight.end, kLeastFlight});
    }
}

void addChanges(std::vector<CalmPoint>& points, std::span<const Paced> headlines,
                std::span<const SimTime> changes) {
    std::size_t next = 0;
    std::size_t inARow = 0;
    for (const SimTime at : changes) {
        for (; next < headlines.size() && headlines[next].at <= at; ++next) {
            inARow = 0;
        }
        if (inARow++ < kChangesInARow && next <= kUnhurriedHeadlines) {
            points.push_back({at, at, kChange});
        }
    }
}

} // namespace

core::Result<Paced, trace::TraceError> pacedOf(const trace::Reader& reader, SimTime at,
                                               std::uint64_t event) {
    Paced paced{at, {}, {}, true};
    trace::RowCause row{trace::CauseRow::Event, event};
    for (int step = 0; step < kSteps && paced.flights.size() < kChainMessages; ++step) {
        if (row.kind != trace::CauseRow::Event && row.kind != trace::CauseRow::Message) {
            break;
        }
        const auto cause = stepBack(reader, row, paced.flights);
        if (!cause && cause.error().kind == trace::TraceErrorKind::NotFound) {
            paced.isWhole = false;
            break;
        }
        if (!cause) {
            return core::Failure{cause.error()};
        }
        row = *cause;
    }
    const core::Duration flight =
        paced.flights.empty() ? supposedFlight(reader.summary().header) : middleOf(paced.flights);
    paced.hold = kFlightsInHold * std::clamp(flight, kShortestFlight, kLongestFlight);
    return paced;
}

std::vector<CalmPoint> pointsOf(std::span<const Paced> headlines, std::span<const SimTime> changes,
                                SimTime until) {
    std::vector<CalmPoint> points;
    for (std::size_t i = 0; i < headlines.size();) {
        const bool unhurried = i < kUnhurriedHeadlines;
        const SimTime at = headlines[i].at;
        const core::Duration hold = headlines[i].hold;
        core::Duration screen;
        for (; i < headlines.size() && headlines[i].at == at; ++i) { // shown together
            screen += unhurried ? kHeadline : kLeastHeadline;
            addFlights(points, headlines[i].flights, unhurried);
        }
        const SimTime following = i < headlines.size() ? headlines[i].at : until;
        // Its words stand until the next one's only.
        const SimTime end = i < headlines.size() ? std::min(at + hold, following) : at + hold;
        points.push_back({at, end, screen});
        const core::Duration aftermath = std::min(kAftermath, (following - end) * 3 / 4);
        if (unhurried && aftermath > core::Duration{}) {
            points.push_back({end, end + aftermath, aftermath});
        }
    }
    addChanges(points, headlines, changes);
    return points;
}

} // namespace sim::scene
