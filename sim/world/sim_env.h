// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/env.h"
#include "sim/world/world.h"

#include <cstdint>
#include <map>
#include <string>

/// The simulator's side of core::runtime::Env: one object for each incarnation, thin adaptors onto
/// the services of the World.
namespace sim::world {

class SimNetwork final : public core::runtime::Network {
public:
    using NetworkError = core::runtime::NetworkError;
    using SocketId = core::runtime::SocketId;
    using ListenerId = core::runtime::ListenerId;
    using StreamId = core::runtime::StreamId;
    using Endpoint = core::runtime::Endpoint;
    using Address = core::runtime::Address;

    SimNetwork(network::Datagrams& datagrams, network::Streams& streams,
               network::Addresses& addresses, network::Shared& shared, Incarnation& owner)
        : datagrams_(datagrams), streams_(streams), addresses_(addresses), shared_(shared),
          owner_(owner) {}

    core::Result<SocketId, NetworkError> bind(std::uint16_t port, std::string_view protocol,
                                              core::runtime::DatagramCallback callback) override;
    core::Result<void, NetworkError> sendTo(SocketId socket, const Endpoint& to,
                                            core::Bytes payload) override;
    core::Result<void, NetworkError> joinGroup(SocketId socket, Address group) override;
    core::Result<void, NetworkError> leaveGroup(SocketId socket, Address group) override;
    void close(SocketId socket) override;
    core::Result<Endpoint, NetworkError> localEndpoint(SocketId socket) const override;

    core::Result<ListenerId, NetworkError> listen(std::uint16_t port,
                                                  const core::runtime::StreamOptions& options,
                                                  core::runtime::AcceptCallback callback) override;
    void closeListener(ListenerId listener) override;
    core::Result<StreamId, NetworkError> connect(const Endpoint& to, core::Duration timeout,
                                                 const core::runtime::StreamOptions& options,
                                                 core::runtime::StreamCallbacks callbacks) override;
    std::size_t send(StreamId stream, core::ByteView bytes) override;
    void shutdown(StreamId stream) override;
    void abort(StreamId stream) override;
    void pauseReading(StreamId stream) override;
    void resumeReading(StreamId stream) override;

    core::Result<void, NetworkError> claimAddress(Address address) override;
    core::Result<void, NetworkError> releaseAddress(Address address) override;

private:
    network::Datagrams& datagrams_;
    network::Streams& streams_;
    network::Addresses& addresses_;
    network::Shared& shared_;
    Incarnation& owner_;
};

class SimDisk final : public core::runtime::Disk {
public:
    using DiskError = core::runtime::DiskError;
    using FileId = core::runtime::FileId;
    using CallId = core::runtime::CallId;

    /// `nextFile`: the ids of a run count on over incarnations and hosts.
    SimDisk(Calls& calls, storage::HostDisk& disk, storage::Volume& volume, Incarnation& owner,
            std::uint64_t& nextFile)
        : calls_(calls), disk_(disk), volume_(volume), owner_(owner), nextFile_(nextFile) {}
    ~SimDisk() override { finish(); }

    core::Result<FileId, DiskError> open(std::string_view path,
                                         core::runtime::OpenMode mode) override;
    void close(FileId file) override;
    core::Result<std::uint64_t, DiskError> size(FileId file) const override;
    core::Result<void, DiskError> append(FileId file, core::ByteView bytes) override;
    core::Result<void, DiskError> write(FileId file, std::uint64_t offset,
                                        core::ByteView bytes) override;
    core::Result<void, DiskError> truncate(FileId file, std::uint64_t size) override;
    CallId read(FileId file, std::uint64_t offset, std::size_t length,
                core::runtime::ReadCallback callback) override;
    CallId sync(FileId file, core::runtime::SyncCallback callback) override;
    CallId syncDir(core::runtime::SyncCallback callback) override;
    core::Result<void, DiskError> rename(std::string_view from, std::string_view to) override;
    core::Result<void, DiskError> remove(std::string_view path) override;
    std::vector<std::string> list(std::string_view prefix) const override;

    /// The incarnation ended: closes what is open.
    void finish();

private:
    storage::Volume::FileRef find(FileId file) const;

    Calls& calls_;
    storage::HostDisk& disk_;
    storage::Volume& volume_;
    Incarnation& owner_;
    std::uint64_t& nextFile_;
    std::map<std::uint64_t, storage::Volume::FileRef> open_;
};

class SimObserver final : public core::runtime::Observer {
public:
    using core::runtime::Observer::beginSpan;
    using core::runtime::Observer::event;

    SimObserver(World& world, Incarnation& owner) : world_(world), owner_(owner) {}

    void state(std::string_view key, core::runtime::FieldValue value) override;
    void clearState(std::string_view key) override;
    void event(const core::runtime::EventKind& kind,
               std::span<const core::runtime::Field> fields) override;
    core::runtime::SpanId beginSpan(const core::runtime::EventKind& kind,
                                    std::span<const core::runtime::Field> fields) override;
    void endSpan(core::runtime::SpanId span) override;
    void count(std::string_view counter, std::int64_t delta) override;
    void sample(std::string_view series, core::Duration value) override;

    /// The incarnation ended: cuts what is open.
    void finish();

private:
    World& world_;
    Incarnation& owner_;
    std::map<std::uint64_t, bool> openSpans_;
};

class SimEnv final : public core::runtime::Env {
public:
    SimEnv(World& world, World::Machine& machine, Incarnation& owner,
           core::runtime::ProcessInfo info);

    const core::runtime::ProcessInfo& self() const override { return info_; }
    core::Instant now() const override;
    core::WallTime wallClock() const override;
    core::runtime::CallId after(core::Duration delay,
                                core::UniqueFunction<void()> callback) override;
    core::runtime::CallId compute(core::Duration cpuTime,
                                  core::UniqueFunction<void()> callback) override;
    void cancel(core::runtime::CallId call) override;
    core::runtime::Network& network() override { return network_; }
    core::runtime::Disk& disk() override { return disk_; }
    core::runtime::Observer& observer() override { return observer_; }
    core::RandomStream& random(std::string_view site) override;
    std::optional<core::runtime::Address> lookupHost(std::string_view host) const override;
    void fail(std::string_view reason) override;

    /// The incarnation ended.
    void finish() {
        observer_.finish();
        disk_.finish();
    }

private:
    World& world_;
    World::Machine& machine_;
    Incarnation& owner_;
    core::runtime::ProcessInfo info_;
    SimNetwork network_;
    SimDisk disk_;
    SimObserver observer_;
    std::map<std::string, core::RandomStream, std::less<>> streams_;
};

} // namespace sim::world
