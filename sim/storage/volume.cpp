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
    std::uint64_t offset = 0;
    core::Bytes bytes;
    std::optional<std::uint64_t> truncateTo;
};

void applyTo(core::Bytes& content, const PendingWrite& write) {
    if (write.truncateTo) {
        content.resize(*write.truncateTo, 0);
        return;
    }
    const std::uint64_t end = write.offset + write.bytes.size();
    if (content.size() < end) {
        content.resize(end, 0);
    }
    std::copy(write.bytes.begin(), write.bytes.end(),
              content.begin() + static_cast<std::ptrdiff_t>(write.offset));
}

/// The part of a write that reached the disk when power went: whole sectors from its start.
PendingWrite torn(const PendingWrite& write, core::RandomStream& draws) {
    const std::uint64_t first = write.offset / kSector;
    const std::uint64_t last = (write.offset + write.bytes.size() - 1) / kSector;
    const std::uint64_t kept = draws.below(last - first + 1); // at least one sector is missing
    const std::uint64_t end = std::max((first + kept) * kSector, write.offset);
    PendingWrite part = write;
    part.bytes.resize(end - write.offset);
    return part;
}

} // namespace

struct Volume::File {
    core::Bytes content; ///< as processes see it
    core::Bytes durable; ///< as the disk has it
    std::deque<PendingWrite> pending;
    std::uint64_t nextWrite = 1;
    std::vector<bool> warm; ///< by sector: in the page cache

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
};

Volume::Volume(std::function<bool(std::int64_t)> grow) : grow_(std::move(grow)) {}
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
        return found->second;
    }
    if (mode == OpenMode::Existing) {
        return Failure{DiskError::NotFound};
    }
    if (!grow_(0)) {
        return Failure{DiskError::NoSpace};
    }
    auto file = std::make_shared<File>();
    change({}, std::string(path), file);
    return file;
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
    const FileRef file = found->second;
    const auto replaced = names_.find(to);
    if (replaced != names_.end() && replaced->second != file) {
        grow_(-static_cast<std::int64_t>(replaced->second->content.size()));
    }
    if (from != to) {
        change(std::string(from), std::string(to), file);
    }
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
    grow_(-static_cast<std::int64_t>(found->second->content.size()));
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
    const std::uint64_t end = offset + bytes.size();
    const std::uint64_t growth = end > file.content.size() ? end - file.content.size() : 0;
    if (!bytes.empty() && !grow_(static_cast<std::int64_t>(growth))) {
        return Failure{DiskError::NoSpace};
    }
    if (bytes.empty()) {
        return {};
    }
    const std::uint64_t from = std::min<std::uint64_t>(offset, file.content.size());
    PendingWrite write{file.nextWrite++, offset, {bytes.begin(), bytes.end()}, std::nullopt};
    applyTo(file.content, write);
    file.markWarm(from, end - from);
    file.pending.push_back(std::move(write));
    return {};
}

core::Result<void, core::runtime::DiskError> Volume::truncate(File& file, std::uint64_t size) {
    const auto growth =
        static_cast<std::int64_t>(size) - static_cast<std::int64_t>(file.content.size());
    if (growth > 0 && !grow_(growth)) {
        return Failure{DiskError::NoSpace};
    }
    if (growth < 0) {
        grow_(growth);
    }
    const std::uint64_t before = file.content.size();
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
    const std::uint64_t end = std::min<std::uint64_t>(offset + length, file.content.size());
    std::uint64_t cold = 0;
    for (std::uint64_t sector = offset / kSector; sector <= (end - 1) / kSector; ++sector) {
        cold += sector < file.warm.size() && file.warm[sector] ? 0 : kSector;
    }
    file.markWarm(offset, end - offset);
    return cold;
}

std::uint64_t Volume::syncPoint(const File& file) {
    return file.nextWrite - 1;
}

std::uint64_t Volume::dirtyOctets(const File& file) {
    std::uint64_t octets = 0;
    for (const PendingWrite& write : file.pending) {
        octets += write.bytes.size();
    }
    return octets;
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

void Volume::losePower(UnsyncedFate fate, core::RandomStream& draws) {
    const auto survive = [&](File& file) {
        for (const PendingWrite& write : file.pending) {
            const std::uint64_t luck = fate == UnsyncedFate::Random ? draws.below(3)
                                       : fate == UnsyncedFate::Lost ? 1
                                                                    : 0;
            if (luck == 0) {
                applyTo(file.durable, write);
            } else if (luck == 2 && !write.bytes.empty()) {
                const PendingWrite part = torn(write, draws);
                if (!part.bytes.empty()) {
                    applyTo(file.durable, part);
                }
            }
        }
        file.pending.clear();
        file.content = file.durable;
        file.warm.clear();
    };
    const std::uint64_t changes = pending_.size();
    const std::uint64_t kept = fate == UnsyncedFate::Random ? draws.below(changes + 1)
                               : fate == UnsyncedFate::Lost ? 0
                                                            : changes;
    for (std::uint64_t i = 0; i < kept; ++i) {
        apply(durable_, pending_[i]);
    }
    pending_.clear();
    std::int64_t before = 0;
    for (const auto& [name, file] : names_) {
        before += static_cast<std::int64_t>(file->content.size());
    }
    names_ = durable_;
    std::int64_t after = 0;
    for (const auto& [name, file] : names_) {
        survive(*file);
        after += static_cast<std::int64_t>(file->content.size());
    }
    grow_(after - before);
}

} // namespace sim::storage
