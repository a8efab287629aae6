// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/exchange.h"

#include "core/base/assert.h"

namespace core::discovery::dns {

namespace {

constexpr std::int64_t kFirstPort = 49'152;
constexpr std::int64_t kLastPort = 65'535;
constexpr int kPortTries = 16;

/// All but "here it is" and "there is no such name" say that this server cannot help; another one
/// may.
bool isUseless(Rcode rcode) {
    return rcode != Rcode::NoError && rcode != Rcode::NxDomain;
}

} // namespace

Exchange::Exchange(runtime::Env& env, Question question, std::vector<Attempt> plan, Options options,
                   Callback callback)
    : env_(env), question_(std::move(question)), plan_(std::move(plan)),
      options_(std::move(options)), callback_(std::move(callback)) {
    ORRERY_ASSERT(!plan_.empty());
}

Exchange::~Exchange() {
    release();
}

void Exchange::start() {
    sendCurrent();
}

void Exchange::sendCurrent() {
    release();
    id_ = static_cast<std::uint16_t>(env_.random("dns-id").below(0x1'0000));
    if (!bindRandomPort()) {
        finishSoon(ExchangeError::NoSocket);
        return;
    }
    const runtime::Endpoint& server = plan_[current_].server;
    if (options_.sending) {
        options_.sending(server, false);
    }
    const Message query =
        makeQuery(id_, question_, options_.recursionDesired, options_.ednsPayload);
    // One question always fits, so neither encoding nor sending can fail here.
    (void)env_.network().sendTo(socket_, server, encodeWithin(query, kPlainUdpOctets));
    armTimer();
}

bool Exchange::bindRandomPort() {
    const auto receive = [this](const runtime::Endpoint& from, ByteView payload) {
        handleDatagram(from, payload);
    };
    for (int i = 0; i < kPortTries; ++i) {
        const auto port =
            static_cast<std::uint16_t>(env_.random("dns-port").between(kFirstPort, kLastPort));
        if (const auto bound = env_.network().bind(port, "dns", receive)) {
            socket_ = *bound;
            return true;
        }
    }
    const auto bound = env_.network().bind(0, "dns", receive);
    socket_ = bound.value_or(runtime::SocketId{});
    return bound.has_value();
}

void Exchange::armTimer() {
    env_.cancel(timer_);
    timer_ = env_.after(plan_[current_].wait, [this] {
        if (options_.timedOut) {
            options_.timedOut(plan_[current_].server);
        }
        next();
    });
}

void Exchange::next() {
    if (++current_ < plan_.size()) {
        sendCurrent();
        return;
    }
    finish(Failure{badAnswer_ ? ExchangeError::ServerFailure : ExchangeError::TimedOut});
}

void Exchange::handleDatagram(const runtime::Endpoint& from, ByteView payload) {
    if (from == plan_[current_].server) {
        handleReply(payload, false);
    }
}

bool Exchange::matches(const Message& reply) const {
    return reply.header.response && reply.header.id == id_ &&
           reply.header.opcode == Opcode::Query && reply.questions.size() == 1 &&
           reply.questions.front() == question_;
}

void Exchange::handleReply(ByteView payload, bool overTcp) {
    auto reply = decodeMessage(payload);
    if (!reply) {
        // Undecodable, but with our id from the server asked: worth no more waiting (glibc too).
        const auto header = decodeHeader(payload);
        if (header && header->response && header->id == id_) {
            badAnswer_ = true;
            next();
        }
        return;
    }
    const bool bareFailure = reply->questions.empty() && reply->header.response &&
                             reply->header.id == id_ && isUseless(reply->header.rcode);
    if (!matches(*reply) && !bareFailure) {
        return; // not ours: a late, stray or forged answer
    }
    if (isUseless(reply->header.rcode) || (reply->header.truncated && overTcp)) {
        badAnswer_ = true;
        next();
    } else if (reply->header.truncated) {
        startTcp();
    } else {
        finish(Outcome{*std::move(reply), plan_[current_].server});
    }
}

void Exchange::startTcp() {
    release();
    frames_ = {};
    const Attempt& attempt = plan_[current_];
    runtime::StreamCallbacks callbacks;
    callbacks.connected = [this] {
        if (options_.sending) {
            options_.sending(plan_[current_].server, true);
        }
        const Message query =
            makeQuery(id_, question_, options_.recursionDesired, options_.ednsPayload);
        const Bytes octets = frame(encodeWithin(query, kPlainUdpOctets));
        (void)env_.network().send(stream_, octets); // far smaller than any window
    };
    callbacks.data = [this](ByteView bytes) { handleTcp(bytes); };
    callbacks.peerShutdown = [this] {
        badAnswer_ = true;
        next();
    };
    callbacks.closed = [this](runtime::StreamEnd) {
        stream_ = {};
        badAnswer_ = true;
        next();
    };
    runtime::StreamOptions options;
    options.protocol = "dns-tcp";
    const auto stream =
        env_.network().connect(attempt.server, attempt.wait, options, std::move(callbacks));
    if (!stream) {
        finishSoon(ExchangeError::NoSocket);
        return;
    }
    stream_ = *stream;
    armTimer();
}

void Exchange::handleTcp(ByteView bytes) {
    frames_.append(bytes);
    if (const auto message = frames_.next()) {
        handleReply(*message, true);
    }
}

void Exchange::release() {
    env_.cancel(timer_);
    timer_ = {};
    if (socket_) {
        env_.network().close(std::exchange(socket_, {}));
    }
    if (stream_) {
        env_.network().abort(std::exchange(stream_, {}));
    }
}

void Exchange::finish(Result<Outcome, ExchangeError> outcome) {
    release();
    Callback callback = std::move(callback_);
    callback(std::move(outcome)); // may destroy this
}

void Exchange::finishSoon(ExchangeError error) {
    release();
    timer_ = env_.after({}, [this, error] { finish(Failure{error}); });
}

} // namespace core::discovery::dns
