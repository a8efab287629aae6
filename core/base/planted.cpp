// SPDX-License-Identifier: Apache-2.0
#include "core/base/planted.h"

#include <string>

namespace core {
inline namespace with_planted_bugs {
namespace {

std::string& current() {
    static std::string bug;
    return bug;
}

} // namespace

bool planted(std::string_view bug) {
    return !bug.empty() && current() == bug;
}

void plant(std::string_view bug) {
    current() = bug;
}

} // namespace with_planted_bugs
} // namespace core
