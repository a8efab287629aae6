// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/client/address_source.h"
#include "core/http/http_client.h"
#include "core/runtime/env.h"

#include <map>
#include <string>
#include <vector>

/// Addresses by the registry: the list is fetched at intervals (Eureka) or watched by long polls
/// (Consul). Only changes are asked for after the first answer. While the registry cannot be
/// reached the last list stays in use.
namespace core::discovery::client {

struct RegistrySourceOptions {
    runtime::Endpoint registry;
    std::string app;
    bool watch = false;
    Duration fetchInterval; ///< of fetches; Eureka 30 s
    Duration watchWait;     ///< longest wait of one watch
    Duration timeout;       ///< to connect, and for an answer beyond watchWait
};

class RegistrySource final : public AddressSource {
public:
    RegistrySource(runtime::Env& env, RegistrySourceOptions options);

    void start() override;
    void lookup(Callback callback) override;
    void refresh() override;
    void onChange(ChangeHandler handler) override { handler_ = std::move(handler); }

    /// From the next fetch on.
    void setInterval(Duration interval) override { options_.fetchInterval = interval; }

private:
    void ask();
    void handleAnswer(const Result<wire::HttpResponse, http::HttpFailure>& outcome);
    bool readList(const wire::HttpResponse& response);
    void noteReachable(bool reachable, std::string_view reason);
    void askAgain(bool failed);
    void answerWaiting(std::string_view reason);
    Answer current(std::string_view reason) const;

    runtime::Env& env_;
    RegistrySourceOptions options_;
    http::HttpClient client_;
    ChangeHandler handler_;
    std::vector<Callback> waiting_; ///< for the first answer
    std::map<std::string, runtime::Endpoint> instances_;
    std::string version_; ///< of instances_; empty before the first answer
    http::ExchangeId exchange_;
    runtime::CallId timer_;
    Duration retryWait_;
    bool answered_ = false; ///< the registry has answered or failed once
    bool listed_ = false;   ///< a list has come once
    bool reachable_ = true;
};

} // namespace core::discovery::client
