// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/aspects.h"

namespace sim::scene {
namespace {

constexpr AspectRow kAspects[] = {
    {"role", Aspect::Role},
    {"term", Aspect::Term, "term", "任期"},
    {"leader", Aspect::Leader, "follows", "跟随"},
    {"belief", Aspect::Targets, "knows", "已知"},
    {"cache/*", Aspect::Targets, "cache", "缓存"},
    {"cache-until/*", Aspect::Expiry, "", "", "cache/"},
    {"record/*", Aspect::Targets, "zone", "区域"},
    {"lease/*", Aspect::Lease, "list", "名册"},
    {"election-timer", Aspect::Timer},
    {"heartbeat-timer", Aspect::Timer},
    {"self-preservation", Aspect::Alarm, "keeps everybody", "自我保护"},
    {"load-paused", Aspect::Alarm, "load paused", "负载暂停"},
    {"members", Aspect::Members, "members", "成员"},
    {"commit", Aspect::Number, "committed", "已提交"},
    {"instances/*", Aspect::Number, "listed", "在册"},
    {"registration", Aspect::Word},
};

constexpr ComponentRow kComponents[] = {
    {"http-service", GlyphKind::FamilyHttp, true},
    {"kv-server", GlyphKind::FamilyKv, false, true, "starting"},
    {"dns-resolver", GlyphKind::FamilyDiscovery, false, false, "knows-nothing"},
    {"dns-*", GlyphKind::FamilyDiscovery},
    {"registry", GlyphKind::FamilyDiscovery, false, false, "knows-nothing"},
    {"*-client", GlyphKind::FamilyClient},
    {"http-*", GlyphKind::FamilyHttp},
    {"kv-*", GlyphKind::FamilyKv},
    {"job*", GlyphKind::FamilyJobs},
    {"search*", GlyphKind::FamilySearch},
    {"kafka*", GlyphKind::FamilyQueue},
    {"pulsar*", GlyphKind::FamilyQueue},
    {"*", GlyphKind::FamilyOther},
};

constexpr WordRow kWords[] = {
    // Faults that last.
    {"slow-disk", "slow disk", "磁盘变慢"},
    {"fill-disk", "disk full", "磁盘已满"},
    {"fail-sync", "sync fails", "落盘失败"},
    {"flip-bits", "bad reads", "读出错位"},
    {"skew-clock", "clock off", "时钟偏差"},
    {"step-clock", "clock jumped", "时钟跳变"},
    {"drift-clock", "clock drifts", "时钟漂移"},
    {"slow-cpu", "slow CPU", "CPU 变慢"},
    {"delay", "delay", "延迟"},
    {"loss", "loss", "丢包"},
    {"duplicate", "duplicates", "重复"},
    {"reorder", "reorders", "乱序"},
    // Values of states.
    {"registering", "not registered", "未注册"},
    {"registered", "registered", "已注册"},
    {"left", "signed off", "已注销"},
    // Conditions of processes.
    {"absent", "not started", "未启动"},
    {"paused", "paused", "已暂停"},
    {"crashed", "crashed", "已崩溃"},
    {"failed", "gave up", "异常退出"},
    {"starting", "starting", "正在启动"},
    {"knows-nothing", "knows nothing yet", "尚无记录"},
    {"outsider", "no member", "不是成员"},
    {"fails", "requests fail", "请求失败"},
    // What counts and waits are about.
    {"waits", "waiting", "等待"},
    {"count-lost", "lost", "丢失"},
    {"count-refused", "refused", "被拒"},
    {"count-timeout", "timed out", "超时"},
    {"count-held", "held up", "滞留"},
    // The stage's own.
    {"side", "side", "分区"},
    {"nobody", "nobody", "无"},
    {"side-legend", "partition: sides cannot talk", "网络分区：两侧不通"},
    {"gate-legend", "one-way: the struck arrow is blocked", "单向中断：划掉的方向不通"},
    {"leader-legend", "leader (L)", "领导者（L）"},
    {"old-leader-legend", "thinks it leads, but does not", "自认领导者，其实已被取代"},
    {"candidate-legend", "asks for votes (C)", "候选者（C），正在拉票"},
    {"off-legend", "no power", "断电"},
    {"crashed-legend", "crashed", "已崩溃"},
    {"paused-legend", "paused", "已暂停"},
    {"absent-legend", "not started", "未启动"},
    {"fails-legend", "requests fail", "请求失败"},
    {"opens-legend", "click: show each", "点击展开"},
    {"closes-legend", "click: fold", "点击收起"},
    {"pip-legend", "one of several", "多个中的一个"},
    {"members-legend", "members, (N) no vote", "成员，(N) 无投票权"},
    {"stale-legend", "believes something false", "认知已过时"},
    {"belief-legend", "what it believes", "它所认为的"},
    {"ring-legend", "time left", "剩余时间"},
    {"request-legend", "request", "请求"},
    {"reply-legend", "reply", "应答"},
    {"heartbeat-legend", "heartbeat", "心跳"},
    {"replication-legend", "replication", "复制"},
    {"pulse-legend", "just changed", "刚刚变化"},
    {"count-legend", "how many", "个数"},
    {"other-legend", "message", "消息"},
    {"lost-legend", "lost or timed out", "丢失或超时"},
    {"refused-legend", "refused", "被拒绝"},
    {"hanging-legend", "cannot connect", "无法连接"},
    {"late-legend", "no answer yet", "连接尚无应答"},
    {"opening-legend", "connects", "正在连接"},
    {"held-legend", "held up, sent again", "滞留，反复重发"},
    {"neutral-legend", "reaches both sides", "与各侧都通"},
    {"flow-legend", "messages a second", "每秒消息数"},
    {"hue-term-legend", "colour = term", "颜色 = 任期"},
    {"hue-target-legend", "colour and letter = server", "颜色和字母 = 服务器"},
    {"ghost-legend", "address moved away", "地址已迁走"},
    {"single-point-legend", "single point of failure", "单点故障"},
    {"trouble-legend", "fault", "故障"},
    {"cut-legend", "cut", "已切断"},
};

/// At most one "*" in the pattern.
bool matches(std::string_view pattern, std::string_view text) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == text;
    }
    const std::string_view head = pattern.substr(0, star);
    const std::string_view tail = pattern.substr(star + 1);
    return text.size() >= head.size() + tail.size() && text.starts_with(head) &&
           text.ends_with(tail);
}

} // namespace

const AspectRow* aspectOf(std::string_view key) {
    for (const AspectRow& row : kAspects) {
        if (matches(row.key, key)) {
            return &row;
        }
    }
    return nullptr;
}

std::string_view variablePart(const AspectRow& row, std::string_view key) {
    const std::size_t star = row.key.find('*');
    if (star == std::string_view::npos) {
        return {};
    }
    return key.substr(star, key.size() - (row.key.size() - 1));
}

const ComponentRow& componentRow(std::string_view component) {
    for (const ComponentRow& row : kComponents) {
        if (matches(row.component, component)) {
            return row;
        }
    }
    return kComponents[std::size(kComponents) - 1];
}

std::string_view wordOf(std::string_view name, bool chinese) {
    for (const WordRow& row : kWords) {
        if (row.name == name) {
            return chinese ? row.zh : row.en;
        }
    }
    return name;
}

} // namespace sim::scene
