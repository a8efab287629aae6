// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/env/faults.h"
#include "tests/env/harness.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// Fixtures and small recorders shared by the tests of the contract. Each fixture is a section
/// of docs/reference/env.md; a harness joins by instantiating them all (see sim_suite.cpp).
namespace tests::env {

using namespace core::literals;
using core::Bytes;
using core::ByteView;
using core::Duration;
using core::runtime::Address;
using core::runtime::CallId;
using core::runtime::DiskError;
using core::runtime::Endpoint;
using core::runtime::Env;
using core::runtime::FileId;
using core::runtime::NetworkError;
using core::runtime::OpenMode;
using core::runtime::SocketId;
using core::runtime::StreamCallbacks;
using core::runtime::StreamEnd;
using core::runtime::StreamId;
using core::runtime::StreamOptions;
using core::runtime::SyncCallback;

/// The instant `d` after the beginning.
constexpr Time t(Duration d) {
    return Time{} + d;
}

inline HostOptions hostNamed(std::string name) {
    HostOptions host;
    host.name = std::move(name);
    return host;
}

/// A mesh of machines whose links take 1 ms and carry 1 Gbit/s: 8 ns an octet.
inline World worldOf(const std::vector<std::string>& names) {
    World world;
    for (const std::string& name : names) {
        world.hosts.push_back(hostNamed(name));
    }
    return world;
}

/// What happened and when, in order.
struct Log {
    struct Entry {
        std::string what;
        Time at;
    };
    std::vector<Entry> entries;

    std::vector<std::string> words() const {
        std::vector<std::string> out;
        for (const Entry& entry : entries) {
            out.push_back(entry.what);
        }
        return out;
    }
    std::vector<Time> times() const {
        std::vector<Time> out;
        for (const Entry& entry : entries) {
            out.push_back(entry.at);
        }
        return out;
    }
};
using Words = std::vector<std::string>;
using Times = std::vector<Time>;

/// Everything that one end of a stream was told.
struct StreamLog {
    StreamId id;
    Endpoint peer;
    std::string data;
    std::vector<std::size_t> chunks;
    Times dataAt;
    Times connectedAt;
    Times drainedAt;
    Times shutdownAt;
    Times closedAt;
    std::optional<StreamEnd> end;
    int afterClosed = 0; ///< callbacks that came after closed

    StreamCallbacks callbacks(const EnvHarness& harness);
};

using Factory = std::unique_ptr<EnvHarness> (*)();

class EnvTest : public ::testing::TestWithParam<Factory> {
protected:
    /// A harness with this world; ends the one before.
    EnvHarness& build(const World& world) {
        harness_ = GetParam()();
        harness_->build(world);
        return *harness_;
    }
    EnvHarness& build(const std::vector<std::string>& hosts) { return build(worldOf(hosts)); }
    bool can(Capability capability) const { return GetParam()()->can(capability); }

    /// A pair of processes "a" and "b" on hosts of their names; "b" listens at port 80 and "a"
    /// connects to it when it starts.
    struct Pair {
        StreamLog client;
        StreamLog server;
        int accepted = 0;
    };
    void openPair(EnvHarness& h, Pair& pair, const StreamOptions& clientOptions = {},
                  const StreamOptions& serverOptions = {}, Duration timeout = 10_s);
    /// Process on a host that writes what reaches `port` into the log.
    static void startReceiver(EnvHarness& h, std::string process, std::string host,
                              std::uint16_t port, Log& log);
    /// Process "a" on host "a" with a socket bound to port 7000.
    static void startSender(EnvHarness& h, SocketId& socket);

private:
    std::unique_ptr<EnvHarness> harness_;
};

/// Skips the test on harnesses that cannot do it.
#define NEEDS(capability)                                                                          \
    if (!can(Capability::capability)) {                                                            \
        GTEST_SKIP() << "this harness cannot do " #capability;                                     \
    }                                                                                              \
    static_assert(true)

class Clocks : public EnvTest {};
class Timers : public EnvTest {};
class Processes : public EnvTest {};
class Failures : public EnvTest {};
class Cancellation : public EnvTest {};
class Datagrams : public EnvTest {};
class Multicast : public EnvTest {};
class Addresses : public EnvTest {};
class Streams : public EnvTest {};
class Disks : public EnvTest {};
/// Long random histories against a model; their tests carry no sentence's number.
class DiskModel : public EnvTest {};
class StreamModel : public EnvTest {};
class Cpu : public EnvTest {};
class Randomness : public EnvTest {};
class Observers : public EnvTest {};

} // namespace tests::env
