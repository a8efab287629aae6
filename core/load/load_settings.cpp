// SPDX-License-Identifier: Apache-2.0
#include "core/load/load_settings.h"

#include "core/runtime/specs.h"

namespace core::load {

using namespace literals;
using runtime::choiceSpec;
using runtime::live;
using runtime::numberSpec;
using runtime::SettingSpec;
using runtime::settingSpec;
using runtime::SettingType;
using runtime::timingSpec;

namespace {
constexpr std::int64_t kPerSecond = 1'000'000; // of a Rate: millionths per second
} // namespace

void addLoadSettings(std::vector<SettingSpec>& all) {
    all.push_back(choiceSpec("load",
                             {"open: requests arrive at a rate; closed: users wait for the answer, "
                              "then think",
                              "open：请求按速率到达；closed：用户等到应答后再思考"},
                             {"open", "closed"}));
    SettingSpec rate =
        settingSpec("rate", SettingType::Rate, {"Requests of the open load", "开环负载的请求速率"},
                    runtime::Rate::perSecond(1));
    rate.least = 0;
    rate.most = 1'000'000 * kPerSecond;
    rate.live = true;
    all.push_back(rate);
    all.push_back(
        choiceSpec("arrival",
                   {"fixed: steady; poisson: at random moments, as many independent people "
                    "do",
                    "fixed：匀速；poisson：随机到达，如同众多独立用户"},
                   {"fixed", "poisson"}));
    all.push_back(
        numberSpec("users", {"Users of the closed load", "闭环负载的用户数"}, 1, 0, 100'000));
    all.push_back(live(timingSpec("think-time",
                                  {"Pause of a user between answer and next request (the mean, if "
                                   "exponential)",
                                   "用户收到应答到下次请求的停顿（指数分布时为均值）"},
                                  1_s, {})));
    all.push_back(choiceSpec("think-distribution",
                             {"How the pauses are distributed", "停顿时间的分布"},
                             {"fixed", "exponential"}));
}

} // namespace core::load
