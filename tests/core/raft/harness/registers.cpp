// SPDX-License-Identifier: Apache-2.0
#include "tests/core/raft/harness/registers.h"

#include "core/base/varint.h"

namespace tests::raft {
namespace {

using core::ByteReader;
using core::ByteWriter;
using core::history::Action;

void writeText(ByteWriter& writer, const std::optional<std::string>& text) {
    core::writeVarint(writer, text ? text->size() + 1 : 0);
    if (text) {
        writer.append(core::viewOf(*text));
    }
}

bool readText(ByteReader& reader, std::optional<std::string>& text) {
    const auto size = core::readVarint64(reader);
    if (!size) {
        return false;
    }
    if (*size > 0) {
        const auto octets = reader.take(static_cast<std::size_t>(*size - 1));
        if (!octets) {
            return false;
        }
        text = std::string(core::textOf(*octets));
    }
    return true;
}

} // namespace

core::Bytes encodeCommand(const RegisterOperation& operation, std::uint64_t number) {
    ByteWriter writer;
    writer.u8(static_cast<std::uint8_t>(operation.action));
    writeText(writer, operation.key);
    writeText(writer, operation.value);
    writeText(writer, operation.expected);
    core::writeVarint(writer, number);
    return writer.take();
}

std::optional<RegisterOperation> decodeCommand(core::ByteView octets) {
    ByteReader reader(octets);
    RegisterOperation operation;
    std::optional<std::string> key;
    const auto action = reader.u8();
    if (!action || !readText(reader, key) || !key || !readText(reader, operation.value) ||
        !readText(reader, operation.expected)) {
        return std::nullopt;
    }
    operation.action = static_cast<Action>(*action);
    operation.key = *key;
    return operation;
}

bool Registers::apply(const core::raft::Entry& entry) {
    applied = entry.index;
    if (entry.type != core::raft::EntryType::Command) {
        return true;
    }
    const auto operation = decodeCommand(entry.data);
    if (!operation) {
        return true;
    }
    const auto current = find(operation->key);
    if (operation->action == Action::CompareAndSet && current != operation->expected) {
        return false;
    }
    if (operation->action == Action::Delete || !operation->value) {
        values_.erase(operation->key);
    } else {
        values_[operation->key] = *operation->value;
    }
    return true;
}

std::optional<std::string> Registers::find(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace tests::raft
