// SPDX-License-Identifier: Apache-2.0
#include "sim/world/sim_env.h"

#include "core/base/hash.h"
#include "sim/world/machine.h"

#include <algorithm>
#include <utility>

namespace sim::world {

using core::Failure;

// Network.

core::Result<core::runtime::SocketId, core::runtime::NetworkError>
SimNetwork::bind(std::uint16_t port, std::string_view protocol,
                 core::runtime::DatagramCallback callback) {
    return datagrams_.bind(owner_, port, protocol, std::move(callback));
}
core::Result<void, core::runtime::NetworkError>
SimNetwork::sendTo(SocketId socket, const Endpoint& to, core::Bytes payload) {
    return datagrams_.send(owner_, socket, to, std::move(payload));
}
core::Result<void, core::runtime::NetworkError> SimNetwork::joinGroup(SocketId socket,
                                                                      Address group) {
    return datagrams_.join(owner_, socket, group);
}
core::Result<void, core::runtime::NetworkError> SimNetwork::leaveGroup(SocketId socket,
                                                                       Address group) {
    return datagrams_.leave(owner_, socket, group);
}
void SimNetwork::close(SocketId socket) {
    datagrams_.close(owner_, socket);
}
core::Result<core::runtime::Endpoint, core::runtime::NetworkError>
SimNetwork::localEndpoint(SocketId socket) const {
    return datagrams_.local(owner_, socket);
}
core::Result<core::runtime::ListenerId, core::runtime::NetworkError>
SimNetwork::listen(std::uint16_t port, const core::runtime::StreamOptions& options,
                   core::runtime::AcceptCallback callback) {
    return streams_.listen(owner_, port, options, std::move(callback));
}
void SimNetwork::closeListener(ListenerId listener) {
    streams_.closeListener(owner_, listener);
}
core::Result<core::runtime::StreamId, core::runtime::NetworkError>
SimNetwork::connect(const Endpoint& to, core::Duration timeout,
                    const core::runtime::StreamOptions& options,
                    core::runtime::StreamCallbacks callbacks) {
    return streams_.connect(owner_, to, timeout, options, std::move(callbacks));
}
std::size_t SimNetwork::send(StreamId stream, core::ByteView bytes) {
    return streams_.send(owner_, stream, bytes);
}
void SimNetwork::shutdown(StreamId stream) {
    streams_.shutdown(owner_, stream);
}
void SimNetwork::abort(StreamId stream) {
    streams_.abort(owner_, stream);
}
void SimNetwork::pauseReading(StreamId stream) {
    streams_.pauseReading(owner_, stream);
}
void SimNetwork::resumeReading(StreamId stream) {
    streams_.resumeReading(owner_, stream);
}

core::Result<void, core::runtime::NetworkError> SimNetwork::claimAddress(Address address) {
    const auto hears = [this](std::uint32_t host) {
        return shared_.carrier.hostOn(host) && shared_.carrier.reachable(owner_.host(), host);
    };
    if (!addresses_.claim(owner_.host(), address, hears)) {
        return Failure{NetworkError::AddressInUse};
    }
    if (shared_.sink != nullptr) {
        shared_.sink->addressMoved(shared_.kernel.now(), address, owner_.host(), true,
                                   shared_.context.cause);
    }
    return {};
}

core::Result<void, core::runtime::NetworkError> SimNetwork::releaseAddress(Address address) {
    if (!addresses_.release(owner_.host(), address)) {
        return Failure{NetworkError::AddressNotOwned};
    }
    if (shared_.sink != nullptr) {
        shared_.sink->addressMoved(shared_.kernel.now(), address, owner_.host(), false,
                                   shared_.context.cause);
    }
    return {};
}

// Disk.

storage::Volume::FileRef SimDisk::find(FileId file) const {
    const auto found = open_.find(file.value);
    return found == open_.end() ? nullptr : found->second;
}

core::Result<core::runtime::FileId, core::runtime::DiskError>
SimDisk::open(std::string_view path, core::runtime::OpenMode mode) {
    auto file = volume_.open(path, mode);
    if (!file) {
        return Failure{file.error()};
    }
    const FileId id{nextFile_++};
    open_[id.value] = *file;
    return id;
}

void SimDisk::close(FileId file) {
    const auto found = open_.find(file.value);
    if (found != open_.end()) {
        volume_.close(*found->second);
        open_.erase(found);
    }
}

void SimDisk::finish() {
    for (const auto& [id, file] : open_) {
        volume_.close(*file);
    }
    open_.clear();
}

core::Result<std::uint64_t, core::runtime::DiskError> SimDisk::size(FileId id) const {
    const auto file = find(id);
    if (file == nullptr) {
        return Failure{DiskError::UnknownFile};
    }
    return storage::Volume::size(*file);
}

core::Result<void, core::runtime::DiskError> SimDisk::append(FileId id, core::ByteView bytes) {
    const auto file = find(id);
    if (file == nullptr) {
        return Failure{DiskError::UnknownFile};
    }
    return volume_.write(*file, storage::Volume::size(*file), bytes);
}

core::Result<void, core::runtime::DiskError> SimDisk::write(FileId id, std::uint64_t offset,
                                                            core::ByteView bytes) {
    const auto file = find(id);
    if (file == nullptr) {
        return Failure{DiskError::UnknownFile};
    }
    return volume_.write(*file, offset, bytes);
}

core::Result<void, core::runtime::DiskError> SimDisk::truncate(FileId id, std::uint64_t size) {
    const auto file = find(id);
    if (file == nullptr) {
        return Failure{DiskError::UnknownFile};
    }
    return volume_.truncate(*file, size);
}

core::runtime::CallId SimDisk::read(FileId id, std::uint64_t offset, std::size_t length,
                                    core::runtime::ReadCallback callback) {
    using Outcome = core::Result<core::Bytes, DiskError>;
    const CallId call = calls_.open(owner_);
    auto done = [&calls = calls_, call, callback = std::move(callback)](Outcome outcome) mutable {
        calls.complete(call,
                       [callback = std::move(callback), outcome = std::move(outcome)]() mutable {
                           callback(std::move(outcome));
                       });
    };
    const auto file = find(id);
    if (file == nullptr) {
        disk_.soon([done = std::move(done)]() mutable { done(Failure{DiskError::UnknownFile}); });
    } else {
        disk_.read(file, offset, length, std::move(done));
    }
    return call;
}

core::runtime::CallId SimDisk::sync(FileId id, core::runtime::SyncCallback callback) {
    using Outcome = core::Result<void, DiskError>;
    const CallId call = calls_.open(owner_);
    auto done = [&calls = calls_, call, callback = std::move(callback)](Outcome outcome) mutable {
        calls.complete(call,
                       [callback = std::move(callback), outcome]() mutable { callback(outcome); });
    };
    const auto file = find(id);
    if (file == nullptr) {
        disk_.soon([done = std::move(done)]() mutable { done(Failure{DiskError::UnknownFile}); });
    } else {
        disk_.sync(file, std::move(done));
    }
    return call;
}

core::runtime::CallId SimDisk::syncDir(core::runtime::SyncCallback callback) {
    const CallId call = calls_.open(owner_);
    disk_.syncDir(volume_, [&calls = calls_, call, callback = std::move(callback)](
                               core::Result<void, DiskError> outcome) mutable {
        calls.complete(call,
                       [callback = std::move(callback), outcome]() mutable { callback(outcome); });
    });
    return call;
}

core::Result<void, core::runtime::DiskError> SimDisk::rename(std::string_view from,
                                                             std::string_view to) {
    return volume_.rename(from, to);
}
core::Result<void, core::runtime::DiskError> SimDisk::remove(std::string_view path) {
    return volume_.remove(path);
}
std::vector<std::string> SimDisk::list(std::string_view prefix) const {
    return volume_.list(prefix);
}

// Env.

SimEnv::SimEnv(World& world, World::Machine& machine, Incarnation& owner,
               core::runtime::ProcessInfo info)
    : world_(world), machine_(machine), owner_(owner), info_(std::move(info)),
      network_(world.datagrams_, world.streams_, world.addresses_, world.shared_, owner),
      disk_(world.calls_, machine.disk, machine.disk.volume(info_.name), owner, world.nextFile_),
      observer_(world, owner) {}

core::Instant SimEnv::now() const {
    return machine_.clock.monotonic(world_.kernel_.now());
}

core::WallTime SimEnv::wallClock() const {
    return machine_.clock.calendar(world_.kernel_.now());
}

core::runtime::CallId SimEnv::after(core::Duration delay, core::UniqueFunction<void()> callback) {
    const core::Instant due = now() + std::max(delay, core::Duration{});
    const SimTime at = machine_.clock.whenMonotonic(due, world_.kernel_.now());
    return world_.calls_.timer(owner_, due, at, std::move(callback));
}

core::runtime::CallId SimEnv::compute(core::Duration cpuTime,
                                      core::UniqueFunction<void()> callback) {
    const core::runtime::CallId call = world_.calls_.open(owner_);
    machine_.cpu.submit(owner_.key(), cpuTime,
                        [&calls = world_.calls_, call, callback = std::move(callback)]() mutable {
                            calls.complete(call, std::move(callback));
                        });
    return call;
}

void SimEnv::cancel(core::runtime::CallId call) {
    world_.calls_.cancel(owner_, call);
}

core::RandomStream& SimEnv::random(std::string_view site) {
    const auto found = streams_.find(site);
    if (found != streams_.end()) {
        return found->second;
    }
    std::uint64_t key = core::combine64(world_.options_.seed, core::hash64(info_.name));
    key = core::combine64(key, info_.incarnation);
    key = core::combine64(key, core::hash64(site));
    return streams_.emplace(std::string(site), core::RandomStream(key)).first->second;
}

std::optional<core::runtime::Address> SimEnv::lookupHost(std::string_view host) const {
    const auto found = world_.hostsTable_.find(host);
    return found == world_.hostsTable_.end() ? std::nullopt : std::optional(found->second);
}

void SimEnv::fail(std::string_view reason) {
    owner_.requestFailure(std::string(reason));
}

} // namespace sim::world
