// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/assert.h"

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace core {

template <class Signature>
class UniqueFunction;

/// A callable that can be moved but not copied, so that callbacks may own buffers and other
/// move-only things (std::move_only_function is C++23). Callables of up to 48 bytes are kept
/// inline: arming a timer then costs no allocation.
template <class R, class... Args>
class UniqueFunction<R(Args...)> {
public:
    UniqueFunction() = default;
    UniqueFunction(std::nullptr_t) {}

    template <class F, class D = std::decay_t<F>,
              class = std::enable_if_t<!std::is_same_v<D, UniqueFunction> &&
                                       std::is_invocable_r_v<R, D&, Args...>>>
    UniqueFunction(F&& callable) {
        if constexpr (std::is_pointer_v<D>) {
            if (callable == nullptr) {
                return; // as std::move_only_function: no callable at all
            }
        }
        if constexpr (fitsInline<D>) {
            ::new (static_cast<void*>(storage_)) D(std::forward<F>(callable));
            table_ = &inlineTable<D>;
        } else {
            ::new (static_cast<void*>(storage_)) D*(new D(std::forward<F>(callable)));
            table_ = &heapTable<D>;
        }
    }

    UniqueFunction(UniqueFunction&& other) noexcept { takeFrom(other); }
    UniqueFunction& operator=(UniqueFunction&& other) noexcept {
        if (this != &other) {
            reset();
            takeFrom(other);
        }
        return *this;
    }
    UniqueFunction(const UniqueFunction&) = delete;
    UniqueFunction& operator=(const UniqueFunction&) = delete;
    ~UniqueFunction() { reset(); }

    explicit operator bool() const { return table_ != nullptr; }

    /// REQUIRES: holds a callable, which is neither replaced nor destroyed while it runs: who
    /// must do that moves the function away first.
    R operator()(Args... args) {
        ORRERY_ASSERT(table_ != nullptr);
        return table_->invoke(storage_, std::forward<Args>(args)...);
    }

private:
    static constexpr std::size_t kInlineSize = 48;

    template <class D>
    static constexpr bool fitsInline =
        sizeof(D) <= kInlineSize && alignof(D) <= alignof(std::max_align_t) &&
        std::is_nothrow_move_constructible_v<D>;

    struct Table {
        R (*invoke)(void*, Args&&...);
        void (*moveTo)(void* from, void* to) noexcept;
        void (*destroy)(void*) noexcept;
    };

    /// A signature that returns nothing takes callables that return something.
    template <class D>
    static R call(D& callable, Args&&... args) {
        if constexpr (std::is_void_v<R>) {
            static_cast<void>(callable(std::forward<Args>(args)...));
        } else {
            return callable(std::forward<Args>(args)...);
        }
    }

    template <class D>
    static constexpr Table inlineTable{
        [](void* s, Args&&... args) -> R {
            return call(*std::launder(static_cast<D*>(s)), std::forward<Args>(args)...);
        },
        [](void* from, void* to) noexcept {
            D* source = std::launder(static_cast<D*>(from));
            ::new (to) D(std::move(*source));
            source->~D();
        },
        [](void* s) noexcept { std::launder(static_cast<D*>(s))->~D(); }};

    template <class D>
    static constexpr Table heapTable{
        [](void* s, Args&&... args) -> R {
            return call(**std::launder(static_cast<D**>(s)), std::forward<Args>(args)...);
        },
        [](void* from, void* to) noexcept { ::new (to) D*(*std::launder(static_cast<D**>(from))); },
        [](void* s) noexcept { delete *std::launder(static_cast<D**>(s)); }};

    void takeFrom(UniqueFunction& other) noexcept {
        if (other.table_ != nullptr) {
            other.table_->moveTo(other.storage_, storage_);
            table_ = std::exchange(other.table_, nullptr);
        }
    }
    void reset() noexcept {
        if (table_ != nullptr) {
            std::exchange(table_, nullptr)->destroy(storage_);
        }
    }

    alignas(std::max_align_t) std::byte storage_[kInlineSize];
    const Table* table_ = nullptr;
};

} // namespace core
