// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/pacing.h"

#include "sim/trace/schema.h"

#include <algorithm>

namespace sim::scene {
namespace {

__extension__ typedef __int128 Wide;

using trace::TraceError;

// The least that the visual language asks for is 1.5 s and 0.4 s. A line of the story takes about
// four seconds to be read, and a room looks from one side of the stage to the other.
constexpr core::Duration kHeadline{4'500'000'000};
constexpr core::Duration kFlight{700'000'000};
constexpr core::Duration kChange{1'500'000'000};
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
/// So many flights fit into a headline's time, if they follow each other.
constexpr std::int64_t kFlightsInHeadline = 4;
constexpr core::Duration kShortestFlight{1'000};
constexpr core::Duration kLongestFlight{50'000'000};
/// A message that takes so many times as long as others does not seem to move beside them.
constexpr std::int64_t kCrawls = 8;
/// How far and how many messages are looked ahead after a headline, and after a change. Where more
/// are on their way, there is always something that moves.
constexpr core::Duration kLookAhead{7'500'000'000};
constexpr core::Duration kShortLookAhead{600'000'000};
constexpr std::size_t kMostAhead = 600;
constexpr std::size_t kFewAhead = 64;
/// By so many flights the time of a message is told.
constexpr std::size_t kSample = 8;

/// Where nothing was sent: the network's slowest link, there and back.
core::Duration supposedFlight(const trace::RunHeader& header) {
    core::Duration slowest{500'000};
    for (const trace::LinkEntry& link : header.links) {
        slowest = std::max(slowest, link.latency);
    }
    return 2 * slowest;
}

core::Duration lengthOf(const CalmPoint& point) {
    return point.end - point.begin;
}

core::Duration middleOf(std::vector<CalmPoint> flights) {
    const auto middle = flights.begin() + static_cast<std::ptrdiff_t>(flights.size() / 2);
    std::nth_element(
        flights.begin(), middle, flights.end(),
        [](const CalmPoint& a, const CalmPoint& b) { return lengthOf(a) < lengthOf(b); });
    return lengthOf(*middle);
}

/// What an event or message was caused by, and its flight if it is a message that has ended.
core::Result<trace::RowCause, TraceError>
stepBack(const trace::Reader& reader, const trace::RowCause& from, std::vector<CalmPoint>& chain) {
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
    if (message->arrived && message->fromHost != message->toHost) { // else nothing is drawn
        chain.push_back({message->sent, *message->arrived, kFlight});
    }
    return message->cause;
}

/// Its chain of causes; what that begins with.
core::Result<trace::CauseRow, TraceError> followBack(const trace::Reader& reader,
                                                     std::uint64_t event, Paced& paced) {
    trace::RowCause row{trace::CauseRow::Event, event};
    for (int step = 0; step < kSteps && paced.chain.size() < kChainMessages; ++step) {
        if (row.kind != trace::CauseRow::Event && row.kind != trace::CauseRow::Message) {
            break;
        }
        const auto cause = stepBack(reader, row, paced.chain);
        if (!cause && cause.error().kind == trace::TraceErrorKind::NotFound) {
            paced.isWhole = false;
            break;
        }
        if (!cause) {
            return core::Failure{cause.error()};
        }
        row = *cause;
    }
    return row.kind;
}

/// What crosses the network after a headline or change. Where the trace cannot be read nothing is
/// known of it: who wants to see the messages is told of that, the story is not.
class Ahead {
public:
    explicit Ahead(Paced& paced) : paced_(paced) {}

    void read(const trace::Reader& reader, core::Duration far, std::size_t most) {
        const trace::TraceSummary& summary = reader.summary();
        const SimTime end = paced_.at + far;
        paced_.seen = paced_.at;
        if (summary.level == trace::Level::Story) {
            return; // tells nothing of messages
        }
        constexpr core::Duration kInstant{1};
        const auto underWay = reader.flightsIn(paced_.at, paced_.at, paced_.at + kInstant);
        if (!underWay) {
            return;
        }
        const auto sent = reader.flightsSentIn(paced_.at + kInstant, end, most);
        if (!sent) {
            return;
        }
        for (const auto* rows : {&*underWay, &*sent}) {
            for (const trace::FlightRow& row : *rows) {
                take(row);
            }
        }
        paced_.seen = std::min(end, summary.until);
        if (sent->size() >= most) {
            paced_.seen = std::clamp(sent->back().sent, paced_.at, paced_.seen);
        } else if (summary.status == trace::RunStatus::Running &&
                   summary.until.ns < end.ns + trace::kLongNs) {
            paced_.isWhole = false;
        }
    }
    /// Connects that nobody answers at all are no flight.
    void readRefusals(const trace::Reader& reader) {
        const auto rows = reader.connectsIn(paced_.at, paced_.seen);
        if (!rows) {
            return;
        }
        for (const trace::ConnectRow& row : *rows) {
            if (row.refused && row.ended && row.clientHost != row.serverHost) {
                losses_.push_back({row.opening, *row.ended, kFlight});
                flights_.push_back(losses_.back());
            }
        }
    }
    void finish(const trace::RunHeader& header, bool isFault) {
        std::vector<CalmPoint> sample = paced_.chain.empty() ? delivered_ : paced_.chain;
        paced_.flight = std::clamp(sample.empty() ? supposedFlight(header) : middleOf(sample),
                                   kShortestFlight, kLongestFlight);
        if (isFault) {
            std::erase_if(losses_, [&](const CalmPoint& loss) { return crawls(loss); });
            std::stable_sort(losses_.begin(), losses_.end(), isEarlier);
            losses_.resize(std::min(losses_.size(), kCostMessages));
            paced_.cost = std::move(losses_);
        }
        joinFlights();
    }

private:
    static bool isEarlier(const CalmPoint& a, const CalmPoint& b) { return a.begin < b.begin; }
    bool crawls(const CalmPoint& flight) const {
        return lengthOf(flight) > kCrawls * paced_.flight;
    }

    void take(const trace::FlightRow& row) {
        if (!row.arrived || row.fromHost == row.toHost) {
            return;
        }
        const CalmPoint flight{row.sent, *row.arrived, kFlight};
        flights_.push_back(flight);
        if (row.fate != trace::Fate::Delivered && row.fate != trace::Fate::Duplicate) {
            losses_.push_back(flight);
        } else if (row.sent >= paced_.at && delivered_.size() < kSample) {
            delivered_.push_back(flight);
        }
    }
    void joinFlights() {
        std::stable_sort(flights_.begin(), flights_.end(), isEarlier);
        for (const CalmPoint& flight : flights_) {
            const SimTime begin = std::max(flight.begin, paced_.at);
            const SimTime end = std::min(flight.end, paced_.seen);
            if (end <= begin || crawls(flight)) {
                continue;
            }
            if (paced_.traffic.empty() || paced_.traffic.back().end < begin) {
                paced_.traffic.push_back({begin, end});
            } else {
                paced_.traffic.back().end = std::max(paced_.traffic.back().end, end);
            }
        }
    }

    Paced& paced_;
    std::vector<CalmPoint> flights_;
    std::vector<CalmPoint> delivered_; ///< the first ones, sent after it
    std::vector<CalmPoint> losses_;    ///< some of them, and connects that were refused
};

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

/// Screen time of one flight while a headline stands.
core::Duration slowOf(bool unhurried) {
    return (unhurried ? kHeadline : kLeastHeadline) / kFlightsInHeadline;
}

/// Screen time of `length` where a flight takes `slow`.
core::Duration screenOf(core::Duration length, core::Duration flight, core::Duration slow) {
    return {static_cast<std::int64_t>(Wide{length.ns} * slow.ns / flight.ns)};
}

/// Until when a headline stands: until what moves after it has had so much screen time.
SimTime holdOf(const Paced& headline, core::Duration screen, core::Duration slow) {
    const core::Duration flight = headline.flight;
    SimTime at = headline.at;
    core::Duration left = screen;
    for (const CalmStretch& stretch : headline.traffic) {
        const core::Duration gap = stretch.begin - at;
        left -= std::min(screenOf(gap, flight, slow), stillScreen(gap));
        const core::Duration moving = screenOf(stretch.end - stretch.begin, flight, slow);
        if (left <= moving) {
            return stretch.begin + screenOf(std::max(left, core::Duration{}), slow, flight);
        }
        left -= moving;
        at = stretch.end;
    }
    return at + screenOf(left, slow, flight);
}

class Planner {
public:
    Planner(std::span<const Paced> told, SimTime until) : told_(told), until_(until) {
        std::copy_if(told.begin(), told.end(), std::back_inserter(headlines_),
                     [](const Paced& paced) { return paced.isHeadline; });
    }

    CalmPlan plan() {
        for (std::size_t i = 0; i < headlines_.size();) {
            i = addHeadlines(i);
        }
        for (const Paced& paced : told_) {
            if (!paced.isHeadline) {
                plan_.points.push_back({paced.at, paced.at, kChange});
            }
        }
        addStills();
        return std::move(plan_);
    }

private:
    /// Those of one instant, from `first` on, are shown together. Returns the next one.
    std::size_t addHeadlines(std::size_t first) {
        const Paced& headline = headlines_[first];
        const bool unhurried = first < kUnhurriedHeadlines;
        core::Duration screen;
        std::size_t next = first;
        for (; next < headlines_.size() && headlines_[next].at == headline.at; ++next) {
            screen += unhurried ? kHeadline : kLeastHeadline;
            addFlights(plan_.points, headlines_[next].chain, unhurried);
            addFlights(plan_.points, headlines_[next].cost, unhurried);
        }
        const core::Duration slow = slowOf(unhurried);
        const bool isLast = next == headlines_.size();
        const SimTime following = isLast ? until_ : headlines_[next].at;
        SimTime end = holdOf(headline, screen, slow);
        if (!isLast) { // its words stand until the next one's only
            end = std::min(end, following);
            plan_.least.push_back({headline.at, following, kLeastHeadline});
        }
        plan_.points.push_back(
            {headline.at, end, screenOf(end - headline.at, headline.flight, slow)});
        const core::Duration aftermath = std::min(kAftermath, (following - end) * 3 / 4);
        if (unhurried && aftermath > core::Duration{}) {
            plan_.points.push_back({end, end + aftermath, aftermath});
        }
        return next;
    }

    /// Between messages, as far as they are known, and between what is told.
    void addStills() {
        std::vector<CalmStretch> gaps;
        for (const Paced& paced : told_) {
            SimTime at = paced.at;
            for (const CalmStretch& stretch : paced.traffic) {
                gaps.push_back({at, stretch.begin});
                at = stretch.end;
            }
            gaps.push_back({at, std::min(paced.seen, until_)});
        }
        std::erase_if(gaps, [](const CalmStretch& gap) { return gap.end <= gap.begin; });
        std::sort(gaps.begin(), gaps.end(),
                  [](const CalmStretch& a, const CalmStretch& b) { return a.begin < b.begin; });
        std::size_t next = 0; // of what is told
        for (std::size_t i = 0; i < gaps.size();) {
            CalmStretch gap = gaps[i++];
            for (; i < gaps.size() && gaps[i].begin <= gap.end; ++i) {
                gap.end = std::max(gap.end, gaps[i].end);
            }
            for (; next < told_.size() && told_[next].at < gap.end; ++next) {
                if (told_[next].at > gap.begin) {
                    plan_.stills.push_back({gap.begin, told_[next].at});
                    gap.begin = told_[next].at;
                }
            }
            plan_.stills.push_back(gap);
        }
    }

    std::span<const Paced> told_;
    SimTime until_;
    std::vector<Paced> headlines_;
    CalmPlan plan_;
};

} // namespace

core::Result<Paced, TraceError> headlineOf(const trace::Reader& reader, SimTime at,
                                           std::uint64_t event) {
    Paced paced;
    paced.at = at;
    const auto origin = followBack(reader, event, paced);
    if (!origin) {
        return core::Failure{origin.error()};
    }
    const bool isFault = paced.chain.empty() && *origin == trace::CauseRow::Timeline;
    Ahead ahead(paced);
    ahead.read(reader, kLookAhead, kMostAhead);
    if (isFault) {
        ahead.readRefusals(reader);
    }
    ahead.finish(reader.summary().header, isFault);
    return paced;
}

Paced changeOf(const trace::Reader& reader, SimTime at) {
    Paced paced;
    paced.at = at;
    paced.isHeadline = false;
    Ahead ahead(paced);
    ahead.read(reader, kShortLookAhead, kFewAhead);
    ahead.finish(reader.summary().header, false);
    return paced;
}

bool Attention::isFor(bool headline) {
    if (headline) {
        ++headlines_;
        inARow_ = 0;
        return true;
    }
    return inARow_++ < kChangesInARow && headlines_ <= kUnhurriedHeadlines;
}

CalmPlan planOf(std::span<const Paced> told, SimTime until) {
    return Planner(told, until).plan();
}

} // namespace sim::scene
