// SPDX-License-Identifier: Apache-2.0
#include "core/http/service/http_service_schema.h"

namespace core::http::service {
namespace {

using namespace literals;
using runtime::SettingSpec;
using runtime::SettingType;

SettingSpec setting(std::string_view name, SettingType type, runtime::Wording help,
                    runtime::SettingValue fallback) {
    SettingSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = help;
    spec.fallback = std::move(fallback);
    return spec;
}

SettingSpec bounded(SettingSpec spec, std::int64_t least, std::int64_t most, bool live) {
    spec.least = least;
    spec.most = most;
    spec.live = live;
    return spec;
}

SettingSpec distribution() {
    SettingSpec spec =
        setting("service-time-distribution", SettingType::Choice,
                {"How the processor time of requests is distributed", "请求所需处理器时间的分布"},
                std::string("fixed"));
    spec.choices = {"fixed", "exponential"};
    spec.live = true;
    return spec;
}

std::vector<SettingSpec> settings() {
    const std::int64_t day = (24_h).ns;
    const std::int64_t millisecond = (1_ms).ns;
    return {
        bounded(setting("port", SettingType::Integer, {"Port it listens at", "监听端口"},
                        std::int64_t{80}),
                1, 65'535, false),
        setting("service", SettingType::Text,
                {"Name of the service, as registered and asked for", "服务名称，注册与查询时使用"},
                std::string("web")),
        bounded(setting("service-time", SettingType::Duration,
                        {"Processor time of a request (the mean, if exponential)",
                         "每个请求的处理器时间（指数分布时为均值）"},
                        2_ms),
                0, day, true),
        distribution(),
        bounded(setting("response-size", SettingType::Size,
                        {"Size of the body of a response", "响应体的大小"}, std::int64_t{512}),
                0, 64 << 20, true),
        bounded(setting("error-percent", SettingType::Integer,
                        {"Share of requests answered with status 500, in percent",
                         "以 500 状态应答的请求百分比"},
                        std::int64_t{0}),
                0, 100, true),
        setting("registry", SettingType::Process,
                {"Registry to register with; empty for none", "要注册到的注册中心，留空表示不注册"},
                std::string()),
        bounded(setting("registry-port", SettingType::Integer,
                        {"Port of the registry", "注册中心的端口"}, std::int64_t{8761}),
                1, 65'535, false),
        bounded(setting("lease", SettingType::Duration,
                        {"Lease it asks for; 0 s lets the registry choose (Eureka 90 s)",
                         "申请的租约时长，0 s 表示由注册中心决定（Eureka 为 90 s）"},
                        15_s),
                0, day, false),
        bounded(setting("heartbeat", SettingType::Duration,
                        {"Time between two heartbeats (Eureka 30 s)",
                         "两次心跳之间的间隔（Eureka 为 30 s）"},
                        5_s),
                millisecond, day, true),
        bounded(setting("registry-timeout", SettingType::Duration,
                        {"How long it waits for an answer of the registry",
                         "等待注册中心应答的最长时间"},
                        2_s),
                millisecond, day, false),
    };
}

} // namespace

const runtime::ComponentSchema& httpServiceSchema() {
    static const runtime::ComponentSchema schema{
        "http-service",
        "http",
        {"Web service", "Web 服务"},
        {"A plain web server: takes processor time for a request and answers. It may register with "
         "a "
         "registry and keep itself listed by heartbeats.",
         "普通 Web 服务器：消耗处理器时间并应答请求，可注册到注册中心并以心跳保持登记。"},
        settings(),
        {{"sign-off",
          {"Sign off", "主动注销"},
          {"Takes the instance off the registry's list; it goes on serving, as before a planned "
           "stop",
           "从注册中心的列表中移除该实例，但继续提供服务，如同计划停机之前"},
          {}}},
        runtime::Shown{{"serving", "draining", "joined-registry", "forgotten-by-registry",
                        "registry-unreachable", "registry-reachable"},
                       {"requests", "responses-ok", "responses-error", "registrations-sent",
                        "registrations-failed", "heartbeats-sent", "heartbeats-failed"},
                       {"service-time"}}};
    return schema;
}

} // namespace core::http::service
