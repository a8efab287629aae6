// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"
#include "core/runtime/disk.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The files of one process: what the page cache shows, what the disk holds, and the writes and
/// name changes in between that a power loss may undo. Pure state: no time passes here. Model:
/// Pillai et al., OSDI 2014 (names and data become durable apart), Rebello et al., ATC 2020
/// (after a failed sync the pages count as clean).
namespace sim::storage {

inline constexpr std::uint64_t kSector = 4096;

/// What happens to unsynced writes when power is lost.
enum class UnsyncedFate {
    Random, ///< each kept, lost or torn at a sector; a random number of name changes survives
    Lost,
    Kept,
};

/// The space of one disk in octets, shared by the volumes on it.
class Space {
public:
    explicit Space(std::uint64_t capacity) : capacity_(capacity) {}

    /// False if there is not that much; nothing is taken then. No octets can always be taken.
    bool take(std::uint64_t octets);
    /// What a power loss brought back occupies its space even if others have filled the disk.
    void claim(std::uint64_t octets) { used_ += octets; }
    void give(std::uint64_t octets) { used_ -= octets; }

    /// A disk that is said to be full has no space however little is used.
    void setFull(bool full) { saidFull_ = full; }
    bool full() const { return saidFull_ || used_ >= capacity_; }
    std::uint64_t used() const { return used_; }

private:
    std::uint64_t capacity_;
    std::uint64_t used_ = 0;
    bool saidFull_ = false;
};

class Volume {
public:
    using DiskError = core::runtime::DiskError;
    using OpenMode = core::runtime::OpenMode;
    struct File; ///< an inode: content, apart from its names
    using FileRef = std::shared_ptr<File>;

    /// REQUIRES: the space outlives the volume.
    explicit Volume(Space& space);
    ~Volume();

    /// A file occupies its space while it has a name or is open: each open() needs a close().
    core::Result<FileRef, DiskError> open(std::string_view path, OpenMode mode);
    void close(File& file);
    core::Result<void, DiskError> rename(std::string_view from, std::string_view to);
    core::Result<void, DiskError> remove(std::string_view path);
    std::vector<std::string> list(std::string_view prefix) const;

    static std::uint64_t size(const File& file);
    core::Result<void, DiskError> write(File& file, std::uint64_t offset, core::ByteView bytes);
    core::Result<void, DiskError> truncate(File& file, std::uint64_t size);
    /// Up to `length` octets at `offset`, as the process sees the file.
    static core::Bytes read(const File& file, std::uint64_t offset, std::size_t length);
    /// Octets of the range that are not in the page cache; they are afterwards.
    static std::uint64_t warmUp(File& file, std::uint64_t offset, std::size_t length);

    /// A sync in two steps: what it covers and costs is fixed when it is called, the outcome when
    /// the disk is done. Sectors that an earlier sync is writing already cost nothing again.
    struct SyncRange {
        std::uint64_t point = 0;
        std::uint64_t octets = 0; ///< of the changed sectors
    };
    static SyncRange beginSync(File& file);
    static void finishSync(File& file, std::uint64_t point);
    /// The data up to the point is in doubt: on disk or not, and no later sync writes it unless
    /// its sector is changed again.
    static void failSync(File& file, std::uint64_t point, core::RandomStream& draws);

    std::uint64_t dirSyncPoint() const;
    void finishDirSync(std::uint64_t point);
    void failDirSync(std::uint64_t point, core::RandomStream& draws);

    /// Power is lost and comes back: only what is durable, and what luck kept, remains. A sector
    /// is afterwards as some write left it, since the page cache writes whole sectors.
    /// REQUIRES: no file is open.
    void losePower(UnsyncedFate fate, core::RandomStream& draws);

private:
    struct NameChange {
        std::uint64_t number = 0;
        std::string remove; ///< empty: nothing
        std::string add;    ///< empty: nothing
        FileRef file;       ///< what `add` names
    };
    using Names = std::map<std::string, FileRef, std::less<>>;

    static bool validName(std::string_view path);
    static void apply(Names& names, const NameChange& change);
    void change(std::string remove, std::string add, FileRef file);

    static void losePower(File& file, UnsyncedFate fate, core::RandomStream& draws);
    /// The file has lost its name.
    void unname(File& file);
    void freeIfUnused(const File& file);

    Space& space_;
    Names names_;   ///< as processes see them
    Names durable_; ///< as the disk has them
    std::deque<NameChange> pending_;
    std::uint64_t nextChange_ = 1;
};

} // namespace sim::storage
