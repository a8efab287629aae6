// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/header.h"

#include <map>
#include <string>
#include <vector>

/// Where the loader gets its texts from: the disk, or the sources that a trace carries with it.
namespace sim::scenario {

/// No file may be larger; whatever is would not be a scenario.
inline constexpr std::size_t kMaxFileOctets = 8'000'000;

class FileProvider {
public:
    virtual ~FileProvider() = default;
    /// The octets of a file, or why not: "no such file", "is a directory", "is larger than 8 MB".
    virtual core::Result<std::string, std::string> read(const std::string& path) const = 0;
};

/// The disk. Reads regular files (and pipes) only, and never more than the limit.
class DiskFiles : public FileProvider {
public:
    core::Result<std::string, std::string> read(const std::string& path) const override;
};

/// Texts by name: a trace's embedded sources, a studio's unsaved overlay, a test.
class MemoryFiles : public FileProvider {
public:
    MemoryFiles() = default;
    /// Names that are not found here are asked of `next`, which must outlive this.
    explicit MemoryFiles(const FileProvider& next) : next_(&next) {}

    void add(std::string path, std::string text);
    void add(const std::vector<trace::SourceFile>& sources);
    core::Result<std::string, std::string> read(const std::string& path) const override;

private:
    std::map<std::string, std::string> texts_;
    const FileProvider* next_ = nullptr;
};

} // namespace sim::scenario
