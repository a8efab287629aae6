// SPDX-License-Identifier: Apache-2.0
// What replicas write into snapshots and configuration entries, beside the state machine's own.
#include "core/base/varint.h"
#include "core/raft/replica_core.h"

namespace core::raft {
namespace {

constexpr std::uint8_t kVersion = 1;

void writeMembers(ByteWriter& writer, const Members& members) {
    writeVarint(writer, members.size());
    for (const auto& [node, member] : members) {
        writeVarint(writer, node);
        writer.u32(member.endpoint.address.value);
        writer.u16(member.endpoint.port);
        writeVarint(writer, member.name.size());
        writer.append(viewOf(member.name));
    }
}

bool readMember(ByteReader& reader, Members& members) {
    const auto node = readVarint64(reader);
    const auto address = reader.u32();
    const auto port = reader.u16();
    if (!node || !address || !port) {
        return false;
    }
    const auto length = readVarint64(reader);
    if (!length || *length > reader.remaining()) {
        return false;
    }
    const auto name = reader.take(static_cast<std::size_t>(*length));
    return name && *node != kNoNode &&
           members.emplace(*node, Member{{{*address}, *port}, std::string(textOf(*name))}).second;
}

std::optional<Members> readMembers(ByteReader& reader) {
    const auto count = readVarint64(reader);
    if (!count) {
        return std::nullopt;
    }
    Members members;
    for (std::uint64_t i = 0; i < *count; ++i) {
        if (!readMember(reader, members)) {
            return std::nullopt;
        }
    }
    return members;
}

} // namespace

Bytes encodeMembers(const Members& members) {
    ByteWriter writer;
    writer.u8(kVersion);
    writeMembers(writer, members);
    return writer.take();
}

std::optional<Members> decodeMembers(ByteView octets) {
    ByteReader reader(octets);
    if (reader.u8() != kVersion) {
        return std::nullopt;
    }
    auto members = readMembers(reader);
    return reader.remaining() == 0 ? members : std::nullopt;
}

Bytes encodeSnapshot(const SnapshotContent& content) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u64(content.chain);
    writeMembers(writer, content.members);
    writer.append(content.machine);
    return writer.take();
}

std::optional<SnapshotContent> decodeSnapshot(ByteView octets) {
    ByteReader reader(octets);
    if (reader.u8() != kVersion) {
        return std::nullopt;
    }
    const auto chain = reader.u64();
    auto members = chain ? readMembers(reader) : std::nullopt;
    if (!members) {
        return std::nullopt;
    }
    return SnapshotContent{*chain, std::move(*members), *reader.take(reader.remaining())};
}

} // namespace core::raft
