// SPDX-License-Identifier: Apache-2.0
#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace core::detail {

void assertionFailed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "orrery: internal error: %s does not hold (%s:%d)\n", condition, file,
                 line);
    std::abort();
}

} // namespace core::detail
