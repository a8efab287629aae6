// SPDX-License-Identifier: Apache-2.0
#include "core/kv/client/kv_client_schema.h"

#include "core/load/load_settings.h"
#include "core/runtime/specs.h"

namespace core::kv {
namespace {

using namespace literals;
using runtime::choiceSpec;
using runtime::live;
using runtime::numberSpec;
using runtime::portSpec;
using runtime::settingSpec;
using runtime::SettingSpec;
using runtime::SettingType;
using runtime::timingSpec;
using runtime::toggleSpec;
using runtime::Wording;

SettingSpec share(std::string_view name, Wording help, std::int64_t fallback) {
    return numberSpec(name, help, fallback, 0, 1'000'000);
}

void addServers(std::vector<SettingSpec>& all) {
    all.push_back(settingSpec("servers", SettingType::TextList,
                              {"Members of the group it tries in turn, by process or host",
                               "依次尝试的组成员，填进程名或主机名"},
                              std::vector<std::string>{}));
    all.push_back(portSpec("port", {"HTTP port of the servers", "服务器的 HTTP 端口"}, 2379));
    all.push_back(live(choiceSpec("read-mode",
                                  {"linearizable reads show every finished write; stale ones ask "
                                   "any member for what it has",
                                   "linearizable 能读到所有已完成的写入；stale 向任一成员读取其"
                                   "本地数据"},
                                  {"linearizable", "stale"})));
    all.push_back(toggleSpec("use-session",
                             {"Repeats a write under a session, so that it is done once; without "
                              "one a repetition may do it twice",
                              "在会话中重试写入以保证只执行一次，不使用会话时重试可能重复执行"},
                             true));
}

void addWork(std::vector<SettingSpec>& all) {
    all.push_back(
        numberSpec("keys", {"Number of keys it works on", "操作的键的数量"}, 10, 1, 1'000'000));
    all.push_back(settingSpec("key-prefix", SettingType::Text,
                              {"What its keys begin with", "键的前缀"}, std::string("key-")));
    SettingSpec size =
        settingSpec("value-size", SettingType::Size,
                    {"Values are filled up to this size", "值填充到的大小"}, std::int64_t{0});
    size.least = 0;
    size.most = 512 * 1024;
    all.push_back(size);
    all.push_back(share("gets", {"Share of reads in the mix", "读操作所占份额"}, 50));
    all.push_back(share("puts", {"Share of writes in the mix", "写操作所占份额"}, 30));
    all.push_back(
        share("swaps", {"Share of compare-and-set in the mix", "比较并设置所占份额"}, 15));
    all.push_back(share("deletes", {"Share of deletions in the mix", "删除所占份额"}, 5));
}

void addAttempts(std::vector<SettingSpec>& all) {
    all.push_back(live(timingSpec("connect-timeout",
                                  {"How long it waits for a connection", "建立连接的最长等待时间"},
                                  1_s, 1_ms)));
    all.push_back(live(timingSpec("request-timeout",
                                  {"How long one attempt may take in all", "单次尝试的最长总时间"},
                                  2_s, 1_ms)));
    all.push_back(live(timingSpec("operation-timeout",
                                  {"How long an operation may take with all its attempts; a write "
                                   "given up then may still be done",
                                   "一次操作连同所有重试的最长时间，此时放弃的写入仍可能生效"},
                                  15_s, 1_ms)));
    all.push_back(live(timingSpec("retry-backoff",
                                  {"Wait before the first further attempt; doubles each time",
                                   "首次重试前的等待，之后逐次加倍"},
                                  50_ms, {})));
    all.push_back(
        live(timingSpec("retry-backoff-most",
                        {"Longest wait between attempts", "两次尝试之间的最长等待"}, 1_s, {})));
    all.push_back(live(toggleSpec(
        "retry-jitter",
        {"Each wait is drawn from 0 to its full length", "每次等待在 0 到全长之间随机选取"},
        true)));
}

std::vector<SettingSpec> settings() {
    std::vector<SettingSpec> all;
    addServers(all);
    addWork(all);
    load::addLoadSettings(all);
    addAttempts(all);
    return all;
}

} // namespace

const runtime::ComponentSchema& kvClientSchema() {
    static const runtime::ComponentSchema schema{
        "kv-client",
        "kv",
        {"Key-value client", "键值客户端"},
        {"Makes reads, writes, swaps and deletions on a key-value group, finds its leader, repeats "
         "what failed, and records every operation for the linearizability check.",
         "对键值组执行读、写、比较并设置和删除，自行寻找领导者并重试失败的操作，"
         "同时记录每次操作以供线性一致性检查。"},
        settings(),
        {{"pause-load",
          {"Pause the load", "暂停负载"},
          {"No new operations until resumed; those under way go on",
           "恢复之前不再发起新操作，进行中的操作继续"},
          {}},
         {"resume-load",
          {"Resume the load", "恢复负载"},
          {"New operations again", "重新开始发起操作"},
          {}}},
        runtime::Shown{{"operation-invoked", "operation-returned", "kv-service-failing",
                        "kv-service-recovered", "kv-leader-found", "kv-session-opened",
                        "kv-session-lost", "kv-write-in-doubt", "kv-read-went-back"},
                       {"attempts", "attempts-failed", "operations", "operations-failed",
                        "operations-ok", "operations-unknown", "reads-went-back", "redirects",
                        "retries", "stale-answers"},
                       {"latency", "latency-failed", "success-gap"}}};
    return schema;
}

} // namespace core::kv
