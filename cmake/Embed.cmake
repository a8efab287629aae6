# SPDX-License-Identifier: Apache-2.0
# Writes a C++ file that holds INPUT's octets as a string_view named NAMESPACE::SYMBOL.
file(READ "${INPUT}" hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "(................................................................)" "\\1\n    " hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," array "${hex}")
file(WRITE "${OUTPUT}" "// Generated from ${SYMBOL}; do not edit.
#include <string_view>
namespace {
constexpr unsigned char kOctets[] = {
    ${array}0};
}
namespace ${NAMESPACE} {
extern const std::string_view ${SYMBOL};
const std::string_view ${SYMBOL}{reinterpret_cast<const char*>(kOctets), ${size}};
}
")
