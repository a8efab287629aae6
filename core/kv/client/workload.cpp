// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/workload.h"

#include <utility>

namespace core::kv {

std::string_view toString(OperationKind kind) {
    switch (kind) {
    case OperationKind::Get:
        return "get";
    case OperationKind::Put:
        return "put";
    case OperationKind::CompareAndSet:
        return "cas";
    case OperationKind::Delete:
        return "delete";
    }
    return "unknown";
}

Operation Workload::next(RandomStream& random) {
    Operation operation;
    operation.kind = drawKind(random);
    operation.key = options_.keyPrefix +
                    std::to_string(random.below(static_cast<std::uint64_t>(options_.keys)) + 1);
    if (operation.kind == OperationKind::Put || operation.kind == OperationKind::CompareAndSet) {
        operation.value = nextValue();
    }
    if (operation.kind == OperationKind::CompareAndSet) {
        const auto known = known_.find(operation.key);
        if (known != known_.end()) {
            operation.expected = known->second;
        }
    }
    return operation;
}

OperationKind Workload::drawKind(RandomStream& random) const {
    const std::uint64_t writes = options_.puts + options_.swaps + options_.deletes;
    std::uint64_t draw = random.below(options_.gets + writes);
    if (draw < options_.gets) {
        return OperationKind::Get;
    }
    draw -= options_.gets;
    if (draw < options_.puts) {
        return OperationKind::Put;
    }
    return draw - options_.puts < options_.swaps ? OperationKind::CompareAndSet
                                                 : OperationKind::Delete;
}

std::string Workload::nextValue() {
    std::string value = options_.writer + "-" + std::to_string(++values_);
    if (value.size() < options_.valueSize) {
        value += ' ';
        value.resize(options_.valueSize, '.');
    }
    return value;
}

void Workload::learn(const std::string& key, std::optional<std::string> value) {
    if (value) {
        known_[key] = std::move(*value);
    } else {
        known_.erase(key);
    }
}

} // namespace core::kv
