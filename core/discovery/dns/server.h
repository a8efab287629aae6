// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/process.h"

#include <memory>

namespace core::discovery::dns {

/// The component dns-server: one zone, answered with authority over UDP and TCP (Zone, Frontend).
/// Settings and actions: schema.h. State shown: `zone-serial`, `record/NAME/TYPE`. Counters:
/// `queries`, `answers`, `name-errors`, `refused`. A restart loads the settings again: changes made
/// by actions are lost, as on a server whose zone file nobody edited.
std::unique_ptr<runtime::Process> makeDnsServer(runtime::Env& env,
                                                const runtime::Settings& settings);

} // namespace core::discovery::dns
