// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/text_form.h"

#include "core/discovery/dns/timing.h"

#include <charconv>

namespace core::discovery::dns {

namespace {

using Words = std::span<const Token>;

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

/// Reads what follows a backslash at `at` (RFC 1035 section 5.1: \DDD or \X) and moves behind it.
/// REQUIRES: at < line.size().
char readEscape(std::string_view line, std::size_t& at) {
    int value = 0;
    std::size_t digits = 0;
    while (digits < 3 && at + digits < line.size() && line[at + digits] >= '0' &&
           line[at + digits] <= '9') {
        value = value * 10 + (line[at + digits++] - '0');
    }
    if (digits == 3 && value <= 255) {
        at += 3;
        return static_cast<char>(value);
    }
    return line[at++];
}

/// A plain word with its escapes resolved.
std::string unescaped(std::string_view word) {
    std::string text;
    for (std::size_t at = 0; at < word.size();) {
        const char c = word[at++];
        text += c == '\\' && at < word.size() ? readEscape(word, at) : c;
    }
    return text;
}

/// Reads a quoted string whose opening quote is at `at`; moves behind the closing one.
Result<std::string, std::string> readQuoted(std::string_view line, std::size_t& at) {
    std::string text;
    for (++at; at < line.size();) {
        const char c = line[at++];
        if (c == '"') {
            return text;
        }
        if (c != '\\') {
            text += c;
        } else if (at < line.size()) {
            text += readEscape(line, at);
        }
    }
    return Failure{std::string("a quote is not closed")};
}

std::string readWord(std::string_view line, std::size_t& at) {
    std::string word;
    while (at < line.size() && !isBlank(line[at]) && line[at] != ';') {
        if (line[at] == '\\' && at + 1 < line.size()) {
            word += line[at++];
        }
        word += line[at++];
    }
    return word;
}

template <class T>
std::optional<T> number(Words words, std::size_t index) {
    if (index >= words.size()) {
        return std::nullopt;
    }
    const std::string& text = words[index].text;
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

Failure<std::string> wrong(Type type, std::string_view form) {
    return Failure{typeText(type) + " data must be " + std::string(form)};
}

Result<Rdata, std::string> parseAddressData(Type type, Words words, const TextContext& context) {
    if (words.size() != 1) {
        return wrong(type, "one address");
    }
    const std::string& text = words[0].text;
    if (type == Type::Aaaa) {
        const auto octets = parseIpv6(text);
        return octets ? Result<Rdata, std::string>(AaaaRdata{*octets})
                      : Failure{"'" + text + "' is no IPv6 address"};
    }
    auto address = runtime::parseAddress(text);
    if (!address && context.lookupHost) {
        address = context.lookupHost(text);
    }
    if (!address) {
        return Failure{"'" + text + "' is neither an IPv4 address nor a known host"};
    }
    return Rdata(ARdata{*address});
}

Result<Rdata, std::string> parseNameData(Type type, Words words, const TextContext& context) {
    if (words.size() != 1) {
        return wrong(type, "one name");
    }
    auto name = parseNameIn(words[0].text, context);
    return name ? Result<Rdata, std::string>(NameRdata{*std::move(name)}) : Failure{name.error()};
}

Result<Rdata, std::string> parseSoa(Words words, const TextContext& context) {
    static constexpr std::string_view kForm =
        "'primary mailbox serial refresh retry expire minimum'";
    if (words.size() != 7) {
        return wrong(Type::Soa, kForm);
    }
    const auto primary = parseNameIn(words[0].text, context);
    const auto mailbox = parseNameIn(words[1].text, context);
    const auto serial = number<std::uint32_t>(words, 2);
    const auto refresh = parseTtl(words[3].text);
    const auto retry = parseTtl(words[4].text);
    const auto expire = parseTtl(words[5].text);
    const auto minimum = parseTtl(words[6].text);
    if (!primary || !mailbox || !serial || !refresh || !retry || !expire || !minimum) {
        return wrong(Type::Soa, kForm);
    }
    return Rdata(SoaRdata{*primary, *mailbox, *serial, *refresh, *retry, *expire, *minimum});
}

Result<Rdata, std::string> parseSrv(Words words, const TextContext& context) {
    const auto priority = number<std::uint16_t>(words, 0);
    const auto weight = number<std::uint16_t>(words, 1);
    const auto port = number<std::uint16_t>(words, 2);
    if (words.size() != 4 || !priority || !weight || !port) {
        return wrong(Type::Srv, "'priority weight port target'");
    }
    auto target = parseNameIn(words[3].text, context);
    if (!target) {
        return Failure{target.error()};
    }
    return Rdata(SrvRdata{*priority, *weight, *port, *std::move(target)});
}

Result<Rdata, std::string> parseMx(Words words, const TextContext& context) {
    const auto preference = number<std::uint16_t>(words, 0);
    if (words.size() != 2 || !preference) {
        return wrong(Type::Mx, "'preference exchange'");
    }
    auto exchange = parseNameIn(words[1].text, context);
    if (!exchange) {
        return Failure{exchange.error()};
    }
    return Rdata(MxRdata{*preference, *std::move(exchange)});
}

Result<Rdata, std::string> parseTxt(Words words) {
    TxtRdata txt;
    for (const Token& word : words) {
        txt.strings.push_back(word.quoted ? word.text : unescaped(word.text));
        if (txt.strings.back().size() > 255) {
            return wrong(Type::Txt, "strings of at most 255 octets");
        }
    }
    return txt.strings.empty() ? wrong(Type::Txt, "at least one string")
                               : Result<Rdata, std::string>(std::move(txt));
}

Result<Rdata, std::string> parseCaa(Words words) {
    const auto flags = number<std::uint8_t>(words, 0);
    if (words.size() != 3 || !flags || words[1].text.empty() || words[1].text.size() > 255) {
        return wrong(Type::Caa, "'flags tag \"value\"'");
    }
    return Rdata(CaaRdata{*flags, words[1].text, words[2].text});
}

/// `\# length hex...`
Result<Rdata, std::string> parseGeneric(Type type, Words words) {
    const auto length = number<std::uint16_t>(words, 1);
    std::string hex;
    for (const Token& word : words.subspan(std::min<std::size_t>(2, words.size()))) {
        hex += word.text;
    }
    auto octets = fromHex(hex);
    if (!length || !octets || octets->size() != *length) {
        return wrong(type, "'\\# length hexadecimal'");
    }
    ByteReader reader(*octets);
    auto data = decodeRdata(reader, type, Class::In, octets->size());
    return data ? Result<Rdata, std::string>(*std::move(data))
                : Failure{typeText(type) + ": " + std::string(toString(data.error()))};
}

} // namespace

Result<std::vector<Token>, std::string> tokenize(std::string_view line) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < line.size() && line[at] != ';') {
        if (isBlank(line[at])) {
            ++at;
        } else if (line[at] == '"') {
            auto text = readQuoted(line, at);
            if (!text) {
                return Failure{text.error()};
            }
            tokens.push_back({*std::move(text), true});
        } else {
            tokens.push_back({readWord(line, at), false});
        }
    }
    return tokens;
}

Result<Name, std::string> parseNameIn(std::string_view text, const TextContext& context) {
    if (text == "@") {
        return context.origin;
    }
    auto name = Name::parse(text);
    if (!name) {
        return Failure{"'" + std::string(text) +
                       "' is no domain name: " + std::string(toString(name.error()))};
    }
    if (text.back() == '.' || name->isWithin(context.origin)) {
        return *std::move(name);
    }
    Name full = context.origin;
    const auto labels = name->labels();
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        auto longer = full.child(*label);
        if (!longer) {
            return Failure{"'" + std::string(text) + "' is too long below " +
                           context.origin.toDisplay()};
        }
        full = *std::move(longer);
    }
    return full;
}

Result<Rdata, std::string> parseRdata(Type type, Words words, const TextContext& context) {
    if (!words.empty() && words[0].text == "\\#" && !words[0].quoted) {
        return parseGeneric(type, words);
    }
    switch (type) {
    case Type::A:
    case Type::Aaaa:
        return parseAddressData(type, words, context);
    case Type::Ns:
    case Type::Cname:
    case Type::Ptr:
        return parseNameData(type, words, context);
    case Type::Soa:
        return parseSoa(words, context);
    case Type::Mx:
        return parseMx(words, context);
    case Type::Txt:
        return parseTxt(words);
    case Type::Srv:
        return parseSrv(words, context);
    case Type::Caa:
        return parseCaa(words);
    default:
        return Failure{"data of type " + typeText(type) + " must be written as '\\# length hex'"};
    }
}

Result<RecordLine, std::string> parseRecordLine(std::string_view line, const TextContext& context) {
    auto tokens = tokenize(line);
    if (!tokens) {
        return Failure{tokens.error()};
    }
    if (tokens->size() < 3) {
        return Failure{std::string("a record is written 'name [ttl] type data'")};
    }
    Words words = *tokens;
    auto name = parseNameIn(words[0].text, context);
    if (!name) {
        return Failure{name.error()};
    }
    RecordLine record;
    record.name = *std::move(name);
    words = words.subspan(1);
    record.ttl = parseTtl(words[0].text);
    words = words.subspan(record.ttl ? 1 : 0);
    if (!words.empty() && parseClass(words[0].text) == Class::In) {
        words = words.subspan(1);
    }
    const auto type = words.empty() ? std::nullopt : parseType(words[0].text);
    if (!type || *type == Type::Any || *type == Type::Opt || words.size() < 2) {
        return Failure{words.empty() || type ? std::string("the record has no type or no data")
                                             : "'" + words[0].text + "' is no record type"};
    }
    record.type = *type;
    words = words.subspan(1);
    const bool oneEach = (*type == Type::A || *type == Type::Aaaa) && words[0].text != "\\#";
    for (std::size_t i = 0; i < (oneEach ? words.size() : 1); ++i) {
        auto data = parseRdata(*type, oneEach ? words.subspan(i, 1) : words, context);
        if (!data) {
            return Failure{data.error()};
        }
        record.data.push_back(*std::move(data));
    }
    return record;
}

} // namespace core::discovery::dns
