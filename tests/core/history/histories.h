// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/history/register.h"

#include <initializer_list>
#include <optional>
#include <string>

/// Short ways to write histories of one register `x` down.
namespace tests {

using core::history::Action;
using core::history::RegisterOperation;

/// nullopt in `returned`: the outcome is unknown.
struct Span {
    std::int64_t called;
    std::optional<std::int64_t> returned;
};

inline RegisterOperation operation(Action action, Span span) {
    RegisterOperation made;
    made.client = "c";
    made.key = "x";
    made.action = action;
    made.calledAt = span.called;
    made.returnedAt = span.returned;
    return made;
}
inline RegisterOperation put(std::string value, Span span) {
    RegisterOperation made = operation(Action::Put, span);
    made.value = std::move(value);
    return made;
}
inline RegisterOperation get(std::optional<std::string> found, Span span) {
    RegisterOperation made = operation(Action::Get, span);
    made.found = std::move(found);
    return made;
}
inline RegisterOperation cas(std::optional<std::string> expected, std::string value, bool done,
                             Span span) {
    RegisterOperation made = operation(Action::CompareAndSet, span);
    made.expected = std::move(expected);
    made.value = std::move(value);
    made.succeeded = done;
    return made;
}
inline RegisterOperation erase(Span span) {
    return operation(Action::Delete, span);
}

} // namespace tests
