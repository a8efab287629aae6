// SPDX-License-Identifier: Apache-2.0
#include "core/discovery/dns/schema.h"

namespace core::discovery::dns {

using namespace literals;
using runtime::ActionSpec;
using runtime::ComponentSchema;
using runtime::SettingSpec;
using runtime::SettingType;
using runtime::SettingValue;

namespace {

constexpr std::int64_t kMaxTtlNs = 2'147'483'647LL * 1'000'000'000;

SettingSpec text(std::string_view name, runtime::Wording help,
                 std::optional<SettingValue> fallback = std::nullopt) {
    return {name, SettingType::Text, help, std::move(fallback), {}, {}, {}, false};
}

SettingSpec list(std::string_view name, runtime::Wording help,
                 std::optional<SettingValue> fallback = std::nullopt) {
    return {name, SettingType::TextList, help, std::move(fallback), {}, {}, {}, false};
}

SettingSpec boolean(std::string_view name, runtime::Wording help, bool fallback) {
    return {name, SettingType::Boolean, help, SettingValue(fallback), {}, {}, {}, true};
}

SettingSpec duration(std::string_view name, runtime::Wording help, Duration fallback,
                     std::int64_t leastNs, std::int64_t mostNs) {
    return {name, SettingType::Duration, help, SettingValue(fallback), leastNs, mostNs, {}, true};
}

SettingSpec integer(std::string_view name, runtime::Wording help, std::int64_t fallback,
                    std::int64_t least, std::int64_t most, bool live) {
    return {name, SettingType::Integer, help, SettingValue(fallback), least, most, {}, live};
}

SettingSpec recordType(bool any) {
    SettingSpec spec{"type",
                     SettingType::Choice,
                     {"The type of the record.", "记录类型。"},
                     SettingValue(std::string(any ? "ANY" : "A")),
                     {},
                     {},
                     {"A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT"},
                     false};
    if (any) {
        spec.choices.push_back("ANY");
    }
    return spec;
}

std::vector<SettingSpec> serverSettings() {
    return {
        text("zone", {"The domain this server is responsible for, like shop.test.",
                      "此服务器负责的域，例如 shop.test。"}),
        list("records",
             {"The zone's records, one a line: name [ttl] type data. The data of an A record may "
              "also be the name of a host.",
              "区域中的记录，每行一条：名称 [ttl] 类型 数据。A 记录的数据也可以是主机名。"},
             SettingValue(std::vector<std::string>{})),
        duration("ttl",
                 {"How long others may keep records that state no TTL of their own; whole seconds.",
                  "未单独注明 TTL 的记录可被缓存多久，整秒。"},
                 60_s, 0, kMaxTtlNs),
        duration("negative-ttl",
                 {"How long others may remember that a name does not exist (the SOA minimum).",
                  "其他服务器可以记住“名称不存在”多久（SOA 的 minimum 字段）。"},
                 60_s, 0, kMaxTtlNs),
        {"address-order",
         SettingType::Choice,
         {"Whether each answer starts with the next address of a set, or always with the first.",
          "每次回答从下一个地址开始轮换，还是总按固定顺序。"},
         SettingValue(std::string("rotate")),
         {},
         {},
         {"rotate", "fixed"},
         true},
        integer("udp-payload",
                {"The largest answer over UDP, in octets, for clients that announce EDNS.",
                 "对声明支持 EDNS 的客户端，UDP 回答的最大字节数。"},
                1232, 512, 65'507, true),
    };
}

std::vector<ActionSpec> serverActions() {
    return {
        {"set-record",
         {"Set a record", "设置记录"},
         {"Replaces all records of a name and type, and raises the zone's serial.",
          "替换某个名称和类型的全部记录，并增加区域序列号。"},
         {text("name", {"The name, inside the zone.", "区域内的名称。"}), recordType(false),
          list("values", {"The new data, one entry a record.", "新的数据，每条记录一项。"}),
          duration("ttl",
                   {"TTL of these records; leave it out (or -1s) for the zone's.",
                    "这些记录的 TTL；省略（或 -1s）则使用区域的 TTL。"},
                   {-1'000'000'000}, -1'000'000'000, kMaxTtlNs)}},
        {"remove-record",
         {"Remove a record", "删除记录"},
         {"Removes all records of a name and type, and raises the zone's serial.",
          "删除某个名称和类型的全部记录，并增加区域序列号。"},
         {text("name", {"The name, inside the zone.", "区域内的名称。"}), recordType(true)}},
    };
}

std::vector<SettingSpec> cacheSettings() {
    constexpr std::int64_t kWeek = 604'800'000'000'000;
    return {
        duration("min-ttl",
                 {"Shorter TTLs are raised to this: fewer queries, staler answers.",
                  "更短的 TTL 会被提高到此值：查询更少，但答案更旧。"},
                 0_s, 0, kWeek),
        duration("max-ttl", {"Longer TTLs are cut to this.", "更长的 TTL 会被截短到此值。"}, 24_h,
                 0, kWeek),
        duration("max-negative-ttl",
                 {"The longest time to remember that something does not exist.",
                  "记住“不存在”的最长时间。"},
                 1_h, 0, 10'800'000'000'000),
        duration("servfail-ttl",
                 {"How long a failure to reach the servers is remembered.",
                  "无法联系上游服务器的失败会被记住多久。"},
                 5_s, 0, 300'000'000'000),
        {"ttl-high-bit",
         SettingType::Choice,
         {"What a TTL with its highest bit set means: 0 (rfc2181), or very long (rfc8767).",
          "最高位为 1 的 TTL 的含义：0（rfc2181）或很长（rfc8767）。"},
         SettingValue(std::string("rfc8767")),
         {},
         {},
         {"rfc2181", "rfc8767"},
         false},
        integer("cache-entries",
                {"The most entries to keep; the one used longest ago goes first.",
                 "缓存条目上限；最久未用的先被淘汰。"},
                10'000, 1, 10'000'000, false),
        boolean("prefetch",
                {"Refresh a name asked for in the last tenth of its TTL, before it expires.",
                 "在 TTL 的最后十分之一内被查询时，提前刷新。"},
                false),
        boolean("rotate",
                {"Start each answer with another address of the set, so that clients spread.",
                 "每次回答从地址集中的另一个地址开始，使客户端分散。"},
                true),
    };
}

std::vector<SettingSpec> staleSettings() {
    constexpr std::int64_t kDay = 86'400'000'000'000;
    return {
        {"serve-stale",
         SettingType::Boolean,
         {"Answer with expired data when no server can be reached (RFC 8767).",
          "联系不上服务器时用过期数据回答（RFC 8767）。"},
         SettingValue(false),
         {},
         {},
         {},
         false},
        {"max-stale",
         SettingType::Duration,
         {"How long after its expiry data may still be used.", "数据过期后最多还能用多久。"},
         SettingValue(24_h),
         0,
         7 * kDay,
         {},
         false},
        duration("stale-answer-ttl", {"The TTL given to stale answers.", "过期回答所带的 TTL。"},
                 30_s, 1'000'000'000, kDay),
        duration("stale-client-timeout",
                 {"How long a client waits for fresh data before it gets stale data.",
                  "客户端等待新数据多久之后得到过期数据。"},
                 1800_ms, 0, 60'000'000'000),
        duration("stale-recheck",
                 {"No new try for so long after a failed one, while stale data serves.",
                  "在用过期数据回答期间，失败后隔多久才再次尝试。"},
                 30_s, 0, 3'600'000'000'000),
    };
}

std::vector<SettingSpec> resolverSettings() {
    std::vector<SettingSpec> settings{
        list("upstreams",
             {"Who answers for what, one a line: zone server... A server is a host or an address, "
              "with an optional :port; the zone . is everything else.",
              "谁负责哪个域，每行一条：域 服务器…… 服务器是主机名或地址，可带 :端口；域 . "
              "表示其余全部。"}),
        duration("upstream-timeout",
                 {"The wait for the first answer of a server; doubles with every round.",
                  "首次等待服务器回答的时间；每轮加倍。"},
                 800_ms, 1'000'000, 60'000'000'000),
        integer("upstream-attempts",
                {"How many rounds over the servers before giving up.",
                 "放弃之前在所有服务器上尝试几轮。"},
                3, 1, 10, true),
        integer("udp-payload",
                {"The largest UDP message to accept, in octets, as announced by EDNS.",
                 "通过 EDNS 声明可接受的最大 UDP 报文字节数。"},
                1232, 512, 65'507, true),
    };
    for (auto& more : {cacheSettings(), staleSettings()}) {
        settings.insert(settings.end(), more.begin(), more.end());
    }
    return settings;
}

} // namespace

const ComponentSchema& dnsServerSchema() {
    static const ComponentSchema schema{
        "dns-server",
        "discovery",
        {"DNS server", "DNS 权威服务器"},
        {"Answers for one zone with authority, over UDP and TCP port 53.",
         "对一个区域作权威回答，使用 UDP 和 TCP 的 53 端口。"},
        serverSettings(),
        serverActions(),
        runtime::Shown{{"zone-loaded", "dns-record-set", "dns-record-removed", "dns-ttl-changed"},
                       {"queries", "answers", "name-errors", "refused"},
                       {}}};
    return schema;
}

const ComponentSchema& dnsResolverSchema() {
    static const ComponentSchema schema{
        "dns-resolver",
        "discovery",
        {"DNS resolver", "DNS 缓存解析器"},
        {"Resolves names for its clients and keeps the answers as long as their TTL allows.",
         "为客户端解析名称，并在 TTL 允许的时间内缓存答案。"},
        resolverSettings(),
        {{"flush",
          {"Empty the cache", "清空缓存"},
          {"Forgets one name, or everything if no name is given.",
           "忘掉一个名称；不给名称则清空全部。"},
          {text("name", {"The name to forget; empty for all.", "要忘掉的名称；留空表示全部。"},
                SettingValue(std::string()))}}},
        runtime::Shown{{"dns-cached", "dns-cache-changed", "dns-negative-cached", "dns-expired",
                        "dns-cache-flushed", "dns-upstream-timeout", "dns-upstream-failed",
                        "dns-stale-served", "dns-prefetch"},
                       {"queries", "cache-hits", "cache-misses", "upstream-queries",
                        "upstream-timeouts", "prefetches", "servfail-answers", "stale-answers"},
                       {}}};
    return schema;
}

} // namespace core::discovery::dns
