// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/shell/script_check.h"

#include "core/components/components.h"
#include "gui/branches/complaint_text.h"
#include "sim/scenario/document.h"

#include <algorithm>
#include <string_view>

namespace gui::shell {
namespace {

namespace scenario = sim::scenario;

/// Its name in complaints that say where a fault of two files lies.
constexpr const char* kName = "changes";

scenario::MemoryFiles filesOf(const ScriptBase& base) {
    scenario::MemoryFiles files;
    files.add(base.sources);
    files.add(base.overlays);
    return files;
}

bool isNumber(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "timeline.7.for": the seventh line counts those of the scenario, and who typed it sees another
/// number beside it.
std::string lastName(const std::string& path) {
    const std::size_t dot = path.rfind('.');
    const std::string last = dot == std::string::npos ? path : path.substr(dot + 1);
    return isNumber(last) ? std::string() : last;
}

/// "first on line 7", where the heading was line 1.
std::string asTyped(const std::string& hint) {
    constexpr std::string_view kLine = "first on line ";
    return hint.starts_with(kLine)
               ? std::string(kLine) + std::to_string(std::stoi(hint.substr(kLine.size())) - 1)
               : hint;
}

} // namespace

std::vector<ScriptProblem> problemsOf(const ScriptBase& base, const std::string& changes) {
    if (base.sources.empty()) {
        return {};
    }
    scenario::MemoryFiles files = filesOf(base);
    files.add(kName, "extends: \"" + base.sources.front().name + "\"\n" + changes);
    scenario::LoadOptions options;
    for (const sim::trace::SourceFile& overlay : base.overlays) {
        options.overlays.push_back(overlay.name);
    }
    options.overlays.emplace_back(kName);
    options.sets = base.sets;
    options.schemas = core::components::schemas();
    options.files = &files;
    const auto loaded = scenario::load(base.sources.front().name, options);
    std::vector<ScriptProblem> problems;
    if (loaded) {
        return problems;
    }
    for (const scenario::Diagnostic& found : loaded.error()) {
        // A complaint about the base is one about a change to it: it has no line of its own here.
        const bool own = found.file == kName && found.line > 1;
        scenario::Diagnostic shown = found;
        shown.file.clear();
        shown.line = 0;
        if (own) {
            shown.path = lastName(found.path);
            shown.hint = asTyped(found.hint);
        }
        problems.push_back({own ? found.line - 1 : 0, own ? found.column : 0,
                            branches::placedComplaint(shown).toStdString()});
    }
    return problems;
}

std::vector<int> timelineLines(const std::string& text) {
    scenario::Report report;
    const auto root = scenario::parseDocument(report, report.addSource(kName, text));
    const scenario::Value* timeline = root ? root->find("timeline") : nullptr;
    std::vector<int> lines;
    if (timeline != nullptr && timeline->kind == scenario::Kind::List) {
        std::transform(timeline->children.begin(), timeline->children.end(),
                       std::back_inserter(lines),
                       [](const scenario::Value& item) { return static_cast<int>(item.at.line); });
    }
    return lines;
}

} // namespace gui::shell
