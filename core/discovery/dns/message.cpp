// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/message.h"

#include "core/base/assert.h"

namespace core::discovery::dns {

namespace {

constexpr std::uint16_t kQr = 0x8000;
constexpr std::uint16_t kAa = 0x0400;
constexpr std::uint16_t kTc = 0x0200;
constexpr std::uint16_t kRd = 0x0100;
constexpr std::uint16_t kRa = 0x0080;
constexpr std::uint16_t kAd = 0x0020;
constexpr std::uint16_t kCd = 0x0010;

Header headerOf(std::uint16_t id, std::uint16_t flags) {
    Header header;
    header.id = id;
    header.response = (flags & kQr) != 0;
    header.opcode = static_cast<Opcode>(flags >> 11 & 0xf);
    header.authoritative = (flags & kAa) != 0;
    header.truncated = (flags & kTc) != 0;
    header.recursionDesired = (flags & kRd) != 0;
    header.recursionAvailable = (flags & kRa) != 0;
    header.authenticData = (flags & kAd) != 0;
    header.checkingDisabled = (flags & kCd) != 0;
    header.rcode = static_cast<Rcode>(flags & 0xf);
    return header;
}

std::uint16_t flagsOf(const Header& header) {
    unsigned flags = static_cast<unsigned>(header.opcode) << 11 & 0x7800u;
    flags |= header.response ? kQr : 0u;
    flags |= header.authoritative ? kAa : 0u;
    flags |= header.truncated ? kTc : 0u;
    flags |= header.recursionDesired ? kRd : 0u;
    flags |= header.recursionAvailable ? kRa : 0u;
    flags |= header.authenticData ? kAd : 0u;
    flags |= header.checkingDisabled ? kCd : 0u;
    return static_cast<std::uint16_t>(flags | (static_cast<unsigned>(header.rcode) & 0xfu));
}

/// The fixed part of a record, before its meaning is known.
struct RawRecord {
    Name name;
    std::uint16_t type = 0;
    std::uint16_t cls = 0;
    std::uint32_t ttl = 0;
    std::uint16_t length = 0;
};

Result<RawRecord, DnsError> readRaw(ByteReader& reader) {
    auto name = Name::decode(reader);
    if (!name) {
        return Failure{name.error()};
    }
    const auto type = reader.u16();
    const auto cls = reader.u16();
    const auto ttl = reader.u32();
    const auto length = reader.u16();
    if (!length || reader.remaining() < *length) {
        return Failure{DnsError::Truncated};
    }
    return RawRecord{*std::move(name), *type, *cls, *ttl, *length};
}

/// Takes the OPT record: payload in the class field, rcode, version and flags in the TTL field.
Result<void, DnsError> readOpt(ByteReader& reader, const RawRecord& raw, Message& message) {
    if (message.edns || !raw.name.isRoot()) {
        return Failure{DnsError::BadOpt};
    }
    Edns edns;
    edns.payload = raw.cls;
    edns.version = static_cast<std::uint8_t>(raw.ttl >> 16 & 0xff);
    edns.flags = static_cast<std::uint16_t>(raw.ttl & 0xffff);
    const unsigned upper = raw.ttl >> 24;
    message.header.rcode =
        static_cast<Rcode>(upper << 4 | static_cast<unsigned>(message.header.rcode));
    ByteReader options(*reader.take(raw.length));
    while (options.remaining() > 0) {
        const auto code = options.u16();
        const auto length = options.u16();
        const auto data = length ? options.take(*length) : std::nullopt;
        if (!data) {
            return Failure{DnsError::BadRdata};
        }
        edns.options.push_back({*code, Bytes(data->begin(), data->end())});
    }
    message.edns = std::move(edns);
    return {};
}

Result<void, DnsError> readQuestions(ByteReader& reader, int count, Message& message) {
    for (int i = 0; i < count; ++i) {
        auto name = Name::decode(reader);
        if (!name) {
            return Failure{name.error()};
        }
        const auto type = reader.u16();
        const auto cls = reader.u16();
        if (!cls) {
            return Failure{DnsError::Truncated};
        }
        message.questions.push_back(
            {*std::move(name), static_cast<Type>(*type), static_cast<Class>(*cls)});
    }
    return {};
}

Result<void, DnsError> readRecords(ByteReader& reader, int count, bool additional,
                                   std::vector<Record>& records, Message& message) {
    for (int i = 0; i < count; ++i) {
        auto raw = readRaw(reader);
        if (!raw) {
            return Failure{raw.error()};
        }
        const auto type = static_cast<Type>(raw->type);
        if (type == Type::Opt) {
            if (!additional) {
                return Failure{DnsError::BadOpt};
            }
            if (const auto read = readOpt(reader, *raw, message); !read) {
                return Failure{read.error()};
            }
            continue;
        }
        const auto cls = static_cast<Class>(raw->cls);
        auto data = decodeRdata(reader, type, cls, raw->length);
        if (!data) {
            return Failure{data.error()};
        }
        records.push_back({std::move(raw->name), type, cls, raw->ttl, *std::move(data)});
    }
    return {};
}

void writeRecord(ByteWriter& out, NameCompressor& names, const Record& record) {
    names.write(out, record.name, true);
    out.u16(static_cast<std::uint16_t>(record.type));
    out.u16(static_cast<std::uint16_t>(record.cls));
    out.u32(record.ttl);
    const std::size_t lengthAt = out.size();
    out.u16(0);
    encodeRdata(out, names, record.data);
    out.patchU16(lengthAt, static_cast<std::uint16_t>(out.size() - lengthAt - 2));
}

void writeOpt(ByteWriter& out, const Edns& edns, Rcode rcode) {
    out.u8(0);
    out.u16(static_cast<std::uint16_t>(Type::Opt));
    out.u16(edns.payload);
    out.u8(static_cast<std::uint8_t>(static_cast<unsigned>(rcode) >> 4));
    out.u8(edns.version);
    out.u16(edns.flags);
    const std::size_t lengthAt = out.size();
    out.u16(0);
    for (const EdnsOption& option : edns.options) {
        out.u16(option.code);
        out.u16(static_cast<std::uint16_t>(option.data.size()));
        out.append(option.data);
    }
    out.patchU16(lengthAt, static_cast<std::uint16_t>(out.size() - lengthAt - 2));
}

} // namespace

std::string opcodeText(Opcode opcode) {
    switch (opcode) {
    case Opcode::Query:
        return "QUERY";
    case Opcode::IQuery:
        return "IQUERY";
    case Opcode::Status:
        return "STATUS";
    case Opcode::Notify:
        return "NOTIFY";
    case Opcode::Update:
        return "UPDATE";
    }
    return "OPCODE" + std::to_string(static_cast<int>(opcode));
}

std::string rcodeText(Rcode rcode) {
    switch (rcode) {
    case Rcode::NoError:
        return "NOERROR";
    case Rcode::FormErr:
        return "FORMERR";
    case Rcode::ServFail:
        return "SERVFAIL";
    case Rcode::NxDomain:
        return "NXDOMAIN";
    case Rcode::NotImp:
        return "NOTIMP";
    case Rcode::Refused:
        return "REFUSED";
    case Rcode::BadVers:
        return "BADVERS";
    }
    return "RCODE" + std::to_string(static_cast<int>(rcode));
}

std::string recordText(const Record& record) {
    return record.name.toText() + " " + std::to_string(record.ttl) + " " + classText(record.cls) +
           " " + typeText(record.type) + " " + rdataText(record.data);
}

std::optional<Header> decodeHeader(ByteView wire) {
    if (wire.size() < kHeaderOctets) {
        return std::nullopt;
    }
    ByteReader reader(wire);
    const std::uint16_t id = *reader.u16();
    return headerOf(id, *reader.u16());
}

Result<Message, DnsError> decodeMessage(ByteView wire) {
    const auto header = decodeHeader(wire);
    if (!header) {
        return Failure{DnsError::Truncated};
    }
    Message message;
    message.header = *header;
    ByteReader reader(wire);
    reader.seek(4);
    const int questions = *reader.u16();
    const int answers = *reader.u16();
    const int authorities = *reader.u16();
    const int additionals = *reader.u16();
    if (const auto read = readQuestions(reader, questions, message); !read) {
        return Failure{read.error()};
    }
    if (const auto read = readRecords(reader, answers, false, message.answers, message); !read) {
        return Failure{read.error()};
    }
    if (const auto read = readRecords(reader, authorities, false, message.authorities, message);
        !read) {
        return Failure{read.error()};
    }
    if (const auto read = readRecords(reader, additionals, true, message.additionals, message);
        !read) {
        return Failure{read.error()};
    }
    if (reader.remaining() > 0) {
        return Failure{DnsError::TrailingOctets};
    }
    return message;
}

Result<Bytes, DnsError> encodeMessage(const Message& message) {
    ORRERY_ASSERT(static_cast<unsigned>(message.header.rcode) <= 15 || message.edns);
    ByteWriter out;
    out.u16(message.header.id);
    out.u16(flagsOf(message.header));
    const std::size_t additionals = message.additionals.size() + (message.edns ? 1 : 0);
    for (const std::size_t count : {message.questions.size(), message.answers.size(),
                                    message.authorities.size(), additionals}) {
        if (count > 0xffff) {
            return Failure{DnsError::TooLarge};
        }
        out.u16(static_cast<std::uint16_t>(count));
    }
    NameCompressor names;
    for (const Question& question : message.questions) {
        names.write(out, question.name, true);
        out.u16(static_cast<std::uint16_t>(question.type));
        out.u16(static_cast<std::uint16_t>(question.cls));
    }
    for (const auto* section : {&message.answers, &message.authorities, &message.additionals}) {
        for (const Record& record : *section) {
            writeRecord(out, names, record);
        }
    }
    if (message.edns) {
        writeOpt(out, *message.edns, message.header.rcode);
    }
    if (out.size() > 0xffff) {
        return Failure{DnsError::TooLarge};
    }
    return out.take();
}

Bytes encodeWithin(const Message& message, std::size_t limit) {
    ORRERY_ASSERT(limit >= kPlainUdpOctets && message.questions.size() <= 1);
    auto whole = encodeMessage(message);
    if (whole && whole->size() <= limit) {
        return *std::move(whole);
    }
    Message smaller = message;
    smaller.additionals.clear();
    auto withoutAdditionals = encodeMessage(smaller);
    if (withoutAdditionals && withoutAdditionals->size() <= limit) {
        return *std::move(withoutAdditionals);
    }
    smaller.header.truncated = true;
    smaller.answers.clear();
    smaller.authorities.clear();
    // At most 12 + 259 octets now, and the OPT record; its options go too if they are the trouble.
    auto bare = encodeMessage(smaller);
    if (smaller.edns && (!bare || bare->size() > limit)) {
        smaller.edns->options.clear();
        bare = encodeMessage(smaller);
    }
    return *std::move(bare);
}

Message makeQuery(std::uint16_t id, const Question& question, bool recursionDesired,
                  std::uint16_t payload) {
    Message query;
    query.header.id = id;
    query.header.recursionDesired = recursionDesired;
    query.questions.push_back(question);
    if (payload != 0) {
        query.edns = Edns{payload, 0, 0, {}};
    }
    return query;
}

Message makeReply(const Message& query, Rcode rcode) {
    Message reply;
    reply.header.id = query.header.id;
    reply.header.response = true;
    reply.header.opcode = query.header.opcode;
    reply.header.recursionDesired = query.header.recursionDesired;
    reply.header.checkingDisabled = query.header.checkingDisabled;
    reply.header.rcode = rcode;
    reply.questions = query.questions;
    return reply;
}

} // namespace core::discovery::dns
