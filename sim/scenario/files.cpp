// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/files.h"

#include <filesystem>
#include <fstream>

namespace sim::scenario {

using core::Failure;

core::Result<std::string, std::string> DiskFiles::read(const std::string& path) const {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        return Failure{std::string("no such file")};
    }
    if (error) {
        return Failure{"cannot be opened: " + error.message()};
    }
    if (status.type() == std::filesystem::file_type::directory) {
        return Failure{std::string("is a directory, not a file")};
    }
    if (status.type() != std::filesystem::file_type::regular &&
        status.type() != std::filesystem::file_type::fifo) {
        return Failure{std::string("is not a regular file")};
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Failure{std::string("cannot be opened (is it readable?)")};
    }
    std::string text(kMaxFileOctets + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) {
        return Failure{std::string("cannot be read")};
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

void MemoryFiles::add(std::string path, std::string text) {
    texts_[std::move(path)] = std::move(text);
}

void MemoryFiles::add(const std::vector<trace::SourceFile>& sources) {
    for (const trace::SourceFile& source : sources) {
        add(source.name, source.text);
    }
}

core::Result<std::string, std::string> MemoryFiles::read(const std::string& path) const {
    const auto found = texts_.find(path);
    if (found != texts_.end()) {
        return found->second;
    }
    if (next_ != nullptr) {
        return next_->read(path);
    }
    return Failure{std::string("no such file")};
}

} // namespace sim::scenario
