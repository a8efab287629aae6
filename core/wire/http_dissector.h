// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/wire/dissector.h"

/// Finds HTTP/1.1 messages in a connection: "GET /apps/web", "200 812 B". Responses are matched
/// with requests in order (pipelining, HEAD). A response that ends with the connection is not
/// reported, because a dissector is not told of ends. Roles: a request is Request, a PUT to
/// "/apps/APP/ID" (the registry's renewal) is Heartbeat, and so is its response.
namespace core::wire {

inline constexpr std::string_view kHttpProtocol = "http";

ProtocolDissectors httpDissectors();

} // namespace core::wire
