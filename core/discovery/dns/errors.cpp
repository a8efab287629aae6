// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/errors.h"

namespace core::discovery::dns {

std::string_view toString(DnsError error) {
    switch (error) {
    case DnsError::Truncated:
        return "the octets end inside a field";
    case DnsError::BadLabelType:
        return "a label of a reserved type";
    case DnsError::BadPointer:
        return "a compression pointer that does not go backwards";
    case DnsError::NameTooLong:
        return "a name of more than 255 octets";
    case DnsError::LabelTooLong:
        return "a label of more than 63 octets";
    case DnsError::EmptyLabel:
        return "an empty label";
    case DnsError::EmptyName:
        return "an empty name";
    case DnsError::BadEscape:
        return "a backslash escape that means nothing";
    case DnsError::BadRdata:
        return "record data that does not fit its type";
    case DnsError::TrailingOctets:
        return "octets after the last record";
    case DnsError::BadOpt:
        return "a misplaced OPT record";
    case DnsError::TooLarge:
        return "a message of more than 65,535 octets";
    case DnsError::UnsupportedOption:
        return "an EDNS option of another form";
    }
    return "unknown error";
}

} // namespace core::discovery::dns
