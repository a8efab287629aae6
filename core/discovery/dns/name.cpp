// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/name.h"

#include "core/base/assert.h"

#include <algorithm>

namespace core::discovery::dns {

namespace {

constexpr int kMaxJumps = 128;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower); // lengths stay below 'A'
    return result;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads what follows a backslash at `at`; moves `at` behind it.
std::optional<char> unescape(std::string_view text, std::size_t& at) {
    if (at >= text.size()) {
        return std::nullopt;
    }
    if (!isDigit(text[at])) {
        return text[at++];
    }
    if (at + 3 > text.size() || !isDigit(text[at + 1]) || !isDigit(text[at + 2])) {
        return std::nullopt;
    }
    const int value = (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + (text[at + 2] - '0');
    at += 3;
    return value > 255 ? std::nullopt : std::optional(static_cast<char>(value));
}

/// Appends one finished label. Nothing is kept over the limit: 254 octets and the root.
std::optional<DnsError> appendLabel(std::string& wire, std::string_view label) {
    if (label.empty()) {
        return DnsError::EmptyLabel;
    }
    if (label.size() > Name::kMaxLabel) {
        return DnsError::LabelTooLong;
    }
    if (wire.size() + label.size() + 2 > Name::kMaxOctets) {
        return DnsError::NameTooLong;
    }
    wire += static_cast<char>(label.size());
    wire += label;
    return std::nullopt;
}

/// Where the labels of a wire name start; at most 127 fit a name.
struct LabelStarts {
    explicit LabelStarts(const std::string& wire) {
        for (std::size_t at = 0; wire[at] != '\0'; at += 1u + static_cast<std::uint8_t>(wire[at])) {
            starts[count++] = static_cast<std::uint8_t>(at);
        }
    }
    std::string_view label(const std::string& wire, std::size_t index) const {
        const std::size_t at = starts[index];
        return std::string_view(wire).substr(at + 1, static_cast<std::uint8_t>(wire[at]));
    }

    std::uint8_t starts[128];
    std::size_t count = 0;
};

} // namespace

Result<Name, DnsError> Name::parse(std::string_view text) {
    if (text.empty()) {
        return Failure{DnsError::EmptyName};
    }
    if (text == ".") {
        return Name();
    }
    std::string wire;
    std::string label;
    std::size_t at = 0;
    while (at < text.size()) {
        const char c = text[at++];
        if (c == '.') {
            if (const auto error = appendLabel(wire, label)) {
                return Failure{*error};
            }
            label.clear();
        } else if (c == '\\') {
            const auto octet = unescape(text, at);
            if (!octet) {
                return Failure{DnsError::BadEscape};
            }
            label += *octet;
        } else {
            label += c;
        }
    }
    if (!label.empty()) {
        if (const auto error = appendLabel(wire, label)) {
            return Failure{*error};
        }
    }
    wire += '\0';
    return Name(std::move(wire));
}

Result<Name, DnsError> Name::decode(ByteReader& reader) {
    const ByteView message = reader.whole();
    std::string wire;
    std::size_t at = reader.position();
    std::size_t behind = 0; // of the first pointer; 0 while none was met
    std::size_t lowest = message.size();
    int jumps = 0;
    while (true) {
        if (at >= message.size()) {
            return Failure{DnsError::Truncated};
        }
        const std::uint8_t length = message[at];
        if (length >= 0xc0) {
            if (at + 2 > message.size()) {
                return Failure{DnsError::Truncated};
            }
            const std::size_t target =
                static_cast<std::size_t>(length & 0x3f) << 8 | message[at + 1];
            behind = behind == 0 ? at + 2 : behind;
            if (target >= at || target >= lowest || ++jumps > kMaxJumps) {
                return Failure{DnsError::BadPointer};
            }
            lowest = target;
            at = target;
            continue;
        }
        if (length > kMaxLabel) {
            return Failure{DnsError::BadLabelType};
        }
        if (at + 1 + length > message.size()) {
            return Failure{DnsError::Truncated};
        }
        if (wire.size() + 1 + length + (length == 0 ? 0 : 1) > kMaxOctets) {
            return Failure{DnsError::NameTooLong};
        }
        wire += textOf(message.subspan(at, 1u + length));
        at += 1u + length;
        if (length == 0) {
            break;
        }
    }
    reader.seek(behind == 0 ? at : behind);
    return Name(std::move(wire));
}

std::vector<std::string_view> Name::labels() const {
    std::vector<std::string_view> result;
    for (std::size_t at = 0; wire_[at] != '\0'; at += 1u + static_cast<std::uint8_t>(wire_[at])) {
        result.push_back(
            std::string_view(wire_).substr(at + 1, static_cast<std::uint8_t>(wire_[at])));
    }
    return result;
}

std::size_t Name::labelCount() const {
    std::size_t count = 0;
    for (std::size_t at = 0; wire_[at] != '\0'; at += 1u + static_cast<std::uint8_t>(wire_[at])) {
        ++count;
    }
    return count;
}

Name Name::parent() const {
    ORRERY_ASSERT(!isRoot());
    return Name(wire_.substr(1u + static_cast<std::uint8_t>(wire_[0])));
}

std::optional<Name> Name::child(std::string_view label) const {
    ORRERY_ASSERT(!label.empty() && label.size() <= kMaxLabel);
    if (wire_.size() + 1 + label.size() > kMaxOctets) {
        return std::nullopt;
    }
    std::string wire(1, static_cast<char>(label.size()));
    wire += label;
    wire += wire_;
    return Name(std::move(wire));
}

bool Name::isWithin(const Name& ancestor) const {
    if (wire_.size() < ancestor.wire_.size()) {
        return false;
    }
    // The suffix must start at a label, so go label by label until the lengths agree.
    const std::size_t start = wire_.size() - ancestor.wire_.size();
    std::size_t at = 0;
    while (at < start) {
        at += 1u + static_cast<std::uint8_t>(wire_[at]);
    }
    return at == start &&
           std::equal(wire_.begin() + static_cast<std::ptrdiff_t>(start), wire_.end(),
                      ancestor.wire_.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

Name Name::canonical() const {
    return Name(lowered(wire_));
}

std::string Name::toText() const {
    if (isRoot()) {
        return ".";
    }
    std::string text;
    for (const std::string_view label : labels()) {
        text += labelText(label) + ".";
    }
    return text;
}

std::string Name::toDisplay() const {
    std::string text = toText();
    if (text.size() > 1) {
        text.pop_back();
    }
    return text;
}

bool operator==(const Name& a, const Name& b) {
    return a.wire_.size() == b.wire_.size() &&
           std::equal(a.wire_.begin(), a.wire_.end(), b.wire_.begin(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::strong_ordering operator<=>(const Name& a, const Name& b) {
    const LabelStarts left(a.wire_);
    const LabelStarts right(b.wire_);
    const std::size_t common = std::min(left.count, right.count);
    for (std::size_t i = 1; i <= common; ++i) {
        const std::string_view x = left.label(a.wire_, left.count - i);
        const std::string_view y = right.label(b.wire_, right.count - i);
        const auto order = std::lexicographical_compare_three_way(
            x.begin(), x.end(), y.begin(), y.end(), [](char p, char q) {
                return static_cast<std::uint8_t>(lower(p)) <=> static_cast<std::uint8_t>(lower(q));
            });
        if (order != 0) {
            return order;
        }
    }
    return left.count <=> right.count;
}

std::string labelText(std::string_view label) {
    static constexpr std::string_view kSpecial = ".;\\()@$\"";
    std::string text;
    for (const char c : label) {
        const auto octet = static_cast<std::uint8_t>(c);
        if (kSpecial.find(c) != std::string_view::npos) {
            text += '\\';
            text += c;
        } else if (octet > 0x20 && octet < 0x7f) {
            text += c;
        } else {
            text += '\\';
            text += static_cast<char>('0' + octet / 100);
            text += static_cast<char>('0' + octet / 10 % 10);
            text += static_cast<char>('0' + octet % 10);
        }
    }
    return text;
}

std::optional<std::string> canonicalText(std::string_view text) {
    const auto name = Name::parse(text.empty() ? "." : text);
    return name ? std::optional(name->canonical().toText()) : std::nullopt;
}

void NameCompressor::write(ByteWriter& out, const Name& name, bool compress) {
    const ByteView wire = name.wire();
    const std::string key = lowered(textOf(wire));
    std::size_t at = 0;
    while (wire[at] != 0) {
        const std::string_view suffix = std::string_view(key).substr(at);
        const auto known = offsets_.find(suffix);
        if (compress && known != offsets_.end()) {
            out.u16(static_cast<std::uint16_t>(0xc000 | known->second));
            return;
        }
        if (known == offsets_.end() && out.size() < 0x4000) {
            offsets_.emplace(suffix, static_cast<std::uint16_t>(out.size()));
        }
        out.append(wire.subspan(at, 1u + wire[at]));
        at += 1u + wire[at];
    }
    out.u8(0);
}

} // namespace core::discovery::dns
