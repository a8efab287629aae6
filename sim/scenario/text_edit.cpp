// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/text_edit.h"

#include "sim/scenario/assemble.h"

#include <algorithm>

namespace sim::scenario {
namespace {

bool isPlainStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
}
bool isPlain(char c) {
    return isPlainStart(c) || c == ' ' || c == '.' || c == '_' || c == '-' || c == '%' || c == '+';
}

std::string scalarToFlow(const std::string& text) {
    const bool plain = !text.empty() && isPlainStart(text.front()) && text.back() != ' ' &&
                       std::all_of(text.begin(), text.end(), isPlain);
    const bool nullWord = text == "null" || text == "Null" || text == "NULL";
    if (plain && !nullWord) {
        return text;
    }
    static constexpr char kHex[] = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (octet < 0x20) {
            quoted += "\\x";
            quoted += kHex[octet >> 4];
            quoted += kHex[octet & 15];
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

/// From an opening quote to one past the closing one.
std::optional<std::size_t> endOfQuoted(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
                ++i;
                continue;
            }
            return i + 1;
        }
    }
    return std::nullopt;
}

/// From an opening bracket to one past its closing one; quotes and comments are stepped over.
std::optional<std::size_t> endOfFlow(std::string_view text, std::size_t at) {
    int depth = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        const char c = text[i];
        const bool separated = i > at && std::string_view(" \n,[{:").find(text[i - 1]) !=
                                             std::string_view::npos;
        if ((c == '"' || c == '\'') && separated) {
            const std::optional<std::size_t> end = endOfQuoted(text, i);
            if (!end) {
                return std::nullopt;
            }
            i = *end - 1;
        } else if (c == '#' && separated) {
            i = std::min(text.find('\n', i), text.size());
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth == 0) {
                return i + 1;
            }
        }
    }
    return std::nullopt;
}

std::size_t lineEnd(std::string_view text, std::size_t at) {
    return std::min(text.find('\n', at), text.size());
}

/// A block scalar goes on while lines are blank or indented deeper than its key.
std::optional<std::size_t> endOfBlockScalar(std::string_view text, const Value& value) {
    if (value.key.empty()) {
        return std::nullopt;
    }
    std::size_t end = lineEnd(text, value.at.offset);
    for (std::size_t line = end; line < text.size();) {
        const std::size_t begin = line + 1;
        const std::size_t word = text.find_first_not_of(' ', begin);
        line = lineEnd(text, begin);
        if (word == std::string_view::npos || word >= line) {
            continue; // blank: part of it only if more follows
        }
        if (word - begin + 1 <= value.keyAt.column) {
            break;
        }
        end = line;
    }
    return end;
}

std::optional<std::size_t> endOfScalar(std::string_view text, const Value& value) {
    const std::size_t at = value.at.offset;
    if (at >= text.size()) {
        return std::nullopt;
    }
    if (text[at] == '"' || text[at] == '\'') {
        return endOfQuoted(text, at);
    }
    if (text[at] == '|' || text[at] == '>') {
        return endOfBlockScalar(text, value);
    }
    if (value.plain && text.substr(at, value.scalar.size()) == value.scalar) {
        return at + value.scalar.size();
    }
    return std::nullopt; // over several lines, or with an anchor or tag
}

/// One past the colon behind a plain key.
std::optional<std::size_t> endOfKey(std::string_view text, const Value& value) {
    const std::size_t end = value.keyAt.offset + value.key.size();
    const bool asWritten = text.substr(value.keyAt.offset, value.key.size()) == value.key;
    return asWritten && end < text.size() && text[end] == ':' ? std::optional(end + 1)
                                                              : std::nullopt;
}

/// {a: {b: value}} for the steps behind `first`, as the text of one value.
std::string nested(const std::vector<std::string>& steps, std::size_t first, const Value& value) {
    std::string text = toFlow(value);
    for (std::size_t i = steps.size(); i > first; --i) {
        text = "{" + steps[i - 1] + ": " + text + "}";
    }
    return text;
}

std::string inserted(const std::string& text, std::size_t at, const std::string& what) {
    return text.substr(0, at) + what + text.substr(at);
}

/// A line of its own behind the last child of a block collection.
std::optional<std::string> withLine(const std::string& text, const Value& parent,
                                    std::size_t column, const std::string& line) {
    const std::optional<std::size_t> end = endOf(text, parent);
    if (!end) {
        return std::nullopt;
    }
    return inserted(text, lineEnd(text, *end), "\n" + std::string(column - 1, ' ') + line);
}

/// Before the closing bracket of a flow collection.
std::optional<std::string> withFlowItem(const std::string& text, const Value& parent,
                                        const std::string& item) {
    const std::optional<std::size_t> end = endOf(text, parent);
    if (!end) {
        return std::nullopt;
    }
    std::size_t at = *end - 1;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) {
        --at; // "[ ]" and a bracket on its own line
    }
    const bool comma = !parent.children.empty() && text[at - 1] != ',';
    const std::size_t comment = text.rfind('#', at);
    const std::size_t line = text.rfind('\n', at - 1);
    if (comment != std::string::npos && (line == std::string::npos || comment > line)) {
        return std::nullopt; // the last line may be a comment, which would swallow the item
    }
    return inserted(text, at, (comma ? ", " : parent.children.empty() ? "" : " ") + item);
}

std::string appended(std::string text, const std::string& line) {
    if (!text.empty() && text.back() != '\n') {
        text += '\n';
    }
    return text + line + "\n";
}

std::optional<std::string> withEntry(const std::string& text, const Value& parent,
                                     const std::string& entry) {
    if (parent.flow) {
        return withFlowItem(text, parent, entry);
    }
    for (const Value& child : parent.children) {
        if (!child.shared) {
            return withLine(text, parent, child.keyAt.column, entry);
        }
    }
    return std::nullopt;
}

const Value* childOf(const Value& parent, const std::string& step) {
    return parent.kind == Kind::List ? findItem(parent, step) : parent.find(step);
}

} // namespace

std::string toFlow(const Value& value) {
    switch (value.kind) {
    case Kind::Null:
        return "null";
    case Kind::Scalar:
        return scalarToFlow(value.scalar);
    case Kind::List:
    case Kind::Map:
        break;
    }
    const bool map = value.kind == Kind::Map;
    std::string text = map ? "{" : "[";
    for (std::size_t i = 0; i < value.children.size(); ++i) {
        const Value& child = value.children[i];
        text += i == 0 ? "" : ", ";
        text += map ? scalarToFlow(child.key) + ": " + toFlow(child) : toFlow(child);
    }
    return text + (map ? "}" : "]");
}

std::optional<std::size_t> endOf(std::string_view text, const Value& value) {
    if (value.shared) {
        return std::nullopt;
    }
    switch (value.kind) {
    case Kind::Null:
        return endOfKey(text, value);
    case Kind::Scalar:
        return endOfScalar(text, value);
    case Kind::List:
    case Kind::Map:
        break;
    }
    if (value.flow) {
        const std::size_t at = value.at.offset;
        const bool bracket = at < text.size() && (text[at] == '{' || text[at] == '[');
        return bracket ? endOfFlow(text, at) : std::nullopt;
    }
    std::size_t last = 0;
    for (const Value& child : value.children) {
        const std::optional<std::size_t> end = endOf(text, child);
        if (!end) {
            return std::nullopt;
        }
        last = std::max(last, *end);
    }
    return last;
}

std::optional<std::string> withValue(const std::string& text, const Value& root,
                                     const std::vector<std::string>& steps, const Value& value) {
    const Value* at = &root;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Value* next = childOf(*at, steps[i]);
        if (next == nullptr) {
            const std::string entry = steps[i] + ": " + nested(steps, i + 1, value);
            return i == 0 && !root.flow ? appended(text, entry) : withEntry(text, *at, entry);
        }
        if (next->shared) {
            return std::nullopt;
        }
        if (next->kind == Kind::Null) {
            const std::optional<std::size_t> end = endOfKey(text, *next);
            const std::size_t rest = end ? lineEnd(text, *end) : 0;
            // "key:" at the end of its line takes a value; "key: null" and "key: ~" do not.
            const bool bare = end && std::string_view(text).substr(*end, rest - *end)
                                             .find_first_not_of(" \r") == std::string_view::npos;
            return bare ? std::optional(inserted(text, *end, " " + nested(steps, i + 1, value)))
                        : std::nullopt;
        }
        at = next;
    }
    const std::optional<std::size_t> end = endOf(text, *at);
    if (!end) {
        return std::nullopt;
    }
    return text.substr(0, at->at.offset) + toFlow(value) + text.substr(*end);
}

std::optional<std::string> withItems(const std::string& text, const Value& root,
                                     const std::string& key, const std::vector<Value>& items) {
    const Value* list = root.find(key);
    if (list == nullptr) {
        std::string lines = key + ":";
        for (const Value& item : items) {
            lines += "\n  - " + toFlow(item);
        }
        return root.flow ? std::nullopt : std::optional(appended(text, lines));
    }
    if (list->kind == Kind::Null) {
        Value all;
        all.kind = Kind::List;
        all.children = items;
        return withValue(text, root, {key}, all);
    }
    if (list->kind != Kind::List) {
        return std::nullopt;
    }
    std::string joined;
    for (const Value& item : items) {
        const std::string separator = list->flow ? ", " : "\n" + std::string(list->at.column - 1, ' ');
        joined += (joined.empty() ? "" : separator) + (list->flow ? "" : "- ") + toFlow(item);
    }
    return list->flow ? withFlowItem(text, *list, joined)
                      : withLine(text, *list, list->at.column, joined);
}

} // namespace sim::scenario
