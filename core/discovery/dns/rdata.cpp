// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/rdata.h"

#include <algorithm>
#include <charconv>

namespace core::discovery::dns {

namespace {

struct TypeName {
    Type type;
    std::string_view name;
};
constexpr std::array<TypeName, 17> kTypeNames{{{Type::A, "A"},
                                               {Type::Ns, "NS"},
                                               {Type::Cname, "CNAME"},
                                               {Type::Soa, "SOA"},
                                               {Type::Ptr, "PTR"},
                                               {Type::Mx, "MX"},
                                               {Type::Txt, "TXT"},
                                               {Type::Aaaa, "AAAA"},
                                               {Type::Srv, "SRV"},
                                               {Type::Naptr, "NAPTR"},
                                               {Type::Opt, "OPT"},
                                               {Type::Ixfr, "IXFR"},
                                               {Type::Axfr, "AXFR"},
                                               {Type::Any, "ANY"},
                                               {Type::Uri, "URI"},
                                               {Type::Caa, "CAA"},
                                               {static_cast<Type>(10), "NULL"}}};

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return result;
}

/// The number behind a prefix as in TYPE1234 and CLASS32.
std::optional<std::uint16_t> numbered(std::string_view text, std::string_view prefix) {
    if (text.size() <= prefix.size() || text.substr(0, prefix.size()) != prefix) {
        return std::nullopt;
    }
    std::uint16_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data() + prefix.size(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                    : std::nullopt;
}

/// Reads the fields of one record's data; `ok` turns false at the first that is missing.
class FieldReader {
public:
    FieldReader(ByteReader& reader, std::size_t end) : reader_(reader), end_(end) {}

    std::uint8_t u8() { return value(reader_.u8()); }
    std::uint16_t u16() { return value(reader_.u16()); }
    std::uint32_t u32() { return value(reader_.u32()); }
    std::string rest() { return octets(end_ - std::min(end_, reader_.position())); }
    std::string characterString() { return octets(u8()); }
    std::string octets(std::size_t count) {
        const auto taken = ok_ && count <= left() ? reader_.take(count) : std::nullopt;
        ok_ = taken.has_value();
        return taken ? std::string(textOf(*taken)) : std::string();
    }
    Name name() {
        if (!ok_) {
            return {};
        }
        auto decoded = Name::decode(reader_);
        if (!decoded) {
            ok_ = false;
            error_ = decoded.error();
            return {};
        }
        return *std::move(decoded);
    }
    std::size_t left() const { return end_ - std::min(end_, reader_.position()); }
    /// All fields were there, and nothing is left over.
    bool complete() const { return ok_ && reader_.position() == end_; }
    bool ok() const { return ok_; }
    DnsError error() const { return error_; }

private:
    template <class T>
    T value(std::optional<T> read) {
        ok_ = ok_ && read.has_value() && reader_.position() <= end_;
        return ok_ ? *read : T{};
    }

    ByteReader& reader_;
    std::size_t end_;
    bool ok_ = true;
    DnsError error_ = DnsError::BadRdata;
};

Rdata readSoa(FieldReader& in) {
    SoaRdata soa;
    soa.primary = in.name();
    soa.mailbox = in.name();
    soa.serial = in.u32();
    soa.refresh = in.u32();
    soa.retry = in.u32();
    soa.expire = in.u32();
    soa.minimum = in.u32();
    return soa;
}

Rdata readSrv(FieldReader& in) {
    SrvRdata srv;
    srv.priority = in.u16();
    srv.weight = in.u16();
    srv.port = in.u16();
    srv.target = in.name();
    return srv;
}

Rdata readNaptr(FieldReader& in) {
    NaptrRdata naptr;
    naptr.order = in.u16();
    naptr.preference = in.u16();
    naptr.flags = in.characterString();
    naptr.services = in.characterString();
    naptr.regexp = in.characterString();
    naptr.replacement = in.name();
    return naptr;
}

Rdata readTxt(FieldReader& in) {
    TxtRdata txt;
    do {
        txt.strings.push_back(in.characterString());
    } while (in.ok() && in.left() > 0);
    return txt;
}

std::optional<Rdata> readCaa(FieldReader& in) {
    CaaRdata caa;
    caa.flags = in.u8();
    const std::uint8_t tagLength = in.u8();
    caa.tag = in.octets(tagLength);
    caa.value = in.rest();
    return tagLength == 0 ? std::nullopt : std::optional<Rdata>(std::move(caa));
}

std::optional<Rdata> readByType(FieldReader& in, Type type, Class cls) {
    const bool internet = cls == Class::In;
    switch (type) {
    case Type::Ns:
    case Type::Cname:
    case Type::Ptr:
        return NameRdata{in.name()};
    case Type::Soa:
        return readSoa(in);
    case Type::Mx: {
        MxRdata mx;
        mx.preference = in.u16();
        mx.exchange = in.name();
        return mx;
    }
    case Type::Txt:
        return readTxt(in);
    case Type::Caa:
        return readCaa(in);
    case Type::Uri: // priority, weight, and a target of at least one octet
        return in.left() >= 5 ? std::optional<Rdata>(OpaqueRdata{bytesOf(in.rest())})
                              : std::nullopt;
    case Type::A:
        return internet ? Rdata(ARdata{{in.u32()}}) : Rdata(OpaqueRdata{bytesOf(in.rest())});
    case Type::Aaaa: {
        if (!internet || in.left() != 16) {
            return internet ? std::nullopt : std::optional<Rdata>(OpaqueRdata{bytesOf(in.rest())});
        }
        AaaaRdata aaaa;
        const std::string octets = in.octets(16);
        std::copy(octets.begin(), octets.end(), aaaa.octets.begin());
        return aaaa;
    }
    case Type::Srv:
        return internet ? readSrv(in) : Rdata(OpaqueRdata{bytesOf(in.rest())});
    case Type::Naptr:
        return internet ? readNaptr(in) : Rdata(OpaqueRdata{bytesOf(in.rest())});
    default:
        return OpaqueRdata{bytesOf(in.rest())};
    }
}

void writeCharacterString(ByteWriter& out, std::string_view text) {
    out.u8(static_cast<std::uint8_t>(text.size()));
    out.append(viewOf(text));
}

struct RdataWriter {
    ByteWriter& out;
    NameCompressor& names;

    void operator()(const ARdata& a) const { out.u32(a.address.value); }
    void operator()(const AaaaRdata& aaaa) const { out.append(aaaa.octets); }
    void operator()(const NameRdata& data) const { names.write(out, data.target, true); }
    void operator()(const SoaRdata& soa) const {
        names.write(out, soa.primary, true);
        names.write(out, soa.mailbox, true);
        for (const std::uint32_t value :
             {soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum}) {
            out.u32(value);
        }
    }
    void operator()(const MxRdata& mx) const {
        out.u16(mx.preference);
        names.write(out, mx.exchange, true);
    }
    void operator()(const TxtRdata& txt) const {
        for (const std::string& text : txt.strings) {
            writeCharacterString(out, text);
        }
    }
    void operator()(const SrvRdata& srv) const {
        out.u16(srv.priority);
        out.u16(srv.weight);
        out.u16(srv.port);
        names.write(out, srv.target, false);
    }
    void operator()(const NaptrRdata& naptr) const {
        out.u16(naptr.order);
        out.u16(naptr.preference);
        writeCharacterString(out, naptr.flags);
        writeCharacterString(out, naptr.services);
        writeCharacterString(out, naptr.regexp);
        names.write(out, naptr.replacement, false);
    }
    void operator()(const CaaRdata& caa) const {
        out.u8(caa.flags);
        writeCharacterString(out, caa.tag);
        out.append(viewOf(caa.value));
    }
    void operator()(const OpaqueRdata& opaque) const { out.append(opaque.octets); }
};

struct RdataText {
    std::string operator()(const ARdata& a) const { return runtime::toString(a.address); }
    std::string operator()(const AaaaRdata& aaaa) const { return ipv6Text(aaaa.octets); }
    std::string operator()(const NameRdata& data) const { return data.target.toText(); }
    std::string operator()(const SoaRdata& soa) const {
        std::string text = soa.primary.toText() + " " + soa.mailbox.toText();
        for (const std::uint32_t value :
             {soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum}) {
            text += " " + std::to_string(value);
        }
        return text;
    }
    std::string operator()(const MxRdata& mx) const {
        return std::to_string(mx.preference) + " " + mx.exchange.toText();
    }
    std::string operator()(const TxtRdata& txt) const {
        std::string text;
        for (const std::string& part : txt.strings) {
            text += (text.empty() ? "" : " ") + quotedText(part);
        }
        return text;
    }
    std::string operator()(const SrvRdata& srv) const {
        return std::to_string(srv.priority) + " " + std::to_string(srv.weight) + " " +
               std::to_string(srv.port) + " " + srv.target.toText();
    }
    std::string operator()(const NaptrRdata& naptr) const {
        return std::to_string(naptr.order) + " " + std::to_string(naptr.preference) + " " +
               quotedText(naptr.flags) + " " + quotedText(naptr.services) + " " +
               quotedText(naptr.regexp) + " " + naptr.replacement.toText();
    }
    std::string operator()(const CaaRdata& caa) const {
        return std::to_string(caa.flags) + " " + caa.tag + " " + quotedText(caa.value);
    }
    std::string operator()(const OpaqueRdata& opaque) const {
        return "\\# " + std::to_string(opaque.octets.size()) +
               (opaque.octets.empty() ? "" : " " + toHex(opaque.octets));
    }
};

} // namespace

std::string typeText(Type type) {
    for (const TypeName& known : kTypeNames) {
        if (known.type == type) {
            return std::string(known.name);
        }
    }
    return "TYPE" + std::to_string(static_cast<int>(type));
}

std::optional<Type> parseType(std::string_view text) {
    const std::string wanted = upper(text);
    for (const TypeName& known : kTypeNames) {
        if (known.name == wanted) {
            return known.type;
        }
    }
    const auto number = numbered(wanted, "TYPE");
    return number ? std::optional(static_cast<Type>(*number)) : std::nullopt;
}

std::string classText(Class cls) {
    switch (cls) {
    case Class::In:
        return "IN";
    case Class::Ch:
        return "CH";
    case Class::Hs:
        return "HS";
    case Class::None:
        return "NONE";
    case Class::Any:
        return "ANY";
    }
    return "CLASS" + std::to_string(static_cast<int>(cls));
}

std::optional<Class> parseClass(std::string_view text) {
    const std::string wanted = upper(text);
    for (const Class cls : {Class::In, Class::Ch, Class::Hs, Class::None, Class::Any}) {
        if (classText(cls) == wanted) {
            return cls;
        }
    }
    const auto number = numbered(wanted, "CLASS");
    return number ? std::optional(static_cast<Class>(*number)) : std::nullopt;
}

Result<Rdata, DnsError> decodeRdata(ByteReader& reader, Type type, Class cls, std::size_t length) {
    FieldReader in(reader, reader.position() + length);
    // Dynamic updates name a set by a record without data (RFC 2136 section 2.4).
    if (length == 0 && (cls == Class::Any || cls == Class::None)) {
        return Rdata(OpaqueRdata{});
    }
    auto data = readByType(in, type, cls);
    if (!data || !in.complete()) {
        return Failure{in.error()};
    }
    return *std::move(data);
}

void encodeRdata(ByteWriter& out, NameCompressor& names, const Rdata& data) {
    std::visit(RdataWriter{out, names}, data);
}

std::string rdataText(const Rdata& data) {
    return std::visit(RdataText{}, data);
}

std::string quotedText(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        const auto octet = static_cast<std::uint8_t>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (octet >= 0x20 && octet < 0x7f) {
            result += c;
        } else {
            result += '\\';
            result += static_cast<char>('0' + octet / 100);
            result += static_cast<char>('0' + octet / 10 % 10);
            result += static_cast<char>('0' + octet % 10);
        }
    }
    return result + "\"";
}

} // namespace core::discovery::dns
