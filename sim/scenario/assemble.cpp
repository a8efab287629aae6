// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/assemble.h"

#include "core/base/hash.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/node.h"
#include "sim/scenario/words.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace sim::scenario {
namespace {

constexpr std::size_t kMaxFiles = 100;

/// Entries of `over` win; new ones follow those of `base`. Only maps are merged.
void mergeOver(Value& base, Value over) {
    if (base.kind != Kind::Map || over.kind != Kind::Map) {
        base = std::move(over);
        return;
    }
    for (Value& entry : over.children) {
        if (Value* existing = base.find(entry.key)) {
            mergeOver(*existing, std::move(entry));
        } else {
            base.children.push_back(std::move(entry));
        }
    }
    base.at = over.at;
    base.keyAt = over.keyAt;
}

std::vector<std::string> stepsOf(const Value& parent) {
    std::vector<std::string> names;
    for (const Value& child : parent.children) {
        if (parent.kind == Kind::Map) {
            names.push_back(child.key);
        } else if (const Value* name = child.find("name")) {
            names.push_back(name->scalar);
        }
    }
    return names;
}

/// Sections that a `set` path may go through although the file does not have them.
bool mayBeCreated(const std::vector<std::string>& steps, std::size_t i) {
    if (i == 0) {
        return isTopLevelKey(steps[0]);
    }
    static const std::vector<std::string> kSections{
        "defaults", "host", "link", "clock", "disk", "positions", "uplink", "switch", "with"};
    return std::find(kSections.begin(), kSections.end(), steps[i]) != kSections.end();
}

std::string joined(const std::vector<std::string>& steps, std::size_t count) {
    std::string path;
    for (std::size_t i = 0; i < count; ++i) {
        path += (i == 0 ? "" : ".") + steps[i];
    }
    return path;
}

} // namespace

std::vector<std::string> splitPath(std::string_view path) {
    std::vector<std::string> steps;
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        steps.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return steps;
}

const Value* findItem(const Value& list, const std::string& step) {
    for (const Value& item : list.children) {
        const Value* name = item.find("name");
        if (name != nullptr && name->kind == Kind::Scalar && name->scalar == step) {
            return &item;
        }
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), number);
    const bool whole = error == std::errc() && end == step.data() + step.size();
    return whole && number >= 1 && number <= list.children.size() ? &list.children[number - 1]
                                                                  : nullptr;
}

std::string resolvePath(const std::string& from, const std::string& path) {
    return (std::filesystem::path(from).parent_path() / path).lexically_normal().string();
}

std::string contentHash(const std::vector<trace::SourceFile>& sources) {
    std::uint64_t hash = 0;
    for (const trace::SourceFile& source : sources) {
        hash = core::combine64(hash, core::hash64(source.text));
    }
    core::ByteWriter writer;
    writer.u64(hash);
    return core::toHex(writer.view());
}

std::string Assembly::nameFor(const std::string& path) const {
    const std::filesystem::path folder = std::filesystem::path(basePath_).parent_path();
    const std::string relative =
        std::filesystem::path(path)
            .lexically_normal()
            .lexically_relative(folder.empty() ? "." : folder.lexically_normal())
            .string();
    return relative.empty() ? path : relative;
}

/// Reads a file into the report's sources; complaints about it stand at `from`, where it was
/// asked for, if it was an include.
std::optional<std::uint32_t> Assembly::readSource(const std::string& path, const Position* from) {
    if (++filesRead_ > kMaxFiles) {
        report_.add(from != nullptr ? *from : Position{}, {}, "more than 100 files");
        return std::nullopt;
    }
    core::Result<std::string, std::string> text = files_.read(path);
    if (!text) {
        if (from != nullptr) {
            report_.add(*from, "include", inQuotes(path) + ": " + text.error());
        } else {
            report_.add({report_.addSource(path, {}), 0, 0, 0}, {}, text.error());
        }
        return std::nullopt;
    }
    return report_.addSource(path, std::move(*text));
}

std::optional<Value> Assembly::readWithIncludes(const std::string& path, const Position* from) {
    const std::optional<std::uint32_t> source = readSource(path, from);
    if (!source) {
        return std::nullopt;
    }
    sources_.push_back({nameFor(path), report_.text(*source)});
    std::optional<Value> own = parseDocument(report_, *source);
    if (!own) {
        return std::nullopt;
    }
    if (from != nullptr && own->find("extends") != nullptr) {
        report_.add(*from, "include", inQuotes(path) + " is an overlay and cannot be included");
        return std::nullopt;
    }
    Value merged;
    merged.kind = Kind::Map;
    merged.at = own->at;
    open_.push_back(path);
    const bool included = mergeIncludes(path, *own, merged);
    open_.pop_back();
    if (!included) {
        return std::nullopt;
    }
    mergeOver(merged, std::move(*own));
    return merged;
}

bool Assembly::mergeIncludes(const std::string& path, const Value& own, Value& merged) {
    const Value* include = own.find("include");
    if (include == nullptr || include->kind == Kind::Null) {
        return true;
    }
    bool good = true;
    for (const Node& item : Node(*include, "include", report_).oneOrMore()) {
        const std::optional<std::string> name = item.text();
        if (!name) {
            good = false;
            continue;
        }
        const std::string target = resolvePath(path, *name);
        if (std::find(open_.begin(), open_.end(), target) != open_.end()) {
            item.complain(inQuotes(target) + " includes itself in the end",
                          "includes may not form a circle");
            good = false;
            continue;
        }
        std::optional<Value> part = readWithIncludes(target, &item.value().at);
        if (!part) {
            good = false;
            continue;
        }
        std::erase_if(part->children, [](const Value& entry) { return entry.key == "include"; });
        mergeOver(merged, std::move(*part));
    }
    return good;
}

bool Assembly::readBase(const std::string& path) {
    struct Extending {
        std::string path;
        Value overlay;
    };
    std::vector<Extending> chain;
    basePath_ = std::filesystem::path(path).lexically_normal().string();
    while (true) {
        sources_.clear();
        std::optional<Value> root = readWithIncludes(basePath_, nullptr);
        if (!root) {
            return false;
        }
        const Value* extends = root->find("extends");
        if (extends == nullptr) {
            root_ = std::move(*root);
            break;
        }
        const Value* name = extends->kind == Kind::Map ? extends->find("path") : extends;
        if (name == nullptr || name->kind != Kind::Scalar) {
            report_.add(extends->at, "extends", "expected the path of a scenario",
                        "write 'extends: {path: base.yaml, hash: ...}'");
            return false;
        }
        const std::string next = resolvePath(basePath_, name->scalar);
        for (const Extending& earlier : chain) {
            if (earlier.path == next) {
                report_.add(name->at, "extends", inQuotes(name->scalar) + " extends itself");
                return false;
            }
        }
        if (next == basePath_) {
            report_.add(name->at, "extends", inQuotes(name->scalar) + " extends itself");
            return false;
        }
        overlays_.push_back({basePath_, sources_.front().text});
        chain.push_back({basePath_, std::move(*root)});
        basePath_ = next;
    }
    std::reverse(overlays_.begin(), overlays_.end()); // innermost first
    std::reverse(chain.begin(), chain.end());
    for (std::size_t i = 0; i < chain.size(); ++i) {
        overlays_[i].name = nameFor(chain[i].path);
        if (i == 0) { // the others extend an overlay, whose text the hash does not cover
            checkExtends(chain[i].path, chain[i].overlay);
        }
        applyParsedOverlay(chain[i].path, chain[i].overlay);
    }
    return true;
}

void Assembly::applyOverlay(const std::string& path) {
    const std::optional<std::uint32_t> source = readSource(path, nullptr);
    if (!source) {
        return;
    }
    overlays_.push_back({nameFor(path), report_.text(*source)});
    const std::optional<Value> overlay = parseDocument(report_, *source);
    if (!overlay) {
        return;
    }
    if (overlay->find("extends") == nullptr) {
        report_.add({*source, 0, 0, 0}, {}, "is no overlay: it has no 'extends'",
                    "an overlay starts with 'extends: " +
                        std::filesystem::path(basePath_).filename().string() + "'");
        return;
    }
    checkExtends(path, *overlay);
    applyParsedOverlay(path, *overlay);
}

/// The hash guards an overlay against a base that was edited since: its times and targets may then
/// mean something else, so this is an error and not a guess.
void Assembly::checkExtends(const std::string& path, const Value& overlay) {
    const Node extends(*overlay.find("extends"), "extends", report_);
    std::optional<std::string> base;
    std::optional<std::string> hash;
    if (extends.isMap()) {
        Keys keys(extends);
        if (const auto node = keys.require("path", "base.yaml")) {
            base = node->text();
        }
        if (const auto node = keys.get("hash")) {
            hash = node->text();
        }
    } else {
        base = extends.text();
    }
    if (!base) {
        return;
    }
    const std::string actual = contentHash(sources_);
    if (hash && *hash != actual) {
        extends.complain("the base " + inQuotes(basePath_) +
                             " is not the text this overlay was made for (its hash is " + actual +
                             ", not " + inQuotes(*hash) + ")",
                         "check the overlay, then write the new hash or remove it");
        return;
    }
    const auto fileName = [](const std::string& p) { return std::filesystem::path(p).filename(); };
    if (!hash && fileName(resolvePath(path, *base)) != fileName(basePath_)) {
        extends.complain("this overlay extends " + inQuotes(*base) + ", not " +
                         inQuotes(basePath_));
    }
}

void Assembly::applyParsedOverlay(const std::string& path, const Value& overlay) {
    (void)path;
    Keys keys(Node(overlay, {}, report_));
    keys.get("extends");
    if (const auto version = keys.get("orrery")) {
        version->quantity(Quantity::Integer, {1, 1});
    }
    if (const auto set = keys.get("set")) {
        if (!set->isMap()) {
            set->expected("a map like {deploy.web.ttl: 30s}");
        }
        for (const Value& entry : set->value().children) {
            if (set->isMap()) {
                setPath(entry.key, entry);
            }
        }
    }
    if (const auto timeline = keys.get("timeline")) {
        if (!timeline->isList()) {
            timeline->expected("a list");
            return;
        }
        appendTimeline(timeline->value());
    }
}

void Assembly::appendTimeline(const Value& lines) {
    Value* timeline = root_.find("timeline");
    if (timeline == nullptr || timeline->kind == Kind::Null) {
        if (timeline != nullptr) {
            std::erase_if(root_.children, [](const Value& v) { return v.key == "timeline"; });
        }
        root_.children.push_back(lines);
        return;
    }
    if (timeline->kind == Kind::List) {
        timeline->children.insert(timeline->children.end(), lines.children.begin(),
                                  lines.children.end());
    }
}

void Assembly::applySet(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
        report_.add({report_.addSource("--set " + argument, {}), 0, 0, 0}, {},
                    "expected PATH=VALUE", "like deploy.web.ttl=30s");
        return;
    }
    const std::string text = argument.substr(equals + 1);
    Value value;
    const bool structured =
        !text.empty() && std::string_view("[{\"'").find(text.front()) != std::string_view::npos;
    // Brackets and quotes are YAML; everything else is a plain value as it stands, '#' included.
    const std::uint32_t source =
        report_.addSource("--set " + argument, structured ? "value: " + text : std::string());
    if (structured) {
        std::optional<Value> parsed = parseDocument(report_, source);
        if (!parsed) {
            return;
        }
        value = std::move(parsed->children.front());
    } else {
        const bool null = text.empty() || text == "null" || text == "~";
        value.kind = null ? Kind::Null : Kind::Scalar;
        value.scalar = null ? std::string() : text;
    }
    value.at = value.keyAt = {source, 0, 0, 0};
    setPath(argument.substr(0, equals), std::move(value));
}

void Assembly::setPath(const std::string& path, Value value) {
    const std::vector<std::string> steps = splitPath(path);
    const auto unknown = [&](std::size_t i, const std::vector<std::string>& known) {
        report_.add(value.keyAt, joined(steps, i + 1),
                    "there is nothing called " + inQuotes(steps[i]) + " to set",
                    hintFor(steps[i], known));
    };
    Value* at = &root_;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool last = i + 1 == steps.size();
        Value* next = at->kind == Kind::Map    ? at->find(steps[i])
                      : at->kind == Kind::List ? const_cast<Value*>(findItem(*at, steps[i]))
                                               : nullptr;
        const bool map = at->kind == Kind::Map;
        if (next == nullptr) {
            if (i == 0 && !isTopLevelKey(steps[0])) {
                return unknown(0, topLevelKeys());
            }
            if (!map || !isName(steps[i]) || (!last && !mayBeCreated(steps, i))) {
                return unknown(i, stepsOf(*at));
            }
            Value created;
            created.kind = Kind::Map;
            created.key = steps[i];
            created.at = created.keyAt = value.keyAt;
            at->children.push_back(std::move(created));
            next = &at->children.back();
        } else if (!last && next->kind == Kind::Null && mayBeCreated(steps, i)) {
            next->kind = Kind::Map;
        }
        at = next;
    }
    value.key = at->key;
    *at = std::move(value);
}

} // namespace sim::scenario
