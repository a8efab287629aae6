// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/discovery/dns/message.h"
#include "core/discovery/dns/tcp_framing.h"
#include "core/runtime/env.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

/// One question put to servers until one of them answers: a fresh random id and source port for
/// every transmission, answers accepted only from the server asked, with that id and question
/// (RFC 5452 sections 4 and 9), TCP after a truncated answer (RFC 7766 section 5). A server that
/// answers with an error other than NXDOMAIN is passed over at once, as glibc's resolver does. An
/// answer that comes after its wait is over is not looked at any more.
namespace core::discovery::dns {

/// One transmission of the plan.
struct Attempt {
    runtime::Endpoint server;
    Duration wait; ///< for the answer, positive; also for the TCP exchange
    friend bool operator==(const Attempt&, const Attempt&) = default;
};

enum class ExchangeError {
    TimedOut,      ///< no server answered
    ServerFailure, ///< at least one answered, but with failure, refusal or garbage
    NoSocket,      ///< the host has no free port
};

class Exchange {
public:
    struct Outcome {
        Message reply;
        runtime::Endpoint server;
    };
    using Callback = UniqueFunction<void(Result<Outcome, ExchangeError>)>;

    struct Options {
        bool recursionDesired = true;
        std::uint16_t ednsPayload = 1232; ///< 0: no OPT record
        /// Called at every transmission, before it; may be empty.
        std::function<void(const runtime::Endpoint& server, bool overTcp)> sending;
        /// Called when a wait is over without an answer; may be empty.
        std::function<void(const runtime::Endpoint& server)> timedOut;
    };

    /// `env` must outlive the exchange. REQUIRES: a plan that is not empty.
    Exchange(runtime::Env& env, Question question, std::vector<Attempt> plan, Options options,
             Callback callback);
    /// Stops without calling back.
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Sends the first query. The callback comes exactly once, never during this call, and may
    /// destroy the exchange.
    void start();

private:
    void sendCurrent();
    void next();
    bool bindRandomPort();
    void handleDatagram(const runtime::Endpoint& from, ByteView payload);
    void startTcp();
    void handleTcp(ByteView bytes);
    void handleReply(ByteView payload, bool overTcp);
    bool matches(const Message& reply) const;
    void armTimer();
    void release();
    void finish(Result<Outcome, ExchangeError> outcome);
    void finishSoon(ExchangeError error);

    runtime::Env& env_;
    Question question_;
    std::vector<Attempt> plan_;
    Options options_;
    Callback callback_;
    std::size_t current_ = 0;
    std::uint16_t id_ = 0;
    bool badAnswer_ = false; ///< some server answered, though not usefully
    runtime::CallId timer_;
    runtime::SocketId socket_;
    runtime::StreamId stream_;
    FrameReader frames_;
};

} // namespace core::discovery::dns
