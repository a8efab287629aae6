// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/tcp_replay.h"

#include "core/base/hash.h"
#include "core/runtime/network.h"

#include <algorithm>

namespace sim::trace {
namespace {

using core::Duration;

/// Before the first SYN is sent again; doubles (RFC 6298, section 2.1; sim/network/streams.h).
constexpr Duration kSynTimeout{1'000'000'000};
/// After both ends are over, how long packets on their way may still arrive.
constexpr Duration kRemembered{60'000'000'000};
constexpr std::uint16_t kSynWindow = 65'535;
constexpr std::uint16_t kWindow = core::runtime::kDefaultWindow >> kWindowShift;
constexpr std::string_view kUnanswered = "unanswered";
constexpr std::string_view kAckLost = "lost: the data will be sent again";

const std::optional<SimTime>& endedOf(const ConnectionRow& row, std::size_t side) {
    return side == 0 ? row.clientEnded : row.serverEnded;
}
const std::string& endOf(const ConnectionRow& row, std::size_t side) {
    return side == 0 ? row.clientEnd : row.serverEnd;
}
bool endedBy(const ConnectionRow& row, std::size_t side, SimTime at) {
    const auto& ended = endedOf(row, side);
    return ended && *ended <= at;
}
HostIndex hostOf(const ConnectionRow& row, std::size_t side) {
    return side == 0 ? row.clientHost : row.serverHost;
}
std::size_t senderOf(const SegmentRow& segment) {
    return segment.direction == core::wire::Direction::FromClient ? 0 : 1;
}

/// When the client tried, before its last try was answered at `answer` (or until `answer`).
std::vector<SimTime> synTimes(SimTime opening, SimTime answer) {
    std::vector<SimTime> times{opening};
    for (Duration wait = kSynTimeout; times.back() + wait < answer; wait = wait * 2) {
        times.push_back(times.back() + wait);
    }
    return times;
}

} // namespace

void TcpReplay::schedule(Action action) {
    action.order = nextOrder_++;
    queue_.push(action);
}

void TcpReplay::open(const ConnectionRow& row) {
    Live& live = live_[row.id];
    live.row = row;
    for (std::size_t side = 0; side < 2; ++side) {
        live.sides[side].initial =
            static_cast<std::uint32_t>(core::combine64(row.id, side) & 0xffffffff);
    }
    scheduleSyns(row);
    scheduleEnds(row);
}

void TcpReplay::scheduleSyns(const ConnectionRow& row) {
    const bool refused = row.clientEnd == "refused";
    const SimTime answer = row.opened ? *row.opened : row.clientEnded.value_or(end_);
    const std::vector<SimTime> tries = synTimes(row.opening, answer);
    for (const SimTime at : tries) {
        const bool answered = (row.opened || refused) && at == tries.back();
        schedule({at, Step::Syn, 0, row.id, 0, 0, 0, false, answered});
    }
    const Duration there = answer - tries.back();
    if (row.opened) {
        schedule({*row.opened, Step::SynAck, 0, row.id, 1});
        schedule({*row.opened + there, Step::HandshakeAck, 0, row.id, 0});
    } else if (refused) {
        schedule({tries.back() + there / 2, Step::Refusal, 0, row.id, 1}); // half a round trip
    }
}

void TcpReplay::scheduleEnds(const ConnectionRow& row) {
    SimTime last = row.opening;
    for (std::size_t side = 0; side < 2; ++side) {
        if (const auto& ended = endedOf(row, side)) {
            schedule({*ended, Step::End, 0, row.id, side});
            last = std::max(last, *ended);
        }
    }
    if (row.clientEnded && (row.serverEnded || !row.opened)) {
        schedule({last + kRemembered, Step::Forget, 0, row.id});
    }
}

void TcpReplay::advance(SimTime until) {
    while (!queue_.empty()) {
        const Action action = queue_.top();
        if (action.at > until || (action.at == until && action.step >= Step::Ack)) {
            return;
        }
        queue_.pop();
        run(action);
    }
}

void TcpReplay::finish() {
    while (!queue_.empty() && queue_.top().at <= end_) {
        const Action action = queue_.top();
        queue_.pop();
        run(action);
    }
}

void TcpReplay::run(const Action& action) {
    const auto found = live_.find(action.connection);
    if (found == live_.end()) {
        return;
    }
    Live& live = found->second;
    switch (action.step) {
    case Step::Syn:
        emit(live, 0, action.at, 0, kSyn, {}, action.heard ? std::string_view() : kUnanswered);
        break;
    case Step::SynAck:
        emit(live, 1, action.at, 0, kSyn | kAck);
        break;
    case Step::HandshakeAck:
        if (!endedBy(live.row, 0, action.at)) { // else it had given up
            greet(live, action.at);
        }
        break;
    case Step::Refusal:
        emit(live, 1, action.at, 0, kRst | kAck);
        break;
    case Step::Arrival:
        arrive(live, action);
        break;
    case Step::ResetReply:
        reset(live, action.side, action.at);
        break;
    case Step::Ack:
        if (live.sides[action.side].ackDue) {
            const Side& side = live.sides[action.side];
            emit(live, action.side, action.at, side.next, kAck, {},
                 side.ackLost ? kAckLost : std::string_view());
        }
        break;
    case Step::End:
        endSide(live, action.side, action.at);
        break;
    case Step::Forget:
        live_.erase(found);
        break;
    }
}

/// The third packet of the handshake, unless it was sent.
void TcpReplay::greet(Live& live, SimTime at) {
    if (!live.greeted) {
        live.greeted = true;
        emit(live, 0, at, 0, kAck);
    }
}

void TcpReplay::send(const SegmentRow& segment, std::string_view comment, bool sentAgain) {
    const auto found = live_.find(segment.connection);
    if (found == live_.end()) {
        return;
    }
    Live& live = found->second;
    const std::size_t sender = senderOf(segment);
    if (sender == 0) {
        greet(live, segment.sent);
    }
    const core::ByteView payload = segment.payload;
    for (std::size_t at = 0; at < payload.size(); at += kMss) {
        const std::size_t length = std::min<std::size_t>(kMss, payload.size() - at);
        const bool last = at + length == payload.size();
        emit(live, sender, segment.sent, segment.begin + at,
             static_cast<std::uint8_t>(kAck | (last ? kPsh : 0)), payload.subspan(at, length),
             comment);
    }
    const std::uint64_t end = segment.begin + payload.size();
    if (segment.fin) {
        emit(live, sender, segment.sent, end, kFin | kAck, {}, comment);
    }
    if (!segment.arrived || !segment.fate) {
        return;
    }
    const SimTime arrived = *segment.arrived;
    if (*segment.fate == Fate::Delivered) {
        live.sides[1 - sender].onTheWay.insert(segment.begin);
        schedule({arrived, Step::Arrival, 0, segment.connection, 1 - sender, segment.begin, end,
                  segment.fin, !sentAgain});
    } else if (*segment.fate == Fate::StreamGone && endedBy(live.row, 1 - sender, arrived) &&
               !endedBy(live.row, sender, arrived)) {
        schedule({arrived, Step::ResetReply, 0, segment.connection, 1 - sender});
    }
}

void TcpReplay::arrive(Live& live, const Action& action) {
    Side& side = live.sides[action.side];
    if (const auto found = side.onTheWay.find(action.begin); found != side.onTheWay.end()) {
        side.onTheWay.erase(found);
    }
    const bool hadGap = !side.early.empty();
    bool progress = false;
    if (action.end > side.inOrder) {
        std::uint64_t& end = side.early[action.begin];
        end = std::max(end, action.end);
    }
    while (!side.early.empty() && side.early.begin()->first <= side.inOrder) {
        side.inOrder = std::max(side.inOrder, side.early.begin()->second);
        side.early.erase(side.early.begin());
        progress = true;
    }
    if (action.fin && !side.finAt) {
        side.finAt = action.end;
        progress = progress || side.inOrder == action.end;
    }
    if (action.side == 0 && !live.greeted) {
        greet(live, action.at);
        return;
    }
    const bool gapWillClose = !side.onTheWay.empty() && *side.onTheWay.begin() <= side.inOrder;
    if (!progress && gapWillClose) {
        return;
    }
    const bool atOnce = !progress || hadGap || action.end - action.begin >= 2 * kMss;
    side.ackDue = true;
    side.ackLost = !action.heard;
    schedule(
        {atOnce ? action.at : action.at + kDelayedAck, Step::Ack, 0, live.row.id, action.side});
}

void TcpReplay::endSide(Live& live, std::size_t index, SimTime at) {
    const ConnectionRow& row = live.row;
    const std::string& how = endOf(row, index);
    Side& side = live.sides[index];
    if (how != "finished") {
        side.ackDue = false;
    }
    const std::size_t peer = 1 - index;
    const bool peerKnows = row.opened && *row.opened <= at && !endedBy(row, peer, at);
    const bool silent = powerOffs_.contains({hostOf(row, index), at});
    if (how == "aborted" && peerKnows && !silent) {
        const bool heard = endOf(row, peer) == "reset";
        reset(live, index, at, heard ? std::string_view() : "not received");
    } else if (how == "timed-out" && index == 0 && !live.greeted && peerKnows) {
        reset(live, 0, at); // the server had accepted: it learns that nobody is there
    } else if (how == "reset" && !side.wasReset) {
        reset(live, peer, at); // the answer to a window probe, which leaves no other trace
    }
}

void TcpReplay::reset(Live& live, std::size_t side, SimTime at, std::string_view comment) {
    live.sides[1 - side].wasReset = true;
    emit(live, side, at, live.sides[side].next, kRst | kAck, {}, comment);
}

/// `offset` counts the octets of the side's stream; a FIN takes one more.
void TcpReplay::emit(Live& live, std::size_t index, SimTime at, std::uint64_t offset,
                     std::uint8_t flags, core::ByteView payload, std::string_view comment) {
    Side& side = live.sides[index];
    const Side& peer = live.sides[1 - index];
    const bool syn = (flags & kSyn) != 0;
    const bool refusal = !live.row.opened && (flags & kRst) != 0;
    TcpHeader header;
    header.flags = flags;
    header.sequence =
        refusal ? 0 : static_cast<std::uint32_t>(side.initial + (syn ? 0 : 1) + offset);
    if ((flags & kAck) != 0) {
        const bool fin = side.finAt && *side.finAt == side.inOrder;
        header.acknowledgment =
            static_cast<std::uint32_t>(peer.initial + 1 + side.inOrder + (fin ? 1 : 0));
        side.ackDue = false;
    }
    if ((flags & kRst) == 0) {
        header.window = syn ? kSynWindow : kWindow;
    }
    side.next = std::max(side.next, offset + payload.size() + ((flags & kFin) != 0 ? 1 : 0));
    emit_({at, &live.row,
           index == 0 ? core::wire::Direction::FromClient : core::wire::Direction::FromServer,
           header, payload, comment});
}

} // namespace sim::trace
