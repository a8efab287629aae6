// SPDX-License-Identifier: Apache-2.0
#include "sim/storage/volume.h"

#include <algorithm>
#include <utility>

namespace sim::storage {

using core::Failure;

namespace {

/// One write or truncation that is in the page cache only.
struct PendingWrite {
    std::uint64_t number = 0;
    std::uint64_t firstSector = 0;
    core::Bytes image; ///< its sectors as it left them; the last one ends with the file
    std::optional<std::uint64_t> truncateTo;

    std::uint64_t sectors() const { return (image.size() + kSector - 1) / kSector; }
};

/// What a page write does to the disk: whole sectors, and what the file lacked is zeros.
void applyTo(core::Bytes& durable, const PendingWrite& write) {
    if (write.truncateTo) {
        durable.resize(*write.truncateTo, 0);
        return;
    }
    const std::uint64_t start = write.firstSector * kSector;
    const std::uint64_t end = start + write.image.size();
    if (durable.size() < end) {
        durable.resize(end, 0);
    }
    const auto tail = std::copy(write.image.begin(), write.image.end(),
                                durable.begin() + static_cast<std::ptrdiff_t>(start));
    const std::uint64_t rest = start + write.sectors() * kSector;
    std::fill(tail,
              durable.begin() +
                  static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(rest, durable.size())),
              std::uint8_t{0});
}

/// The part of a write that reached the disk when power went: whole sectors from its start.
PendingWrite torn(const PendingWrite& write, core::RandomStream& draws) {
    const std::uint64_t kept = draws.below(write.sectors()); // at least one sector is missing
    PendingWrite part = write;
    part.image.resize(kept * kSector);
    return part;
}

} // namespace

bool Space::take(std::uint64_t octets) {
    if (octets == 0) {
        return true;
    }
    if (full() || octets > capacity_ - used_) {
        return false;
    }
    used_ += octets;
    return true;
}

struct Volume::File {
    core::Bytes content; ///< as processes see it
    core::Bytes durable; ///< as the disk has it
    std::deque<PendingWrite> pending;
    std::uint64_t nextWrite = 1;
    std::uint64_t syncing = 0; ///< writes up to here are covered by a sync that was begun
    std::vector<bool> warm;    ///< by sector: in the page cache
    bool named = false;        ///< has a name that processes see
    std::uint64_t opens = 0;

    bool occupies() const { return named || opens > 0; }

    void markWarm(std::uint64_t offset, std::uint64_t length) {
        if (length == 0) {
            return;
        }
        const std::uint64_t last = (offset + length - 1) / kSector;
        if (warm.size() <= last) {
            warm.resize(last + 1, false);
        }
        std::fill(warm.begin() + static_cast<std::ptrdiff_t>(offset / kSector),
                  warm.begin() + static_cast<std::ptrdiff_t>(last + 1), true);
    }

    /// Notes that the octets from `offset` to `end` changed.
    void markDirty(std::uint64_t offset, std::uint64_t end) {
        PendingWrite write;
        write.number = nextWrite++;
        write.firstSector = offset / kSector;
        const std::uint64_t start = write.firstSector * kSector;
        const std::uint64_t sectorEnd = (end + kSector - 1) / kSector * kSector;
        write.image.assign(content.begin() + static_cast<std::ptrdiff_t>(start),
                           content.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                                 sectorEnd, content.size())));
        pending.push_back(std::move(write));
    }

    /// Octets of the sectors that changed since the last sync was begun.
    std::uint64_t dirtyOctets() const {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges; // [first, end) in sectors
        const std::uint64_t inFile = (content.size() + kSector - 1) / kSector;
        for (const PendingWrite& write : pending) {
            const std::uint64_t end = std::min(write.firstSector + write.sectors(), inFile);
            if (write.number > syncing && write.firstSector < end) {
                ranges.emplace_back(write.firstSector, end);
            }
        }
        std::sort(ranges.begin(), ranges.end());
        std::uint64_t sectors = 0;
        std::uint64_t counted = 0;
        for (const auto& [first, end] : ranges) {
            if (end > counted) {
                sectors += end - std::max(first, counted);
                counted = end;
            }
        }
        return sectors * kSector;
    }
};

Volume::Volume(Space& space) : space_(space) {}
Volume::~Volume() = default;

bool Volume::validName(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.back() == '/') {
        return false;
    }
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..") {
            return false;
        }
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return true;
}

void Volume::apply(Names& names, const NameChange& change) {
    if (!change.remove.empty()) {
        names.erase(change.remove);
    }
    if (!change.add.empty()) {
        names[change.add] = change.file;
    }
}

void Volume::change(std::string remove, std::string add, FileRef file) {
    pending_.push_back({nextChange_++, std::move(remove), std::move(add), std::move(file)});
    apply(names_, pending_.back());
}

core::Result<Volume::FileRef, core::runtime::DiskError> Volume::open(std::string_view path,
                                                                     OpenMode mode) {
    if (!validName(path)) {
        return Failure{DiskError::BadName};
    }
    const auto found = names_.find(path);
    if (found != names_.end()) {
        if (mode == OpenMode::CreateNew) {
            return Failure{DiskError::AlreadyExists};
        }
        ++found->second->opens;
        return found->second;
    }
    if (mode == OpenMode::Existing) {
        return Failure{DiskError::NotFound};
    }
    if (space_.full()) {
        return Failure{DiskError::NoSpace};
    }
    auto file = std::make_shared<File>();
    file->opens = 1;
    file->named = true;
    change({}, std::string(path), file);
    return file;
}

void Volume::close(File& file) {
    --file.opens;
    freeIfUnused(file);
}

void Volume::unname(File& file) {
    file.named = false;
    freeIfUnused(file);
}

void Volume::freeIfUnused(const File& file) {
    if (!file.occupies()) {
        space_.give(file.content.size());
    }
}

core::Result<void, core::runtime::DiskError> Volume::rename(std::string_view from,
                                                            std::string_view to) {
    if (!validName(from) || !validName(to)) {
        return Failure{DiskError::BadName};
    }
    const auto found = names_.find(from);
    if (found == names_.end()) {
        return Failure{DiskError::NotFound};
    }
    if (from == to) {
        return {};
    }
    const FileRef file = found->second;
    const auto replaced = names_.find(to);
    if (replaced != names_.end()) {
        unname(*replaced->second);
    }
    change(std::string(from), std::string(to), file);
    return {};
}

core::Result<void, core::runtime::DiskError> Volume::remove(std::string_view path) {
    if (!validName(path)) {
        return Failure{DiskError::BadName};
    }
    const auto found = names_.find(path);
    if (found == names_.end()) {
        return Failure{DiskError::NotFound};
    }
    unname(*found->second);
    change(std::string(path), {}, nullptr);
    return {};
}

std::vector<std::string> Volume::list(std::string_view prefix) const {
    std::vector<std::string> found;
    for (auto at = names_.lower_bound(prefix); at != names_.end(); ++at) {
        if (!at->first.starts_with(prefix)) {
            break;
        }
        found.push_back(at->first);
    }
    return found;
}

std::uint64_t Volume::size(const File& file) {
    return file.content.size();
}

core::Result<void, core::runtime::DiskError> Volume::write(File& file, std::uint64_t offset,
                                                           core::ByteView bytes) {
    if (bytes.empty()) {
        return {};
    }
    const std::uint64_t before = file.content.size();
    const std::uint64_t end = offset + bytes.size();
    const bool wraps = end < offset;
    if (wraps || !space_.take(end > before ? end - before : 0)) {
        return Failure{DiskError::NoSpace};
    }
    if (end > before) {
        file.content.resize(end, 0);
    }
    std::copy(bytes.begin(), bytes.end(),
              file.content.begin() + static_cast<std::ptrdiff_t>(offset));
    const std::uint64_t from = std::min(offset, before);
    file.markWarm(from, end - from);
    file.markDirty(offset, end);
    return {};
}

core::Result<void, core::runtime::DiskError> Volume::truncate(File& file, std::uint64_t size) {
    const std::uint64_t before = file.content.size();
    if (size > before && !space_.take(size - before)) {
        return Failure{DiskError::NoSpace};
    }
    if (size < before) {
        space_.give(before - size);
    }
    file.content.resize(size, 0);
    if (size > before) {
        file.markWarm(before, size - before);
    }
    file.pending.push_back({file.nextWrite++, 0, {}, size});
    return {};
}

core::Bytes Volume::read(const File& file, std::uint64_t offset, std::size_t length) {
    if (offset >= file.content.size()) {
        return {};
    }
    const std::size_t count =
        std::min<std::size_t>(length, file.content.size() - static_cast<std::size_t>(offset));
    const auto begin = file.content.begin() + static_cast<std::ptrdiff_t>(offset);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::uint64_t Volume::warmUp(File& file, std::uint64_t offset, std::size_t length) {
    if (offset >= file.content.size() || length == 0) {
        return 0;
    }
    const std::uint64_t end =
        offset + std::min<std::uint64_t>(length, file.content.size() - offset);
    std::uint64_t cold = 0;
    for (std::uint64_t sector = offset / kSector; sector <= (end - 1) / kSector; ++sector) {
        cold += sector < file.warm.size() && file.warm[sector] ? 0 : kSector;
    }
    file.markWarm(offset, end - offset);
    return cold;
}

Volume::SyncRange Volume::beginSync(File& file) {
    const SyncRange range{file.nextWrite - 1, file.dirtyOctets()};
    file.syncing = range.point;
    return range;
}

void Volume::finishSync(File& file, std::uint64_t point) {
    while (!file.pending.empty() && file.pending.front().number <= point) {
        applyTo(file.durable, file.pending.front());
        file.pending.pop_front();
    }
}

void Volume::failSync(File& file, std::uint64_t point, core::RandomStream& draws) {
    while (!file.pending.empty() && file.pending.front().number <= point) {
        if (draws.chance(1, 2)) {
            applyTo(file.durable, file.pending.front());
        }
        file.pending.pop_front();
    }
}

std::uint64_t Volume::dirSyncPoint() const {
    return nextChange_ - 1;
}

void Volume::finishDirSync(std::uint64_t point) {
    while (!pending_.empty() && pending_.front().number <= point) {
        apply(durable_, pending_.front());
        pending_.pop_front();
    }
}

void Volume::failDirSync(std::uint64_t point, core::RandomStream& draws) {
    std::uint64_t covered = 0;
    for (const NameChange& change : pending_) {
        covered += change.number <= point ? 1 : 0;
    }
    // Names reach the disk in order (a journal): a prefix of them did.
    const std::uint64_t kept = draws.below(covered + 1);
    for (std::uint64_t i = 0; i < kept; ++i) {
        apply(durable_, pending_.front());
        pending_.pop_front();
    }
}

void Volume::losePower(File& file, UnsyncedFate fate, core::RandomStream& draws) {
    for (const PendingWrite& write : file.pending) {
        const std::uint64_t luck = fate == UnsyncedFate::Random ? draws.below(3)
                                   : fate == UnsyncedFate::Lost ? 1
                                                                : 0;
        if (luck == 0) {
            applyTo(file.durable, write);
        } else if (luck == 2 && !write.truncateTo) {
            const PendingWrite part = torn(write, draws);
            if (!part.image.empty()) {
                applyTo(file.durable, part);
            }
        }
    }
    file.pending.clear();
    file.syncing = file.nextWrite - 1;
    file.content = file.durable;
    file.warm.clear();
}

void Volume::losePower(UnsyncedFate fate, core::RandomStream& draws) {
    for (const auto& [name, file] : names_) {
        space_.give(file->content.size());
    }
    const std::uint64_t changes = pending_.size();
    const std::uint64_t kept = fate == UnsyncedFate::Random ? draws.below(changes + 1)
                               : fate == UnsyncedFate::Lost ? 0
                                                            : changes;
    for (std::uint64_t i = 0; i < kept; ++i) {
        apply(durable_, pending_[i]);
    }
    pending_.clear();
    names_ = durable_;
    for (const auto& [name, file] : names_) {
        losePower(*file, fate, draws);
        file->named = true;
        space_.claim(file->content.size());
    }
}

} // namespace sim::storage
