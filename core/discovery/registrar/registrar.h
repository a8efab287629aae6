// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/registry/protocol.h"
#include "core/http/http_client.h"
#include "core/runtime/env.h"

#include <string>
#include <string_view>

/// Keeps one instance registered: registers, sends heartbeats, registers again when the registry
/// answers 404 (it forgot, or dropped us) and after failures tries again with growing waits.
/// Modelled after Eureka's DiscoveryClient (register, renew). A process that crashes says nothing:
/// its lease has to run out.
namespace core::discovery::registrar {

inline constexpr runtime::EventKind kJoined{"joined-registry"};
inline constexpr runtime::EventKind kForgotten{"forgotten-by-registry"};
inline constexpr runtime::EventKind kRegistryLost{"registry-unreachable"};
inline constexpr runtime::EventKind kRegistryBack{"registry-reachable"};

struct RegistrarOptions {
    runtime::Endpoint registry;
    registry::Registration registration; ///< a lease of 0 lets the registry choose
    Duration heartbeat;
    http::CallOptions call;
};

class Registrar {
public:
    /// REQUIRES: `env` outlives the registrar, which lives until its incarnation ends.
    Registrar(runtime::Env& env, RegistrarOptions options);

    void start();
    /// Signs off: no more heartbeats, and the instance is removed from the list.
    void leave();
    /// From the next heartbeat on.
    void setHeartbeat(Duration interval) { options_.heartbeat = interval; }
    bool registered() const { return registered_; }

private:
    void sendRegistration();
    void sendHeartbeat();
    void later(Duration delay, void (Registrar::*what)());
    /// Notes whether the registry answered; returns the response's status, 0 without one.
    int noteAnswer(const Result<wire::HttpResponse, http::HttpFailure>& outcome);
    void retryRegistration();
    void show(std::string_view state);

    runtime::Env& env_;
    RegistrarOptions options_;
    http::HttpClient client_;
    wire::HttpRequest heartbeat_;
    runtime::CallId timer_;
    Duration retryWait_;
    bool registered_ = false;
    bool reachable_ = true;
    bool left_ = false;
};

} // namespace core::discovery::registrar
