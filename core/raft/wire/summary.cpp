// SPDX-License-Identifier: Apache-2.0
#include "core/raft/wire/frame.h"

namespace core::raft {
namespace {

std::string number(std::uint64_t value) {
    return std::to_string(value);
}
/// A place in the log: "11/2" is index 11 of term 2.
std::string place(LogIndex index, Term term) {
    return number(index) + "/" + number(term);
}
std::string inTerm(Term term) {
    return " (term " + number(term) + ")";
}

std::string textOf(const VoteRequest& body, Term term) {
    return (body.preVote ? "pre-vote?" : "vote?") + inTerm(term) + ", last " +
           place(body.lastIndex, body.lastTerm) + (body.transfer ? ", transfer" : "");
}
std::string textOf(const VoteReply& body, Term term) {
    return std::string(body.preVote ? "pre-vote" : "vote") +
           (body.granted ? " granted" : " refused") + inTerm(term);
}

std::string textOf(const AppendRequest& body, Term term) {
    std::string range = "append nothing";
    if (!body.entries.empty()) {
        range = "append " + number(body.entries.front().index);
    }
    if (body.entries.size() > 1) {
        range += ".." + number(body.entries.back().index);
    }
    return range + inTerm(term) + " after " + place(body.previousIndex, body.previousTerm) +
           ", commit " + number(body.commit);
}
std::string textOf(const AppendReply& body, Term term) {
    if (body.accepted) {
        return "appended up to " + number(body.index) + inTerm(term);
    }
    return "refused after " + number(body.index) + inTerm(term) + ", try " +
           place(body.hintIndex, body.hintTerm);
}

std::string textOf(const HeartbeatRequest& body, Term term) {
    return "heartbeat " + number(body.round) + inTerm(term) + ", commit " + number(body.commit);
}
std::string textOf(const HeartbeatReply& body, Term term) {
    return "heartbeat " + number(body.round) + " heard" + inTerm(term);
}
std::string textOf(const InstallSnapshot& body, Term term) {
    return "snapshot " + place(body.meta.index, body.meta.term) + inTerm(term);
}
std::string textOf(const TimeoutNow&, Term term) {
    return "campaign now" + inTerm(term);
}
std::string textOf(const ReadIndexRequest& body, Term term) {
    return "read index? " + number(body.id) + inTerm(term);
}
std::string textOf(const ReadIndexReply& body, Term term) {
    return "read " + number(body.id) +
           (body.index == 0 ? " refused" : " at " + number(body.index)) + inTerm(term);
}

} // namespace

std::string summary(const Message& message) {
    return std::visit([&](const auto& body) { return textOf(body, message.term); }, message.body);
}

} // namespace core::raft

namespace core::raft::wire {
namespace {

std::string textOf(const Hello& hello) {
    return "hello of " + number(hello.from) + " to " + number(hello.to) +
           (hello.channel == Channel::Messages ? " (messages)" : " (snapshots)");
}
std::string textOf(const SnapshotChunk& chunk) {
    return "snapshot " + place(chunk.meta.index, chunk.meta.term) + inTerm(chunk.term) + ": " +
           number(chunk.offset + chunk.data.size()) + " of " + number(chunk.total) + " B";
}
std::string textOf(const SnapshotProgress& progress) {
    if (progress.index == 0) {
        return "no part of a snapshot here";
    }
    return "snapshot " + place(progress.index, progress.term) + ": " + number(progress.received) +
           " of " + number(progress.total) + " B here";
}
std::string textOf(const Message& message) {
    return raft::summary(message);
}

} // namespace

std::string summary(const FrameBody& body) {
    return std::visit([](const auto& part) { return textOf(part); }, body);
}

} // namespace core::raft::wire
