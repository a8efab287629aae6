// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/runtime/address.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <variant>

/// What a process shows of itself. The trace records it; faults and expectations may wait for it.
/// Kinds, keys and values are part of a component's contract; the words shown to people are not:
/// they live in the `wording.yaml` beside the component.
namespace core::runtime {

/// A typed value, borrowed for the duration of the call. Never a sentence.
using FieldValue = std::variant<bool, std::int64_t, Duration, Address, Endpoint, std::string_view>;

struct Field {
    std::string_view name; ///< kebab-case
    FieldValue value;
};

/// The name of a kind of event or span, unique in Orrery, kebab-case: "lease-expired". Declared
/// once, as a constant in the component's `kinds.h`, and worded in its `wording.yaml`.
struct EventKind {
    std::string_view name;
};

struct SpanTag;
using SpanId = Id<SpanTag>;

class Observer {
public:
    virtual ~Observer() = default;

    /// `key` has `value` from now until changed, cleared, or the incarnation ends. Keys are
    /// kebab-case with "/" before a variable part: "role", "lease/web-3".
    virtual void state(std::string_view key, FieldValue value) = 0;
    virtual void clearState(std::string_view key) = 0;

    /// Something happened at this instant.
    virtual void event(const EventKind& kind, std::span<const Field> fields) = 0;
    void event(const EventKind& kind, std::initializer_list<Field> fields = {}) {
        event(kind, std::span<const Field>(fields.begin(), fields.size()));
    }

    /// Brackets work that takes time. A span still open when the incarnation ends is cut there.
    virtual SpanId beginSpan(const EventKind& kind, std::span<const Field> fields) = 0;
    SpanId beginSpan(const EventKind& kind, std::initializer_list<Field> fields = {}) {
        return beginSpan(kind, std::span<const Field>(fields.begin(), fields.size()));
    }
    virtual void endSpan(SpanId span) = 0;

    /// Adds to a running total of this process ("requests-failed"); totals survive restarts.
    virtual void count(std::string_view counter, std::int64_t delta = 1) = 0;
    /// Notes one measurement ("latency"): the run keeps count, sum, smallest and largest.
    virtual void sample(std::string_view series, Duration value) = 0;
};

} // namespace core::runtime
