// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/random.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// What a key-value client does next: a mix of operations over a set of keys. Every value written
/// is written once, so that a read tells which write it saw. Pure.
namespace core::kv {

enum class OperationKind { Get, Put, CompareAndSet, Delete };
/// "get", "put", "cas", "delete", as in the recorded history.
std::string_view toString(OperationKind kind);

struct Operation {
    OperationKind kind = OperationKind::Get;
    std::string key;
    std::string value; ///< Put, CompareAndSet: what to write
    /// CompareAndSet: what must be there; nullopt: nothing.
    std::optional<std::string> expected;

    bool isWrite() const { return kind != OperationKind::Get; }
};

struct WorkloadOptions {
    std::string writer; ///< begins every value: unique among clients
    std::string keyPrefix;
    std::int64_t keys = 1;
    std::size_t valueSize = 0; ///< values are filled up to so many octets
    /// Shares of the mix: any numbers of which one is positive.
    std::uint64_t gets = 1;
    std::uint64_t puts = 0;
    std::uint64_t swaps = 0;
    std::uint64_t deletes = 0;
};

class Workload {
public:
    explicit Workload(WorkloadOptions options) : options_(std::move(options)) {}

    Operation next(RandomStream& random);
    /// The key had this value, or was absent: later swaps expect it.
    void learn(const std::string& key, std::optional<std::string> value);

private:
    OperationKind drawKind(RandomStream& random) const;
    std::string nextValue();

    WorkloadOptions options_;
    std::uint64_t values_ = 0;
    std::map<std::string, std::string> known_; ///< keys not in here are thought absent
};

} // namespace core::kv
