// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/document.h"
#include "sim/scenario/report.h"
#include "sim/scenario/units.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How every reader of the loader sees YAML: a value with its position and dotted path. Readers
/// ask for what they want; a value that is not that is complained of here, and they get nullopt.
namespace sim::scenario {

struct Range {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

class Node {
public:
    Node(const Value& value, std::string path, Report& report)
        : value_(&value), path_(std::move(path)), report_(&report) {}

    const Value& value() const { return *value_; }
    const std::string& path() const { return path_; }
    Report& report() const { return *report_; }
    bool isMap() const { return value_->kind == Kind::Map; }
    bool isList() const { return value_->kind == Kind::List; }
    bool isScalar() const { return value_->kind == Kind::Scalar; }
    bool isNull() const { return value_->kind == Kind::Null; }

    void complain(std::string message, std::string hint = {}) const;
    /// "expected WHAT, found a list".
    void expected(std::string_view what) const;

    /// Any single value as its text. An empty one counts as text.
    std::optional<std::string> text() const;
    std::optional<bool> boolean() const;
    /// A quantity in its base unit, within `range`.
    std::optional<std::int64_t> quantity(Quantity quantity, Range range = {}) const;
    /// A rate within the bounds that are given.
    std::optional<core::runtime::Rate> rate(std::optional<core::runtime::Rate> least,
                                            std::optional<core::runtime::Rate> most) const;
    /// The index of the word in `words`.
    std::optional<std::size_t> choice(const std::vector<std::string>& words,
                                      std::string_view noun = "word") const;
    /// A name: letters, digits, '-' and '_', at most 64, starting with a letter or digit.
    std::optional<std::string> name() const;

    /// The items of a list.
    std::vector<Node> items() const;
    /// The items of a list, or the one value that stands for a list of one.
    std::vector<Node> oneOrMore() const;
    /// The entries of a map of named things; names that are no names are complained of.
    std::vector<Node> named() const;
    /// The key under which this stands in its map.
    const std::string& key() const { return value_->key; }

private:
    Node child(const Value& value, std::string_view step) const {
        return {value, path_.empty() ? std::string(step) : path_ + "." + std::string(step),
                *report_};
    }
    friend class Keys;

    const Value* value_;
    std::string path_;
    Report* report_;
};

/// The map of known keys that a node should be. Keys nobody asked for are complained of when it
/// goes, so a reader cannot forget one. An explicit null counts as absent.
class Keys {
public:
    explicit Keys(const Node& node);
    ~Keys();
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;

    bool isMap() const { return node_.isMap(); }
    std::optional<Node> get(std::string_view key);
    /// Like get(), but complains if the key is not there; `example` says what to write.
    std::optional<Node> require(std::string_view key, std::string_view example);
    /// Keys that are present and that nobody asked for so far.
    std::vector<Node> others() const;
    /// Whether the key is there (asked for or not).
    bool has(std::string_view key) const;

    /// Shorthands: leave `target` alone if the key is absent or wrong.
    void quantity(std::string_view key, Quantity quantity, std::int64_t& target, Range range = {});
    void boolean(std::string_view key, bool& target);
    void text(std::string_view key, std::string& target);

private:
    const Node node_;
    std::vector<std::string> known_;
};

/// Whether `text` may name a host, a process, a measure.
bool isName(std::string_view text);

} // namespace sim::scenario
