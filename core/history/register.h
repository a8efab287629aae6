// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/linearizability.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Registers by key, as a key-value store has them, for linearizability.h: get, put, compare-and-
/// set and delete, each of one key.
namespace core::history {

enum class Action { Get, Put, CompareAndSet, Delete };
std::string_view toString(Action action);

/// One operation of a client and what came of it.
struct RegisterOperation {
    std::string client;
    std::string key;
    Action action = Action::Get;
    /// Put, CompareAndSet: what is written. CompareAndSet: nullopt deletes.
    std::optional<std::string> value;
    /// CompareAndSet: what must be there; nullopt: nothing.
    std::optional<std::string> expected;

    std::int64_t calledAt = 0;
    /// nullopt: no answer came, or one that leaves open whether it was or will be done.
    std::optional<std::int64_t> returnedAt;

    // The answer, if one came.
    std::optional<std::string> found; ///< Get: the value; nullopt: there is none
    bool succeeded = true;            ///< CompareAndSet: the value was as expected
};

struct RegisterModel {
    using State = std::optional<std::string>;
    using Operation = RegisterOperation;

    static State initial() { return std::nullopt; }
    static std::optional<State> step(const State& state, const Operation& operation);
    static std::uint64_t hashOf(const State& state);
    static std::string keyOf(const Operation& operation) { return operation.key; }
};

Judgement judgeRegisters(std::span<const RegisterOperation> history,
                         std::uint64_t budget = kDefaultSteps);

/// "client-2 get x -> 7 [120, 180]".
std::string toString(const RegisterOperation& operation);
/// What is wrong, in lines: the operation that nothing explains, what was in order before it, and
/// what went on beside it. Empty for a linearizable history.
std::string explain(const Judgement& judgement, std::span<const RegisterOperation> history);

} // namespace core::history
