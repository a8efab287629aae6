// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/branches/overlay_text.h"

#include "sim/scenario/text_edit.h"

#include <algorithm>
#include <array>

namespace gui::branches {
namespace {

using sim::scenario::Kind;
using sim::scenario::Value;

constexpr std::string_view kBom = "\xef\xbb\xbf";
constexpr std::array<std::string_view, 2> kHeading{"orrery", "extends"};

bool isHeading(const Value& entry) {
    return std::find(kHeading.begin(), kHeading.end(), entry.key) != kHeading.end();
}

/// Nothing but blank lines and comments.
bool saysNothing(std::string_view text) {
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::size_t word = text.find_first_not_of(" \t\r", begin);
        if (word < end && text[word] != '#') {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

std::size_t lineBegin(std::string_view text, std::size_t at) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

/// One past the line break.
std::size_t nextLine(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string cut(const std::string& text, std::size_t begin, std::size_t end) {
    return text.substr(0, begin) + text.substr(end);
}

bool reads(const std::optional<std::string>& text, const Value& wanted) {
    const std::optional<Value> root = text ? readText(*text) : std::nullopt;
    return root && sameContent(*root, wanted);
}

/// "key: value", one entry of a block map.
std::string entryText(const Value& entry) {
    Value map;
    map.kind = Kind::Map;
    map.children.push_back(entry);
    const std::string flow = sim::scenario::toFlow(map);
    return flow.substr(1, flow.size() - 2);
}

/// The same content in a form that every edit can be made in.
std::string writtenAnew(const Value& root) {
    std::string text;
    for (const Value& entry : root.children) {
        if (entry.key != "timeline" || entry.kind != Kind::List || entry.children.empty()) {
            text += entryText(entry) + "\n";
            continue;
        }
        text += "timeline:\n";
        for (const Value& item : entry.children) {
            text += "  - " + sim::scenario::toFlow(item) + "\n";
        }
    }
    return text;
}

/// `edited` if it reads as `wanted`, else `wanted` itself as a text.
std::string checked(const std::optional<std::string>& edited, const Value& wanted) {
    return reads(edited, wanted) ? *edited : writtenAnew(wanted);
}

std::optional<std::string> withoutEntry(const std::string& text, const Value& entry) {
    const std::optional<std::size_t> end = sim::scenario::endOf(text, entry);
    const std::size_t begin = lineBegin(text, entry.keyAt.offset);
    if (!end || begin != entry.keyAt.offset) {
        return std::nullopt;
    }
    return cut(text, begin, nextLine(text, *end));
}

/// Line ends as here, no mark of octet order, no line "---".
std::string plainText(const std::string& text) {
    std::string plain;
    bool begun = false; // "---" means something else once there is content
    for (std::size_t begin = text.starts_with(kBom) ? kBom.size() : 0; begin < text.size();) {
        const std::size_t end = nextLine(text, begin);
        std::string line = text.substr(begin, end - begin);
        if (line.ends_with("\r\n")) {
            line.replace(line.size() - 2, 2, "\n");
        }
        const bool mark = !begun && (line == "---\n" || line == "---");
        if (!mark) {
            plain += line;
        }
        begun = begun || !saysNothing(line);
        begin = end;
    }
    return plain;
}

/// An item's lines, from its dash on.
std::optional<std::string> withoutBlockItem(const std::string& text, const Value& item) {
    const std::optional<std::size_t> end = sim::scenario::endOf(text, item);
    const std::size_t begin = lineBegin(text, item.at.offset);
    const std::string_view before(text.data() + begin, item.at.offset - begin);
    if (!end || before.find_first_not_of(" -") != std::string_view::npos ||
        std::count(before.begin(), before.end(), '-') != 1) {
        return std::nullopt;
    }
    return cut(text, begin, nextLine(text, *end));
}

std::optional<std::string> withoutFlowItem(const std::string& text, const Value& list,
                                           std::size_t index) {
    const std::vector<Value>& items = list.children;
    const std::optional<std::size_t> end = sim::scenario::endOf(text, items[index]);
    if (!end) {
        return std::nullopt;
    }
    if (index + 1 < items.size()) {
        return cut(text, items[index].at.offset, items[index + 1].at.offset);
    }
    if (index == 0) {
        return cut(text, items[index].at.offset, *end);
    }
    const std::optional<std::size_t> before = sim::scenario::endOf(text, items[index - 1]);
    return before ? std::optional(cut(text, *before, *end)) : std::nullopt;
}

/// "timeline:" with nothing behind it gets its first item on a line of its own.
std::optional<std::string> withFirstItem(const std::string& text, const Value& key,
                                         const std::string& item) {
    const std::size_t end = nextLine(text, key.keyAt.offset);
    const bool broken = end > 0 && text[end - 1] == '\n';
    return text.substr(0, end) + (broken ? "" : "\n") + "  - " + item + "\n" + text.substr(end);
}

} // namespace

std::optional<Value> readText(const std::string& text) {
    if (saysNothing(text)) {
        Value nothing;
        nothing.kind = Kind::Map;
        return nothing;
    }
    sim::scenario::Report report;
    return sim::scenario::parseDocument(report, report.addSource("", text));
}

std::optional<std::string> withoutHeading(const std::string& text) {
    const std::string plain = plainText(text);
    std::optional<Value> wanted = readText(plain);
    if (!wanted) {
        return std::nullopt;
    }
    std::erase_if(wanted->children, isHeading);
    std::optional<std::string> edited = plain;
    for (std::size_t i = 0; i < kHeading.size() && edited; ++i) {
        const std::optional<Value> root = readText(*edited);
        const Value* entry = root ? root->find(kHeading[i]) : nullptr;
        if (entry != nullptr) {
            edited = withoutEntry(*edited, *entry);
        }
    }
    // A heading goes above: what only reads as it should when it stands alone is no good.
    Value whole = *wanted;
    Value version;
    version.kind = Kind::Scalar;
    version.key = "orrery";
    version.scalar = "1";
    whole.children.insert(whole.children.begin(), version);
    const bool good = edited && reads("orrery: 1\n" + *edited, whole);
    return good ? *edited : writtenAnew(*wanted);
}

std::string withItem(const std::string& text, const std::string& item) {
    std::optional<Value> wanted = readText(text);
    const std::optional<Value> read = readText("timeline: [" + item + "]\n");
    if (!wanted || !read || read->children.size() != 1 || read->children[0].children.empty()) {
        return text;
    }
    const Value root = *wanted;
    const std::vector<Value>& items = read->children[0].children;
    Value* list = wanted->find("timeline");
    if (list == nullptr) {
        wanted->children.push_back(read->children[0]);
    } else {
        list->kind = Kind::List;
        list->scalar.clear();
        list->children.insert(list->children.end(), items.begin(), items.end());
    }
    const Value* old = root.find("timeline");
    const bool bare = old != nullptr && old->kind == Kind::Null;
    return checked(bare ? withFirstItem(text, *old, sim::scenario::toFlow(items[0]))
                        : withItems(text, root, "timeline", items),
                   *wanted);
}

std::string withoutItem(const std::string& text, std::size_t index) {
    std::optional<Value> wanted = readText(text);
    Value* list = wanted ? wanted->find("timeline") : nullptr;
    if (list == nullptr || index >= list->children.size()) {
        return text;
    }
    const Value before = *list;
    list->children.erase(list->children.begin() + static_cast<std::ptrdiff_t>(index));
    if (list->children.empty() && !before.flow) {
        list->kind = Kind::Null; // "timeline:" with nothing behind it
    }
    return checked(before.flow ? withoutFlowItem(text, before, index)
                               : withoutBlockItem(text, before.children[index]),
                   *wanted);
}

} // namespace gui::branches
