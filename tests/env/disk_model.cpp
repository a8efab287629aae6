// SPDX-License-Identifier: Apache-2.0
#include "tests/env/disk_model.h"

#include <algorithm>
#include <utility>

namespace tests::env::disk_model {
namespace {

constexpr std::uint64_t kSector = 4096;

std::uint64_t sectorsOf(std::uint64_t octets) {
    return (octets + kSector - 1) / kSector;
}

/// A sector of a file, zeros beyond its end.
std::string sectorOf(const std::string& content, std::uint64_t sector) {
    std::string octets =
        sector * kSector < content.size() ? content.substr(sector * kSector, kSector) : "";
    octets.resize(kSector, '\0');
    return octets;
}

/// The sector in a file that ends at `size`.
std::string cutAt(std::string octets, std::uint64_t sector, std::uint64_t size) {
    const std::uint64_t start = sector * kSector;
    const std::uint64_t kept = size <= start ? 0 : std::min(kSector, size - start);
    std::fill(octets.begin() + static_cast<std::ptrdiff_t>(kept), octets.end(), '\0');
    return octets;
}

bool happened(const Change& change, Fate fate) {
    return change.certainty == Certainty::Durable ||
           (change.certainty == Certainty::Pending && fate == Fate::Kept);
}
bool ignored(const Change& change, Fate fate) {
    return change.certainty == Certainty::Pending && fate == Fate::Lost;
}

std::set<std::uint64_t> sizesOf(const File& file, Fate fate) {
    std::set<std::uint64_t> sizes{file.base.size()};
    for (const Change& change : file.changes) {
        if (ignored(change, fate)) {
            continue;
        }
        std::set<std::uint64_t> after;
        for (const std::uint64_t size : sizes) {
            after.insert(change.truncates ? change.size : std::max(size, change.size));
            // Torn: only its first sectors.
            for (std::uint64_t n = 1; n < change.sectors.size() && fate == Fate::Drawn; ++n) {
                after.insert(std::max(size, (change.firstSector + n) * kSector));
            }
        }
        if (happened(change, fate)) {
            sizes.clear();
            for (const std::uint64_t size : after) {
                if (size >= change.size) {
                    sizes.insert(size);
                }
            }
        } else {
            sizes.merge(after);
        }
    }
    return sizes;
}

std::set<std::string> versionsOf(const File& file, std::uint64_t sector, Fate fate) {
    std::set<std::string> versions{sectorOf(file.base, sector)};
    for (const Change& change : file.changes) {
        if (ignored(change, fate)) {
            continue;
        }
        std::set<std::string> after;
        if (change.truncates) {
            for (const std::string& version : versions) {
                after.insert(cutAt(version, sector, change.size));
            }
        } else if (sector >= change.firstSector &&
                   sector - change.firstSector < change.sectors.size()) {
            after.insert(change.sectors[sector - change.firstSector]);
        } else {
            continue;
        }
        if (happened(change, fate)) {
            versions.clear();
        }
        versions.merge(after);
    }
    return versions;
}

} // namespace

void File::write(std::uint64_t offset, const std::string& bytes) {
    if (bytes.empty()) {
        return;
    }
    content.resize(std::max<std::size_t>(content.size(), offset + bytes.size()), '\0');
    content.replace(offset, bytes.size(), bytes);
    Change change;
    change.firstSector = offset / kSector;
    const std::uint64_t end = sectorsOf(offset + bytes.size());
    change.size = std::min<std::uint64_t>(end * kSector, content.size());
    for (std::uint64_t sector = change.firstSector; sector < end; ++sector) {
        change.sectors.push_back(sectorOf(content, sector));
    }
    changes.push_back(std::move(change));
}

void File::truncate(std::uint64_t size) {
    content.resize(size, '\0');
    Change change;
    change.truncates = true;
    change.size = size;
    changes.push_back(std::move(change));
}

bool File::allows(const std::string& found, Fate fate) const {
    if (!sizesOf(*this, fate).contains(found.size())) {
        return false;
    }
    for (std::uint64_t sector = 0; sector < sectorsOf(found.size()); ++sector) {
        const std::string octets = sectorOf(found, sector);
        const auto versions = versionsOf(*this, sector, fate);
        const bool any = std::any_of(versions.begin(), versions.end(), [&](const auto& version) {
            return cutAt(version, sector, found.size()) == octets;
        });
        if (!any) {
            return false;
        }
    }
    return true;
}

void Volume::apply(NameChange change) {
    if (!change.remove.empty()) {
        names.at(change.remove)->named = false;
        names.erase(change.remove);
    }
    if (!change.add.empty()) {
        const auto replaced = names.find(change.add);
        if (replaced != names.end()) {
            replaced->second->named = false;
        }
        change.file->named = true;
        names[change.add] = change.file;
    }
    changes_.push_back(std::move(change));
}

void Volume::name(const std::string& name, FileRef file) {
    files_.push_back(file);
    apply({"", name, std::move(file)});
}
void Volume::remove(const std::string& name) {
    apply({name, "", nullptr});
}
void Volume::rename(const std::string& from, const std::string& to) {
    if (from != to) {
        apply({from, to, names.at(from)});
    }
}

void Volume::syncedNames(std::size_t count, Certainty outcome) {
    if (outcome == Certainty::Durable) {
        durable_ = std::max(durable_, count);
    } else if (outcome == Certainty::Doubt) {
        likely_ = std::max(likely_, count);
    }
}

std::uint64_t Volume::used() const {
    std::uint64_t octets = 0;
    for (const auto& each : files_) {
        const FileRef file = each.lock();
        octets += file != nullptr && (file->named || file->opens > 0) ? file->content.size() : 0;
    }
    return octets;
}

bool Volume::adopt(const std::map<std::string, std::string>& found, Fate fate) {
    const auto matches = [&](const Names& candidate) {
        return std::equal(candidate.begin(), candidate.end(), found.begin(), found.end(),
                          [&](const auto& expected, const auto& actual) {
                              return expected.first == actual.first &&
                                     expected.second->allows(actual.second, fate);
                          });
    };
    const std::size_t least = fate == Fate::Kept ? changes_.size() : durable_;
    const std::size_t most = fate == Fate::Lost ? std::max(durable_, likely_) : changes_.size();
    Names candidate = base_;
    bool allowed = least == 0 && matches(candidate);
    for (std::size_t count = 1; count <= most && !allowed; ++count) {
        const NameChange& change = changes_[count - 1];
        candidate.erase(change.remove);
        if (!change.add.empty()) {
            candidate[change.add] = change.file;
        }
        allowed = count >= least && matches(candidate);
    }
    names.clear();
    files_.clear();
    for (const auto& [name, content] : found) {
        auto file = std::make_shared<File>();
        file->content = content;
        file->base = content;
        files_.push_back(file);
        names[name] = std::move(file);
    }
    base_ = names;
    changes_.clear();
    durable_ = 0;
    likely_ = 0;
    return allowed;
}

} // namespace tests::env::disk_model
