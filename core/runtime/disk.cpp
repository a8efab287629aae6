// SPDX-License-Identifier: Apache-2.0
#include "core/runtime/disk.h"

namespace core::runtime {

std::string_view toString(DiskError error) {
    switch (error) {
    case DiskError::NotFound:
        return "no such file";
    case DiskError::AlreadyExists:
        return "file exists";
    case DiskError::NoSpace:
        return "no space left on disk";
    case DiskError::UnknownFile:
        return "file is not open";
    case DiskError::SyncFailed:
        return "sync failed";
    case DiskError::BadName:
        return "bad file name";
    }
    return "unknown disk error";
}

} // namespace core::runtime
