// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/runtime/schema.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/files.h"
#include "sim/scenario/model.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Turns a scenario file (YAML; docs/reference/scenario.md) with its includes, overlays and --set
/// arguments into a Scenario, or into complaints with file, line, column and path. Never throws,
/// never ends the process, whatever the octets are.
///
/// A trace replays without the disk: put RunHeader::sources and ::overlays into MemoryFiles, load
/// the name of the first source with the overlays' names and RunHeader::sets.
namespace sim::scenario {

struct LoadOptions {
    std::vector<std::string> overlays; ///< paths, in order of application
    std::vector<std::string> sets;     ///< "deploy.web.ttl=30s", applied after the overlays
    std::span<const core::runtime::ComponentSchema* const> schemas;
    /// Names that `always` may have (sim/checks); empty: any.
    std::vector<std::string> invariants;
    const FileProvider* files = nullptr; ///< nullptr: the disk
};

/// At most so many complaints; the last then says that there are more.
inline constexpr std::size_t kMaxDiagnostics = 20;

using Loaded = core::Result<Scenario, std::vector<Diagnostic>>;

/// Loads the file at `path`. It may itself be an overlay (it has `extends`): then its base is
/// loaded and it is applied before `options.overlays`. The error has at least one complaint, in
/// the order in which they were found.
Loaded load(const std::string& path, const LoadOptions& options);

/// The same for a text that is in no file yet; `name` stands in complaints and is where relative
/// includes start from.
Loaded loadText(std::string_view text, const LoadOptions& options,
                const std::string& name = "scenario.yaml");

/// What an overlay's `extends` writes as `hash`: 16 hexadecimal digits over the texts of a
/// scenario and its includes, in order (Scenario::sources). Names do not count.
std::string contentHash(const std::vector<trace::SourceFile>& sources);

} // namespace sim::scenario
