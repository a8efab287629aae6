// SPDX-License-Identifier: Apache-2.0
#include "core/load/load_settings.h"

#include <string>
#include <utility>

namespace core::load {
namespace {

using namespace literals;
using runtime::SettingSpec;
using runtime::SettingType;
using runtime::Wording;

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

SettingSpec timing(std::string_view name, Wording help, Duration fallback, Duration least,
                   bool live) {
    SettingSpec spec = setting(name, SettingType::Duration, help, fallback);
    spec.least = least.ns;
    spec.most = (24_h).ns;
    spec.live = live;
    return spec;
}

} // namespace

void addLoadSettings(std::vector<SettingSpec>& all) {
    all.push_back(choice("load",
                         {"open: requests arrive at a rate; closed: users wait for the answer, "
                          "then think",
                          "open：请求按速率到达；closed：用户等到应答后再思考"},
                         {"open", "closed"}));
    SettingSpec rate =
        setting("rate", SettingType::Rate, {"Requests of the open load", "开环负载的请求速率"},
                runtime::Rate{1'000'000});
    rate.least = 0;
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

} // namespace core::load
