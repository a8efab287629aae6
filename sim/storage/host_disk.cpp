// SPDX-License-Identifier: Apache-2.0
#include "sim/storage/host_disk.h"

#include <utility>

namespace sim::storage {
namespace {

using core::Failure;

enum Draw : std::uint64_t { kPower = 1, kSync, kFlip };
constexpr std::int64_t kMillion = 1'000'000;

} // namespace

HostDisk::HostDisk(Kernel& kernel, const topology::NodeSpec& spec, std::uint64_t seed)
    : kernel_(kernel), latency_(spec.diskLatency), syncLatency_(spec.diskSyncLatency),
      bytesPerSecond_(spec.diskBytesPerSecond), seed_(seed), server_(kernel, 1), cache_(kernel, 1),
      space_(static_cast<std::uint64_t>(spec.diskCapacity)) {}

Volume& HostDisk::volume(const std::string& process) {
    auto& slot = volumes_[process];
    if (slot == nullptr) {
        slot = std::make_unique<Volume>(space_);
    }
    return *slot;
}

core::Duration HostDisk::transfer(std::uint64_t octets) const {
    __extension__ typedef __int128 Wide;
    return {static_cast<std::int64_t>(
        (static_cast<Wide>(octets) * 1'000'000'000 + bytesPerSecond_ - 1) / bytesPerSecond_)};
}

core::RandomStream HostDisk::draws(std::uint64_t what) {
    return core::RandomStream(core::combine64(core::combine64(seed_, what), draws_++));
}

bool HostDisk::takeSyncFailure() {
    if (failingSyncs_ == 0) {
        return false;
    }
    --failingSyncs_;
    return true;
}

void HostDisk::sync(Volume::FileRef file, Done done) {
    const Volume::SyncRange range = Volume::beginSync(*file);
    const core::Duration work = latency_ + syncLatency_ + transfer(range.octets);
    server_.submit(
        0, work,
        [this, file = std::move(file), point = range.point, done = std::move(done)]() mutable {
            const bool fails = takeSyncFailure();
            kernel_.digest().mix(fails ? 1 : 2);
            if (fails) {
                core::RandomStream luck = draws(kSync);
                Volume::failSync(*file, point, luck);
                done(Failure{DiskError::SyncFailed});
                return;
            }
            Volume::finishSync(*file, point);
            done({});
        });
}

void HostDisk::syncDir(Volume& volume, Done done) {
    const std::uint64_t point = volume.dirSyncPoint();
    server_.submit(0, latency_ + syncLatency_,
                   [this, &volume, point, done = std::move(done)]() mutable {
                       const bool fails = takeSyncFailure();
                       kernel_.digest().mix(fails ? 3 : 4);
                       if (fails) {
                           core::RandomStream luck = draws(kSync);
                           volume.failDirSync(point, luck);
                           done(Failure{DiskError::SyncFailed});
                           return;
                       }
                       volume.finishDirSync(point);
                       done({});
                   });
}

void HostDisk::read(Volume::FileRef file, std::uint64_t offset, std::size_t length, ReadDone done) {
    const std::uint64_t cold = Volume::warmUp(*file, offset, length);
    core::Bytes bytes = Volume::read(*file, offset, length);
    if (flipPerMillion_ > 0 && cold > 0 && !bytes.empty()) {
        core::RandomStream luck = draws(kFlip);
        if (luck.chance(static_cast<std::uint64_t>(flipPerMillion_), kMillion)) {
            const std::uint64_t bit = luck.below(bytes.size() * 8);
            bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << bit % 8));
        }
    }
    const core::Duration work = cold == 0 ? core::Duration{} : latency_ + transfer(cold);
    auto finish = [this, bytes = std::move(bytes), done = std::move(done)]() mutable {
        kernel_.digest().mixBytes(bytes);
        done(std::move(bytes));
    };
    if (cold == 0) {
        soon(std::move(finish)); // no wait behind the device's queue
    } else {
        server_.submit(0, work, std::move(finish));
    }
}

void HostDisk::losePower(UnsyncedFate fate) {
    server_.clear();
    cache_.clear();
    for (const auto& [process, volume] : volumes_) {
        core::RandomStream luck = draws(kPower);
        volume->losePower(fate, luck);
    }
}

} // namespace sim::storage
