// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/text.h"

#include "sim/scene/text_widths.h"

#include <algorithm>
#include <cstdint>

namespace sim::scene {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;
constexpr std::string_view kEllipsis = "\u2026";
/// What must not begin a line, after GB/T 15834-2011, 5.1.
constexpr std::u32string_view kClosing = U"，。、；：？！）》〉】』」”’…—％,.;:?!)]}%";
/// What must not end one.
constexpr std::u32string_view kOpening = U"（《〈【『「“‘([{";

/// The code point that begins at `at`, which moves behind it.
std::uint32_t nextCodePoint(std::string_view text, std::size_t& at) {
    const auto octet = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const std::uint8_t lead = octet(at);
    const std::size_t length = lead < 0x80             ? 1
                               : (lead & 0xe0) == 0xc0 ? 2
                               : (lead & 0xf0) == 0xe0 ? 3
                               : (lead & 0xf8) == 0xf0 ? 4
                                                       : 0;
    std::uint32_t value = length == 1   ? lead
                          : length == 2 ? lead & 0x1fU
                          : length == 3 ? lead & 0x0fU
                                        : lead & 0x07U;
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(at + i) & 0xc0) != 0x80) {
            ++at;
            return kReplacement;
        }
        value = (value << 6) | (octet(at + i) & 0x3fU);
    }
    at += std::max<std::size_t>(length, 1);
    return length == 0 ? kReplacement : value;
}

bool isWide(std::uint32_t codePoint) {
    return codePoint >= 0x2e80 && codePoint < 0xff61;
}

/// A code point and where it stands.
struct Sign {
    std::uint32_t value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    double width = 0;
};

std::vector<Sign> signsOf(std::string_view text, double size, Weight weight) {
    std::vector<Sign> signs;
    signs.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        Sign sign;
        sign.begin = at;
        sign.value = nextCodePoint(text, at);
        sign.end = at;
        sign.width = advanceOf(sign.value, weight) * size / 1000;
        signs.push_back(sign);
    }
    return signs;
}

/// Whether a line may end before signs[i].
bool mayBreak(const std::vector<Sign>& signs, std::size_t i) {
    const std::uint32_t before = signs[i - 1].value;
    const std::uint32_t after = signs[i].value;
    if (before == ' ') {
        return true;
    }
    if (after == ' ' || kClosing.find(after) != std::u32string_view::npos ||
        kOpening.find(before) != std::u32string_view::npos) {
        return false;
    }
    return isWide(before) || isWide(after);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    return text;
}

/// Where the line that begins at signs[first] ends: behind the last sign that fits, at the last
/// place where it may be broken, or in the middle of a word that is longer than a line.
std::size_t lineEnd(const std::vector<Sign>& signs, std::size_t first, double width) {
    double used = 0;
    std::size_t breakAt = first;
    for (std::size_t i = first; i < signs.size(); ++i) {
        if (i > first && mayBreak(signs, i)) {
            breakAt = i;
        }
        used += signs[i].width;
        if (used > width && signs[i].value != ' ') {
            return breakAt > first ? breakAt : std::max(i, first + 1);
        }
    }
    return signs.size();
}

} // namespace

std::string_view fontName() {
    return "Noto Sans CJK SC";
}

double textWidth(std::string_view utf8, double size, Weight weight) {
    double units = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        units += advanceOf(nextCodePoint(utf8, at), weight);
    }
    return units * size / 1000;
}

std::string fitted(std::string_view utf8, double width, double size, Weight weight) {
    if (textWidth(utf8, size, weight) <= width) {
        return std::string(utf8);
    }
    double left = width - textWidth(kEllipsis, size, weight);
    if (left < 0) {
        return {};
    }
    std::size_t end = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        left -= advanceOf(nextCodePoint(utf8, at), weight) * size / 1000;
        if (left < 0) {
            break;
        }
        end = at;
    }
    return std::string(trimmed(utf8.substr(0, end))) + std::string(kEllipsis);
}

std::vector<std::string> wrapped(std::string_view utf8, double width, double size,
                                 std::size_t lines, Weight weight) {
    std::vector<std::string> result;
    const auto signs = signsOf(utf8, size, weight);
    std::size_t first = 0;
    while (first < signs.size() && result.size() < lines) {
        const std::size_t end = lineEnd(signs, first, width);
        const bool last = result.size() + 1 == lines;
        const std::size_t stop = last ? utf8.size() : signs[end - 1].end;
        const auto line = trimmed(utf8.substr(signs[first].begin, stop - signs[first].begin));
        result.push_back(fitted(line, width, size, weight));
        first = last ? signs.size() : end;
    }
    return result;
}

} // namespace sim::scene
