// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/frames.h"
#include "sim/trace/reader.h"

#include <queue>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// Rebuilds TCP's packets (RFC 9293) from what a trace holds of a connection. Its segments, their
/// times and fates are recorded; handshake, acknowledgements and resets are no packets in the
/// simulator (sim/network/streams.h) and are put where their effect was: a SYN when connect() was
/// called and each time it tried again, its answer when the server accepted or refused, a reset
/// when an end aborted. Acknowledgements ride on data; without any they go alone, after two full
/// segments at once (RFC 9293, section 3.8.6.3) and otherwise after kDelayedAck. Segments that
/// overtake each other because they share a link are acknowledged when the gap closes; beyond what
/// was lost they are answered by duplicates at once (RFC 5681, section 3.2). Initial sequence
/// numbers are a hash of connection and direction. Not known to a trace, so not shown: how much of
/// the window the receiver's process has consumed, and window probes.
namespace sim::trace {

class TcpReplay {
public:
    static constexpr core::Duration kDelayedAck{1'000'000};

    struct Packet {
        SimTime at;
        const ConnectionRow* connection = nullptr;
        core::wire::Direction direction = core::wire::Direction::FromClient;
        TcpHeader header;
        core::ByteView payload; ///< at most kMss
        std::string_view comment;
    };
    /// Called with times that never decrease; the packet is borrowed during the call.
    using Emit = std::function<void(const Packet&)>;
    /// When which host lost power: it then says nothing, where a crashed process resets.
    using PowerOffs = std::set<std::pair<HostIndex, SimTime>>;

    TcpReplay(SimTime end, PowerOffs powerOffs, Emit emit)
        : end_(end), powerOffs_(std::move(powerOffs)), emit_(std::move(emit)) {}

    // REQUIRES: calls in the order of the rows' times.
    void open(const ConnectionRow& row);
    /// `comment` stands at each packet that the segment is cut into; `sentAgain`: a later row sends
    /// the same octets.
    void send(const SegmentRow& segment, std::string_view comment, bool sentAgain);
    /// Emits what comes before something that is sent at `until`.
    void advance(SimTime until);
    /// Emits the rest.
    void finish();

private:
    enum class Step : std::uint8_t {
        Syn,
        SynAck,
        HandshakeAck,
        Refusal,
        Arrival,
        ResetReply, ///< a segment reached a host that does not know the connection (any more)
        // From here on: only after all that is sent in the same instant.
        Ack,
        End,
        Forget,
    };
    struct Action {
        SimTime at;
        Step step = Step::Syn;
        std::uint64_t order = 0; ///< of scheduling
        std::uint64_t connection = 0;
        std::size_t side = 0; ///< who sends; for Arrival who receives
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        bool fin = false;
        bool heard = true; ///< Syn, Arrival: false if the answer did not come back
    };
    struct Later {
        bool operator()(const Action& a, const Action& b) const {
            return std::tuple(a.at, a.step >= Step::Ack, a.order) >
                   std::tuple(b.at, b.step >= Step::Ack, b.order);
        }
    };
    struct Side {
        std::uint32_t initial = 0; ///< sequence number of its SYN
        std::uint64_t next = 0;    ///< octets sent, its FIN counted as one
        std::uint64_t inOrder = 0; ///< octets of the peer that arrived without a gap
        std::map<std::uint64_t, std::uint64_t> early; ///< begin -> end of what is beyond a gap
        std::multiset<std::uint64_t> onTheWay;        ///< begins of segments that will reach it
        std::optional<std::uint64_t> finAt;           ///< where the peer's stream ends
        bool ackDue = false;
        bool ackLost = false;  ///< the peer will not hear the next one
        bool wasReset = false; ///< a reset was sent to it
    };
    struct Live {
        ConnectionRow row;
        std::array<Side, 2> sides;
        bool greeted = false; ///< the client has acknowledged the server's SYN
    };

    void schedule(Action action);
    void scheduleSyns(const ConnectionRow& row);
    void scheduleEnds(const ConnectionRow& row);
    void run(const Action& action);
    void arrive(Live& live, const Action& action);
    void endSide(Live& live, std::size_t side, SimTime at);
    void greet(Live& live, SimTime at);
    void emit(Live& live, std::size_t side, SimTime at, std::uint64_t offset, std::uint8_t flags,
              core::ByteView payload = {}, std::string_view comment = {});
    void reset(Live& live, std::size_t side, SimTime at, std::string_view comment = {});

    SimTime end_;
    PowerOffs powerOffs_;
    Emit emit_;
    std::priority_queue<Action, std::vector<Action>, Later> queue_;
    std::uint64_t nextOrder_ = 0;
    std::map<std::uint64_t, Live> live_; ///< by connection id
};

} // namespace sim::trace
