// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/faults/fault.h"

#include <string>
#include <utility>
#include <vector>

/// Short words for the faults that tests inject.
namespace tests::env {

using sim::faults::Fault;
using sim::faults::Verb;

inline Fault faultOn(Verb verb, std::string target) {
    Fault fault;
    fault.verb = verb;
    fault.targets = {{std::move(target), {}}};
    return fault;
}

inline Fault crash(std::string process) { return faultOn(Verb::Crash, std::move(process)); }
inline Fault restart(std::string process) { return faultOn(Verb::Restart, std::move(process)); }
inline Fault pause(std::string process) { return faultOn(Verb::Pause, std::move(process)); }
inline Fault resume(std::string process) { return faultOn(Verb::Resume, std::move(process)); }
inline Fault powerOff(std::string host) { return faultOn(Verb::PowerOff, std::move(host)); }
inline Fault powerOn(std::string host) { return faultOn(Verb::PowerOn, std::move(host)); }
inline Fault cut(std::string link) { return faultOn(Verb::Cut, std::move(link)); }
inline Fault repair(std::string link) { return faultOn(Verb::Repair, std::move(link)); }

/// Stops what travels from the link's first end to its second.
inline Fault cutForward(std::string link) {
    Fault fault = cut(std::move(link));
    fault.oneWay = true;
    return fault;
}

inline Fault partition(std::vector<std::vector<std::string>> groups, bool oneWay = false) {
    Fault fault;
    fault.verb = Verb::Partition;
    fault.name = "split";
    fault.groups = std::move(groups);
    fault.oneWay = oneWay;
    return fault;
}
inline Fault heal() { return faultOn(Verb::Heal, "split"); }

inline Fault withShare(Verb verb, std::string target, std::int64_t perMillion) {
    Fault fault = faultOn(verb, std::move(target));
    fault.perMillion = perMillion;
    return fault;
}
inline Fault loss(std::string link, std::int64_t perMillion) {
    return withShare(Verb::Loss, std::move(link), perMillion);
}
inline Fault duplicate(std::string link, std::int64_t perMillion) {
    return withShare(Verb::Duplicate, std::move(link), perMillion);
}
inline Fault flipBits(std::string host, std::int64_t perMillion) {
    return withShare(Verb::FlipBits, std::move(host), perMillion);
}
inline Fault reorder(std::string link, std::int64_t perMillion, core::Duration by) {
    Fault fault = withShare(Verb::Reorder, std::move(link), perMillion);
    fault.amount = by;
    return fault;
}

inline Fault withAmount(Verb verb, std::string target, core::Duration amount) {
    Fault fault = faultOn(verb, std::move(target));
    fault.amount = amount;
    return fault;
}
inline Fault delay(std::string link, core::Duration extra) {
    return withAmount(Verb::Delay, std::move(link), extra);
}
inline Fault skewClock(std::string host, core::Duration skew) {
    return withAmount(Verb::SkewClock, std::move(host), skew);
}
inline Fault stepClock(std::string host, core::Duration step) {
    return withAmount(Verb::StepClock, std::move(host), step);
}
inline Fault driftClock(std::string host, std::int64_t ppb) {
    Fault fault = faultOn(Verb::DriftClock, std::move(host));
    fault.ppb = ppb;
    return fault;
}

inline Fault withFactor(Verb verb, std::string host, std::int64_t percent) {
    Fault fault = faultOn(verb, std::move(host));
    fault.factorPercent = percent;
    return fault;
}
inline Fault slowDisk(std::string host, std::int64_t percent) {
    return withFactor(Verb::SlowDisk, std::move(host), percent);
}
inline Fault slowCpu(std::string host, std::int64_t percent) {
    return withFactor(Verb::SlowCpu, std::move(host), percent);
}
inline Fault fillDisk(std::string host) { return faultOn(Verb::FillDisk, std::move(host)); }
inline Fault failSync(std::string host, std::int64_t count = 1) {
    Fault fault = faultOn(Verb::FailSync, std::move(host));
    fault.count = count;
    return fault;
}

inline Fault action(std::string process, std::string name) {
    Fault fault = faultOn(Verb::Action, std::move(process));
    fault.name = std::move(name);
    return fault;
}
inline Fault changeSetting(std::string process, std::string name,
                           core::runtime::SettingValue value) {
    Fault fault = faultOn(Verb::Set, std::move(process));
    fault.name = name;
    fault.arguments.set(std::move(name), std::move(value));
    return fault;
}

} // namespace tests::env
