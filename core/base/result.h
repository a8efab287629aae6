// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/assert.h"

#include <utility>
#include <variant>

/// Operating errors are values. Result<T, E> holds either a T or an E and has the interface of
/// std::expected (C++23), which C++20 lacks. Reading the wrong side is a programmer's error and
/// ends the process in every build. Each module has its own `enum class Error`.
namespace core {

/// Wraps an error on its way into a Result: `return Failure{Error::NotFound};`.
template <class E>
struct Failure {
    E error;
};
template <class E>
Failure(E) -> Failure<E>;

template <class T, class E>
class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = E;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    template <class G>
    Result(Failure<G> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    /// REQUIRES: has_value().
    T& value() & {
        ORRERY_ASSERT(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& value() const& {
        ORRERY_ASSERT(has_value());
        return *std::get_if<0>(&state_);
    }
    T&& value() && {
        ORRERY_ASSERT(has_value());
        return std::move(*std::get_if<0>(&state_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// REQUIRES: !has_value().
    E& error() & {
        ORRERY_ASSERT(!has_value());
        return *std::get_if<1>(&state_);
    }
    const E& error() const& {
        ORRERY_ASSERT(!has_value());
        return *std::get_if<1>(&state_);
    }
    E&& error() && { return std::move(error()); }

    template <class U>
    T value_or(U&& other) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }
    template <class U>
    T value_or(U&& other) && {
        return has_value() ? std::move(value()) : static_cast<T>(std::forward<U>(other));
    }

    friend bool operator==(const Result&, const Result&) = default;

private:
    std::variant<T, E> state_;
};

/// A Result without a value: success, or an E.
template <class E>
class [[nodiscard]] Result<void, E> {
public:
    using value_type = void;
    using error_type = E;

    Result() = default;
    template <class G>
    Result(Failure<G> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    /// REQUIRES: !has_value().
    E& error() & {
        ORRERY_ASSERT(!has_value());
        return *std::get_if<1>(&state_);
    }
    const E& error() const& {
        ORRERY_ASSERT(!has_value());
        return *std::get_if<1>(&state_);
    }
    E&& error() && { return std::move(error()); }

    friend bool operator==(const Result&, const Result&) = default;

private:
    std::variant<std::monostate, E> state_;
};

} // namespace core
