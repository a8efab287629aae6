// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

/// Operating errors are values. Result<T, E> holds either a T or an E and has the interface of
/// std::expected (C++23), which C++20 lacks. Each module has its own `enum class Error`.
namespace core {

/// Wraps an error on its way into a Result: `return Failure{Error::NotFound};`.
template <class E>
struct Failure {
    E error;
};
template <class E>
Failure(E) -> Failure<E>;

namespace detail {
/// Reading the wrong side of a Result is a programmer's error in every build.
inline void requireSide(bool holds) {
    if (!holds) {
        std::abort();
    }
}
} // namespace detail

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
        detail::requireSide(has_value());
        return *std::get_if<0>(&state_);
    }
    const T& value() const& {
        detail::requireSide(has_value());
        return *std::get_if<0>(&state_);
    }
    T&& value() && {
        detail::requireSide(has_value());
        return std::move(*std::get_if<0>(&state_));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// REQUIRES: !has_value().
    const E& error() const {
        detail::requireSide(!has_value());
        return *std::get_if<1>(&state_);
    }

    template <class U>
    T value_or(U&& other) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(other));
    }

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
    const E& error() const {
        detail::requireSide(!has_value());
        return *std::get_if<1>(&state_);
    }

private:
    std::variant<std::monostate, E> state_;
};

} // namespace core
