// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/client/address_health.h"
#include "core/discovery/client/address_source.h"
#include "core/discovery/client/picker.h"
#include "core/http/http_client.h"
#include "core/load/generator.h"
#include "core/runtime/process.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

/// The component `http-client`: makes requests to a service whose addresses it discovers, in an
/// open loop (requests arrive at a rate, whatever becomes of them) or a closed one (each user
/// waits for the answer, then thinks); the difference matters under overload (Schroeder,
/// Wierman, Harchol-Balter, "Open versus closed: a cautionary tale", NSDI 2006). What it shows is
/// in README.md.
namespace core::discovery::client {

class LoadClient final : public runtime::Process {
public:
    /// `source` finds the service.
    LoadClient(runtime::Env& env, const runtime::Settings& settings,
               std::unique_ptr<AddressSource> source);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    using RequestNumber = std::uint64_t;
    struct Request {
        Instant started;
        Addresses addresses;
        Addresses tried;
        runtime::Endpoint last;
        std::int64_t attempts = 0;
        Duration backoff;
    };

    void beginRequest();
    void attempt(RequestNumber number);
    void handleOutcome(RequestNumber number,
                       const Result<wire::HttpResponse, http::HttpFailure>& outcome);
    void handleSuccess(RequestNumber number, int status);
    void handleFailure(RequestNumber number, std::string_view reason);
    void retry(RequestNumber number);
    void endRequest(RequestNumber number, bool ok, std::string_view reason);
    void noteLookup(const AddressSource::Answer& answer);
    void handleBelief(const Addresses& addresses);
    void showChange(bool first, const Addresses& before);

    runtime::Env& env_;
    runtime::Settings settings_;
    std::unique_ptr<AddressSource> source_;
    std::unique_ptr<Picker> picker_;
    http::HttpClient client_;
    AddressHealth health_;
    std::map<RequestNumber, Request> requests_;
    RequestNumber nextNumber_ = 1;
    Addresses belief_; ///< sorted
    bool believes_ = false;
    bool lookupFails_ = false;
    load::Generator load_;
};

/// Settings to source: "static", "dns" with a stub resolver, or "registry". Ends the incarnation
/// with a reason if a name is not in the hosts table.
std::unique_ptr<AddressSource> makeSource(runtime::Env& env, const runtime::Settings& settings);

std::unique_ptr<runtime::Process> makeHttpClient(runtime::Env& env,
                                                 const runtime::Settings& settings);

} // namespace core::discovery::client
