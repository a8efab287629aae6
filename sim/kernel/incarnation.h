// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "sim/trace/cause.h"

#include <cstdint>
#include <deque>
#include <string>

/// One run of one process as the simulator's services see it: the gate through which every
/// handler is entered. A paused process keeps what is due in order; an ended one gets nothing.
namespace sim {

class Incarnation;

/// What runs now and why; one object a run, shared by all services.
struct Context {
    trace::Cause cause;             ///< of whatever is emitted next
    Incarnation* running = nullptr; ///< whose handler runs; nullptr between handlers
    std::uint32_t ranLast = ~0U;    ///< process of the latest handler; none so far
    std::uint64_t nextPacket = 1;   ///< packet ids, datagrams and segments together
    std::uint64_t nextEvent = 1;    ///< event ids, events and spans together
};

/// Told when a handler asked for the end of its incarnation.
class FailureListener {
public:
    virtual void failed(Incarnation& incarnation) = 0;

protected:
    ~FailureListener() = default;
};

class Incarnation {
public:
    Incarnation(Context& context, FailureListener& listener, std::uint32_t process,
                std::uint32_t host, std::uint32_t number)
        : context_(context), listener_(listener), process_(process), host_(host), number_(number) {}
    Incarnation(const Incarnation&) = delete;
    Incarnation& operator=(const Incarnation&) = delete;

    std::uint32_t process() const { return process_; } ///< index
    std::uint32_t host() const { return host_; }       ///< index
    std::uint32_t number() const { return number_; }   ///< from 1
    /// Distinguishes all incarnations of a run; for Server::drop.
    std::uint64_t key() const { return std::uint64_t{process_} << 32 | number_; }
    bool alive() const { return alive_; }
    bool paused() const { return paused_; }
    /// Whether a handler would have to wait its turn: paused, or not yet done with what came
    /// during the pause.
    bool queues() const { return paused_ || !inbox_.empty(); }

    /// Runs a handler now. REQUIRES: alive, !queues(), no handler is running.
    template <class Handler>
    void run(const trace::Cause& cause, Handler&& handler) {
        context_.cause = cause;
        context_.running = this;
        context_.ranLast = process_;
        handler();
        context_.running = nullptr;
        if (failing_) {
            failing_ = false;
            listener_.failed(*this); // for the reason that the handler had
        }
        context_.cause = {};
    }

    /// Runs a handler now, or after the pause, or never if the incarnation ends before.
    void deliver(const trace::Cause& cause, core::UniqueFunction<void()> handler) {
        if (!alive_) {
            return;
        }
        if (queues()) {
            inbox_.push_back({cause, std::move(handler)});
            return;
        }
        run(cause, handler);
    }

    /// Asks for the end of the incarnation when the running handler returns.
    void requestFailure(std::string reason) {
        failing_ = true;
        failureReason_ = std::move(reason);
    }
    /// requestFailure() was called and the handler has not returned yet.
    bool failing() const { return failing_; }
    const std::string& failureReason() const { return failureReason_; }

    void pause() { paused_ = true; }
    /// The caller then calls runInbox() from an event.
    void resume() { paused_ = false; }
    /// Runs what came during the pause, in order, until done, paused again or ended.
    void runInbox();

    void end() {
        alive_ = false;
        inbox_.clear();
    }

    /// Connections that the host accepted for a paused process.
    std::size_t pendingAccepts = 0;

private:
    struct Deferred {
        trace::Cause cause;
        core::UniqueFunction<void()> handler;
    };

    Context& context_;
    FailureListener& listener_;
    std::uint32_t process_;
    std::uint32_t host_;
    std::uint32_t number_;
    bool alive_ = true;
    bool paused_ = false;
    bool failing_ = false;
    std::deque<Deferred> inbox_;
    std::string failureReason_;
};

} // namespace sim
