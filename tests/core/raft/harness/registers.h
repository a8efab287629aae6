// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/register.h"
#include "core/raft/types.h"

#include <map>
#include <optional>
#include <string>

/// The state machine of the harness: registers by key, with the hash of all that was applied.
namespace tests::raft {

using core::history::RegisterOperation;

/// A put, compare-and-set or delete as octets, and back; `number` makes it unlike all others.
core::Bytes encodeCommand(const RegisterOperation& operation, std::uint64_t number);
std::optional<RegisterOperation> decodeCommand(core::ByteView octets);

class Registers {
public:
    /// Empty commands and configuration entries change nothing. True if a compare-and-set found
    /// what it expected.
    bool apply(const core::raft::Entry& entry);
    std::optional<std::string> find(const std::string& key) const;

    core::raft::LogIndex applied = 0;
    core::raft::Configuration configuration; ///< set by the server when it takes a snapshot

private:
    std::map<std::string, std::string> values_;
};

} // namespace tests::raft
