// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Assertions for what only a programmer's error can break. They stay on in every build: a run
/// that goes on after a broken invariant would produce a trace that lies.
namespace core::detail {
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);
} // namespace core::detail

/// Ends the process with file and line if `condition` is false. Never use it on input.
#define ORRERY_ASSERT(condition)                                                                   \
    (static_cast<bool>(condition)                                                                  \
         ? static_cast<void>(0)                                                                    \
         : ::core::detail::assertionFailed(#condition, __FILE__, __LINE__))
