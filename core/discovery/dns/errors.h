// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace core::discovery::dns {

/// Why octets or text are no DNS name or message.
enum class DnsError {
    Truncated,         ///< the octets end inside a field
    BadLabelType,      ///< a length octet starts with 01 or 10 (RFC 1035 section 4.1.4)
    BadPointer,        ///< a compression pointer that does not go strictly backwards
    NameTooLong,       ///< over 255 octets, length octets included (RFC 1035 section 3.1)
    LabelTooLong,      ///< over 63 octets
    EmptyLabel,        ///< text with two dots in a row, or a leading one
    EmptyName,         ///< empty text
    BadEscape,         ///< a backslash without a character, or \DDD over 255
    BadRdata,          ///< data that does not have the form of its type
    TrailingOctets,    ///< octets after the last record that the header counts
    BadOpt,            ///< an OPT record twice, outside the additional section, or not at the root
    TooLarge,          ///< encoded it would not fit 65,535 octets
    UnsupportedOption, ///< an EDNS option of another code or form than asked for
};
std::string_view toString(DnsError error);

} // namespace core::discovery::dns
