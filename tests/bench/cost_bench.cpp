// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.h"
#include "tests/bench/registry.h"
#include "tests/bench/star.h"

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace bench {
namespace {

using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::Settings;
using core::runtime::StreamCallbacks;
using core::runtime::StreamId;

constexpr std::uint16_t kPort = 80;

/// A process made of one function.
class Scripted final : public core::runtime::Process {
public:
    Scripted(Env& env, std::function<void(Env&)> body) : env_(env), body_(std::move(body)) {}
    void start() override { body_(env_); }

private:
    Env& env_;
    std::function<void(Env&)> body_;
};

/// The star with two hosts.
struct Pair {
    Pair() : topology(star::network(2)), world(kernel, topology, {}) {}

    void add(std::uint32_t host, std::function<void(Env&)> body) {
        sim::world::ProcessPlan plan;
        plan.name = "process-" + std::to_string(host);
        plan.host = host;
        plan.factory = [body = std::move(body)](Env& env, const Settings&) {
            return std::make_unique<Scripted>(env, body);
        };
        world.addProcess(std::move(plan));
    }

    /// Runs until stop(); seconds of wall time an operation.
    double run(std::uint64_t operations) {
        world.start();
        const Stopwatch watch;
        kernel.run(sim::SimTime::max());
        return watch.seconds() / static_cast<double>(operations);
    }

    sim::Kernel kernel;
    sim::topology::Topology topology;
    sim::world::World world;
};

/// A thousand timers are always armed; each that fires arms the next.
std::vector<double> timer() {
    constexpr std::uint64_t kTimers = 2'000'000;
    Pair pair;
    std::uint64_t fired = 0;
    core::RandomStream random(1);
    std::function<void(Env&)> arm = [&](Env& env) {
        env.after({random.between(1, 1'000'000)}, [&] {
            if (++fired == kTimers) {
                pair.kernel.stop();
            }
            arm(env);
        });
    };
    pair.add(1, [&](Env& env) {
        for (int i = 0; i < 1'000; ++i) {
            arm(env);
        }
    });
    return {pair.run(kTimers) * 1e9};
}

/// As time-outs are used: armed, and cancelled because the answer came.
std::vector<double> cancelledTimer() {
    constexpr std::uint64_t kTimers = 1'000'000;
    Pair pair;
    std::uint64_t rounds = 0;
    std::function<void(Env&)> round = [&](Env& env) {
        for (int i = 0; i < 100; ++i) {
            env.cancel(env.after({1'000'000}, [] {}));
        }
        rounds += 100;
        if (rounds == kTimers) {
            pair.kernel.stop();
        }
        env.after({100'000}, [&] { round(env); });
    };
    pair.add(1, round);
    return {pair.run(kTimers) * 1e9};
}

/// Connect, a request of 100 octets, an answer of 1,000, close; one after the other.
class Caller {
public:
    Caller(Pair& pair, std::uint64_t count) : pair_(pair), left_(count) {
        pair.add(2, [](Env& env) {
            const auto listener = env.network().listen(kPort, {"call"}, [&env](StreamId id, auto&) {
                StreamCallbacks calls;
                calls.data = [&env, id](core::ByteView) {
                    static const std::array<std::uint8_t, 1'000> kAnswer{};
                    env.network().send(id, kAnswer);
                };
                calls.peerShutdown = [&env, id] { env.network().shutdown(id); };
                return calls;
            });
            ORRERY_ASSERT(listener.has_value());
        });
        pair.add(1, [this](Env& env) { call(env); });
    }

private:
    void call(Env& env) {
        StreamCallbacks calls;
        calls.connected = [this, &env] {
            static const std::array<std::uint8_t, 100> kRequest{};
            env.network().send(stream_, kRequest);
        };
        calls.data = [this, &env](core::ByteView) { env.network().shutdown(stream_); };
        calls.closed = [this, &env](core::runtime::StreamEnd) {
            if (--left_ == 0) {
                pair_.kernel.stop();
            } else {
                call(env);
            }
        };
        const Endpoint server{star::addressOf(1), kPort};
        stream_ = *env.network().connect(server, {1'000'000'000}, {"call"}, std::move(calls));
    }

    Pair& pair_;
    std::uint64_t left_;
    StreamId stream_;
};

std::vector<double> connection() {
    constexpr std::uint64_t kCalls = 100'000;
    Pair pair;
    Caller caller(pair, kCalls);
    return {pair.run(kCalls) * 1e6};
}

/// A record of 200 octets appended and synced, one after the other.
std::vector<double> syncedWrite() {
    constexpr std::uint64_t kWrites = 200'000;
    Pair pair;
    std::uint64_t done = 0;
    core::runtime::FileId file;
    const core::Bytes record(200, 'r');
    std::function<void(Env&)> write = [&](Env& env) {
        ORRERY_ASSERT(env.disk().append(file, record).has_value());
        env.disk().sync(file, [&](auto result) {
            ORRERY_ASSERT(result.has_value());
            if (++done == kWrites) {
                pair.kernel.stop();
            } else {
                write(env);
            }
        });
    };
    pair.add(1, [&](Env& env) {
        file = *env.disk().open("log", core::runtime::OpenMode::OpenOrCreate);
        write(env);
    });
    return {pair.run(kWrites) * 1e6};
}

/// What the digest costs one datagram: its events, its number and its 200 octets.
std::vector<double> digest() {
    constexpr std::uint64_t kMessages = 3'000'000;
    sim::Digest digest;
    const core::Bytes payload(200, 'x');
    const Stopwatch watch;
    for (std::uint64_t i = 0; i < kMessages; ++i) {
        digest.beginEvent({static_cast<std::int64_t>(i)}, i);
        digest.beginEvent({static_cast<std::int64_t>(i)}, i + 1);
        digest.mix(i);
        digest.mixBytes(payload);
    }
    keep(digest.value());
    return {watch.seconds() * 1e9 / kMessages};
}

} // namespace

void addCosts(Registry& registry) {
    registry.add({{"timer/armed-and-fired", "ns", Better::Lower, {}}}, timer);
    registry.add({{"timer/armed-and-cancelled", "ns", Better::Lower, {}}}, cancelledTimer);
    registry.add({{"stream/connect-request-close", "us", Better::Lower, {}}}, connection);
    registry.add({{"disk/synced-write", "us", Better::Lower, {}}}, syncedWrite);
    registry.add({{"digest/datagram-of-200-octets", "ns", Better::Lower, {}}}, digest);
}

} // namespace bench
