// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/observer.h"

/// What an http-client shows. Fields of each kind are listed in README.md.
namespace core::discovery::client {

inline constexpr runtime::EventKind kAttemptFailed{"attempt-failed"};
inline constexpr runtime::EventKind kRequestFailed{"request-failed"};
inline constexpr runtime::EventKind kAddressesLearned{"addresses-learned"};
inline constexpr runtime::EventKind kAddressesAdded{"addresses-added"};
inline constexpr runtime::EventKind kAddressesRemoved{"addresses-removed"};
inline constexpr runtime::EventKind kAddressesReplaced{"addresses-replaced"};
inline constexpr runtime::EventKind kAddressFailing{"address-failing"};
inline constexpr runtime::EventKind kAddressRecovered{"address-recovered"};
inline constexpr runtime::EventKind kGaveUpOnAddress{"gave-up-on-address"};
inline constexpr runtime::EventKind kLookupFailing{"lookup-failing"};
inline constexpr runtime::EventKind kLookupRecovered{"lookup-recovered"};

} // namespace core::discovery::client
