// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// What a disk may hold after a power loss, worked out from what was done to it (a reference
/// model: no times, no draws, only what is allowed). Names: some prefix of the changes, at least
/// those that a syncDir covered. Files: each sector as some write left it, and some size that
/// fits; what a sync covered is there, what a failed sync covered is in doubt for ever.
namespace tests::env::disk_model {

/// What the world does with unsynced writes.
enum class Fate { Drawn, Kept, Lost };

enum class Certainty {
    Pending, ///< in the page cache only, as far as its process knows
    Durable,
    Doubt, ///< its sync failed, or nobody heard how it ended
};

/// A write or truncation.
struct Change {
    Certainty certainty = Certainty::Pending;
    bool truncates = false;
    std::uint64_t firstSector = 0;    ///< of a write
    std::uint64_t size = 0;           ///< truncation: the new size; write: end of its last sector
    std::vector<std::string> sectors; ///< of a write, as it left them, each padded with zeros
};

struct File {
    std::string content; ///< as the process sees it
    std::string base;    ///< as the disk had it when the changes began
    std::vector<Change> changes;
    int opens = 0;
    bool named = true;

    void write(std::uint64_t offset, const std::string& bytes);
    void truncate(std::uint64_t size);
    /// Whether the disk may hold `found` after a power loss now.
    bool allows(const std::string& found, Fate fate) const;
};
using FileRef = std::shared_ptr<File>;
using Names = std::map<std::string, FileRef>;

class Volume {
public:
    Names names; ///< as the process sees them

    void name(const std::string& name, FileRef file);
    void remove(const std::string& name);
    void rename(const std::string& from, const std::string& to);
    std::size_t nameChanges() const { return changes_.size(); }
    /// A syncDir that was called after `count` changes succeeded, or nobody knows.
    void syncedNames(std::size_t count, Certainty outcome);

    /// Octets of all files that have a name or are open.
    std::uint64_t used() const;
    /// Takes what was found after a power loss as the new state; false if it is not allowed.
    bool adopt(const std::map<std::string, std::string>& found, Fate fate);

private:
    struct NameChange {
        std::string remove;
        std::string add;
        FileRef file;
    };
    void apply(NameChange change);

    Names base_;
    std::vector<NameChange> changes_;
    std::size_t durable_ = 0; ///< changes that are on disk for certain
    std::size_t likely_ = 0;  ///< changes that may have been made durable unheard
    std::vector<std::weak_ptr<File>> files_;
};

} // namespace tests::env::disk_model
