// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/document.h"
#include "sim/scenario/files.h"
#include "sim/scenario/report.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// From files to one tree: includes merged, overlays and --set arguments applied. What the keys
/// mean is for the readers; here only `include`, `extends`, `set` and `timeline` count.
namespace sim::scenario {

class Assembly {
public:
    Assembly(Report& report, const FileProvider& files) : report_(report), files_(files) {}

    /// Reads the scenario at `path` with its includes; false after complaints that leave no tree.
    /// If the file is an overlay, its base is read and the overlay is applied.
    bool readBase(const std::string& path);
    /// Applies an overlay; complains of wrong content and of a base that is not the one it extends.
    void applyOverlay(const std::string& path);
    /// Applies "PATH=VALUE".
    void applySet(const std::string& argument);

    const Value& root() const { return root_; }
    const std::vector<trace::SourceFile>& sources() const { return sources_; }
    const std::vector<trace::SourceFile>& overlays() const { return overlays_; }
    /// The path of the scenario proper: what was asked for, or what an overlay extends.
    const std::string& basePath() const { return basePath_; }

private:
    std::optional<std::uint32_t> readSource(const std::string& path, const Position* from);
    std::optional<Value> readWithIncludes(const std::string& path, const Position* from);
    bool mergeIncludes(const std::string& path, const Value& own, Value& merged);
    void applyParsedOverlay(const std::string& path, const Value& overlay);
    void checkExtends(const std::string& path, const Value& overlay);
    void setPath(const std::string& path, Value value);
    void appendTimeline(const Value& lines);
    std::string nameFor(const std::string& path) const;

    Report& report_;
    const FileProvider& files_;
    Value root_;
    std::string basePath_;
    std::vector<std::string> open_; ///< files whose includes are being read, outermost first
    std::size_t filesRead_ = 0;
    std::vector<trace::SourceFile> sources_;
    std::vector<trace::SourceFile> overlays_;
};

/// `path` as seen from the folder of `from`, without "." and needless "..".
std::string resolvePath(const std::string& from, const std::string& path);

/// "a.b.c" as steps.
std::vector<std::string> splitPath(std::string_view path);

/// The item of a list whose `name` is `step`, or whose number, from 1; nullptr if there is none.
const Value* findItem(const Value& list, const std::string& step);

} // namespace sim::scenario
