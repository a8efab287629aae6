// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/kernel/sim_time.h"
#include "sim/resident/link.h"

#include <filesystem>
#include <functional>

/// The resident's first process: small, without a simulation. It starts the one that computes,
/// knows the copies that this one makes (copies.h), and hands each client to the latest copy before
/// the time that the client asks for. When it ends, however that happens, all copies end; clients
/// that were handed over keep theirs.
namespace sim::resident {

/// What goes to the keeper from the computing process: a copy's time with its socket, or the time
/// of a copy that is to go.
inline constexpr const char* kAdd = "add";
inline constexpr const char* kDrop = "drop";
/// A client's first packet: kAsk, programIdentity(), the time from which it wants to record, in ns.
inline constexpr const char* kAsk = "ask";
inline constexpr const char* kRefuse = "refuse"; ///< the answer if there is no copy: and why

/// Listens at the path and runs `compute` in a child with the socket for its reports; tells `told`
/// the time of every copy that can be asked for. Returns when SIGTERM, SIGINT or SIGHUP says so;
/// the path is gone then. Errors: one sentence, if it cannot start. REQUIRES: one thread.
core::Result<void, std::string> keep(const std::filesystem::path& path,
                                     const std::function<void(Descriptor report)>& compute,
                                     const std::function<void(SimTime copy)>& told);

} // namespace sim::resident
