// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/raft/state_machine.h"
#include "core/raft/types.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

/// Sessions: a client that repeats a command because no answer came has it applied once (the
/// thesis, 6.3; Lee et al., "Implementing Linearizability at Large Scale and Low Latency", SOSP
/// 2015). The client opens a session, numbers its commands and says with each which is the lowest
/// number it still wants an answer to. The state machine keeps the results from that number on
/// and repeats them instead of applying the command again.
///
/// Sessions end by a rule that the log alone determines, so that all servers agree: by an explicit
/// close, or when a session is opened beyond the bound that the opening command carries: then the
/// one used least recently in log order ends. A command of a session that has ended is refused: it
/// may have been applied before, and nobody knows any more.
///
/// Deviations from the thesis: no expiry by time, hence no keep-alives; the bound travels in the
/// log instead of being configured at each server, so that servers cannot differ in it.
namespace core::raft {

/// The log index of the command that opened it; never used again.
using SessionId = std::uint64_t;
inline constexpr SessionId kNoSession = 0;

/// Results a session may keep: a client may have so many commands without an answer.
inline constexpr std::uint64_t kMostUnanswered = 1'024;
inline constexpr std::uint64_t kDefaultMostSessions = 10'000;

/// A command for the state machine inside a session.
struct SessionCommand {
    SessionId session = kNoSession;
    std::uint64_t sequence = 0;         ///< 1, 2, 3, ... within the session
    std::uint64_t lowestUnanswered = 0; ///< 1 to sequence; results below are forgotten
    ByteView command;
};

/// What a log entry for a SessionMachine says.
Bytes encodeOpenSession(std::uint64_t mostSessions = kDefaultMostSessions);
Bytes encodeCloseSession(SessionId session);
Bytes encodeInSession(const SessionCommand& command);
/// A command that needs no session because it may be applied twice.
Bytes encodeWithoutSession(ByteView command);

enum class SessionStatus : std::uint8_t {
    Applied = 0,  ///< now or at an earlier attempt; the result is the state machine's
    Opened = 1,   ///< the session's id is in the answer
    Closed = 2,   ///< it is closed, or was before
    Expired = 3,  ///< no such session (any more): whether an earlier attempt was applied is unknown
    Answered = 4, ///< the client said it has the answer: applied before, the result is forgotten
    TooMany = 5,  ///< kMostUnanswered or more beyond the lowest unanswered: not applied
    Unreadable = 6, ///< the octets are no command: nothing applied
};
std::string_view toString(SessionStatus status);

struct SessionResult {
    SessionStatus status = SessionStatus::Unreadable;
    SessionId session = kNoSession; ///< Opened
    Bytes result;                   ///< Applied

    friend bool operator==(const SessionResult&, const SessionResult&) = default;
};
Bytes encode(const SessionResult& result);
/// nullopt for octets that encode() cannot have written.
std::optional<SessionResult> decodeSessionResult(ByteView bytes);

/// Keeps the sessions before another state machine, which sees each command once. Its results are
/// SessionResults.
class SessionMachine final : public StateMachine {
public:
    /// REQUIRES: `inner` outlives this.
    explicit SessionMachine(StateMachine& inner) : inner_(inner) {}

    Bytes apply(LogIndex index, ByteView command) override;
    Bytes snapshot() const override;
    bool restore(ByteView snapshot) override;

    std::size_t sessions() const { return sessions_.size(); }
    bool isOpen(SessionId session) const { return sessions_.contains(session); }
    /// Results kept over all sessions.
    std::size_t keptResults() const;
    /// Commands that were answered from a kept result since this object was made.
    std::uint64_t repeats() const { return repeats_; }

private:
    struct Session {
        LogIndex lastUsed = 0;
        std::uint64_t lowestUnanswered = 1;
        std::map<std::uint64_t, Bytes> results; ///< by sequence, from lowestUnanswered on
    };
    using Sessions = std::map<SessionId, Session>;

    SessionResult open(LogIndex index, std::uint64_t mostSessions);
    SessionResult close(SessionId id);
    SessionResult applyOnce(LogIndex index, const SessionCommand& command);
    void touch(SessionId id, Session& session, LogIndex index);

    StateMachine& inner_;
    Sessions sessions_;
    std::map<LogIndex, SessionId> byUse_; ///< least recently used first
    std::uint64_t repeats_ = 0;
};

} // namespace core::raft
