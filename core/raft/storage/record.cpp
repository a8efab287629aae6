// SPDX-License-Identifier: Apache-2.0
#include "core/raft/storage/record.h"

#include "core/base/assert.h"
#include "core/base/crc32c.h"
#include "core/base/planted.h"
#include "core/base/varint.h"

namespace core::raft::storage {
namespace {

constexpr std::uint32_t kRecordMagic = 0x4f524c47;   // "ORLG"
constexpr std::uint32_t kSnapshotMagic = 0x4f52534e; // "ORSN"
constexpr std::uint64_t kVersion = 1;
constexpr std::uint8_t kEndsGroup = 0x80;
constexpr std::size_t kChecksumAt = 4;
constexpr std::size_t kCheckedFrom = 8;

void writePlace(ByteWriter& out, const LogPlace& place) {
    writeVarint(out, place.index);
    writeVarint(out, place.term);
}

void write(ByteWriter& out, const HardState& hard) {
    writeVarint(out, hard.term);
    writeVarint(out, planted("forget-vote") ? kNoNode : hard.vote);
    writeVarint(out, hard.commit);
}
void write(ByteWriter& out, const SegmentStart& start) {
    writeVarint(out, kVersion);
    write(out, start.hard);
    writePlace(out, start.snapshot);
    writePlace(out, start.last);
}
void write(ByteWriter& out, const Entry& entry) {
    writePlace(out, {entry.index, entry.term});
    out.u8(static_cast<std::uint8_t>(entry.type));
    out.append(entry.data);
}
void write(ByteWriter& out, const SnapshotTaken& marker) {
    writePlace(out, marker.place);
}
void write(ByteWriter& out, const SnapshotInstalled& marker) {
    writePlace(out, marker.place);
}

/// Reads fields; after the first that is missing or padded all read as zero.
class Body {
public:
    explicit Body(ByteView octets) : reader_(octets) {}

    std::uint64_t varint() {
        const auto value = readShortestVarint64(reader_);
        good_ = good_ && value.has_value();
        return good_ ? *value : 0;
    }
    std::uint8_t u8() {
        const auto value = reader_.u8();
        good_ = good_ && value.has_value();
        return good_ ? *value : std::uint8_t{0};
    }
    HardState hard() { return {varint(), varint(), varint()}; }
    LogPlace place() { return {varint(), varint()}; }
    Bytes rest() {
        const ByteView octets = *reader_.take(reader_.remaining());
        return {octets.begin(), octets.end()};
    }
    void require(bool condition) { good_ = good_ && condition; }
    bool whole() const { return good_ && reader_.remaining() == 0; }

private:
    ByteReader reader_;
    bool good_ = true;
};

std::optional<RecordBody> readBody(std::uint8_t type, ByteView octets) {
    Body in(octets);
    RecordBody body;
    switch (type) {
    case 0:
        in.require(in.varint() == kVersion);
        body = SegmentStart{in.hard(), in.place(), in.place()};
        break;
    case 1:
        body = in.hard();
        break;
    case 2: {
        const LogPlace place = in.place();
        const std::uint8_t kind = in.u8();
        in.require(kind <= static_cast<std::uint8_t>(EntryType::Configuration));
        body = Entry{place.term, place.index, static_cast<EntryType>(kind), in.rest()};
        break;
    }
    case 3:
        body = SnapshotTaken{in.place()};
        break;
    case 4:
        body = SnapshotInstalled{in.place()};
        break;
    default:
        return std::nullopt;
    }
    return in.whole() ? std::optional(std::move(body)) : std::nullopt;
}

/// Of a record without magic and checksum, at its place.
std::uint32_t checksumOf(std::uint64_t segment, std::uint64_t offset, ByteView checked) {
    ByteWriter place;
    place.u64(segment);
    place.u64(offset);
    return crc32c(checked, crc32c(place.view()));
}

struct Header {
    std::uint32_t checksum = 0;
    std::size_t length = 0;
    std::uint8_t type = 0;
    std::uint64_t durable = 0;
};

/// nullopt where no record can start.
std::optional<Header> readHeader(ByteView segment, std::size_t offset) {
    ByteReader reader(segment.subspan(offset));
    if (reader.remaining() < kRecordHeader || *reader.u32() != kRecordMagic) {
        return std::nullopt;
    }
    Header header;
    header.checksum = *reader.u32();
    header.length = *reader.u32();
    header.type = *reader.u8();
    header.durable = *reader.u64();
    if (header.length > reader.remaining() || header.durable > offset) {
        return std::nullopt;
    }
    return header;
}

bool isIntact(ByteView segment, std::uint64_t number, std::size_t offset, const Header& header) {
    if (planted("trust-torn-record")) {
        return true;
    }
    const ByteView checked =
        segment.subspan(offset + kCheckedFrom, kRecordHeader - kCheckedFrom + header.length);
    return checksumOf(number, offset, checked) == header.checksum;
}

} // namespace

void writeGroup(ByteWriter& out, std::uint64_t segment, std::uint64_t offset, std::uint64_t durable,
                const RecordGroup& group) {
    ORRERY_ASSERT(!group.empty());
    for (std::size_t i = 0; i < group.size(); ++i) {
        ByteWriter body;
        std::visit([&body](const auto& part) { write(body, part); }, group[i]);
        const bool last = i + 1 == group.size();
        const auto type = static_cast<std::uint8_t>(group[i].index());
        ByteWriter record;
        record.u32(kRecordMagic);
        record.u32(0);
        record.u32(static_cast<std::uint32_t>(body.size()));
        record.u8(last ? type | kEndsGroup : type);
        record.u64(durable);
        record.append(body.view());
        record.patchU32(kChecksumAt,
                        checksumOf(segment, offset, record.view().subspan(kCheckedFrom)));
        out.append(record.view());
        offset += record.size();
    }
}

Result<Record, RecordError> readRecord(ByteView segment, std::uint64_t number, std::size_t offset) {
    const auto header = readHeader(segment, offset);
    if (!header || !isIntact(segment, number, offset, *header)) {
        return Failure{RecordError::None};
    }
    const auto type = static_cast<std::uint8_t>(header->type & ~kEndsGroup);
    auto body = readBody(type, segment.subspan(offset + kRecordHeader, header->length));
    if (!body) {
        return Failure{RecordError::Unreadable};
    }
    return Record{std::move(*body), (header->type & kEndsGroup) != 0, header->durable,
                  kRecordHeader + header->length};
}

bool provesDurable(ByteView segment, std::uint64_t number, std::size_t from) {
    for (std::size_t offset = from; offset + kRecordHeader <= segment.size(); ++offset) {
        const auto header = readHeader(segment, offset);
        if (header && header->durable > from && isIntact(segment, number, offset, *header)) {
            return true;
        }
    }
    return false;
}

Bytes encodeSnapshotFile(const SnapshotMeta& meta, ByteView data) {
    const Bytes configuration = encode(meta.configuration);
    ByteWriter out;
    out.u32(kSnapshotMagic);
    out.u32(0);
    writeVarint(out, kVersion);
    writePlace(out, {meta.index, meta.term});
    writeVarint(out, configuration.size());
    out.append(configuration);
    out.append(data);
    out.patchU32(kChecksumAt, crc32c(out.view().subspan(kCheckedFrom)));
    return out.take();
}

std::optional<SnapshotFile> decodeSnapshotFile(ByteView octets) {
    ByteReader reader(octets);
    const auto magic = reader.u32();
    const auto checksum = reader.u32();
    if (magic != kSnapshotMagic || !checksum || crc32c(octets.subspan(kCheckedFrom)) != *checksum) {
        return std::nullopt;
    }
    const auto version = readShortestVarint64(reader);
    const auto index = readShortestVarint64(reader);
    const auto term = readShortestVarint64(reader);
    const auto length = readShortestVarint64(reader);
    if (!version || *version != kVersion || !index || !term || !length ||
        *length > reader.remaining()) {
        return std::nullopt;
    }
    auto configuration = decodeConfiguration(*reader.take(static_cast<std::size_t>(*length)));
    if (!configuration) {
        return std::nullopt;
    }
    const ByteView data = *reader.take(reader.remaining());
    return SnapshotFile{{*index, *term, std::move(*configuration)}, {data.begin(), data.end()}};
}

} // namespace core::raft::storage
