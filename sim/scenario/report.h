// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scenario/diagnostic.h"
#include "sim/trace/header.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Where a piece of YAML stands, and the collector of complaints about such pieces.
namespace sim::scenario {

/// A place in one of Report's sources. Positions stay with a value when maps are merged, so a
/// complaint always names the file in which the value was written.
struct Position {
    std::uint32_t file = 0;   ///< index into Report's sources
    std::uint32_t line = 0;   ///< from 1; 0: the whole source
    std::uint32_t column = 0; ///< from 1, in octets
    std::uint32_t offset = 0; ///< octets from the start of the text
};

class Report {
public:
    /// `name` is what complaints show. Returns the index for Position::file.
    std::uint32_t addSource(std::string name, std::string text);
    const std::string& text(std::uint32_t source) const { return sources_[source].text; }

    /// Notes a complaint; after kMaxDiagnostics they are only counted. The same sentence about the
    /// same place is noted once.
    void add(const Position& at, std::string path, std::string message, std::string hint = {});

    bool clean() const { return found_.empty(); }
    std::size_t size() const { return found_.size() + left_; }
    std::vector<Diagnostic> take();

private:
    int columnInCharacters(const Position& at) const;

    std::vector<trace::SourceFile> sources_;
    std::vector<Diagnostic> found_;
    std::size_t left_ = 0;
};

/// `text` in single quotes for a message: control characters replaced, cut at 40 characters.
std::string inQuotes(std::string_view text);

} // namespace sim::scenario
