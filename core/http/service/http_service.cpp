// SPDX-License-Identifier: Apache-2.0
#include "core/http/service/http_service.h"

#include <utility>

namespace core::http::service {

using runtime::Endpoint;

HttpService::HttpService(runtime::Env& env, const runtime::Settings& settings)
    : env_(env), settings_(settings) {}

void HttpService::start() {
    makeBody();
    server_ = std::make_unique<HttpServer>(
        env_, HttpServerOptions{},
        [this](RequestId id, wire::HttpRequest& request) { serve(id, request); });
    const auto port = static_cast<std::uint16_t>(settings_.integer("port"));
    if (!server_->listen(port)) {
        env_.fail("the port of the service is in use");
        return;
    }
    env_.observer().event(kServing, {{"service", std::string_view(settings_.text("service"))},
                                     {"address", Endpoint{env_.self().address, port}}});
    if (!settings_.text("registry").empty()) {
        join();
    }
}

void HttpService::join() {
    if (!discovery::registry::isName(settings_.text("service"))) {
        env_.fail("the service's name is none that a registry takes: " + settings_.text("service"));
        return;
    }
    const auto address = env_.lookupHost(settings_.text("registry"));
    if (!address) {
        env_.fail("the registry's name is not in the hosts table");
        return;
    }
    const auto portOf = [this](std::string_view name) {
        return static_cast<std::uint16_t>(settings_.integer(name));
    };
    discovery::registrar::RegistrarOptions options;
    options.registry = {*address, portOf("registry-port")};
    options.registration = {settings_.text("service"), env_.self().name,
                            Endpoint{env_.self().address, portOf("port")},
                            settings_.duration("lease")};
    options.heartbeat = settings_.duration("heartbeat");
    options.call.connectTimeout = settings_.duration("registry-timeout");
    options.call.requestTimeout = settings_.duration("registry-timeout");
    registrar_ = std::make_unique<discovery::registrar::Registrar>(env_, std::move(options));
    registrar_->start();
}

void HttpService::serve(RequestId id, const wire::HttpRequest& request) {
    env_.observer().count("requests");
    if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
        wire::HttpResponse response;
        response.status = 405;
        response.headers = {{"Allow", "GET, HEAD, POST"}}; // RFC 9110, 15.5.6
        server_->reply(id, response);
        return;
    }
    env_.observer().state("in-progress", ++inProgress_);
    const Instant since = env_.now();
    env_.compute(drawServiceTime(), [this, id, since] {
        env_.observer().state("in-progress", --inProgress_);
        env_.observer().sample("service-time", env_.now() - since);
        answer(id);
    });
}

void HttpService::answer(RequestId id) {
    const auto failing = static_cast<std::uint64_t>(settings_.integer("error-percent"));
    if (failing > 0 && env_.random("service-errors").chance(failing, 100)) {
        env_.observer().count("responses-error");
        server_->reply(id, failure_);
        return;
    }
    env_.observer().count("responses-ok");
    server_->reply(id, success_);
}

Duration HttpService::drawServiceTime() {
    const Duration mean = settings_.duration("service-time");
    if (settings_.text("service-time-distribution") == "exponential") {
        return env_.random("service-time").exponential(mean);
    }
    return mean;
}

/// The body is the same for every request: encoded once.
void HttpService::makeBody() {
    wire::HttpResponse response;
    response.headers = {{"Content-Type", "text/plain"}, {"Server", env_.self().name}};
    response.body = settings_.text("service") + " at " + env_.self().name + "\n";
    response.body.resize(static_cast<std::size_t>(settings_.integer("response-size")), '.');
    success_ = encode(response);
    response.status = 500;
    response.body = "error\n";
    failure_ = encode(response);
}

void HttpService::changeSetting(std::string_view name, const runtime::SettingValue& value) {
    settings_.set(std::string(name), value);
    if (name == "response-size") {
        makeBody();
    } else if (name == "heartbeat" && registrar_) {
        registrar_->setHeartbeat(settings_.duration("heartbeat"));
    }
}

Result<void, std::string> HttpService::handleAction(std::string_view, const runtime::Settings&) {
    if (!registrar_ || !registrar_->registered()) {
        return Failure{std::string("it is not registered with a registry")};
    }
    registrar_->leave();
    env_.observer().event(kDraining, {{"service", std::string_view(settings_.text("service"))}});
    return {};
}

std::unique_ptr<runtime::Process> makeHttpService(runtime::Env& env,
                                                  const runtime::Settings& settings) {
    return std::make_unique<HttpService>(env, settings);
}

} // namespace core::http::service
