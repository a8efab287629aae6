// SPDX-License-Identifier: Apache-2.0
#include "core/kv/command.h"

#include "core/base/varint.h"
#include "core/kv/packed_kv.h"

#include <limits>
#include <utility>

namespace core::kv {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr auto kMostSigned = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

void packCondition(ByteWriter& writer, const Condition& condition) {
    writer.u8(static_cast<std::uint8_t>(condition.index()));
    if (const auto* value = std::get_if<IfValue>(&condition)) {
        packText(writer, value->value);
    } else if (const auto* revision = std::get_if<IfModRevision>(&condition)) {
        packRevision(writer, revision->revision);
    }
}

Condition readCondition(PackedReader& reader) {
    switch (reader.u8()) {
    case 0:
        return Always{};
    case 1:
        return IfAbsent{};
    case 2:
        return IfValue{reader.text()};
    case 3:
        return IfModRevision{readRevision(reader)};
    default:
        reader.spoil();
        return Always{};
    }
}

std::string readKey(PackedReader& reader) {
    const ByteView key = reader.bytes();
    if (key.empty() || key.size() > kMostKey) {
        reader.spoil();
        return {};
    }
    return std::string(textOf(key));
}

std::string readValue(PackedReader& reader) {
    const ByteView value = reader.bytes();
    if (value.size() > kMostValue) {
        reader.spoil();
        return {};
    }
    return std::string(textOf(value));
}

Put readPut(PackedReader& reader) {
    Put put;
    put.key = readKey(reader);
    put.value = readValue(reader);
    put.lease = reader.varint();
    put.condition = readCondition(reader);
    return put;
}

Delete readDelete(PackedReader& reader) {
    Delete remove;
    remove.key = readKey(reader);
    remove.condition = readCondition(reader);
    return remove;
}

GrantLease readGrant(PackedReader& reader) {
    const GrantLease grant{{readRevision(reader)}};
    if (grant.ttl <= Duration{}) {
        reader.spoil();
    }
    return grant;
}

EndLease readEnd(PackedReader& reader) {
    EndLease end;
    end.lease = reader.varint();
    end.expired = reader.boolean();
    return end;
}

Command readCommand(PackedReader& reader) {
    switch (reader.u8()) {
    case 0:
        return readPut(reader);
    case 1:
        return readDelete(reader);
    case 2:
        return readGrant(reader);
    case 3:
        return readEnd(reader);
    case 4:
        return Compact{readRevision(reader)};
    default:
        reader.spoil();
        return Compact{};
    }
}

struct Packer {
    ByteWriter& writer;

    void operator()(const Put& put) const {
        packText(writer, put.key);
        packText(writer, put.value);
        writeVarint(writer, put.lease);
        packCondition(writer, put.condition);
    }
    void operator()(const Delete& remove) const {
        packText(writer, remove.key);
        packCondition(writer, remove.condition);
    }
    void operator()(const GrantLease& grant) const { packRevision(writer, grant.ttl.ns); }
    void operator()(const EndLease& end) const {
        writeVarint(writer, end.lease);
        writer.u8(end.expired ? 1 : 0);
    }
    void operator()(const Compact& compact) const { packRevision(writer, compact.revision); }
};

} // namespace

void packRevision(ByteWriter& writer, Revision revision) {
    writeVarint(writer, static_cast<std::uint64_t>(revision));
}

Revision readRevision(PackedReader& reader) {
    const std::uint64_t value = reader.varint();
    if (value > kMostSigned) {
        reader.spoil();
        return 0;
    }
    return static_cast<Revision>(value);
}

void packKeyValue(ByteWriter& writer, const KeyValue& kv) {
    packText(writer, kv.key);
    packText(writer, kv.value);
    packRevision(writer, kv.createRevision);
    packRevision(writer, kv.modRevision);
    packRevision(writer, kv.version);
    writeVarint(writer, kv.lease);
}

KeyValue readKeyValue(PackedReader& reader) {
    KeyValue kv;
    kv.key = readKey(reader);
    kv.value = readValue(reader);
    kv.createRevision = readRevision(reader);
    kv.modRevision = readRevision(reader);
    kv.version = readRevision(reader);
    kv.lease = reader.varint();
    if (kv.createRevision > kv.modRevision || kv.version < 1) {
        reader.spoil();
    }
    return kv;
}

Bytes encode(const Command& command) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(static_cast<std::uint8_t>(command.index()));
    std::visit(Packer{writer}, command);
    return writer.take();
}

std::optional<Command> decodeCommand(ByteView bytes) {
    PackedReader reader(bytes);
    if (reader.u8() != kVersion) {
        return std::nullopt;
    }
    Command command = readCommand(reader);
    return reader.finished() ? std::optional(std::move(command)) : std::nullopt;
}

std::string_view toString(Status status) {
    switch (status) {
    case Status::Ok:
        return "ok";
    case Status::ConditionFailed:
        return "the condition does not hold";
    case Status::LeaseNotFound:
        return "no such lease";
    case Status::Compacted:
        return "the revision is compacted";
    case Status::FutureRevision:
        return "the revision is not there yet";
    case Status::Unreadable:
        return "unreadable command";
    }
    return "unknown status";
}

Bytes encode(const Outcome& outcome) {
    ByteWriter writer;
    writer.u8(kVersion);
    writer.u8(static_cast<std::uint8_t>(outcome.status));
    packRevision(writer, outcome.revision);
    writeVarint(writer, outcome.lease);
    writeVarint(writer, outcome.keysDeleted);
    writer.u8(outcome.kv ? 1 : 0);
    if (outcome.kv) {
        packKeyValue(writer, *outcome.kv);
    }
    return writer.take();
}

std::optional<Outcome> decodeOutcome(ByteView bytes) {
    PackedReader reader(bytes);
    const std::uint8_t version = reader.u8();
    const std::uint8_t status = reader.u8();
    if (version != kVersion || status > static_cast<std::uint8_t>(Status::Unreadable)) {
        return std::nullopt;
    }
    Outcome outcome;
    outcome.status = static_cast<Status>(status);
    outcome.revision = readRevision(reader);
    outcome.lease = reader.varint();
    outcome.keysDeleted = reader.varint();
    if (reader.boolean()) {
        outcome.kv = readKeyValue(reader);
    }
    return reader.finished() ? std::optional(std::move(outcome)) : std::nullopt;
}

} // namespace core::kv
