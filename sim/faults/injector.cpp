// SPDX-License-Identifier: Apache-2.0
#include "sim/faults/injector.h"

#include "core/base/assert.h"
#include "core/base/time.h"
#include "core/runtime/address.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace sim::faults {
namespace {

enum class Aim { Process, Host, Link, Partition };

Aim aimOf(Verb verb) {
    switch (verb) {
    case Verb::Crash:
    case Verb::Restart:
    case Verb::Pause:
    case Verb::Resume:
    case Verb::Action:
    case Verb::Set:
        return Aim::Process;
    case Verb::Cut:
    case Verb::Repair:
    case Verb::Delay:
    case Verb::Loss:
    case Verb::Duplicate:
    case Verb::Reorder:
        return Aim::Link;
    case Verb::Partition:
    case Verb::Heal:
        return Aim::Partition;
    default:
        return Aim::Host;
    }
}

/// What ends a fault that lasts for a while; the same verb where ending it has no word of its own.
Verb inverseOf(Verb verb) {
    switch (verb) {
    case Verb::Crash:
        return Verb::Restart;
    case Verb::Pause:
        return Verb::Resume;
    case Verb::PowerOff:
        return Verb::PowerOn;
    case Verb::Cut:
        return Verb::Repair;
    case Verb::Partition:
        return Verb::Heal;
    default:
        return verb;
    }
}

/// nullopt: possible at every moment.
std::optional<world::Deed> deedOf(Verb verb) {
    switch (verb) {
    case Verb::Crash:
        return world::Deed::Crash;
    case Verb::Restart:
        return world::Deed::Restart;
    case Verb::Pause:
        return world::Deed::Pause;
    case Verb::Resume:
        return world::Deed::Resume;
    case Verb::Action:
        return world::Deed::Act;
    case Verb::PowerOff:
        return world::Deed::PowerOff;
    case Verb::PowerOn:
        return world::Deed::PowerOn;
    default:
        return std::nullopt;
    }
}

/// Whether a fault decides by chance what happens to each packet.
bool drawsForPackets(const Fault& fault) {
    return fault.verb == Verb::Loss || fault.verb == Verb::Duplicate ||
           fault.verb == Verb::Reorder || (fault.verb == Verb::Delay && fault.jitter.ns > 0);
}

/// What a partition without a name is called.
std::string nameOr(const std::string& name) {
    return name.empty() ? "partition" : name;
}

} // namespace

std::string textOfField(const core::runtime::FieldValue& value) {
    struct Printer {
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(core::Duration d) const { return core::formatDuration(d); }
        std::string operator()(core::runtime::Address a) const {
            return core::runtime::toString(a);
        }
        std::string operator()(const core::runtime::Endpoint& e) const {
            return core::runtime::toString(e);
        }
        std::string operator()(std::string_view text) const { return std::string(text); }
    };
    return std::visit(Printer{}, value);
}

Injector::Injector(world::World& world, trace::Sink* sink) : world_(world), sink_(sink) {}

void Injector::add(TimelineEntry line) {
    const std::size_t index = entries_.size();
    const std::optional<SimTime> at = line.at;
    Entry& entry = entries_.emplace_back();
    entry.cause = trace::Cause::timeline(line.id);
    entry.line = std::move(line);
    if (drawsForPackets(entry.line.fault)) {
        world_.carrier().countFlows();
    }
    if (at) {
        entry.due = schedule(index, *at, false);
    } else {
        waiting_.push_back(index);
    }
}

EventHandle Injector::schedule(std::size_t index, SimTime at, bool ending) {
    return world_.kernel().scheduleTimeline(at, entries_[index].line.id, *this,
                                            index * 2 + (ending ? 1 : 0));
}

const Injector::Entry* Injector::find(const TimelineEntry& line) const {
    const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return !entry.withdrawn && entry.line == line;
    });
    return same == entries_.end() ? nullptr : &*same;
}

SimTime Injector::partsFrom(const std::vector<TimelineEntry>& lines) const {
    SimTime first = SimTime::max();
    for (const TimelineEntry& line : lines) {
        if (find(line) == nullptr) {
            first = std::min(first, line.at.value_or(SimTime{}));
        }
    }
    for (const Entry& entry : entries_) {
        if (!entry.withdrawn && std::find(lines.begin(), lines.end(), entry.line) == lines.end()) {
            first = std::min(first, entry.line.at.value_or(SimTime{}));
        }
    }
    return first;
}

void Injector::amend(const std::vector<TimelineEntry>& lines) {
    ORRERY_ASSERT(partsFrom(lines) > world_.kernel().now());
    std::vector<const TimelineEntry*> fresh;
    for (const TimelineEntry& line : lines) {
        if (find(line) == nullptr) {
            fresh.push_back(&line);
        }
    }
    for (Entry& entry : entries_) {
        if (!entry.withdrawn && std::find(lines.begin(), lines.end(), entry.line) == lines.end()) {
            world_.kernel().cancel(entry.due);
            entry.withdrawn = true;
        }
    }
    for (const TimelineEntry* line : fresh) {
        add(*line);
    }
}

void Injector::observe(std::uint64_t event, std::uint32_t process, std::string_view kind,
                       std::span<const core::runtime::Field> fields) {
    for (const std::size_t index : waiting_) {
        Entry& entry = entries_[index];
        const EventMoment& moment = *entry.line.after;
        if (!entry.armed && matches(moment, process, kind, fields) && ++entry.seen == moment.nth) {
            entry.armed = true;
            entry.trigger = trace::Cause::event(event);
            const core::Duration wait = std::max(moment.wait, core::Duration{1});
            schedule(index, world_.kernel().now() + wait, false);
        }
    }
}

bool Injector::matches(const EventMoment& moment, std::uint32_t process, std::string_view kind,
                       std::span<const core::runtime::Field> fields) const {
    const world::ProcessPlan& plan = world_.plan(process);
    if (moment.kind != kind ||
        (!moment.process.empty() && moment.process != plan.name && moment.process != plan.group)) {
        return false;
    }
    return std::all_of(moment.where.begin(), moment.where.end(), [&](const auto& wanted) {
        return std::any_of(fields.begin(), fields.end(), [&](const core::runtime::Field& field) {
            return field.name == wanted.first && textOfField(field.value) == wanted.second;
        });
    });
}

void Injector::fire(std::uint64_t argument) {
    Entry& entry = entries_[argument / 2];
    world_.kernel().digest().mix(entry.line.id << 1 | (argument & 1));
    world_.context().cause = entry.cause;
    ending_ = argument % 2 == 1;
    carryOut(entry, ending_);
    if (!ending_ && entry.line.fault.lasting && !entry.touched.empty()) {
        schedule(argument / 2, world_.kernel().now() + *entry.line.fault.lasting, true);
    }
    ending_ = false;
    world_.context().cause = {};
}

void Injector::carryOut(Entry& entry, bool ending) {
    const Verb verb = ending ? inverseOf(entry.line.fault.verb) : entry.line.fault.verb;
    const Aim aim = aimOf(verb);
    if (aim == Aim::Partition) {
        onPartition(entry, verb);
        return;
    }
    const std::vector<std::uint32_t> targets =
        ending ? std::exchange(entry.touched, {}) : resolve(entry, verb);
    for (const std::uint32_t target : targets) {
        const bool done = aim == Aim::Process ? onProcess(entry, verb, target)
                          : aim == Aim::Host  ? onHost(entry, verb, target)
                                              : onLink(entry, verb, target);
        if (done && !ending) {
            entry.touched.push_back(target);
        }
    }
}

/// Indices of what an entry aims at now, each once; refuses for those that are nobody.
std::vector<std::uint32_t> Injector::resolve(const Entry& entry, Verb verb) {
    const Aim aim = aimOf(verb);
    std::vector<std::uint32_t> all;
    for (const Target& target : entry.line.fault.targets) {
        const std::vector<std::uint32_t> found = aim == Aim::Process ? processesOf(target)
                                                 : aim == Aim::Host  ? hostsOf(target)
                                                                     : linksOf(target);
        if (found.empty()) {
            refuse(entry, verb, "", "there is no " + toString(target) + " at this moment");
        }
        for (const std::uint32_t each : found) {
            if (std::find(all.begin(), all.end(), each) == all.end()) {
                all.push_back(each);
            }
        }
    }
    return all;
}

void Injector::report(const Entry& entry, Verb verb, const std::string& target,
                      const std::string& obstacle, std::uint32_t host, std::uint32_t process,
                      std::uint32_t link) {
    if (sink_ != nullptr) {
        const std::string text = ending_ ? "end of: " + entry.line.text : entry.line.text;
        const bool unnamedEnd = ending_ && verb == entry.line.fault.verb;
        sink_->fault({entry.line.id, world_.kernel().now(), toString(verb), text, target, obstacle,
                      unnamedEnd, host, process, link, entry.trigger, entry.line.words, ending_,
                      entry.line.fault.oneWay});
    }
    world_.context().cause = entry.cause;
}

void Injector::refuse(const Entry& entry, Verb verb, const std::string& target,
                      const std::string& reason) {
    refusals_.push_back(entry.line.text + ": " + reason);
    report(entry, verb, target, reason, trace::kNoIndex, trace::kNoIndex, trace::kNoIndex);
}

void Injector::refuseLate(const Entry& entry, const std::string& reason) {
    refusals_.push_back(entry.line.text + ": " + reason);
    if (sink_ != nullptr) {
        sink_->faultRefused(world_.kernel().now(), entry.line.id, reason);
    }
}

std::vector<std::uint32_t> Injector::processesOf(const Target& target) const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < world_.processCount(); ++i) {
        const world::ProcessPlan& plan = world_.plan(i);
        const bool named = plan.name == target.name || plan.group == target.name;
        if (named && (target.role.empty() || world_.role(i) == target.role)) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<std::uint32_t> Injector::hostsOf(const Target& target) const {
    const auto& nodes = world_.topology().spec().nodes;
    for (std::uint32_t i = 0; i < nodes.size() && target.role.empty(); ++i) {
        if (nodes[i].name == target.name) {
            return {i};
        }
    }
    std::vector<std::uint32_t> found; // the hosts of a process, a group, or whoever has the role
    for (const std::uint32_t process : processesOf(target)) {
        const std::uint32_t host = world_.plan(process).host;
        if (std::find(found.begin(), found.end(), host) == found.end()) {
            found.push_back(host);
        }
    }
    return found;
}

std::vector<trace::LinkIndex> Injector::linksOf(const Target& target) const {
    const auto& links = world_.topology().spec().links;
    std::vector<trace::LinkIndex> found;
    for (std::uint32_t i = 0; i < links.size(); ++i) {
        if (links[i].name == target.name) {
            found.push_back(i);
        }
    }
    return found;
}

std::string Injector::obstacleTo(Verb verb, std::uint32_t process) const {
    if (verb == Verb::Restart && ending_ && world_.running(process)) {
        return world_.plan(process).name + " is running again already";
    }
    const std::optional<world::Deed> deed = deedOf(verb);
    const Outcome outcome = deed ? world_.possible(*deed, process) : Outcome();
    return outcome ? "" : outcome.error();
}

std::string Injector::obstacleAt(Verb verb, std::uint32_t host) const {
    if (const std::optional<world::Deed> deed = deedOf(verb)) {
        const Outcome outcome = world_.possible(*deed, host);
        return outcome ? "" : outcome.error();
    }
    const topology::NodeSpec& node = world_.topology().spec().nodes[host];
    return node.isSwitch ? node.name + " is a switch: it has no disk, cpu or clock" : "";
}

bool Injector::onProcess(const Entry& entry, Verb verb, std::uint32_t process) {
    const world::ProcessPlan& plan = world_.plan(process);
    const std::string who = "process " + plan.name;
    if (const std::string obstacle = obstacleTo(verb, process); !obstacle.empty()) {
        refuse(entry, verb, who, obstacle);
        return false;
    }
    report(entry, verb, who, "", plan.host, process, trace::kNoIndex);
    const Outcome outcome = toProcess(entry.line.fault, verb, process);
    if (!outcome) {
        refuseLate(entry, outcome.error());
    }
    return outcome.has_value();
}

world::World::Outcome Injector::toProcess(const Fault& fault, Verb verb, std::uint32_t process) {
    switch (verb) {
    case Verb::Crash:
        return world_.crash(process);
    case Verb::Restart:
        return world_.restart(process);
    case Verb::Pause:
        return world_.pause(process);
    case Verb::Resume:
        return world_.resume(process);
    case Verb::Action:
        return world_.act(process, fault.name, fault.arguments);
    default:
        return world_.change(process, fault.name, fault.arguments.values().at(fault.name));
    }
}

bool Injector::onHost(const Entry& entry, Verb verb, std::uint32_t host) {
    const topology::NodeSpec& node = world_.topology().spec().nodes[host];
    const std::string who = (node.isSwitch ? "switch " : "host ") + node.name;
    if (const std::string obstacle = obstacleAt(verb, host); !obstacle.empty()) {
        refuse(entry, verb, who, obstacle);
        return false;
    }
    report(entry, verb, who, "", host, trace::kNoIndex, trace::kNoIndex);
    toHost(entry, verb, host);
    return true;
}

const Fault* Injector::prevailing(const Entry& entry, Verb verb, std::uint32_t target) {
    std::vector<const Entry*>& lasting = standing_[{verb, target}];
    std::erase(lasting, &entry);
    if (!ending_) {
        lasting.push_back(&entry);
    }
    return lasting.empty() ? nullptr : &lasting.back()->line.fault;
}

void Injector::toHost(const Entry& entry, Verb verb, std::uint32_t host) {
    const Fault& own = entry.line.fault;
    switch (verb) {
    case Verb::PowerOff:
        std::ignore = world_.powerOff(host); // obstacleAt() found it possible
        return;
    case Verb::PowerOn:
        std::ignore = world_.powerOn(host);
        return;
    case Verb::FailSync:
        world_.disk(host).failSyncs(ending_ ? 0 : own.count);
        return;
    case Verb::StepClock:
        world_.stepCalendar(host, ending_ ? -own.amount : own.amount);
        return;
    default:
        break;
    }
    const Fault* fault = prevailing(entry, verb, host);
    switch (verb) {
    case Verb::SlowDisk:
        world_.disk(host).setSlow(fault == nullptr ? 100 : fault->factorPercent);
        break;
    case Verb::FillDisk:
        world_.disk(host).setFull(fault != nullptr);
        break;
    case Verb::FlipBits:
        world_.disk(host).flipBits(fault == nullptr ? 0 : fault->perMillion);
        break;
    case Verb::SkewClock:
        world_.setSkew(host, fault == nullptr ? core::Duration{} : fault->amount);
        break;
    case Verb::DriftClock:
        world_.setDrift(host, fault == nullptr ? world_.topology().spec().nodes[host].clockDriftPpb
                                               : fault->ppb);
        break;
    default:
        world_.setCpuFactor(host, fault == nullptr ? 100 : fault->factorPercent);
        break;
    }
}

bool Injector::onLink(const Entry& entry, Verb verb, trace::LinkIndex link) {
    const std::string who = "link " + world_.topology().spec().links[link].name;
    if (const std::string obstacle = obstacleOn(entry, verb, link); !obstacle.empty()) {
        refuse(entry, verb, who, obstacle);
        return false;
    }
    report(entry, verb, who, "", trace::kNoIndex, trace::kNoIndex, link);
    if (verb == Verb::Cut || verb == Verb::Repair) {
        cutOrRepair(entry, verb, link);
    } else {
        toLink(entry, verb, link);
    }
    return true;
}

std::string Injector::obstacleOn(const Entry& entry, Verb verb, trace::LinkIndex link) const {
    if (verb != Verb::Cut && verb != Verb::Repair) {
        return "";
    }
    const std::string& name = world_.topology().spec().links[link].name;
    const bool forward = world_.topology().isUp(topology::forward(link));
    const bool backward = world_.topology().isUp(topology::backward(link));
    if (verb == Verb::Cut) {
        const bool nothingLeft = !forward && (entry.line.fault.oneWay || !backward);
        return nothingLeft ? name + " is cut already" : "";
    }
    if (!ending_) {
        return forward && backward ? name + " is not cut" : "";
    }
    const auto cuts = standing_.find({Verb::Cut, link});
    const bool lasts =
        cuts != standing_.end() &&
        std::find(cuts->second.begin(), cuts->second.end(), &entry) != cuts->second.end();
    return lasts ? "" : name + " is repaired already";
}

/// A repair ends all cuts of a link. The end of one cut repairs what no other cut holds down.
void Injector::cutOrRepair(const Entry& entry, Verb verb, trace::LinkIndex link) {
    std::vector<const Entry*>& cuts = standing_[{Verb::Cut, link}];
    if (verb == Verb::Cut) {
        cuts.push_back(&entry);
        world_.setLink(link, false, entry.line.fault.oneWay ? std::nullopt : std::optional(false));
        return;
    }
    if (!ending_) {
        cuts.clear();
    }
    std::erase(cuts, &entry);
    const bool backwardHeld = std::any_of(cuts.begin(), cuts.end(),
                                          [](const Entry* cut) { return !cut->line.fault.oneWay; });
    const bool backward = !backwardHeld && !(ending_ && entry.line.fault.oneWay);
    const auto repaired = [](bool yes) { return yes ? std::optional(true) : std::nullopt; };
    if (cuts.empty() || backward) {
        world_.setLink(link, repaired(cuts.empty()), repaired(backward));
    }
}

void Injector::toLink(const Entry& entry, Verb verb, trace::LinkIndex link) {
    static const Fault kNone;
    const Fault* lasting = prevailing(entry, verb, link);
    const Fault& fault = lasting == nullptr ? kNone : *lasting;
    network::Carrier& carrier = world_.carrier();
    for (const topology::DirectedLink direction :
         {topology::forward(link), topology::backward(link)}) {
        network::LinkTrouble trouble = carrier.trouble(direction);
        switch (verb) {
        case Verb::Delay:
            trouble.delay = fault.amount;
            trouble.jitter = fault.jitter;
            break;
        case Verb::Loss:
            trouble.lossPerMillion = fault.perMillion;
            break;
        case Verb::Duplicate:
            trouble.duplicatePerMillion = fault.perMillion;
            break;
        default:
            trouble.reorderPerMillion = fault.perMillion;
            trouble.reorderBy = fault.amount;
            break;
        }
        carrier.setTrouble(direction, trouble);
    }
}

void Injector::onPartition(Entry& entry, Verb verb) {
    const Fault& fault = entry.line.fault;
    network::Partitions& partitions = world_.carrier().partitions();
    std::string name = fault.name;
    if (name.empty() && !fault.targets.empty()) {
        name = fault.targets.front().name;
    }
    if (verb == Verb::Heal) {
        for (const std::string& each :
             name.empty() && !ending_ ? partitions.standing() : std::vector{nameOr(name)}) {
            heal(entry, each);
        }
        return;
    }
    name = nameOr(name);
    if (partitions.stands(name)) {
        refuse(entry, verb, "partition " + name, "there is a partition " + name + " already");
        return;
    }
    const auto sides = sidesOf(fault);
    if (!sides) {
        refuse(entry, verb, "partition " + name, sides.error());
        return;
    }
    report(entry, verb, textOf(*sides, fault.oneWay), "", trace::kNoIndex, trace::kNoIndex,
           trace::kNoIndex);
    partitions.add(world_.kernel().now(), name, *sides, fault.oneWay);
    entry.touched = {0};
}

core::Result<Injector::Sides, std::string> Injector::sidesOf(const Fault& fault) const {
    const auto& nodes = world_.topology().spec().nodes;
    Sides sides;
    std::set<std::uint32_t> seen;
    for (const auto& group : fault.groups) {
        sides.emplace_back();
        for (const std::string& member : group) {
            const auto hosts = hostsOf(parseTarget(member));
            if (hosts.empty()) {
                return core::Failure{"there is no " + member + " at this moment"};
            }
            for (const std::uint32_t host : hosts) {
                if (!seen.insert(host).second) {
                    return core::Failure{nodes[host].name + " stands on two sides at this moment"};
                }
                sides.back().push_back(host);
            }
        }
    }
    return sides;
}

/// "a, b | c", or "a, b -> c" if nothing passes from the first side to the others.
std::string Injector::textOf(const Sides& sides, bool oneWay) const {
    const auto& nodes = world_.topology().spec().nodes;
    std::string text;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        text += i == 0 ? "" : i == 1 && oneWay ? " -> " : " | ";
        for (std::size_t k = 0; k < sides[i].size(); ++k) {
            text += (k == 0 ? "" : ", ") + nodes[sides[i][k]].name;
        }
    }
    return text;
}

void Injector::heal(const Entry& entry, const std::string& name) {
    network::Partitions& partitions = world_.carrier().partitions();
    if (!partitions.stands(name)) {
        refuse(entry, Verb::Heal, "partition " + name, "there is no partition " + name);
        return;
    }
    report(entry, Verb::Heal, name, "", trace::kNoIndex, trace::kNoIndex, trace::kNoIndex);
    partitions.heal(world_.kernel().now(), name);
}

} // namespace sim::faults
