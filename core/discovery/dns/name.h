// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/discovery/dns/errors.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Domain names: on the wire (RFC 1035 sections 3.1 and 4.1.4), as text (section 5.1), compared
/// without regard to ASCII case (RFC 4343). Decoding is bounded: a pointer must go before itself
/// and before every earlier target of the same name, at most 128 are followed, and the length is
/// counted over all jumps. Where libraries differ: a pointer into the name that it ends is
/// accepted (as by miekg/dns; dnspython refuses it), since RFC 1035 forbids only loops.
namespace core::discovery::dns {

/// A valid absolute domain name; case is kept, comparison ignores it.
class Name {
public:
    static constexpr std::size_t kMaxOctets = 255;
    static constexpr std::size_t kMaxLabel = 63;

    /// The root.
    Name() : wire_(1, '\0') {}

    /// Reads text, absolute with or without the final dot; "." is the root. `\DDD` and `\X` are
    /// escapes. Errors: EmptyName, EmptyLabel, LabelTooLong, NameTooLong, BadEscape.
    static Result<Name, DnsError> parse(std::string_view text);

    /// Reads a possibly compressed name at the reader's position within the whole message and
    /// moves behind it. Errors: Truncated, BadLabelType, BadPointer, NameTooLong; the position is
    /// then unspecified.
    static Result<Name, DnsError> decode(ByteReader& reader);

    bool isRoot() const { return wire_.size() == 1; }
    /// Labels without the root, from the left, as raw octets borrowed from the name.
    std::vector<std::string_view> labels() const;
    std::size_t labelCount() const;

    /// The name without its first label. REQUIRES: !isRoot().
    Name parent() const;
    /// `label` in front of this name; nullopt if that is too long. REQUIRES: 1 to 63 octets.
    std::optional<Name> child(std::string_view label) const;
    /// True for the name itself and everything below it.
    bool isWithin(const Name& ancestor) const;

    /// The uncompressed octets, case kept.
    ByteView wire() const { return viewOf(wire_); }
    /// With ASCII letters in lower case (RFC 4034 section 6.2).
    Name canonical() const;

    /// Absolute text with the final dot; octets that are not printable or have a meaning in
    /// master files are escaped.
    std::string toText() const;
    /// The same without the final dot (except for the root): how people write host names.
    std::string toDisplay() const;

    friend bool operator==(const Name& a, const Name& b);
    /// Canonical order of RFC 4034 section 6.1: by labels from the right, so a name is directly
    /// followed by all names below it.
    friend std::strong_ordering operator<=>(const Name& a, const Name& b);

private:
    explicit Name(std::string wire) : wire_(std::move(wire)) {}

    std::string wire_; ///< length-prefixed labels and the final 0
};

/// One label as text, escaped.
std::string labelText(std::string_view label);

/// The lower-case absolute text of `text`; empty text counts as the root. nullopt if it is no name.
std::optional<std::string> canonicalText(std::string_view text);

/// Writes the names of one message and remembers where their suffixes lie. Matching ignores case,
/// so a later name may take over the case of an earlier one.
class NameCompressor {
public:
    /// Appends `name`; with `compress`, its longest suffix written before becomes a pointer.
    /// REQUIRES: `out` started at the first octet of the message.
    void write(ByteWriter& out, const Name& name, bool compress);

private:
    std::map<std::string, std::uint16_t, std::less<>> offsets_; ///< canonical suffix -> position
};

} // namespace core::discovery::dns
