// SPDX-License-Identifier: Apache-2.0
#include "core/kv/server/kv_schema.h"

#include "core/raft/kinds.h"
#include "core/runtime/specs.h"

#include <utility>

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

void addMembership(std::vector<SettingSpec>& all) {
    all.push_back(
        settingSpec("members", SettingType::TextList,
                    {"Members of the group by process or host; the first has id 1, the second 2",
                     "组内成员的进程名或主机名，第一个的编号为 1，第二个为 2，依此类推"},
                    std::vector<std::string>{}));
    all.push_back(numberSpec("id",
                             {"Id of this member; 0 takes its place in the list of members",
                              "本成员的编号，0 表示取其在成员列表中的位置"},
                             0, 0, 1'000'000));
    all.push_back(toggleSpec("join",
                             {"Starts empty and waits to be added to a running group",
                              "以空状态启动，等待被加入正在运行的组"},
                             false));
    all.push_back(settingSpec("group", SettingType::Text,
                              {"Name of the group; servers of another group are not talked to",
                               "组的名称，不与其他组的服务器通信"},
                              std::string("kv")));
    all.push_back(portSpec("port", {"Port of the HTTP interface", "HTTP 接口的端口"}, 2379));
    all.push_back(
        portSpec("raft-port", {"Port the members talk Raft at", "成员间 Raft 通信的端口"}, 2380));
}

void addElection(std::vector<SettingSpec>& all) {
    all.push_back(
        timingSpec("election-timeout",
                   {"A follower that hears nothing for this long to twice as long stands for "
                    "election (etcd 1 s)",
                    "跟随者在一到两倍此时长内未收到任何消息时发起选举（etcd 为 1 s）"},
                   1_s, 10_ms));
    all.push_back(timingSpec("heartbeat-interval",
                             {"Time between two heartbeats of the leader (etcd 100 ms)",
                              "领导者两次心跳之间的间隔（etcd 为 100 ms）"},
                             100_ms, 1_ms));
    all.push_back(toggleSpec("pre-vote",
                             {"Asks whether an election could be won before a new term is begun",
                              "在开始新任期之前先询问能否赢得选举"},
                             true));
    all.push_back(toggleSpec("check-quorum",
                             {"A leader that hears no majority for an election timeout steps down",
                              "领导者在一个选举超时内收不到多数成员的应答时主动退位"},
                             true));
}

void addReads(std::vector<SettingSpec>& all) {
    all.push_back(live(choiceSpec(
        "read-mode",
        {"Who answers reads: leader; any member after asking the leader how far it must be (read "
         "index); or stale, any member at once from what it has",
         "由谁应答读请求：leader 仅领导者；any 任一成员先向领导者询问读索引；stale "
         "任一成员立即以本地数据应答"},
        {"leader", "any", "stale"})));
    all.push_back(toggleSpec("lease-reads",
                             {"The leader answers reads without asking the others while its lease "
                              "holds; needs check-quorum and clocks that keep within lease-drift",
                              "领导者在租约有效期内无需询问其他成员即可应答读请求，要求启用 "
                              "check-quorum 且时钟偏差不超过 lease-drift"},
                             false));
    all.push_back(numberSpec("lease-drift",
                             {"How much faster one member's clock may run than another's, in parts "
                              "per million, for lease-reads to be right",
                              "保证 lease-reads 正确所允许的成员间时钟速率差，单位为百万分之一"},
                             1'000, 0, 900'000));
}

void addLog(std::vector<SettingSpec>& all) {
    all.push_back(numberSpec("snapshot-every",
                             {"Entries applied between two snapshots (etcd 10,000); 0 takes none",
                              "两次快照之间应用的日志条数（etcd 为 10,000），0 表示不自动生成"},
                             10'000, 0, 1'000'000'000));
    all.push_back(numberSpec("keep-entries",
                             {"Entries kept behind a snapshot for slow followers (etcd 5,000)",
                              "快照之后为落后的跟随者保留的日志条数（etcd 为 5,000）"},
                             5'000, 0, 1'000'000'000));
    all.push_back(numberSpec("entries-per-request",
                             {"Most entries the leader puts into one request to a follower",
                              "领导者在单个请求中发送给跟随者的最大日志条数"},
                             64, 1, 100'000));
}

void addService(std::vector<SettingSpec>& all) {
    all.push_back(
        live(timingSpec("request-timeout",
                        {"A request without a majority's answer for so long is answered with "
                         "outcome-unknown (etcd 7 s)",
                         "请求在此时长内未得到多数成员确认时以结果未知应答（etcd 为 7 s）"},
                        7_s, 1_ms)));
    SettingSpec cpu = live(timingSpec(
        "request-cpu", {"Processor time of a request", "每个请求的处理器时间"}, 0_s, {}));
    all.push_back(std::move(cpu));
    all.push_back(live(numberSpec("history-events",
                                  {"Events kept for watches; older ones are compacted",
                                   "为监听保留的事件数，更早的事件会被压缩清除"},
                                  10'000, 1, 100'000)));
    all.push_back(live(
        timingSpec("most-wait", {"Longest wait of one watch request", "单个监听请求的最长等待时间"},
                   60_s, 1_ms)));
    all.push_back(
        live(timingSpec("least-lease",
                        {"Shortest lease it grants; a shorter one is prolonged (etcd: one and a "
                         "half election timeouts)",
                         "授予租约的最短时长，更短的请求会被延长（etcd 为选举超时的 1.5 倍）"},
                        1500_ms, 1_ms)));
    all.push_back(live(
        timingSpec("most-lease", {"Longest lease it grants", "授予租约的最长时长"}, 24_h, 1_s)));
    all.push_back(
        live(numberSpec("sessions",
                        {"Sessions kept; the one unused for longest makes room for a new one",
                         "保留的会话数，超出时最久未使用的会话让位给新会话"},
                        10'000, 1, 1'000'000)));
}

std::vector<SettingSpec> settings() {
    std::vector<SettingSpec> all;
    addMembership(all);
    addElection(all);
    addReads(all);
    addLog(all);
    addService(all);
    return all;
}

SettingSpec memberArgument() {
    SettingSpec spec;
    spec.name = "member";
    spec.type = SettingType::Process;
    spec.help = {"The member", "成员"};
    return spec;
}

SettingSpec idArgument() {
    return numberSpec("id",
                      {"Its id; 0 takes the one it has in the list of members",
                       "其编号，0 表示取成员列表中的编号"},
                      0, 0, 1'000'000);
}

std::vector<runtime::ActionSpec> actions() {
    SettingSpec to = memberArgument();
    to.name = "to";
    to.help = {"Who shall lead", "新的领导者"};
    return {{"transfer-leadership",
             {"Transfer leadership", "移交领导权"},
             {"Hands leadership to another member without a gap, as before a restart",
              "将领导权无间断地移交给另一成员，如同重启之前"},
             {std::move(to)}},
            {"add-member",
             {"Add a member", "添加成员"},
             {"Adds a server to the group, as voter or learner; a learner becomes a voter",
              "将服务器加入组，作为投票成员或学习者；已有的学习者升为投票成员"},
             {memberArgument(), idArgument(),
              toggleSpec("learner", {"It receives the log and does not vote", "只接收日志而不投票"},
                         false)}},
            {"remove-member",
             {"Remove a member", "移除成员"},
             {"Takes a server out of the group", "将服务器移出组"},
             {memberArgument(), idArgument()}},
            {"campaign",
             {"Stand for election", "发起选举"},
             {"Starts an election at once, as if the timer had run out",
              "立即发起选举，如同选举定时器已到期"},
             {}},
            {"take-snapshot",
             {"Take a snapshot", "生成快照"},
             {"Writes what is applied to disk and shortens the log",
              "将已应用的状态写入磁盘并截短日志"},
             {}}};
}

runtime::Shown shown() {
    runtime::Shown all{{"kv-ready", "kv-no-longer-ready", "kv-lease-granted", "kv-lease-revoked",
                        "kv-lease-expired", "kv-compacted", "kv-watch-compacted",
                        "kv-outcome-unknown", "kv-member-changed", "kv-member-change-failed"},
                       {"keep-alives", "reads", "redirects", "requests", "stale-reads",
                        "unknown-outcomes", "watches", "writes"},
                       {}};
    all.events.insert(all.events.end(), raft::kEventNames.begin(), raft::kEventNames.end());
    all.counters.insert(all.counters.end(), raft::kCounterNames.begin(), raft::kCounterNames.end());
    return all;
}

} // namespace

const runtime::ComponentSchema& kvServerSchema() {
    static const runtime::ComponentSchema schema{
        "kv-server",
        "kv",
        {"Key-value server", "键值服务器"},
        {"A member of a replicated key-value store on Raft, with compare-and-set, leases and "
         "watches over HTTP, after etcd.",
         "基于 Raft 的复制键值存储的一个成员，通过 HTTP 提供比较并设置、租约和监听，参照 etcd。"},
        settings(),
        actions(),
        shown()};
    return schema;
}

} // namespace core::kv
