// SPDX-License-Identifier: Apache-2.0
#include "sim/world/world.h"

#include "core/base/hash.h"
#include "sim/world/machine.h"
#include "sim/world/sim_env.h"

#include <utility>

namespace sim::world {
namespace {

using core::Failure;

constexpr std::uint64_t kDiskSite = 0x6469736b; // "disk": keys the draws of a host's disk

enum Task : std::uint64_t { kStart = 0, kInbox = 1, kBury = 2 };
constexpr std::uint64_t kTasks = 3;

} // namespace

World::World(Kernel& kernel, topology::Topology& topology, WorldOptions options)
    : kernel_(kernel), topology_(topology), options_(options),
      carrier_(kernel, topology, options.seed, options.sink),
      clocks_(topology.nodeCount(), nullptr), shared_{kernel,
                                                      context_,
                                                      carrier_,
                                                      addresses_,
                                                      clocks_,
                                                      options.sink,
                                                      options.bulkThreshold,
                                                      options.cutChunks,
                                                      options.seed},
      datagrams_(shared_, topology.nodeCount()), streams_(shared_, topology.nodeCount()),
      calls_(kernel, context_) {
    const auto& nodes = topology.spec().nodes;
    machines_.resize(nodes.size());
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].isSwitch) {
            continue;
        }
        const std::uint64_t diskSeed =
            core::combine64(core::combine64(options.seed, kDiskSite), core::hash64(nodes[i].name));
        machines_[i] = std::make_unique<Machine>(kernel, nodes[i], options.start, diskSeed);
        clocks_[i] = &machines_[i]->clock;
        addresses_.assign(i, nodes[i].address);
        hostsTable_[nodes[i].name] = nodes[i].address;
    }
}

World::~World() = default;

std::uint32_t World::addProcess(ProcessPlan plan) {
    const auto index = static_cast<std::uint32_t>(processes_.size());
    machines_[plan.host]->processes.push_back(index);
    hostsTable_.emplace(plan.name, machines_[plan.host]->address); // an alias, as in /etc/hosts
    processes_.push_back(std::make_unique<Program>());
    processes_.back()->plan = std::move(plan);
    return index;
}

void World::start() {
    for (std::uint32_t i = 0; i < processes_.size(); ++i) {
        if (topology_.isNodeUp(processes_[i]->plan.host)) {
            scheduleStart(i, processes_[i]->plan.startDelay);
        }
    }
}

void World::scheduleStart(std::uint32_t process, core::Duration delay) {
    Program& program = *processes_[process];
    kernel_.cancel(program.pendingStart);
    program.startCause = context_.cause;
    program.pendingStart =
        kernel_.schedule(kernel_.now() + delay, *this, process * kTasks + kStart);
}

void World::fire(std::uint64_t argument) {
    ended_.clear(); // no handler is running between events
    const auto process = static_cast<std::uint32_t>(argument / kTasks);
    if (argument % kTasks == kStart) {
        startProcess(process);
        return;
    }
    Running* running = runningOf(process);
    if (argument % kTasks == kInbox && running != nullptr) {
        running->incarnation.runInbox();
    }
}

World::Running* World::runningOf(std::uint32_t process) const {
    return processes_[process]->running.get();
}

void World::startProcess(std::uint32_t process) {
    Program& program = *processes_[process];
    const ProcessPlan& plan = program.plan;
    if (program.running != nullptr || !topology_.isNodeUp(plan.host)) {
        return;
    }
    const std::uint32_t number = ++program.incarnations;
    program.running = std::make_unique<Running>(context_, static_cast<FailureListener&>(*this),
                                                process, plan.host, number);
    Running& running = *program.running;
    if (options_.sink != nullptr) {
        options_.sink->processStarted(kernel_.now(), process, number, program.startCause);
    }
    const Machine& machine = *machines_[plan.host];
    running.env = std::make_unique<SimEnv>(
        *this, *machines_[plan.host], running.incarnation,
        core::runtime::ProcessInfo{plan.name, machine.name, machine.address, number});
    running.incarnation.run(program.startCause, [&] {
        running.code = plan.factory(*running.env, plan.settings);
        running.code->start();
    });
}

void World::endProcess(std::uint32_t process, trace::ProcessEnd how, std::string_view reason) {
    Program& program = *processes_[process];
    Running& running = *program.running;
    Incarnation& incarnation = running.incarnation;
    kernel_.digest().mix(incarnation.key());
    incarnation.end();
    running.env->finish();
    if (options_.sink != nullptr) {
        options_.sink->processEnded(kernel_.now(), process, incarnation.number(), how, reason,
                                    context_.cause);
    }
    datagrams_.dropAll(incarnation);
    streams_.dropAll(incarnation, how == trace::ProcessEnd::HostPowerOff);
    calls_.dropAll(incarnation);
    machines_[program.plan.host]->cpu.drop(incarnation.key());
    program.role.clear();
    // A handler may be inside it: it goes when the event is over.
    ended_.push_back(std::move(program.running));
    kernel_.schedule(kernel_.now(), *this, process * kTasks + kBury);
}

void World::failed(Incarnation& incarnation) {
    const std::uint32_t process = incarnation.process();
    const std::string reason = incarnation.failureReason();
    endProcess(process, trace::ProcessEnd::Failed, reason);
    const ProcessPlan& plan = processes_[process]->plan;
    if (plan.restartOnFailure) {
        scheduleStart(process, plan.restartDelay);
    }
}

World::Outcome World::possible(Deed deed, std::uint32_t subject) const {
    if (deed == Deed::PowerOff || deed == Deed::PowerOn) {
        const bool on = topology_.isNodeUp(subject);
        const bool already = on == (deed == Deed::PowerOn);
        return already ? Outcome(Failure{topology_.spec().nodes[subject].name +
                                         (on ? " has power already" : " has no power already")})
                       : Outcome();
    }
    const std::string& name = plan(subject).name;
    if (deed == Deed::Restart) {
        return topology_.isNodeUp(plan(subject).host)
                   ? Outcome()
                   : Outcome(Failure{std::string("its host has no power")});
    }
    if (deed == Deed::Resume && running(subject) && !paused(subject)) {
        return Failure{name + " is not paused"};
    }
    if (!running(subject)) {
        return Failure{name + " is not running"};
    }
    if (deed == Deed::Pause && paused(subject)) {
        return Failure{name + " is paused already"};
    }
    if (deed == Deed::Act && paused(subject)) {
        return Failure{name + " is paused and answers nobody"};
    }
    return {};
}

World::Outcome World::crash(std::uint32_t process) {
    if (Outcome can = possible(Deed::Crash, process); !can) {
        return can;
    }
    endProcess(process, trace::ProcessEnd::Crashed, "");
    if (plan(process).restartOnFailure) {
        scheduleStart(process, plan(process).restartDelay);
    }
    return {};
}

World::Outcome World::restart(std::uint32_t process) {
    if (Outcome can = possible(Deed::Restart, process); !can) {
        return can;
    }
    if (runningOf(process) != nullptr) {
        endProcess(process, trace::ProcessEnd::Crashed, "");
    }
    scheduleStart(process, {});
    return {};
}

World::Outcome World::pause(std::uint32_t process) {
    if (Outcome can = possible(Deed::Pause, process); !can) {
        return can;
    }
    runningOf(process)->incarnation.pause();
    if (options_.sink != nullptr) {
        options_.sink->processPaused(kernel_.now(), process, true, context_.cause);
    }
    return {};
}

World::Outcome World::resume(std::uint32_t process) {
    if (Outcome can = possible(Deed::Resume, process); !can) {
        return can;
    }
    runningOf(process)->incarnation.resume();
    if (options_.sink != nullptr) {
        options_.sink->processPaused(kernel_.now(), process, false, context_.cause);
    }
    kernel_.schedule(kernel_.now(), *this, process * kTasks + kInbox);
    return {};
}

World::Outcome World::act(std::uint32_t process, std::string_view action,
                          const core::runtime::Settings& arguments) {
    Outcome outcome = possible(Deed::Act, process);
    if (!outcome) {
        return outcome;
    }
    Running* running = runningOf(process);
    running->incarnation.run(context_.cause,
                             [&] { outcome = running->code->handleAction(action, arguments); });
    return outcome;
}

World::Outcome World::change(std::uint32_t process, std::string_view setting,
                             const core::runtime::SettingValue& value) {
    processes_[process]->plan.settings.set(std::string(setting), value);
    Running* running = runningOf(process);
    if (running != nullptr) {
        running->incarnation.deliver(context_.cause, [running, name = std::string(setting), value] {
            running->code->changeSetting(name, value);
        });
    }
    return {};
}

World::Outcome World::powerOff(std::uint32_t node) {
    if (Outcome can = possible(Deed::PowerOff, node); !can) {
        return can;
    }
    if (Machine* machine = machines_[node].get()) {
        for (const std::uint32_t process : machine->processes) {
            kernel_.cancel(processes_[process]->pendingStart);
            if (runningOf(process) != nullptr) {
                endProcess(process, trace::ProcessEnd::HostPowerOff, "");
            }
        }
        machine->cpu.clear();
        machine->disk.losePower(machine->unsynced);
        for (const core::runtime::Address address : addresses_.releaseAll(node)) {
            if (options_.sink != nullptr) {
                options_.sink->addressMoved(kernel_.now(), address, node, false, context_.cause);
            }
        }
    }
    carrier_.noteHostOff(node);
    topology_.setNodeUp(node, false);
    if (options_.sink != nullptr) {
        options_.sink->hostPower(kernel_.now(), node, false, context_.cause);
    }
    return {};
}

World::Outcome World::powerOn(std::uint32_t node) {
    if (Outcome can = possible(Deed::PowerOn, node); !can) {
        return can;
    }
    topology_.setNodeUp(node, true);
    if (options_.sink != nullptr) {
        options_.sink->hostPower(kernel_.now(), node, true, context_.cause);
    }
    if (Machine* machine = machines_[node].get()) {
        machine->clock.powerOn(kernel_.now());
        for (const std::uint32_t process : machine->processes) {
            scheduleStart(process, processes_[process]->plan.startDelay);
        }
    }
    return {};
}

void World::setUnsyncedFate(std::uint32_t host, storage::UnsyncedFate fate) {
    machines_[host]->unsynced = fate;
}

storage::HostDisk& World::disk(std::uint32_t host) {
    return machines_[host]->disk;
}

void World::setCpuFactor(std::uint32_t host, std::int64_t percent) {
    machines_[host]->cpu.setFactor(percent);
}

void World::setDrift(std::uint32_t host, std::int64_t ppb) {
    HostClock& clock = machines_[host]->clock;
    clock.setDrift(kernel_.now(), ppb);
    calls_.rearm(host, [&](core::Instant due) { return clock.whenMonotonic(due, kernel_.now()); });
}

void World::setSkew(std::uint32_t host, core::Duration skew) {
    machines_[host]->clock.setSkew(kernel_.now(), skew);
}

void World::stepCalendar(std::uint32_t host, core::Duration step) {
    machines_[host]->clock.stepCalendar(step);
}

const HostClock& World::clock(std::uint32_t host) const {
    return machines_[host]->clock;
}

void World::setLink(trace::LinkIndex link, std::optional<bool> forwardUp,
                    std::optional<bool> backwardUp) {
    const topology::DirectedLink forward = topology::forward(link);
    const topology::DirectedLink backward = topology::backward(link);
    if (forwardUp) {
        carrier_.setLinkUp(forward, *forwardUp);
    }
    if (backwardUp) {
        carrier_.setLinkUp(backward, *backwardUp);
    }
    if (options_.sink != nullptr) {
        options_.sink->linkState(kernel_.now(), link, topology_.isUp(forward),
                                 topology_.isUp(backward), context_.cause);
    }
}

const ProcessPlan& World::plan(std::uint32_t process) const {
    return processes_[process]->plan;
}
bool World::running(std::uint32_t process) const {
    return runningOf(process) != nullptr;
}
bool World::paused(std::uint32_t process) const {
    const Running* running = runningOf(process);
    return running != nullptr && running->incarnation.paused();
}
const std::string& World::role(std::uint32_t process) const {
    return processes_[process]->role;
}
const ProcessTotals& World::totals(std::uint32_t process) const {
    return processes_[process]->totals;
}

} // namespace sim::world
