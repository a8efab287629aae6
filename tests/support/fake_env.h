// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/env.h"
#include "core/runtime/process.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A small deterministic world for tests of processes: several hosts with one process each, one
/// latency for everything, an in-memory network with datagrams and streams, and a clock that the
/// test advances. It keeps the contract of core/runtime/env.h as far as tests of components need
/// it; what it lacks: disk (asserts), multicast, moving addresses, drift, retransmission.
namespace tests {

class FakeEnv;

/// What a process showed, with every value as text ("60s", "10.0.0.1", "true").
class RecordingObserver final : public core::runtime::Observer {
public:
    struct Event {
        core::Instant at;
        std::string kind;
        std::vector<std::pair<std::string, std::string>> fields;
        /// "kind a=1 b=2".
        std::string text() const;
    };

    explicit RecordingObserver(const FakeEnv& env) : env_(env) {}

    void state(std::string_view key, core::runtime::FieldValue value) override;
    void clearState(std::string_view key) override;
    using Observer::event;
    void event(const core::runtime::EventKind& kind,
               std::span<const core::runtime::Field> fields) override;
    using Observer::beginSpan;
    core::runtime::SpanId beginSpan(const core::runtime::EventKind& kind,
                                    std::span<const core::runtime::Field> fields) override;
    void endSpan(core::runtime::SpanId span) override;
    void count(std::string_view counter, std::int64_t delta) override;
    void sample(std::string_view series, core::Duration value) override;

    const std::vector<Event>& events() const { return events_; }
    std::vector<std::string> eventTexts() const;
    std::size_t eventCount(std::string_view kind) const;
    /// Empty text if the key is not set.
    std::string stateOf(std::string_view key) const;
    const std::map<std::string, std::string, std::less<>>& states() const { return states_; }
    std::int64_t counter(std::string_view name) const;
    const std::vector<core::Duration>& samplesOf(std::string_view series) { // NOLINT
        return samples_[std::string(series)];
    }
    std::size_t openSpans() const { return openSpans_.size(); }

private:
    const FakeEnv& env_;
    std::vector<Event> events_;
    std::map<std::string, std::string, std::less<>> states_;
    std::map<std::string, std::int64_t, std::less<>> counters_;
    std::map<std::string, std::vector<core::Duration>, std::less<>> samples_;
    std::set<std::uint64_t> openSpans_;
    std::uint64_t nextSpan_ = 1;
};

class FakeWorld {
public:
    explicit FakeWorld(core::Duration latency = {1'000'000}, std::uint64_t seed = 1)
        : latency_(latency), seed_(seed) {}
    ~FakeWorld();

    /// A host with one process of the same name. The reference lives as long as the world.
    FakeEnv& add(std::string_view name, std::string_view address);
    /// A name of the hosts table only.
    void addHostName(std::string_view name, std::string_view address);

    core::Instant now() const { return now_; }
    /// Runs everything that is due within `duration` and moves the clock by exactly that.
    void run(core::Duration duration);
    /// Runs until no event is left or `limit` is over; returns the time that passed.
    core::Duration runUntilIdle(core::Duration limit);

    /// Packets between the two hosts vanish in both directions while cut.
    void cut(std::string_view a, std::string_view b, bool isCut = true);
    /// Called for every datagram; true loses it.
    std::function<bool(const core::runtime::Endpoint& from, const core::runtime::Endpoint& to,
                       core::ByteView payload)>
        dropDatagram;
    /// Cuts stream chunks to at most so many octets (0: as they were sent).
    std::size_t chunkSize = 0;

private:
    friend class FakeEnv;
    friend class FakeNetwork;
    struct End; // one end of a stream

    std::uint64_t schedule(core::Duration delay, core::UniqueFunction<void()> callback);
    void runNext();
    bool connected(core::runtime::Address a, core::runtime::Address b) const;
    FakeEnv* envAt(core::runtime::Address address);
    std::shared_ptr<End> end(core::runtime::StreamId id);
    void openAtServer(core::runtime::StreamId client, core::runtime::Endpoint to);
    void deliver(core::runtime::StreamId to, core::Bytes bytes, bool fin);
    void pump(core::runtime::StreamId id);
    void finishIfDone(core::runtime::StreamId id);
    void close(core::runtime::StreamId id, core::runtime::StreamEnd how);

    core::Duration latency_;
    std::uint64_t seed_;
    core::Instant now_;
    std::uint64_t nextId_ = 1;
    std::map<std::pair<std::int64_t, std::uint64_t>, core::UniqueFunction<void()>> queue_;
    std::map<std::uint64_t, std::int64_t> due_; ///< id of a queued event -> its time
    std::map<core::runtime::StreamId, std::shared_ptr<End>> ends_;
    std::map<std::string, core::runtime::Address, std::less<>> hosts_;
    std::set<std::pair<core::runtime::Address, core::runtime::Address>> cuts_;
    std::vector<std::unique_ptr<FakeEnv>> envs_;
};

/// The network of one host.
class FakeNetwork final : public core::runtime::Network {
public:
    FakeNetwork(FakeWorld& world, FakeEnv& env) : world_(world), env_(env) {}

    template <class T>
    using NetResult = core::Result<T, core::runtime::NetworkError>;

    NetResult<core::runtime::SocketId> bind(std::uint16_t port, std::string_view protocol,
                                            core::runtime::DatagramCallback callback) override;
    NetResult<void> sendTo(core::runtime::SocketId socket, const core::runtime::Endpoint& to,
                           core::Bytes payload) override;
    NetResult<void> joinGroup(core::runtime::SocketId, core::runtime::Address) override;
    NetResult<void> leaveGroup(core::runtime::SocketId, core::runtime::Address) override;
    void close(core::runtime::SocketId socket) override;
    NetResult<core::runtime::Endpoint> localEndpoint(core::runtime::SocketId socket) const override;
    NetResult<core::runtime::ListenerId> listen(std::uint16_t port,
                                                const core::runtime::StreamOptions& options,
                                                core::runtime::AcceptCallback callback) override;
    void closeListener(core::runtime::ListenerId listener) override;
    NetResult<core::runtime::StreamId> connect(const core::runtime::Endpoint& to,
                                               core::Duration timeout,
                                               const core::runtime::StreamOptions& options,
                                               core::runtime::StreamCallbacks callbacks) override;
    std::size_t send(core::runtime::StreamId stream, core::ByteView bytes) override;
    void shutdown(core::runtime::StreamId stream) override;
    void abort(core::runtime::StreamId stream) override;
    void pauseReading(core::runtime::StreamId stream) override;
    void resumeReading(core::runtime::StreamId stream) override;
    NetResult<void> claimAddress(core::runtime::Address) override;
    NetResult<void> releaseAddress(core::runtime::Address) override;

    std::size_t openSockets() const { return sockets_.size(); }
    /// Closes all and resets all, as the end of a process does.
    void drop();

private:
    friend class FakeWorld;
    struct Socket {
        std::uint16_t port = 0;
        std::shared_ptr<core::runtime::DatagramCallback> callback;
    };
    struct Listener {
        std::uint16_t port = 0;
        core::runtime::StreamOptions options;
        std::shared_ptr<core::runtime::AcceptCallback> callback;
    };
    void receive(std::uint16_t port, const core::runtime::Endpoint& from, core::ByteView payload);
    std::uint16_t freePort();

    FakeWorld& world_;
    FakeEnv& env_;
    std::map<core::runtime::SocketId, Socket> sockets_;
    std::map<core::runtime::ListenerId, Listener> listeners_;
    std::uint16_t nextPort_ = 49152;
};

/// One process and its host. Tests may use it directly as a client, or start() a component on it.
class FakeEnv final : public core::runtime::Env {
public:
    FakeEnv(FakeWorld& world, std::string_view name, core::runtime::Address address);

    const core::runtime::ProcessInfo& self() const override { return self_; }
    core::Instant now() const override { return world_.now(); }
    core::WallTime wallClock() const override { return {world_.now().ns}; }
    core::runtime::CallId after(core::Duration delay,
                                core::UniqueFunction<void()> callback) override;
    core::runtime::CallId compute(core::Duration cpuTime,
                                  core::UniqueFunction<void()> callback) override {
        return after(cpuTime, std::move(callback));
    }
    void cancel(core::runtime::CallId call) override;
    FakeNetwork& network() override { return network_; }
    core::runtime::Disk& disk() override;
    RecordingObserver& observer() override { return observer_; }
    core::RandomStream& random(std::string_view site) override;
    std::optional<core::runtime::Address> lookupHost(std::string_view host) const override;
    void fail(std::string_view reason) override;

    /// Makes the next incarnation of a component and calls its start().
    core::runtime::Process& start(const core::runtime::ProcessFactory& factory,
                                  const core::runtime::Settings& settings);
    /// Ends the process: no callback of this incarnation runs any more, its streams are reset.
    void crash();
    bool running() const { return process_ != nullptr; }
    core::runtime::Process& process() { return *process_; }
    /// The reason given to fail(), or empty.
    const std::string& failure() const { return failure_; }

private:
    friend class FakeWorld;
    FakeWorld& world_;
    core::runtime::ProcessInfo self_;
    FakeNetwork network_;
    RecordingObserver observer_;
    std::map<std::string, core::RandomStream, std::less<>> random_;
    std::set<std::uint64_t> calls_; ///< pending timers
    std::unique_ptr<core::runtime::Process> process_;
    std::string failure_;
};

} // namespace tests
