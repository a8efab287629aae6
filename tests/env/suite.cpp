// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

namespace tests::env {

StreamCallbacks StreamLog::callbacks(const EnvHarness& harness) {
    StreamCallbacks c;
    const EnvHarness* h = &harness;
    const auto check = [this] { afterClosed += closedAt.empty() ? 0 : 1; };
    c.connected = [this, h, check] {
        check();
        connectedAt.push_back(h->now());
    };
    c.data = [this, h, check](ByteView bytes) {
        check();
        data += core::textOf(bytes);
        chunks.push_back(bytes.size());
        dataAt.push_back(h->now());
    };
    c.drained = [this, h, check] {
        check();
        drainedAt.push_back(h->now());
    };
    c.peerShutdown = [this, h, check] {
        check();
        shutdownAt.push_back(h->now());
    };
    c.closed = [this, h, check](StreamEnd why) {
        check();
        closedAt.push_back(h->now());
        end = why;
    };
    return c;
}

void EnvTest::openPair(EnvHarness& h, Pair& pair, const StreamOptions& clientOptions,
                       const StreamOptions& serverOptions, Duration timeout) {
    h.start("b", "b", [&h, &pair, serverOptions](Env& env) {
        const auto accept = [&h, &pair](StreamId stream, const Endpoint& peer) {
            pair.accepted += 1;
            pair.server.id = stream;
            pair.server.peer = peer;
            return pair.server.callbacks(h);
        };
        ASSERT_TRUE(env.network().listen(80, serverOptions, accept));
    });
    h.start("a", "a", [&h, &pair, clientOptions, timeout](Env& env) {
        if (env.self().incarnation > 1) {
            return;
        }
        const auto stream = env.network().connect(h.endpoint("b", 80), timeout, clientOptions,
                                                  pair.client.callbacks(h));
        ASSERT_TRUE(stream);
        pair.client.id = *stream;
    });
}

void EnvTest::startReceiver(EnvHarness& h, std::string process, std::string host,
                            std::uint16_t port, Log& log) {
    h.start(std::move(process), std::move(host), [&h, &log, port](Env& env) {
        const auto receive = [&h, &log](const Endpoint&, ByteView payload) {
            log.entries.push_back({std::string(core::textOf(payload)), h.now()});
        };
        ASSERT_TRUE(env.network().bind(port, "test", receive));
    });
}

void EnvTest::startSender(EnvHarness& h, SocketId& socket) {
    h.start("a", "a", [&socket](Env& env) {
        const auto bound = env.network().bind(7000, "test", [](const Endpoint&, ByteView) {});
        ASSERT_TRUE(bound);
        socket = *bound;
    });
}

} // namespace tests::env
