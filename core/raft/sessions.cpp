// SPDX-License-Identifier: Apache-2.0
#include "core/raft/sessions.h"

#include "core/base/packed.h"
#include "core/base/planted.h"
#include "core/base/varint.h"

#include <algorithm>
#include <utility>

namespace core::raft {
namespace {

constexpr std::uint8_t kVersion = 1;

/// The octet after the version of a command.
enum class Kind : std::uint8_t { WithoutSession = 0, InSession = 1, Open = 2, Close = 3 };

ByteWriter begin(Kind kind) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(static_cast<std::uint8_t>(kind));
    return writer;
}

SessionResult withStatus(SessionStatus status) {
    SessionResult result;
    result.status = status;
    return result;
}

SessionResult applied(Bytes octets) {
    SessionResult result = withStatus(SessionStatus::Applied);
    result.result = std::move(octets);
    return result;
}

std::optional<SessionCommand> readInSession(PackedReader& reader) {
    SessionCommand command;
    command.session = reader.varint();
    command.sequence = reader.varint();
    command.lowestUnanswered = reader.varint();
    command.command = reader.rest();
    const bool sensible = command.session != kNoSession && command.lowestUnanswered >= 1 &&
                          command.lowestUnanswered <= command.sequence;
    return reader.finished() && sensible ? std::optional(command) : std::nullopt;
}

} // namespace

std::string_view toString(SessionStatus status) {
    switch (status) {
    case SessionStatus::Applied:
        return "applied";
    case SessionStatus::Opened:
        return "opened";
    case SessionStatus::Closed:
        return "closed";
    case SessionStatus::Expired:
        return "session expired";
    case SessionStatus::Answered:
        return "answered before";
    case SessionStatus::TooMany:
        return "too many commands without an answer";
    case SessionStatus::Unreadable:
        return "unreadable command";
    }
    return "unknown status";
}

Bytes encodeOpenSession(std::uint64_t mostSessions) {
    ByteWriter writer = begin(Kind::Open);
    writeVarint(writer, mostSessions);
    return writer.take();
}

Bytes encodeCloseSession(SessionId session) {
    ByteWriter writer = begin(Kind::Close);
    writeVarint(writer, session);
    return writer.take();
}

Bytes encodeInSession(const SessionCommand& command) {
    ByteWriter writer = begin(Kind::InSession);
    writeVarint(writer, command.session);
    writeVarint(writer, command.sequence);
    writeVarint(writer, command.lowestUnanswered);
    writer.append(command.command);
    return writer.take();
}

Bytes encodeWithoutSession(ByteView command) {
    ByteWriter writer = begin(Kind::WithoutSession);
    writer.append(command);
    return writer.take();
}

Bytes encode(const SessionResult& result) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(static_cast<std::uint8_t>(result.status));
    if (result.status == SessionStatus::Opened) {
        writeVarint(writer, result.session);
    } else if (result.status == SessionStatus::Applied) {
        writer.append(result.result);
    }
    return writer.take();
}

std::optional<SessionResult> decodeSessionResult(ByteView bytes) {
    PackedReader reader(bytes);
    const std::uint8_t version = reader.u8();
    const std::uint8_t status = reader.u8();
    if (version != kVersion || status > static_cast<std::uint8_t>(SessionStatus::Unreadable)) {
        return std::nullopt;
    }
    SessionResult result = withStatus(static_cast<SessionStatus>(status));
    if (result.status == SessionStatus::Opened) {
        result.session = reader.varint();
    } else if (result.status == SessionStatus::Applied) {
        const ByteView rest = reader.rest();
        result.result.assign(rest.begin(), rest.end());
    }
    return reader.finished() ? std::optional(std::move(result)) : std::nullopt;
}

Bytes SessionMachine::apply(LogIndex index, ByteView octets) {
    PackedReader reader(octets);
    const std::uint8_t version = reader.u8();
    const std::uint8_t kind = reader.u8();
    if (!reader.ok() || version != kVersion) {
        return encode(withStatus(SessionStatus::Unreadable));
    }
    SessionResult result;
    switch (static_cast<Kind>(kind)) {
    case Kind::WithoutSession:
        result = applied(inner_.apply(index, reader.rest()));
        break;
    case Kind::InSession:
        if (const auto command = readInSession(reader)) {
            result = applyOnce(index, *command);
        }
        break;
    case Kind::Open:
        if (const std::uint64_t most = reader.varint(); reader.finished() && most >= 1) {
            result = open(index, most);
        }
        break;
    case Kind::Close:
        if (const SessionId id = reader.varint(); reader.finished()) {
            result = close(id);
        }
        break;
    }
    return encode(result);
}

SessionResult SessionMachine::open(LogIndex index, std::uint64_t mostSessions) {
    while (sessions_.size() >= mostSessions) {
        sessions_.erase(byUse_.begin()->second);
        byUse_.erase(byUse_.begin());
    }
    touch(index, sessions_[index], index);
    SessionResult result = withStatus(SessionStatus::Opened);
    result.session = index;
    return result;
}

SessionResult SessionMachine::close(SessionId id) {
    const auto node = sessions_.extract(id);
    if (!node.empty()) {
        byUse_.erase(node.mapped().lastUsed);
    }
    return withStatus(SessionStatus::Closed);
}

SessionResult SessionMachine::applyOnce(LogIndex index, const SessionCommand& command) {
    const auto found = sessions_.find(command.session);
    if (found == sessions_.end()) {
        return withStatus(SessionStatus::Expired);
    }
    Session& session = found->second;
    touch(found->first, session, index);
    // A delayed repetition may say less than the client has said since.
    session.lowestUnanswered = std::max(session.lowestUnanswered, command.lowestUnanswered);
    session.results.erase(session.results.begin(),
                          session.results.lower_bound(session.lowestUnanswered));
    if (command.sequence < session.lowestUnanswered) {
        return withStatus(SessionStatus::Answered);
    }
    if (command.sequence - session.lowestUnanswered >= kMostUnanswered) {
        return withStatus(SessionStatus::TooMany);
    }
    const auto kept = session.results.find(command.sequence);
    if (kept != session.results.end()) {
        ++repeats_;
        return applied(kept->second);
    }
    Bytes result = inner_.apply(index, command.command);
    if (!planted("forget-session-result")) {
        session.results.emplace(command.sequence, result);
    }
    return applied(std::move(result));
}

void SessionMachine::touch(SessionId id, Session& session, LogIndex index) {
    byUse_.erase(session.lastUsed);
    session.lastUsed = index;
    byUse_.emplace(index, id);
}

/// Version, number of sessions, for each by id: id, last use, lowest unanswered, number of
/// results, for each by sequence: sequence, octets; then the inner snapshot.
Bytes SessionMachine::snapshot() const {
    ByteWriter writer;
    writer.u8(kVersion);
    const Sessions none;
    const Sessions& kept = planted("session-not-in-snapshot") ? none : sessions_;
    writeVarint(writer, kept.size());
    for (const auto& [id, session] : kept) {
        writeVarint(writer, id);
        writeVarint(writer, session.lastUsed);
        writeVarint(writer, session.lowestUnanswered);
        writeVarint(writer, session.results.size());
        for (const auto& [sequence, result] : session.results) {
            writeVarint(writer, sequence);
            packBytes(writer, result);
        }
    }
    writer.append(inner_.snapshot());
    return writer.take();
}

namespace {

/// Results by sequence, ascending within what a session may keep; spoils the reader otherwise.
std::map<std::uint64_t, Bytes> readResults(PackedReader& reader, std::uint64_t lowestUnanswered) {
    std::map<std::uint64_t, Bytes> results;
    for (std::size_t left = reader.count(2); left > 0; --left) {
        const std::uint64_t sequence = reader.varint();
        const ByteView octets = reader.bytes();
        const bool ascends = results.empty() || sequence > results.rbegin()->first;
        if (!ascends || sequence < lowestUnanswered ||
            sequence - lowestUnanswered >= kMostUnanswered) {
            reader.spoil();
            return results;
        }
        results.emplace_hint(results.end(), sequence, Bytes(octets.begin(), octets.end()));
    }
    return results;
}

} // namespace

bool SessionMachine::restore(ByteView snapshot) {
    PackedReader reader(snapshot);
    if (reader.u8() != kVersion) {
        return false;
    }
    Sessions sessions;
    std::map<LogIndex, SessionId> byUse;
    for (std::size_t left = reader.count(4); left > 0 && reader.ok(); --left) {
        const SessionId id = reader.varint();
        Session session;
        session.lastUsed = reader.varint();
        session.lowestUnanswered = reader.varint();
        session.results = readResults(reader, session.lowestUnanswered);
        const bool ascends = sessions.empty() ? id > 0 : id > sessions.rbegin()->first;
        const bool sensible = session.lastUsed >= id && session.lowestUnanswered >= 1;
        if (!ascends || !sensible || !byUse.emplace(session.lastUsed, id).second) {
            return false;
        }
        sessions.emplace_hint(sessions.end(), id, std::move(session));
    }
    const ByteView inner = reader.rest();
    if (!reader.ok() || !inner_.restore(inner)) {
        return false;
    }
    sessions_ = std::move(sessions);
    byUse_ = std::move(byUse);
    return true;
}

std::size_t SessionMachine::keptResults() const {
    std::size_t kept = 0;
    for (const auto& [id, session] : sessions_) {
        kept += session.results.size();
    }
    return kept;
}

} // namespace core::raft
