// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "sim/kernel/server.h"
#include "sim/storage/volume.h"
#include "sim/topology/spec.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

/// The disk of one host: a first-in-first-out device shared by the volumes of its processes, with
/// limited space, and the faults it can have.
namespace sim::storage {

class HostDisk {
public:
    using DiskError = core::runtime::DiskError;

    /// `seed` keys the draws of power losses, failed syncs and flipped bits.
    HostDisk(Kernel& kernel, const topology::NodeSpec& spec, std::uint64_t seed);

    /// The files of a process; they stay while the process is down.
    Volume& volume(const std::string& process);

    using Done = core::UniqueFunction<void(core::Result<void, DiskError>)>;
    using ReadDone = core::UniqueFunction<void(core::Result<core::Bytes, DiskError>)>;

    void sync(Volume::FileRef file, Done done);
    void syncDir(Volume& volume, Done done);
    void read(Volume::FileRef file, std::uint64_t offset, std::size_t length, ReadDone done);
    /// Calls back at this instant, after the running handler: for what needs no device.
    void soon(core::UniqueFunction<void()> done) { cache_.submit(0, {}, std::move(done)); }

    void losePower(UnsyncedFate fate);

    // Faults.
    void setSlow(std::int64_t percent) { server_.setFactor(percent); }
    void setFull(bool full) { space_.setFull(full); }
    void failSyncs(std::int64_t count) { failingSyncs_ = count; }
    void flipBits(std::int64_t perMillion) { flipPerMillion_ = perMillion; }

    /// Octets.
    std::uint64_t used() const { return space_.used(); }

private:
    core::Duration transfer(std::uint64_t octets) const;
    bool takeSyncFailure();
    core::RandomStream draws(std::uint64_t what);

    Kernel& kernel_;
    core::Duration latency_;
    core::Duration syncLatency_;
    std::int64_t bytesPerSecond_;
    std::uint64_t seed_;
    std::uint64_t draws_ = 0;
    Server server_; ///< the device
    Server cache_;  ///< the page cache: takes no time, but a turn
    Space space_;
    std::map<std::string, std::unique_ptr<Volume>> volumes_;
    std::int64_t failingSyncs_ = 0;
    std::int64_t flipPerMillion_ = 0;
};

} // namespace sim::storage
