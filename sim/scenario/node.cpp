// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/node.h"

#include "sim/scenario/words.h"

#include <algorithm>

namespace sim::scenario {
namespace {

constexpr std::size_t kLongestName = 64;

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string kindOf(const Value& value) {
    switch (value.kind) {
    case Kind::Null:
        return "nothing";
    case Kind::Scalar:
        return inQuotes(value.scalar);
    case Kind::List:
        return "a list";
    case Kind::Map:
        return "a map";
    }
    return "nothing";
}

} // namespace

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName && isLetterOrDigit(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return isLetterOrDigit(c) || c == '-' || c == '_'; });
}

void Node::complain(std::string message, std::string hint) const {
    report_->add(value_->at, path_, std::move(message), std::move(hint));
}

void Node::expected(std::string_view what) const {
    complain("expected " + std::string(what) + ", found " + kindOf(*value_));
}

std::optional<std::string> Node::text() const {
    if (!isScalar()) {
        expected("text");
        return std::nullopt;
    }
    return value_->scalar;
}

std::optional<bool> Node::boolean() const {
    if (isScalar() && value_->scalar == "true") {
        return true;
    }
    if (isScalar() && value_->scalar == "false") {
        return false;
    }
    expected("true or false");
    return std::nullopt;
}

std::optional<std::int64_t> Node::quantity(Quantity quantity, Range range) const {
    if (!isScalar()) {
        expected("a " + std::string(nameOf(quantity)) + " like '" +
                 std::string(exampleOf(quantity)) + "'");
        return std::nullopt;
    }
    const auto amount = parseQuantity(quantity, value_->scalar);
    if (!amount) {
        complain(amount.error().message, amount.error().hint);
        return std::nullopt;
    }
    if (*amount < range.least || *amount > range.most) {
        const bool low = *amount < range.least;
        complain(inQuotes(value_->scalar) + " is too " + (low ? "small" : "large"),
                 std::string(low ? "at least " : "at most ") +
                     formatQuantity(quantity, low ? range.least : range.most));
        return std::nullopt;
    }
    return *amount;
}

std::optional<core::runtime::Rate> Node::rate(std::optional<core::runtime::Rate> least,
                                              std::optional<core::runtime::Rate> most) const {
    if (!isScalar()) {
        expected("a rate like '5/s'");
        return std::nullopt;
    }
    const auto rate = parseRate(value_->scalar);
    if (!rate) {
        complain(rate.error().message, rate.error().hint);
        return std::nullopt;
    }
    if (least && *rate < *least) {
        complain(inQuotes(value_->scalar) + " is too small",
                 "at least " + core::runtime::formatRate(*least));
        return std::nullopt;
    }
    if (most && *rate > *most) {
        complain(inQuotes(value_->scalar) + " is too large",
                 "at most " + core::runtime::formatRate(*most));
        return std::nullopt;
    }
    return *rate;
}

std::optional<std::size_t> Node::choice(const std::vector<std::string>& words,
                                        std::string_view noun) const {
    if (!isScalar()) {
        expected(hintFor({}, words));
        return std::nullopt;
    }
    const auto found = std::find(words.begin(), words.end(), value_->scalar);
    if (found == words.end()) {
        complain("unknown " + std::string(noun) + " " + inQuotes(value_->scalar),
                 hintFor(value_->scalar, words));
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

std::optional<std::string> Node::name() const {
    const std::optional<std::string> result = text();
    if (result && !isName(*result)) {
        complain(inQuotes(*result) + " is no name", "letters, digits, '-' and '_', at most 64");
        return std::nullopt;
    }
    return result;
}

std::vector<Node> Node::items() const {
    std::vector<Node> result;
    if (!isList()) {
        expected("a list");
        return result;
    }
    for (std::size_t i = 0; i < value_->children.size(); ++i) {
        result.push_back(child(value_->children[i], std::to_string(i + 1)));
    }
    return result;
}

std::vector<Node> Node::oneOrMore() const {
    return isList() ? items() : std::vector<Node>{*this};
}

std::vector<Node> Node::named() const {
    std::vector<Node> result;
    if (!isMap()) {
        expected("a map of names");
        return result;
    }
    for (const Value& entry : value_->children) {
        const Node node = child(entry, entry.key);
        if (isName(entry.key)) {
            result.push_back(node);
        } else {
            report_->add(entry.keyAt, node.path(), inQuotes(entry.key) + " is no name",
                         "letters, digits, '-' and '_', at most 64");
        }
    }
    return result;
}

Keys::Keys(const Node& node) : node_(node) {
    if (!node.isMap() && !node.isNull()) {
        node.expected("a map");
    }
}

Keys::~Keys() {
    for (const Node& other : others()) {
        node_.report().add(other.value().keyAt, other.path(),
                           "unknown key " + inQuotes(other.key()), hintFor(other.key(), known_));
    }
}

std::optional<Node> Keys::get(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        known_.emplace_back(key);
    }
    const Value* found = node_.value().find(key);
    if (found == nullptr || found->kind == Kind::Null) {
        return std::nullopt;
    }
    return node_.child(*found, key);
}

std::optional<Node> Keys::require(std::string_view key, std::string_view example) {
    std::optional<Node> found = get(key);
    if (!found && isMap()) {
        node_.complain("'" + std::string(key) + "' is missing",
                       "add '" + std::string(key) + ": " + std::string(example) + "'");
    }
    return found;
}

std::vector<Node> Keys::others() const {
    std::vector<Node> result;
    for (const Value& entry : node_.value().children) {
        const bool known = std::find(known_.begin(), known_.end(), entry.key) != known_.end();
        if (node_.isMap() && !known) {
            result.push_back(node_.child(entry, entry.key));
        }
    }
    return result;
}

bool Keys::has(std::string_view key) const {
    const Value* found = node_.value().find(key);
    return found != nullptr && found->kind != Kind::Null;
}

void Keys::quantity(std::string_view key, Quantity quantity, std::int64_t& target, Range range) {
    if (const std::optional<Node> node = get(key)) {
        target = node->quantity(quantity, range).value_or(target);
    }
}

void Keys::boolean(std::string_view key, bool& target) {
    if (const std::optional<Node> node = get(key)) {
        target = node->boolean().value_or(target);
    }
}

void Keys::text(std::string_view key, std::string& target) {
    if (const std::optional<Node> node = get(key)) {
        target = node->text().value_or(target);
    }
}

} // namespace sim::scenario
