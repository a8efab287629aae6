// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/database.h"
#include "sim/trace/error.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string_view>

/// The file that an export writes: a buffered stream whose failures become one sentence.
namespace sim::trace {

class ExportFile {
public:
    explicit ExportFile(const std::filesystem::path& path)
        : path_(path), out_(path, std::ios::binary | std::ios::trunc) {
        opened_ = out_.good();
    }

    void write(std::string_view text) {
        out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    bool good() const { return out_.good(); }

    /// Flushes and says whether all went well.
    core::Result<void, TraceError> finish() {
        if (!opened_) {
            return core::Failure{
                TraceError{TraceErrorKind::CannotCreate, "cannot create " + path_.string()}};
        }
        errno = 0;
        out_.flush();
        if (out_.good()) {
            return {};
        }
        const bool full = errno == ENOSPC || errno == EFBIG || errno == 0;
        return core::Failure{
            TraceError{full ? TraceErrorKind::DiskFull : TraceErrorKind::Io,
                       path_.string() + ": " + (full ? "no space left" : "cannot be written")}};
    }

private:
    FileSizeSignalGuard guard_;
    std::filesystem::path path_;
    std::ofstream out_;
    bool opened_ = false;
};

} // namespace sim::trace
