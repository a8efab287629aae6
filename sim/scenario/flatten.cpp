// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/flatten.h"

#include "sim/scenario/assemble.h"
#include "sim/scenario/text_edit.h"

#include <exception>

namespace sim::scenario {
namespace {

using core::Failure;
using Flattened = core::Result<std::string, std::vector<Diagnostic>>;

Flattened failed(const std::string& file, const Position& at, const std::string& path,
                 std::string message) {
    const Diagnostic diagnostic{file,
                                static_cast<int>(at.line),
                                static_cast<int>(at.column),
                                path,
                                std::move(message),
                                "write the change into the scenario by hand"};
    return Failure{std::vector{diagnostic}};
}

/// The text read as a document of its own, without its includes.
std::optional<Value> parseAlone(const std::string& text) {
    Report report;
    return parseDocument(report, report.addSource("", text));
}

/// Every edit reads the text anew: positions are those of the text that is edited.
Flattened edit(std::string text, const Value& overlay, const std::string& overlayPath,
               const Value& merged) {
    const Value* set = overlay.find("set");
    for (std::size_t i = 0; set != nullptr && i < set->children.size(); ++i) {
        const Value& entry = set->children[i];
        const std::optional<Value> root = parseAlone(text);
        std::optional<std::string> next =
            root ? withValue(text, *root, splitPath(entry.key), entry) : std::nullopt;
        if (!next) {
            return failed(overlayPath, entry.keyAt, entry.key,
                          "no edit of the base's text can set this");
        }
        text = std::move(*next);
    }
    const Value* lines = overlay.find("timeline");
    if (lines != nullptr && !lines->children.empty()) {
        const std::optional<Value> root = parseAlone(text);
        // A list in the file replaces that of an include: all its lines have to be there.
        const bool own = root && root->find("timeline") != nullptr;
        const std::vector<Value>& items =
            own ? lines->children : merged.find("timeline")->children;
        std::optional<std::string> next =
            root ? withItems(text, *root, "timeline", items) : std::nullopt;
        if (!next) {
            return failed(overlayPath, lines->keyAt, "timeline",
                          "no edit of the base's text can append these lines");
        }
        text = std::move(*next);
    }
    return text;
}

Flattened flattenFrom(const std::string& basePath, const std::string& overlayPath,
                      const FileProvider& files) {
    Report report;
    Assembly both(report, files);
    if (both.readBase(basePath)) {
        both.applyOverlay(overlayPath);
    }
    if (!report.clean()) {
        return Failure{report.take()};
    }
    if (both.overlays().size() > 1) {
        return failed(basePath, {}, {}, "is itself an overlay; flatten it first");
    }
    const std::optional<Value> overlay = parseAlone(both.overlays().back().text);
    const Flattened text =
        edit(both.sources().front().text, *overlay, overlayPath, both.root());
    if (!text) {
        return text;
    }
    MemoryFiles edited(files);
    edited.add(both.basePath(), *text);
    Report again;
    Assembly alone(again, edited);
    const bool read = alone.readBase(both.basePath()) && again.clean();
    if (!read || !sameContent(alone.root(), both.root())) {
        return failed(overlayPath, {}, {}, "the base's text cannot take these changes safely");
    }
    return text;
}

} // namespace

Flattened flatten(const std::string& basePath, const std::string& overlayPath,
                  const LoadOptions& options) {
    static const DiskFiles kDisk;
    try {
        return flattenFrom(basePath, overlayPath,
                           options.files != nullptr ? *options.files : kDisk);
    } catch (const std::exception& error) {
        return failed(basePath, {}, {}, error.what());
    }
}

} // namespace sim::scenario
