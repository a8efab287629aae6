// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "tests/env/suite.h"

#include <array>

/// Two ends of a stream do what they like while the world does its worst, many times over, and a
/// model of what a byte stream may do looks on. Each run has a seed; a failure names it.
namespace tests::env {
namespace {

constexpr int kSeeds = 400;
constexpr Duration kFinale = 10_s; ///< then both ends read everything and shut down

/// The octet at a place of a direction: a receiver can tell lost, repeated and swapped ones.
std::uint8_t octetAt(std::size_t side, std::uint64_t index) {
    const std::uint64_t word = (index + side * 977) * 0x9e3779b97f4a7c15ULL;
    return static_cast<std::uint8_t>(word >> 56);
}

struct End {
    StreamId id;
    std::size_t window = 0;     ///< of what it receives
    std::uint64_t accepted = 0; ///< octets that send() took
    std::uint64_t received = 0;
    int connected = 0;
    int shutdowns = 0; ///< of the peer, as told
    int closed = 0;
    StreamEnd how = StreamEnd::Reset;
    bool open = false; ///< may send
    bool shut = false;
    bool aborted = false;
    bool reading = true;
    bool crashed = false; ///< its incarnation ended
};

/// What a seed makes of the world.
struct Plan {
    bool gentle = false; ///< both ends live, outages are short: everything must arrive
    World world;
    StreamOptions options[2];
    Duration connectTimeout;
    std::vector<std::pair<Duration, Fault>> faults;
};

class Trial {
public:
    Trial(EnvHarness& h, const Plan& plan, std::uint64_t seed)
        : h_(h), plan_(plan),
          draws_{core::RandomStream(seed * 2), core::RandomStream(seed * 2 + 1)} {
        for (const std::size_t side : {0u, 1u}) {
            ends_[side].window = plan.options[side].receiveWindow;
        }
    }

    void run() {
        h_.start("b", "b", [this](Env& env) { startServer(env); });
        h_.start("a", "a", [this](Env& env) { startClient(env); });
        for (const auto& [at, fault] : plan_.faults) {
            h_.inject(t(at), fault);
        }
        h_.runUntil(t(2_h));
        for (const std::size_t side : {0u, 1u}) {
            checkOutcome(side);
        }
        if (plan_.gentle) {
            checkEverythingArrived();
        }
    }

    const End& end(std::size_t side) const { return ends_[side]; }

private:
    void startServer(Env& env) {
        ends_[1].crashed = ends_[1].crashed || (env.self().incarnation > 1 && accepted_ > 0);
        const bool first = env.self().incarnation == 1;
        ASSERT_TRUE(env.network().listen(80, plan_.options[1], [this, &env, first](auto id, auto) {
            if (!first || ++accepted_ > 1) {
                strays_ += 1; // an incarnation that has no part in the model
                env.network().abort(id);
                return StreamCallbacks{};
            }
            ends_[1].id = id;
            ends_[1].open = true;
            act(env, 1);
            return callbacks(1);
        }));
    }

    void startClient(Env& env) {
        if (env.self().incarnation > 1) {
            ends_[0].crashed = true;
            return;
        }
        const auto id = env.network().connect(h_.endpoint("b", 80), plan_.connectTimeout,
                                              plan_.options[0], callbacks(0));
        ASSERT_TRUE(id);
        ends_[0].id = *id;
        EXPECT_EQ(ends_[0].connected + ends_[0].closed, 0);
        act(env, 0);
    }

    StreamCallbacks callbacks(std::size_t side) {
        End& end = ends_[side];
        const auto alive = [&end] {
            EXPECT_EQ(end.closed, 0) << "a callback after closed";
            EXPECT_FALSE(end.aborted) << "a callback after abort";
            EXPECT_FALSE(end.crashed) << "a callback of an ended incarnation";
        };
        StreamCallbacks calls;
        calls.connected = [&end, alive] {
            alive();
            end.connected += 1;
            end.open = true;
        };
        calls.data = [this, side, alive](ByteView bytes) {
            alive();
            receive(side, bytes);
        };
        calls.drained = alive;
        calls.peerShutdown = [this, &end, side, alive] {
            alive();
            EXPECT_TRUE(end.reading) << "told of the end with reading paused";
            EXPECT_TRUE(ends_[1 - side].shut);
            EXPECT_EQ(end.received, ends_[1 - side].accepted) << "bytes lost before shutdown";
            end.shutdowns += 1;
        };
        calls.closed = [&end, alive](StreamEnd how) {
            alive();
            end.closed += 1;
            end.how = how;
            end.open = false;
        };
        return calls;
    }

    void receive(std::size_t side, ByteView bytes) {
        End& end = ends_[side];
        EXPECT_TRUE(end.reading) << "data with reading paused";
        EXPECT_EQ(end.shutdowns, 0) << "data after the peer's shutdown";
        EXPECT_GT(bytes.size(), 0u);
        ASSERT_LE(end.received + bytes.size(), ends_[1 - side].accepted);
        for (const std::uint8_t octet : bytes) {
            ASSERT_EQ(octet, octetAt(1 - side, end.received)) << "at " << end.received;
            end.received += 1;
        }
    }

    /// Does something with the stream now, and again a little later.
    void act(Env& env, std::size_t side) {
        End& end = ends_[side];
        const Duration wait = draws_[side].between(0_ms, 60_ms);
        env.after(wait, [this, &env, &end, side] {
            if (end.closed > 0 || end.aborted) {
                return;
            }
            if (h_.now() >= t(kFinale)) {
                end.reading = true;
                env.network().resumeReading(end.id);
                shut(env, side);
                return act(env, side);
            }
            const std::uint64_t what = draws_[side].below(1000);
            if (what < 600) {
                send(env, side);
            } else if (what < 750) {
                end.reading = false;
                env.network().pauseReading(end.id);
            } else if (what < 980) {
                end.reading = true;
                env.network().resumeReading(end.id);
            } else if (what < 985) {
                shut(env, side);
            } else if (what < 987 && !plan_.gentle) {
                end.aborted = true;
                env.network().abort(end.id);
            }
            act(env, side);
        });
    }

    void send(Env& env, std::size_t side) {
        End& end = ends_[side];
        const std::uint64_t most = draws_[side].chance(1, 4) ? 200'000 : 3'000;
        Bytes bytes(1 + draws_[side].below(most));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = octetAt(side, end.accepted + i);
        }
        const std::size_t taken = env.network().send(end.id, bytes);
        EXPECT_LE(taken, bytes.size());
        EXPECT_TRUE(taken == 0 || (end.open && !end.shut)) << "accepted on a stream that is not";
        end.accepted += taken;
        const End& peer = ends_[1 - side];
        EXPECT_LE(end.accepted - peer.received, peer.window) << "the window is exceeded";
    }

    void shut(Env& env, std::size_t side) {
        End& end = ends_[side];
        if (end.open) {
            end.shut = true;
            env.network().shutdown(end.id);
        }
    }

    void checkOutcome(std::size_t side) const {
        const End& end = ends_[side];
        const End& peer = ends_[1 - side];
        EXPECT_LE(end.closed, 1);
        EXPECT_LE(end.shutdowns, 1);
        EXPECT_LE(end.received, peer.accepted);
        EXPECT_LE(end.connected, side == 0 ? 1 : 0);
        if (side == 0 && !end.crashed && !end.aborted) {
            EXPECT_EQ(end.connected + (end.connected == 0 ? end.closed : 0), 1)
                << "neither connected nor closed";
        }
        if (end.closed > 0 && end.how == StreamEnd::Finished) {
            EXPECT_TRUE(end.shut && end.shutdowns == 1) << "finished, but not from both sides";
            // All of it has reached the peer's host; only its own end can keep it from the peer.
            EXPECT_TRUE(peer.received == end.accepted || peer.crashed || peer.aborted)
                << "finished, but not everything arrived";
        }
        if (end.closed > 0 && end.how == StreamEnd::Refused) {
            EXPECT_EQ(end.connected, 0);
        }
    }

    void checkEverythingArrived() const {
        for (const std::size_t side : {0u, 1u}) {
            EXPECT_EQ(ends_[side].closed, 1) << "side " << side;
            EXPECT_EQ(ends_[side].how, StreamEnd::Finished) << "side " << side;
            EXPECT_EQ(ends_[side].received, ends_[1 - side].accepted) << "side " << side;
        }
        EXPECT_EQ(strays_, 0);
    }

    EnvHarness& h_;
    const Plan& plan_;
    std::array<core::RandomStream, 2> draws_;
    std::array<End, 2> ends_;
    int accepted_ = 0;
    int strays_ = 0;
};

/// Adds one thing that goes wrong and, most often, right again. Gentle ones last up to 5 s.
void addTrouble(Plan& plan, core::RandomStream& draws) {
    const Duration from = draws.between(0_ms, 12_s);
    const Duration most = plan.gentle || draws.chance(1, 2) ? 5_s : 60_s;
    const Duration until = from + draws.between(1_ms, most);
    const std::string who = draws.chance(1, 2) ? "a" : "b";
    const auto both = [&](const Fault& begin, const Fault& end) {
        plan.faults.emplace_back(from, begin);
        plan.faults.emplace_back(until, end);
    };
    switch (draws.below(plan.gentle ? 6 : 9)) {
    case 0:
        return both(pause(who), resume(who));
    case 1:
        return both(partition({{"a"}, {"b"}}), heal());
    case 2:
        return both(partition({{"a"}, {"b"}}, true), heal());
    case 3:
        return both(cut("a--b"), repair("a--b"));
    case 4:
        return both(cutForward("a--b"), repair("a--b"));
    case 5:
        return both(delay("a--b", 30_ms), delay("a--b", 0_ms));
    case 6:
        return both(crash(who), restart(who));
    case 7:
        return both(powerOff(who), powerOn(who));
    default:
        return both(loss("a--b", 300'000), loss("a--b", 0));
    }
}

Plan planOf(std::uint64_t seed) {
    core::RandomStream draws(core::combine64(seed, 0x706c616e));
    Plan plan;
    plan.gentle = seed % 3 == 0;
    plan.world = worldOf({"a", "b"});
    plan.world.seed = seed;
    plan.world.cutChunks = draws.chance(1, 2);
    plan.world.link.latency = draws.between(10_us, 40_ms);
    plan.world.link.jitter = draws.chance(1, 2) ? 5_ms : 0_ms;
    const bool lossy = draws.chance(1, 3);
    plan.world.link.lossPerMillion = lossy ? 50'000 : 0;
    for (StreamOptions& options : plan.options) {
        constexpr std::size_t kWindows[] = {1'000, 20'000, 100'000, core::runtime::kDefaultWindow};
        options.receiveWindow = kWindows[draws.below(4)];
        // Where chance loses packets only patience makes sure that everything arrives.
        options.userTimeout = lossy && plan.gentle ? 30_min : 20_s;
    }
    plan.connectTimeout = plan.gentle ? 5_min : draws.between(1_ms, 5_s);
    const std::uint64_t troubles = draws.below(4);
    // Gentle outages must not add up to more than the user time-out.
    for (std::uint64_t i = 0; i < (plan.gentle ? std::min<std::uint64_t>(troubles, 1) : troubles);
         ++i) {
        addTrouble(plan, draws);
    }
    return plan;
}

} // namespace

TEST_P(StreamModel, AnyHistoryIsOneThatAByteStreamMayHave) {
    NEEDS(NetworkFaults);
    NEEDS(Power);
    std::map<std::string, int> ends; // what the clients came to: every way out is taken
    std::uint64_t octets = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Plan plan = planOf(seed);
        Trial trial(build(plan.world), plan, seed);
        trial.run();
        const End& client = trial.end(0);
        ends[client.closed > 0 ? std::string(toString(client.how)) : "never told"] += 1;
        octets += client.accepted + trial.end(1).accepted;
    }
    for (const StreamEnd end : {StreamEnd::Finished, StreamEnd::Reset, StreamEnd::TimedOut}) {
        EXPECT_GT(ends[std::string(toString(end))], 5) << toString(end);
    }
    EXPECT_GT(octets, 10'000'000u);
}

} // namespace tests::env
