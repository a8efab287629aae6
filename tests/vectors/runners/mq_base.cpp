// SPDX-License-Identifier: Apache-2.0
#include "core/base/crc32c.h"
#include "core/base/varint.h"
#include "tests/vectors/runner.h"

namespace tests::vectors {
namespace {

using namespace core;
using nlohmann::json;
using Verdict = std::optional<std::string>;

std::string encoded(std::uint64_t value) {
    ByteWriter writer;
    writeVarint(writer, value);
    return toHex(writer.view());
}

/// What was read must be the value and all octets of the case.
template <class T, class E>
Verdict readBack(const Result<T, E>& got, const ByteReader& reader, T wanted) {
    if (!got) {
        return "it is refused: " + std::string(toString(got.error()));
    }
    if (reader.remaining() != 0) {
        return "octets are left over";
    }
    return expectEqual<T>("the value", *got, wanted);
}

Verdict refusal(const json& vector, ByteReader& reader) {
    const bool isShort = vector.at("type") == "varint32";
    const bool refused = isShort ? readVarint32(reader) == Failure{VarintError::TooLong}
                                 : readVarint64(reader) == Failure{VarintError::TooLong};
    if (!refused) {
        return "it is not refused as too long";
    }
    return expectEqual<std::size_t>("octets consumed", reader.position(), 0);
}

} // namespace

Verdict runKafkaVarint(const json& vector) {
    const std::string hex = vector.at("hex");
    const Bytes octets = fromHex(hex).value_or(Bytes{});
    ByteReader reader(octets);
    const std::string kind = vector.at("kind");
    if (kind == "invalid") {
        return refusal(vector, reader);
    }
    if (kind == "unsigned_varint32") {
        const auto value = static_cast<std::uint32_t>(vector.at("value").get<std::int64_t>());
        const Verdict written = expectEqual("the encoding", encoded(value), hex);
        return written ? written : readBack(readVarint32(reader), reader, value);
    }
    if (kind == "varint32") {
        const auto value = vector.at("value").get<std::int32_t>();
        const Verdict written = expectEqual("the encoding", encoded(zigzag32(value)), hex);
        return written ? written : readBack(readSignedVarint32(reader), reader, value);
    }
    if (kind == "varint64") {
        const std::int64_t value = std::stoll(vector.at("value").get<std::string>());
        const Verdict written = expectEqual("the encoding", encoded(zigzag64(value)), hex);
        return written ? written : readBack(readSignedVarint64(reader), reader, value);
    }
    return "unknown kind " + kind;
}

Verdict runKafkaCrc32c(const json& vector) {
    const Bytes octets = fromHex(vector.at("hex").get<std::string>()).value_or(Bytes{});
    const Verdict length =
        expectEqual<std::size_t>("the length", octets.size(), vector.at("length"));
    return length
               ? length
               : expectEqual<std::uint32_t>("the checksum", crc32c(octets), vector.at("crc_u32"));
}

} // namespace tests::vectors
