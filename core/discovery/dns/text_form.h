// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/discovery/dns/name.h"
#include "core/discovery/dns/rdata.h"
#include "core/runtime/address.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Records as people write them, one line each, after the master files of RFC 1035 section 5:
/// `name [ttl] [class] type data...`. Deviations, for people who are not zone administrators: a
/// name that already ends with the origin is absolute also without its final dot; A data may be
/// the name of a host of the hosts table; several addresses on one line are several records; no
/// directives, no parentheses, no blank owner.
namespace core::discovery::dns {

struct TextContext {
    Name origin; ///< completes relative names; the root makes every name absolute
    /// Finds a host for A data; may be empty.
    std::function<std::optional<runtime::Address>(std::string_view)> lookupHost;
};

/// One word of a line; escapes are kept in plain words and resolved in quoted ones.
struct Token {
    std::string text;
    bool quoted = false;
};
/// Words separated by blanks; `;` starts a comment. Error: a quote that is not closed.
Result<std::vector<Token>, std::string> tokenize(std::string_view line);

/// "@" is the origin. Error: a sentence.
Result<Name, std::string> parseNameIn(std::string_view text, const TextContext& context);

/// Data of `type` from its words: also `\# length hex` (RFC 3597). Error: a sentence.
Result<Rdata, std::string> parseRdata(Type type, std::span<const Token> words,
                                      const TextContext& context);

struct RecordLine {
    Name name;
    Type type = Type::A;
    std::optional<std::uint32_t> ttl;
    std::vector<Rdata> data; ///< at least one
};
Result<RecordLine, std::string> parseRecordLine(std::string_view line, const TextContext& context);

} // namespace core::discovery::dns
