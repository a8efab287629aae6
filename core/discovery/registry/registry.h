// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/registry/lease_table.h"
#include "core/discovery/registry/list_cache.h"
#include "core/discovery/registry/self_preservation.h"
#include "core/discovery/registry/watch_list.h"
#include "core/http/http_server.h"
#include "core/runtime/process.h"

#include <memory>
#include <string>
#include <string_view>

/// The component `registry`: leases, lists and watches over HTTP/1.1 and JSON, in memory only (a
/// restart forgets everything; clients learn it from the version's first part, instances from the
/// 404 to their heartbeat). The protocol and what is shown are in README.md. Modelled after
/// Netflix Eureka 1.x (heartbeats, eviction, self-preservation, response cache) and Consul
/// (blocking queries); one server, no replication.
namespace core::discovery::registry {

class Registry final : public runtime::Process {
public:
    Registry(runtime::Env& env, const runtime::Settings& settings);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    void serve(http::RequestId id, wire::HttpRequest& request);
    void handle(http::RequestId id, const wire::HttpRequest& request);
    void handleRegister(http::RequestId id, std::string_view app, const std::string& body);
    void handleHeartbeat(http::RequestId id, std::string_view app, std::string_view instance);
    void handleDeregister(http::RequestId id, std::string_view app, std::string_view instance);
    void handleFetch(http::RequestId id, const wire::HttpRequest& request);
    void handleApps(http::RequestId id);
    void watch(http::RequestId id, std::string_view app, VersionTag since, Duration wait,
               bool delta);
    void answerWatch(http::RequestId id, std::string_view app, std::uint64_t since);
    void refuse(http::RequestId id, int status, std::string_view reason);
    void refuseMethod(http::RequestId id, const Target& target);
    void replyEncoded(http::RequestId id, const http::EncodedResponse& response);

    void listChanged(std::string_view app);
    bool dropInstance(const InstanceName& name);
    void showLease(std::string_view instance, const Lease& lease);
    void scan();
    void evict(std::vector<InstanceName> expired);
    void showPreservation();
    void armScan();
    void armWindow();
    void armCopies();

    runtime::Env& env_;
    runtime::Settings settings_;
    LeaseTable table_;
    WatchList watches_;
    SelfPreservation preservation_;
    ListCache cache_;
    std::unique_ptr<http::HttpServer> server_;
    struct Watch {
        runtime::CallId timer;
        bool delta = false;
        std::string app;
    };
    std::map<http::RequestId, Watch> watching_;
    runtime::CallId scanTimer_;
    runtime::CallId windowTimer_;
    runtime::CallId copyTimer_;
    Instant scanDue_;
    bool preserving_ = false;
    std::uint64_t shownEncodings_ = 0; ///< counted so far
};

std::unique_ptr<runtime::Process> makeRegistry(runtime::Env& env,
                                               const runtime::Settings& settings);

} // namespace core::discovery::registry
