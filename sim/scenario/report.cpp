// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/report.h"

#include "sim/scenario/loader.h"

#include <algorithm>

namespace sim::scenario {
namespace {

bool startsCharacter(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

/// One line whatever the input: control characters become '?'.
std::string oneLine(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = '?';
        }
    }
    return text;
}

} // namespace

std::string inQuotes(std::string_view text) {
    constexpr std::size_t kMost = 40;
    std::string result = "'";
    std::size_t characters = 0;
    for (const char c : text) {
        if (startsCharacter(c) && ++characters > kMost) {
            return oneLine(result) + "...'";
        }
        result += c;
    }
    return oneLine(result) + "'";
}

std::string toString(const Diagnostic& diagnostic) {
    std::string text = diagnostic.file;
    if (diagnostic.line > 0) {
        text += ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
    }
    text += ": ";
    if (!diagnostic.path.empty()) {
        text += diagnostic.path + ": ";
    }
    text += diagnostic.message;
    if (!diagnostic.hint.empty()) {
        text += "; " + diagnostic.hint;
    }
    return oneLine(std::move(text));
}

std::uint32_t Report::addSource(std::string name, std::string text) {
    sources_.push_back({std::move(name), std::move(text)});
    return static_cast<std::uint32_t>(sources_.size() - 1);
}

int Report::columnInCharacters(const Position& at) const {
    const std::string& text = sources_[at.file].text;
    if (at.line == 0 || at.offset > text.size() || at.column > at.offset + 1) {
        return static_cast<int>(at.column);
    }
    const auto begin = text.begin() + (at.offset + 1 - at.column);
    const auto end = text.begin() + at.offset;
    return 1 + static_cast<int>(std::count_if(begin, end, startsCharacter));
}

void Report::add(const Position& at, std::string path, std::string message, std::string hint) {
    Diagnostic diagnostic{sources_[at.file].name,
                          static_cast<int>(at.line),
                          columnInCharacters(at),
                          std::move(path),
                          std::move(message),
                          std::move(hint)};
    if (std::find(found_.begin(), found_.end(), diagnostic) != found_.end()) {
        return;
    }
    if (found_.size() < kMaxDiagnostics) {
        found_.push_back(std::move(diagnostic));
        return;
    }
    ++left_;
}

std::vector<Diagnostic> Report::take() {
    if (left_ > 0) {
        // Room for the last line: the complaint that stood there is counted instead.
        found_.pop_back();
        Diagnostic last;
        last.file = found_.front().file;
        last.message = "and " + std::to_string(left_ + 1) + " more complaints";
        found_.push_back(std::move(last));
        left_ = 0;
    }
    return std::move(found_);
}

} // namespace sim::scenario
