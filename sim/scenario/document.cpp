// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/document.h"

#include "sim/scenario/files.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <set>
#include <sstream>

namespace sim::scenario {
namespace {

/// Leaves yaml-cpp's parser; caught in parseDocument, never seen outside.
struct Abandon {
    Position at;
    std::string message;
};

struct Anchor {
    Value value;
    std::size_t nodes = 0;
};

/// What is being built at one level: a list, or a map with the key whose value comes next.
struct Level {
    Value value;
    std::size_t nodes = 1;
    YAML::anchor_t anchor = 0;
    bool hasKey = false;
    Value key;
    std::set<std::string> seen;
};

void markShared(Value& value) {
    value.shared = true;
    for (Value& child : value.children) {
        markShared(child);
    }
}

class Builder : public YAML::EventHandler {
public:
    Builder(Report& report, std::uint32_t source, std::size_t bom)
        : report_(report), source_(source), bom_(bom) {}

    std::optional<Value> take() { return std::move(root_); }
    Position positionOf(const YAML::Mark& mark) const {
        if (mark.is_null()) {
            return {source_, 0, 0, 0};
        }
        return {source_, static_cast<std::uint32_t>(mark.line) + 1,
                static_cast<std::uint32_t>(mark.column) + 1,
                static_cast<std::uint32_t>(static_cast<std::size_t>(mark.pos) + bom_)};
    }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ > 1) {
            throw Abandon{positionOf(mark), "a second document: a file holds one scenario"};
        }
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Value value;
        value.at = positionOf(mark);
        finish(std::move(value), 1, anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            throw Abandon{positionOf(mark), "an alias inside of what it names"};
        }
        spend(found->second.nodes, positionOf(mark));
        Value copy = found->second.value;
        markShared(copy);
        finish(std::move(copy), found->second.nodes, 0);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        Value value;
        value.kind = Kind::Scalar;
        value.plain = tag == "?" || tag.empty();
        value.scalar = text;
        value.at = positionOf(mark);
        finish(std::move(value), 1, anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        open(Kind::List, mark, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        open(Kind::Map, mark, anchor, style);
    }
    void OnMapEnd() override {
        mergeKey(levels_.back());
        close();
    }

private:
    void spend(std::size_t nodes, const Position& at) {
        nodes_ += nodes;
        if (nodes_ > kMaxNodes) {
            throw Abandon{at, "more than 250,000 values (aliases count as what they name)"};
        }
    }

    void open(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style) {
        if (levels_.size() >= kMaxDepth) {
            throw Abandon{positionOf(mark), "nested more than 64 levels deep"};
        }
        Level level;
        level.value.kind = kind;
        level.value.flow = style == YAML::EmitterStyle::Flow;
        level.value.at = positionOf(mark);
        level.anchor = anchor;
        levels_.push_back(std::move(level));
    }

    void close() {
        Level level = std::move(levels_.back());
        levels_.pop_back();
        finish(std::move(level.value), level.nodes, level.anchor);
    }

    /// A value is complete: remember it if it has an anchor, hand it to what contains it.
    void finish(Value value, std::size_t nodes, YAML::anchor_t anchor) {
        spend(1, value.at);
        if (anchor != 0) {
            spend(nodes, value.at);
            anchors_[anchor] = {value, nodes};
        }
        if (levels_.empty()) {
            root_ = std::move(value);
            return;
        }
        Level& parent = levels_.back();
        parent.nodes += nodes;
        if (parent.value.kind == Kind::List) {
            parent.value.children.push_back(std::move(value));
        } else if (!parent.hasKey) {
            takeKey(parent, std::move(value));
        } else {
            takeEntry(parent, std::move(value));
        }
    }

    void takeKey(Level& level, Value key) {
        if (key.kind != Kind::Scalar) {
            throw Abandon{key.at, "a key must be a word"};
        }
        level.key = std::move(key);
        level.hasKey = true;
    }

    void takeEntry(Level& level, Value value) {
        level.hasKey = false;
        value.key = std::move(level.key.scalar);
        value.keyAt = level.key.at;
        if (value.kind == Kind::Null) {
            value.at = value.keyAt; // yaml-cpp puts it at the next token, lines further down
        }
        if (!level.seen.insert(value.key).second) {
            const Value* first = level.value.find(value.key);
            report_.add(value.keyAt, {},
                        "the key " + inQuotes(value.key) + " stands twice in this map",
                        "first on line " + std::to_string(first->keyAt.line));
            return;
        }
        level.value.children.push_back(std::move(value));
    }

    /// YAML's merge key: `<<` brings in the entries of one map or of a list of maps, earlier ones
    /// win, the map's own win over all. They keep the positions of the text they come from.
    void mergeKey(Level& level) {
        std::vector<Value>& children = level.value.children;
        for (std::size_t i = 0; i < children.size(); ++i) {
            if (children[i].key != "<<") {
                continue;
            }
            Value merge = std::move(children[i]);
            children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
            if (merge.kind == Kind::List) {
                for (Value& map : merge.children) {
                    mergeInto(level, map);
                }
            } else {
                mergeInto(level, merge);
            }
            return;
        }
    }
    void mergeInto(Level& level, Value& map) {
        if (map.kind != Kind::Map) {
            throw Abandon{map.at, "'<<' takes a map, or a list of maps"};
        }
        for (Value& entry : map.children) {
            if (level.seen.insert(entry.key).second) {
                markShared(entry);
                level.value.children.push_back(std::move(entry));
            }
        }
    }

    Report& report_;
    std::uint32_t source_;
    std::size_t bom_;
    int documents_ = 0;
    std::size_t nodes_ = 0;
    std::vector<Level> levels_;
    std::map<YAML::anchor_t, Anchor> anchors_;
    std::optional<Value> root_;
};

constexpr std::string_view kBom = "\xef\xbb\xbf";

/// Length of the UTF-8 character at `i`, 0 if there is none (RFC 3629; overlong forms and
/// surrogates are not characters).
std::size_t characterLength(std::string_view text, std::size_t i) {
    const auto octet = [&](std::size_t k) {
        return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
    };
    const unsigned first = octet(i);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    for (std::size_t k = 1; k < length; ++k) {
        if ((octet(i + k) & 0xc0) != 0x80) {
            return 0;
        }
    }
    const unsigned second = octet(i + 1);
    const bool bad = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad ? 0 : length;
}

/// Why these octets are not a text, or nothing.
std::string notText(std::string_view text) {
    if (text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff") {
        return "is UTF-16; save it as UTF-8";
    }
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
        const std::size_t length = characterLength(text, i);
        if (control || length == 0) {
            return "is not a text file in UTF-8 (octet " + std::to_string(i) + ")";
        }
        i += length;
    }
    return {};
}

bool onlySpaceAndComments(std::string_view text) {
    bool comment = false;
    for (const char c : text) {
        if (c == '\n') {
            comment = false;
        } else if (c == '#') {
            comment = true;
        } else if (!comment && c != ' ' && c != '\t' && c != '\r') {
            return false;
        }
    }
    return true;
}

} // namespace

Value* Value::find(std::string_view name) {
    for (Value& child : children) {
        if (child.key == name) {
            return &child;
        }
    }
    return nullptr;
}

const Value* Value::find(std::string_view name) const {
    return const_cast<Value*>(this)->find(name);
}

bool sameContent(const Value& a, const Value& b) {
    if (a.kind != b.kind || a.key != b.key || a.scalar != b.scalar ||
        a.children.size() != b.children.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.children.size(); ++i) {
        if (!sameContent(a.children[i], b.children[i])) {
            return false;
        }
    }
    return true;
}

std::optional<Value> parseDocument(Report& report, std::uint32_t source) {
    const std::string& text = report.text(source);
    const Position whole{source, 0, 0, 0};
    if (text.size() > kMaxFileOctets) {
        report.add(whole, {}, "is larger than 8 MB, too large for a scenario");
        return std::nullopt;
    }
    if (std::string why = notText(text); !why.empty()) {
        report.add(whole, {}, std::move(why));
        return std::nullopt;
    }
    const bool bom = text.starts_with(kBom);
    if (onlySpaceAndComments(std::string_view(text).substr(bom ? kBom.size() : 0))) {
        report.add(whole, {}, "is empty", "a scenario starts with 'orrery: 1'");
        return std::nullopt;
    }
    Builder builder(report, source, bom ? kBom.size() : 0);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Abandon& abandon) {
        report.add(abandon.at, {}, abandon.message);
        return std::nullopt;
    } catch (const YAML::Exception& error) {
        report.add(builder.positionOf(error.mark), {}, "not valid YAML: " + error.msg);
        return std::nullopt;
    }
    std::optional<Value> root = builder.take();
    if (!root || root->kind != Kind::Map) {
        report.add(root ? root->at : whole, {}, "is not a map of keys and values",
                   "a scenario starts with 'orrery: 1'");
        return std::nullopt;
    }
    return root;
}

} // namespace sim::scenario
