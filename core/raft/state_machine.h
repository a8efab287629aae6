// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/raft/types.h"

/// What a Raft group replicates. Deterministic: the same commands in the same order give the same
/// state and results on every server; no clock, no randomness, no network.
namespace core::raft {

class StateMachine {
public:
    virtual ~StateMachine() = default;

    /// Applies a committed command, in log order, each exactly once since the last restore() or the
    /// start. Returns the result for the client that proposed it here, if any.
    /// `command` comes from the log, which holds what this program proposed: octets it cannot read
    /// are answered with an error result and change nothing.
    virtual Bytes apply(LogIndex index, ByteView command) = 0;

    /// The whole state, to be read by restore() of the same or a later version.
    virtual Bytes snapshot() const = 0;
    /// Replaces the state; false, with the state unchanged, for octets snapshot() cannot have
    /// written.
    virtual bool restore(ByteView snapshot) = 0;
};

} // namespace core::raft
