// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// Planted bugs: known mistakes that tests switch on to prove that the checks would notice them.
/// In every program that people run, planted() is a constant false and the mistake is compiled
/// away. Libraries whose name ends in "-planted" are built with ORRERY_PLANTED_BUGS and linked by
/// tests only.
namespace core {

#ifdef ORRERY_PLANTED_BUGS
/// The name is in the symbols of whatever was compiled this way, so that a test can find it.
inline namespace with_planted_bugs {
/// Whether the mistake of that name is switched on in this process.
bool planted(std::string_view bug);
/// Switches one mistake on and the others off; with "" all off.
void plant(std::string_view bug);
} // namespace with_planted_bugs
#else
constexpr bool planted(std::string_view) {
    return false;
}
#endif

} // namespace core
