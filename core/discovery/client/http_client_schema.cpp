// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/client/http_client_schema.h"

#include <utility>

namespace core::discovery::client {
namespace {

using namespace literals;
using runtime::SettingSpec;
using runtime::SettingType;
using runtime::Wording;

constexpr std::int64_t kPerSecond = 1'000'000; // bounds of rates count in a million seconds

using Choices = std::vector<std::string_view>;

SettingSpec setting(std::string_view name, SettingType type, Wording help,
                    runtime::SettingValue fallback) {
    SettingSpec spec;
    spec.name = name;
    spec.type = type;
    spec.help = help;
    spec.fallback = std::move(fallback);
    return spec;
}

SettingSpec choice(std::string_view name, Wording help, Choices choices) {
    SettingSpec spec = setting(name, SettingType::Choice, help, std::string(choices.front()));
    spec.choices = std::move(choices);
    return spec;
}

SettingSpec number(std::string_view name, Wording help, std::int64_t fallback, std::int64_t least,
                   std::int64_t most, bool live = false) {
    SettingSpec spec = setting(name, SettingType::Integer, help, fallback);
    spec.least = least;
    spec.most = most;
    spec.live = live;
    return spec;
}

SettingSpec portSetting(std::string_view name, Wording help, std::int64_t fallback) {
    return number(name, help, fallback, 1, 65'535);
}

SettingSpec timing(std::string_view name, Wording help, Duration fallback, Duration least,
                   bool live) {
    SettingSpec spec = setting(name, SettingType::Duration, help, fallback);
    spec.least = least.ns;
    spec.most = (24_h).ns;
    spec.live = live;
    return spec;
}

SettingSpec toggle(std::string_view name, Wording help) {
    SettingSpec spec = setting(name, SettingType::Boolean, help, true);
    spec.live = true;
    return spec;
}

void addService(std::vector<SettingSpec>& all) {
    all.push_back(setting("service", SettingType::Text,
                          {"Name of the service it calls", "所调用服务的名称"},
                          std::string("web")));
    all.push_back(
        setting("path", SettingType::Text, {"Path it requests", "请求的路径"}, std::string("/")));
    all.push_back(portSetting("service-port",
                              {"Port of the service where discovery names addresses only",
                               "服务端口，用于发现结果只含地址的情况"},
                              80));
    all.push_back(choice("discovery",
                         {"Where the addresses of the service come from", "服务地址的来源"},
                         {"static", "dns", "registry"}));
    all.push_back(
        setting("addresses", SettingType::TextList,
                {"Addresses or host names, for static discovery", "静态发现所用的地址或主机名"},
                std::vector<std::string>{}));
}

void addDns(std::vector<SettingSpec>& all) {
    all.push_back(setting("dns-name", SettingType::Text,
                          {"Domain name of the service", "服务的域名"}, std::string()));
    all.push_back(setting("resolver", SettingType::Process,
                          {"DNS resolver it asks", "所查询的 DNS 解析器"}, std::string()));
    all.push_back(portSetting("resolver-port", {"Port of the resolver", "解析器的端口"}, 53));
    all.push_back(choice("dns-cache",
                         {"What it keeps of answers: none asks each time (glibc), ttl obeys the "
                          "record, fixed keeps them dns-cache-time (JVM), forever asks once",
                          "对应答的缓存方式：none 每次都查（glibc），ttl 遵循记录，fixed 保留 "
                          "dns-cache-time（JVM），forever 只查一次"},
                         {"none", "ttl", "fixed", "forever"}));
    all.push_back(timing("dns-cache-time",
                         {"How long a fixed cache keeps an answer (JVM 30 s)",
                          "fixed 缓存保留应答的时间（JVM 为 30 s）"},
                         30_s, {}, true));
    all.push_back(timing(
        "dns-negative-time",
        {"How long a cache keeps a failure (JVM 10 s)", "缓存保留失败结果的时间（JVM 为 10 s）"},
        0_s, {}, false));
    all.push_back(timing("dns-timeout",
                         {"How long it waits for the resolver before it asks again (glibc 5 s)",
                          "再次查询前等待解析器的时间（glibc 为 5 s）"},
                         5_s, 1_s, false));
    all.push_back(
        number("dns-attempts",
               {"How often it asks the resolver (glibc 2)", "向解析器查询的次数（glibc 为 2）"}, 2,
               1, 10));
}

void addRegistry(std::vector<SettingSpec>& all) {
    all.push_back(setting("registry", SettingType::Process,
                          {"Registry it asks", "所查询的注册中心"}, std::string()));
    all.push_back(portSetting("registry-port", {"Port of the registry", "注册中心的端口"}, 8761));
    all.push_back(choice("registry-mode",
                         {"fetch asks at intervals (Eureka), watch is told of changes (Consul)",
                          "fetch 定期拉取（Eureka），watch 在变化时得到通知（Consul）"},
                         {"fetch", "watch"}));
    all.push_back(
        timing("fetch-interval",
               {"Time between two fetches (Eureka 30 s)", "两次拉取之间的间隔（Eureka 为 30 s）"},
               10_s, 1_ms, true));
    all.push_back(timing("watch-wait",
                         {"Longest wait of one watch request", "单个监听请求的最长等待时间"}, 30_s,
                         1_ms, false));
    all.push_back(
        timing("registry-timeout",
               {"How long it waits for an answer of the registry", "等待注册中心应答的最长时间"},
               2_s, 1_ms, false));
}

void addLoad(std::vector<SettingSpec>& all) {
    all.push_back(choice("load",
                         {"open: requests arrive at a rate; closed: users wait for the answer, "
                          "then think",
                          "open：请求按速率到达；closed：用户等到应答后再思考"},
                         {"open", "closed"}));
    SettingSpec rate =
        setting("rate", SettingType::Rate, {"Requests of the open load", "开环负载的请求速率"},
                runtime::Rate::perSecond(1));
    rate.least = 0;
    rate.most = 1'000'000 * kPerSecond;
    rate.live = true;
    all.push_back(rate);
    all.push_back(choice("arrival",
                         {"fixed: steady; poisson: at random moments, as many independent people "
                          "do",
                          "fixed：匀速；poisson：随机到达，如同众多独立用户"},
                         {"fixed", "poisson"}));
    all.push_back(number("users", {"Users of the closed load", "闭环负载的用户数"}, 1, 0, 100'000));
    all.push_back(timing("think-time",
                         {"Pause of a user between answer and next request (the mean, if "
                          "exponential)",
                          "用户收到应答到下次请求的停顿（指数分布时为均值）"},
                         1_s, {}, true));
    all.push_back(choice("think-distribution", {"How the pauses are distributed", "停顿时间的分布"},
                         {"fixed", "exponential"}));
}

void addAttempts(std::vector<SettingSpec>& all) {
    all.push_back(choice("balance", {"Which address a request goes to", "请求发往哪个地址"},
                         {"round-robin", "random", "first"}));
    all.push_back(
        toggle("keep-connections", {"Use a connection for many requests", "连接复用于多个请求"}));
    all.back().live = false;
    all.push_back(timing("connect-timeout",
                         {"How long it waits for a connection", "建立连接的最长等待时间"}, 1_s,
                         1_ms, true));
    all.push_back(timing("request-timeout",
                         {"How long one attempt may take in all", "单次尝试的最长总时间"}, 2_s,
                         1_ms, true));
    all.push_back(number("retries", {"Further attempts after a failed one", "失败后再尝试的次数"},
                         0, 0, 100, true));
    all.push_back(toggle(
        "try-next", {"A further attempt goes to another address if there is one, else to the same",
                     "再次尝试时换用其他地址（若有）"}));
    all.push_back(timing("retry-backoff",
                         {"Wait before the first further attempt; doubles each time",
                          "首次重试前的等待，之后逐次加倍"},
                         100_ms, {}, true));
    all.push_back(timing("retry-backoff-most",
                         {"Longest wait between attempts", "两次尝试之间的最长等待"}, 2_s, {},
                         true));
    all.push_back(toggle("retry-jitter", {"Each wait is drawn from 0 to its full length",
                                          "每次等待在 0 到全长之间随机选取"}));
}

std::vector<SettingSpec> settings() {
    std::vector<SettingSpec> all;
    addService(all);
    addDns(all);
    addRegistry(all);
    addLoad(all);
    addAttempts(all);
    return all;
}

std::vector<runtime::ActionSpec> actions() {
    return {{"refresh",
             {"Ask for the addresses anew", "重新查询地址"},
             {"Forgets what it believes about the service and asks again",
              "丢弃已知的服务地址并重新查询"},
             {}},
            {"pause-load",
             {"Pause the load", "暂停负载"},
             {"No new requests until resumed; those under way go on",
              "恢复之前不再发出新请求，进行中的请求继续"},
             {}},
            {"resume-load",
             {"Resume the load", "恢复负载"},
             {"New requests again", "重新开始发出请求"},
             {}}};
}

} // namespace

const runtime::ComponentSchema& httpClientSchema() {
    static const runtime::ComponentSchema schema{
        "http-client",
        "discovery",
        {"HTTP client", "HTTP 客户端"},
        {"Makes requests to a service whose addresses it finds by DNS, by a registry or in a list; "
         "with time-outs, retries and a choice of caches.",
         "向服务发出请求，服务地址来自 DNS、注册中心或静态列表；带超时、重试和可选的缓存。"},
        settings(),
        actions(),
        runtime::Shown{
            {"attempt-failed", "request-failed", "address-failing", "address-recovered",
             "gave-up-on-address", "lookup-failing", "lookup-recovered", "addresses-learned",
             "addresses-added", "addresses-removed", "addresses-replaced"},
            {"requests-sent", "requests-ok", "requests-failed", "attempts", "attempts-failed",
             "retries", "dns-queries", "registry-fetches", "registry-watches", "registry-failures"},
            {"latency", "latency-failed"}}};
    return schema;
}

} // namespace core::discovery::client
