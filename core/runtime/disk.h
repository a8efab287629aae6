// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/function.h"
#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a process may do with its disk. The model is a POSIX file system with a page cache that
/// loses what was not synced when the host loses power (Pillai et al., "All file systems are not
/// created equal", OSDI 2014; Rebello et al., "Can applications recover from fsync failures?",
/// ATC 2020). The full contract, a test for each sentence, is docs/reference/env.md.
namespace core::runtime {

struct CallTag;
/// One asynchronous call (timer, disk, cpu). Never used again within a run.
using CallId = Id<CallTag>;

struct FileTag;
/// An open file of one incarnation.
using FileId = Id<FileTag>;

enum class DiskError {
    NotFound,      ///< no file of that name
    AlreadyExists, ///< OpenMode::CreateNew and the file is there
    NoSpace,       ///< the disk is full; nothing of this call was written
    UnknownFile,   ///< the id is closed or was never given out
    SyncFailed,    ///< the data is in doubt: pages count as clean, what is on disk is unknown
    BadName,       ///< empty, or has a part that is empty, "." or ".."
};
std::string_view toString(DiskError error);

enum class OpenMode {
    Existing,  ///< NotFound if absent
    CreateNew, ///< AlreadyExists if present
    OpenOrCreate,
};

using SyncCallback = UniqueFunction<void(Result<void, DiskError>)>;
using ReadCallback = UniqueFunction<void(Result<Bytes, DiskError>)>;

/// Files are named by paths relative to the process's own directory ("log/00000001"); folders
/// need not be made. Writes change the page cache at once and are durable after sync(file);
/// create, rename and remove are durable after syncDir(), in the order in which they were made.
/// What is not durable may survive a power loss or not: names as after some of the first changes,
/// data sector by sector (4,096 octets), each as some write left it. A crash of the process loses
/// nothing. All processes of a host share its space and its one queue of disk work.
class Disk {
public:
    virtual ~Disk() = default;

    /// Errors: NotFound, AlreadyExists, BadName, NoSpace (creating on a full disk). Several opens
    /// of one file have ids of their own.
    virtual Result<FileId, DiskError> open(std::string_view path, OpenMode mode) = 0;
    /// Closing does not sync. Unknown ids are ignored; the end of the incarnation closes all.
    virtual void close(FileId file) = 0;
    /// Size in octets as the process sees it (page cache included). Error: UnknownFile.
    virtual Result<std::uint64_t, DiskError> size(FileId file) const = 0;
    /// Writes at the end. Errors: UnknownFile, NoSpace.
    virtual Result<void, DiskError> append(FileId file, ByteView bytes) = 0;
    /// Writes at `offset`; a gap past the end reads as zeros. Errors: UnknownFile, NoSpace.
    virtual Result<void, DiskError> write(FileId file, std::uint64_t offset, ByteView bytes) = 0;
    /// Cuts or extends (with zeros) to `size`. Errors: UnknownFile, NoSpace.
    virtual Result<void, DiskError> truncate(FileId file, std::uint64_t size) = 0;
    /// Reads up to `length` octets at `offset`, fewer at the end of the file. Always calls back,
    /// never during this call; what is not in the page cache costs disk time. Sees writes made
    /// before this call. Error in the callback: UnknownFile.
    virtual CallId read(FileId file, std::uint64_t offset, std::size_t length,
                        ReadCallback callback) = 0;
    /// Makes what was written to the file before this call durable. Errors in the callback:
    /// UnknownFile, SyncFailed. After SyncFailed the process still reads what it wrote, but it may
    /// be lost with the power even after a later sync that succeeds: only writing it again helps.
    virtual CallId sync(FileId file, SyncCallback callback) = 0;
    /// Makes every create, rename and remove before this call durable. Error: SyncFailed.
    virtual CallId syncDir(SyncCallback callback) = 0;
    /// Replaces `to` if it exists; open files stay open. Errors: NotFound, BadName.
    virtual Result<void, DiskError> rename(std::string_view from, std::string_view to) = 0;
    /// Open files stay readable and writable, and occupy their space, until closed. Errors:
    /// NotFound, BadName.
    virtual Result<void, DiskError> remove(std::string_view path) = 0;
    /// Names of all files that start with `prefix`, sorted by octets.
    virtual std::vector<std::string> list(std::string_view prefix) const = 0;
};

} // namespace core::runtime
