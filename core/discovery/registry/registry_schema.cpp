// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/registry/registry_schema.h"

#include "core/discovery/registry/protocol.h"

namespace core::discovery::registry {
namespace {

using namespace literals;
using runtime::SettingSpec;
using runtime::SettingType;

constexpr std::int64_t kMillisecond = (1_ms).ns;
constexpr std::int64_t kDay = (24_h).ns;

SettingSpec timing(std::string_view name, runtime::Wording help, Duration fallback,
                   std::int64_t least = kMillisecond) {
    SettingSpec spec;
    spec.name = name;
    spec.type = SettingType::Duration;
    spec.help = help;
    spec.fallback = fallback;
    spec.least = least;
    spec.most = kDay;
    spec.live = true;
    return spec;
}

SettingSpec toggle(std::string_view name, runtime::Wording help) {
    SettingSpec spec;
    spec.name = name;
    spec.type = SettingType::Boolean;
    spec.help = help;
    spec.fallback = false;
    spec.live = true;
    return spec;
}

SettingSpec percent(std::string_view name, runtime::Wording help, std::int64_t fallback) {
    SettingSpec spec;
    spec.name = name;
    spec.type = SettingType::Integer;
    spec.help = help;
    spec.fallback = fallback;
    spec.least = 1;
    spec.most = 100;
    spec.live = true;
    return spec;
}

SettingSpec port() {
    SettingSpec spec;
    spec.name = "port";
    spec.type = SettingType::Integer;
    spec.help = {"Port of the HTTP interface", "HTTP 接口的端口"};
    spec.fallback = std::int64_t{kDefaultPort};
    spec.least = 1;
    spec.most = 65'535;
    return spec;
}

std::vector<SettingSpec> settings() {
    return {
        port(),
        timing("default-lease",
               {"Lease of an instance that asks for none (Eureka 90 s)",
                "实例未指定时的租约时长（Eureka 为 90 s）"},
               15_s),
        timing("most-lease",
               {"Longest lease that is granted; a longer wish is cut to it",
                "可授予的最长租约，超出者按此截断"},
               1_h),
        timing("eviction-interval",
               {"Time between two scans for expired leases (Eureka 60 s)",
                "两次过期扫描之间的间隔（Eureka 为 60 s）"},
               5_s),
        percent("eviction-limit",
                {"Share of all instances in percent that one scan may drop, chosen at random "
                 "(Eureka 15)",
                 "单次扫描最多剔除的实例百分比，随机选取（Eureka 为 15）"},
                100),
        toggle("double-renewal", {"A renewal grants twice the lease, as Eureka's does",
                                  "续约时按两倍租约计算，与 Eureka 的行为一致"}),
        toggle("self-preservation", {"Drop nobody while too few heartbeats arrive (Eureka: on)",
                                     "心跳过少时不剔除任何实例（Eureka 默认开启）"}),
        timing("renewal-window",
               {"Window in which heartbeats are counted for self-preservation (Eureka 60 s)",
                "自我保护统计心跳的窗口（Eureka 为 60 s）"},
               15_s),
        timing("expected-heartbeat",
               {"Interval at which self-preservation expects heartbeats (Eureka 30 s)",
                "自我保护所预期的心跳间隔（Eureka 为 30 s）"},
               5_s),
        percent("renewal-percent",
                {"Share of the expected heartbeats that must arrive, in percent (Eureka 85)",
                 "应收到的心跳占预期的百分比（Eureka 为 85）"},
                85),
        timing("response-cache",
               {"Fetches are answered from a copy refreshed this often; 0 s turns it off (Eureka "
                "30 s)",
                "以定期刷新的副本应答拉取请求，0 s 表示关闭（Eureka 为 30 s）"},
               Duration{}, 0),
        timing("most-wait",
               {"Longest time a watch is held open without a change",
                "无变化时监听请求最长的保持时间"},
               5_min),
        timing("request-cpu",
               {"Processor time that each request costs", "每个请求消耗的处理器时间"}, 20_us, 0),
    };
}

SettingSpec textArgument(std::string_view name, runtime::Wording help) {
    SettingSpec spec;
    spec.name = name;
    spec.type = SettingType::Text;
    spec.help = help;
    return spec;
}

std::vector<runtime::ActionSpec> actions() {
    const SettingSpec app = textArgument("app", {"Name of the app", "应用名称"});
    const SettingSpec instance = textArgument("instance", {"Name of the instance", "实例名称"});
    return {
        {"deregister",
         {"Remove an instance", "注销实例"},
         {"Takes the instance from the list at once; if it is alive, its next heartbeat is refused "
          "and it registers again",
          "立即从列表移除该实例；若其仍存活，下次心跳会被拒绝并重新注册"},
         {app, instance}},
        {"expire",
         {"Let a lease expire", "令租约过期"},
         {"Ends the lease now; the next scan drops the instance unless a heartbeat comes first",
          "租约立即到期；若扫描前没有心跳，该实例将被剔除"},
         {app, instance}},
        {"forget-all",
         {"Forget everything", "清空列表"},
         {"Empties the registry, as a restart without memory does",
          "清空注册表，如同无持久化的重启"},
         {}},
    };
}

} // namespace

const runtime::ComponentSchema& registrySchema() {
    static const runtime::ComponentSchema schema{
        "registry",
        "discovery",
        {"Service registry", "服务注册中心"},
        {"Keeps the list of living instances: they register, renew a lease by heartbeats, and are "
         "dropped when they fall silent. Clients fetch or watch the list.",
         "维护存活实例的列表：实例注册后以心跳续约，沉默则被剔除；客户端拉取或监听该列表。"},
        settings(),
        actions(),
        runtime::Shown{{"registered", "instance-moved", "deregistered", "lease-expired",
                        "unknown-heartbeat", "watch-notified", "eviction-held-back",
                        "self-preservation-entered", "self-preservation-left"},
                       {"registrations", "heartbeats", "heartbeats-unknown", "fetches",
                        "not-modified", "watches", "encodings"},
                       {}}};
    return schema;
}

} // namespace core::discovery::registry
