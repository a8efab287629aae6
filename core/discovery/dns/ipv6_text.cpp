// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/rdata.h"

#include <charconv>

namespace core::discovery::dns {

namespace {

using Words = std::array<std::uint16_t, 8>;

struct ZeroRun {
    std::size_t start = 8;
    std::size_t length = 0;
};

/// The first longest run of at least two zero words.
ZeroRun longestZeroRun(const Words& words) {
    ZeroRun best;
    for (std::size_t i = 0; i < words.size();) {
        std::size_t end = i;
        while (end < words.size() && words[end] == 0) {
            ++end;
        }
        if (end - i >= 2 && end - i > best.length) {
            best = {i, end - i};
        }
        i = end + 1;
    }
    return best;
}

std::string hexWord(std::uint16_t word) {
    char buffer[4];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, word, 16).ptr;
    return {buffer, end};
}

std::optional<std::uint16_t> parseWord(std::string_view text) {
    std::uint16_t word = 0;
    const char* last = text.data() + text.size();
    if (text.empty() || text.size() > 4 ||
        std::from_chars(text.data(), last, word, 16) != std::from_chars_result{last, std::errc()}) {
        return std::nullopt;
    }
    return word;
}

/// Colon-separated words, the last of which may be a dotted quad; nullopt if malformed.
std::optional<std::vector<std::uint16_t>> parseWords(std::string_view text, bool quadAllowed) {
    std::vector<std::uint16_t> words;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (last && quadAllowed && part.find('.') != std::string_view::npos) {
            const auto quad = runtime::parseAddress(part);
            if (!quad) {
                return std::nullopt;
            }
            words.push_back(static_cast<std::uint16_t>(quad->value >> 16));
            words.push_back(static_cast<std::uint16_t>(quad->value & 0xffff));
            return words;
        }
        const auto word = parseWord(part);
        if (!word || words.size() == 8) {
            return std::nullopt;
        }
        words.push_back(*word);
        if (last) {
            return words;
        }
        text.remove_prefix(colon + 1);
        if (text.empty()) {
            return std::nullopt; // a single colon at the end
        }
    }
    return words;
}

} // namespace

std::string ipv6Text(const std::array<std::uint8_t, 16>& octets) {
    Words words{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] = static_cast<std::uint16_t>(octets[2 * i] << 8 | octets[2 * i + 1]);
    }
    const ZeroRun run = longestZeroRun(words);
    const bool embeds = run.start == 0 && (run.length == 6 || (run.length == 7 && words[7] != 1) ||
                                           (run.length == 5 && words[5] == 0xffff));
    const std::size_t count = embeds ? 6 : 8;
    std::string text;
    for (std::size_t i = 0; i < count;) {
        if (i == run.start) {
            text += "::";
            i += std::min(run.length, count - i);
            continue;
        }
        text += (text.empty() || text.back() == ':' ? "" : ":") + hexWord(words[i]);
        ++i;
    }
    if (embeds) {
        text += (text.back() == ':' ? "" : ":") +
                runtime::toString(
                    runtime::Address{static_cast<std::uint32_t>(words[6]) << 16 | words[7]});
    }
    return text;
}

std::optional<std::array<std::uint8_t, 16>> parseIpv6(std::string_view text) {
    const std::size_t gap = text.find("::");
    const bool hasGap = gap != std::string_view::npos;
    const auto head = parseWords(text.substr(0, gap), !hasGap);
    const auto tail = hasGap ? parseWords(text.substr(gap + 2), true)
                             : std::optional<std::vector<std::uint16_t>>(std::in_place);
    if (!head || !tail) {
        return std::nullopt;
    }
    const std::size_t given = head->size() + tail->size();
    if (hasGap ? given > 7 : given != 8) {
        return std::nullopt;
    }
    std::array<std::uint8_t, 16> octets{};
    const auto put = [&](std::size_t index, std::uint16_t word) {
        octets[2 * index] = static_cast<std::uint8_t>(word >> 8);
        octets[2 * index + 1] = static_cast<std::uint8_t>(word & 0xff);
    };
    for (std::size_t i = 0; i < head->size(); ++i) {
        put(i, (*head)[i]);
    }
    for (std::size_t i = 0; i < tail->size(); ++i) {
        put(8 - tail->size() + i, (*tail)[i]);
    }
    return octets;
}

} // namespace core::discovery::dns
