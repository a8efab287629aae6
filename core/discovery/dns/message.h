// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/discovery/dns/edns.h"
#include "core/discovery/dns/errors.h"
#include "core/discovery/dns/name.h"
#include "core/discovery/dns/rdata.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Whole messages: RFC 1035 section 4, with EDNS (RFC 6891). Strict where others are lenient:
/// octets after the last counted record are an error (as in dnspython; some decoders ignore them).
namespace core::discovery::dns {

enum class Opcode : std::uint8_t { Query = 0, IQuery = 1, Status = 2, Notify = 4, Update = 5 };
std::string opcodeText(Opcode opcode);

/// 12 bits; the upper 8 travel in the OPT record.
enum class Rcode : std::uint16_t {
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    BadVers = 16,
};
/// "NXDOMAIN"; "RCODE123" if it has no name here.
std::string rcodeText(Rcode rcode);

struct Header {
    std::uint16_t id = 0;
    bool response = false;           ///< QR
    Opcode opcode = Opcode::Query;   ///< 4 bits
    bool authoritative = false;      ///< AA
    bool truncated = false;          ///< TC
    bool recursionDesired = false;   ///< RD
    bool recursionAvailable = false; ///< RA
    bool authenticData = false;      ///< AD
    bool checkingDisabled = false;   ///< CD
    Rcode rcode = Rcode::NoError;    ///< over 15 only together with an OPT record
    friend bool operator==(const Header&, const Header&) = default;
};

struct Question {
    Name name;
    Type type = Type::A;
    Class cls = Class::In;
    friend bool operator==(const Question&, const Question&) = default;
};

struct Record {
    Name name;
    Type type = Type::A;
    Class cls = Class::In;
    std::uint32_t ttl = 0; ///< seconds, as on the wire
    Rdata data;
    friend bool operator==(const Record&, const Record&) = default;
};
/// "web.shop.test. 60 IN A 10.0.0.1".
std::string recordText(const Record& record);

struct Message {
    Header header;
    std::vector<Question> questions;
    std::vector<Record> answers;
    std::vector<Record> authorities;
    std::vector<Record> additionals; ///< without the OPT record
    std::optional<Edns> edns;
    friend bool operator==(const Message&, const Message&) = default;
};

inline constexpr std::size_t kHeaderOctets = 12;
/// What UDP carries without EDNS (RFC 1035 section 4.2.1).
inline constexpr std::size_t kPlainUdpOctets = 512;

/// Errors: see DnsError. Time and memory are linear in the input but for at most 128 jumps a name.
Result<Message, DnsError> decodeMessage(ByteView wire);

/// Only the header and the first question, for a FORMERR answer to what cannot be decoded further;
/// nullopt for less than a header.
std::optional<Header> decodeHeader(ByteView wire);

/// Names are compressed; the OPT record comes last. Errors: TooLarge. REQUIRES: rcode <= 15 unless
/// edns is set.
Result<Bytes, DnsError> encodeMessage(const Message& message);

/// For UDP: the message in at most `limit` octets. If it does not fit, first the additional
/// records go (silently), then all answers and authorities with TC set (RFC 2181 section 9: half a
/// set would only mislead). REQUIRES: limit >= 512 and at most one question.
Bytes encodeWithin(const Message& message, std::size_t limit);

/// A query with one question and recursion desired, EDNS if `payload` is not 0.
Message makeQuery(std::uint16_t id, const Question& question, bool recursionDesired,
                  std::uint16_t payload);

/// An empty answer to `query`: same id, opcode, question and RD.
Message makeReply(const Message& query, Rcode rcode);

} // namespace core::discovery::dns
