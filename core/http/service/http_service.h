// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/discovery/registrar/registrar.h"
#include "core/http/http_server.h"
#include "core/runtime/process.h"

#include <memory>
#include <string>
#include <string_view>

/// The component `http-service`: a web server that uses processor time for each request and
/// answers with a body of a given size, or with an error at a given rate. It may keep itself
/// registered with a registry. What it shows is in README.md.
namespace core::http::service {

inline constexpr runtime::EventKind kServing{"serving"};
inline constexpr runtime::EventKind kDraining{"draining"};

class HttpService final : public runtime::Process {
public:
    HttpService(runtime::Env& env, const runtime::Settings& settings);

    void start() override;
    Result<void, std::string> handleAction(std::string_view action,
                                           const runtime::Settings& arguments) override;
    void changeSetting(std::string_view name, const runtime::SettingValue& value) override;

private:
    void join();
    void serve(RequestId id, const wire::HttpRequest& request);
    void answer(RequestId id);
    void makeBody();
    Duration drawServiceTime();

    runtime::Env& env_;
    runtime::Settings settings_;
    std::unique_ptr<HttpServer> server_;
    std::unique_ptr<discovery::registrar::Registrar> registrar_;
    EncodedResponse success_;
    EncodedResponse failure_;
    std::int64_t inProgress_ = 0;
};

std::unique_ptr<runtime::Process> makeHttpService(runtime::Env& env,
                                                  const runtime::Settings& settings);

} // namespace core::http::service
