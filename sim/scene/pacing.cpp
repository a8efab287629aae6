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
        std::size_t next = i; // those of one instant are shown together
        while (next < headlines.size() && headlines[next].at == headlines[i].at) {
            points.insert(points.end(), headlines[next].flights.begin(),
                          headlines[next].flights.end());
            ++next;
        }
        const SimTime at = headlines[i].at;
        SimTime end = at + headlines[i].hold;
        if (next < headlines.size()) {
            end = std::min(end, headlines[next].at); // its words stand until then only
        }
        points.push_back({at, end, kHeadline * static_cast<std::int64_t>(next - i)});
        const SimTime following = next < headlines.size() ? headlines[next].at : until;
        const core::Duration aftermath = std::min(kAftermath, (following - end) * 3 / 4);
        if (aftermath > core::Duration{}) {
            points.push_back({end, end + aftermath, aftermath});
        }
        i = next;
    }
    for (const SimTime at : changes) {
        points.push_back({at, at, kChange});
    }
    return points;
}

} // namespace sim::scene
