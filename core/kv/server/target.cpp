// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/api.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

/// Request targets: which resource, which item, which parameters.
namespace core::kv {
namespace {

constexpr std::array<std::pair<std::string_view, Resource>, 6> kResources{{
    {"kv", Resource::Keys},
    {"leases", Resource::Leases},
    {"members", Resource::Members},
    {"sessions", Resource::Sessions},
    {"status", Resource::Status},
    {"transfer", Resource::Transfer},
}};

int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

/// Octets that follow the first one of a character; -1 if none begins so (RFC 3629, section 4).
int followers(unsigned char first) {
    if (first < 0x80) {
        return 0;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return 1;
    }
    if (first >= 0xe0 && first <= 0xef) {
        return 2;
    }
    return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

/// Whether the second octet makes no overlong form, surrogate, or value over U+10FFFF.
bool fits(unsigned char first, unsigned char second) {
    switch (first) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second <= 0x9f;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second <= 0x8f;
    default:
        return true;
    }
}

bool isUtf8(std::string_view text) {
    const auto octet = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int more = followers(octet(i));
        if (more < 0 || text.size() - i <= static_cast<std::size_t>(more) ||
            (more > 0 && !fits(octet(i), octet(i + 1)))) {
            return false;
        }
        for (int left = more; left > 0; --left) {
            if ((octet(++i) & 0xc0) != 0x80) {
                return false;
            }
        }
    }
    return true;
}

bool parseQuery(std::string_view text, Target& target) {
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = unescape(pair.substr(0, equals));
        const auto value = unescape(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value || !isUtf8(*value)) {
            return false;
        }
        target.query[*name] = *value;
    }
    return true;
}

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

} // namespace

const std::string* Target::parameter(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? nullptr : &found->second;
}

std::optional<Target> parseTarget(std::string_view text) {
    Target target;
    const std::size_t mark = std::min(text.find('?'), text.size());
    const std::string_view query = text.substr(std::min(mark + 1, text.size()));
    text = text.substr(0, mark);
    if (text.empty() || text.front() != '/' || !parseQuery(query, target)) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto* resource =
        std::find_if(kResources.begin(), kResources.end(),
                     [&](const auto& entry) { return entry.first == text.substr(0, slash); });
    auto item = unescape(text.substr(std::min(slash + 1, text.size())));
    if (resource == kResources.end() || !item || !isUtf8(*item)) {
        return std::nullopt;
    }
    target.resource = resource->second;
    target.item = std::move(*item);
    return target;
}

std::string escape(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c) || c == '/') {
            out += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[octet >> 4];
        out += kDigits[octet & 15];
    }
    return out;
}

std::optional<std::uint64_t> parseNumber(std::string_view text) {
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end && !text.empty() ? std::optional(value)
                                                                : std::nullopt;
}

} // namespace core::kv
