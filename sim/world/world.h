// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/process.h"
#include "sim/kernel/host_clock.h"
#include "sim/kernel/incarnation.h"
#include "sim/kernel/kernel.h"
#include "sim/kernel/server.h"
#include "sim/network/datagrams.h"
#include "sim/network/shared.h"
#include "sim/network/streams.h"
#include "sim/storage/host_disk.h"
#include "sim/topology/topology.h"
#include "sim/trace/sink.h"
#include "sim/world/calls.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The machine room: hosts with their clocks, cpus and disks, the processes on them, and the
/// services that stand behind each process's Env. Everything that can go wrong with a process or
/// a host is a call here; sim/faults decides when.
namespace sim::world {

class SimEnv;

/// A program to run on a host.
struct ProcessPlan {
    std::string name;
    std::string group;
    std::uint32_t host = 0; ///< node index, not a switch
    core::runtime::ProcessFactory factory;
    core::runtime::Settings settings;
    bool restartOnFailure = false;
    core::Duration restartDelay;
    core::Duration startDelay; ///< after the run's start or the host's power-on
};

struct WorldOptions {
    std::uint64_t seed = 1;
    core::WallTime start;
    trace::Sink* sink = nullptr; ///< borrowed; may be nullptr
    std::int64_t bulkThreshold = 4096;
    bool cutChunks = false;
};

/// What is not possible at every moment.
enum class Deed { Crash, Restart, Pause, Resume, Act, PowerOff, PowerOn };

/// Totals that a process counted and series that it sampled, over all its incarnations.
struct SampleSummary {
    std::int64_t count = 0;
    core::Duration sum;
    core::Duration least;
    core::Duration most;
};
struct ProcessTotals {
    std::map<std::string, std::int64_t, std::less<>> counters;
    std::map<std::string, SampleSummary, std::less<>> samples;
};

/// Told of each observed event, after the sink.
using EventHook = std::function<void(std::uint64_t id, std::uint32_t process, std::string_view kind,
                                     std::span<const core::runtime::Field> fields)>;

class World final : public EventTarget, private FailureListener {
public:
    /// What an impossible request answers: one sentence that says why.
    using Outcome = core::Result<void, std::string>;

    /// REQUIRES: kernel and topology outlive the world.
    World(Kernel& kernel, topology::Topology& topology, WorldOptions options);
    ~World();

    /// Before start(); the index is the order of the calls.
    std::uint32_t addProcess(ProcessPlan plan);
    /// Schedules the first start of every process on a host that has power.
    void start();

    /// Whether a deed is possible now; `subject` is a process, for the power of hosts a node.
    Outcome possible(Deed deed, std::uint32_t subject) const;

    // Processes. An impossible request changes nothing and answers as possible() does.
    Outcome crash(std::uint32_t process);
    Outcome restart(std::uint32_t process);
    Outcome pause(std::uint32_t process);
    Outcome resume(std::uint32_t process);
    Outcome act(std::uint32_t process, std::string_view action,
                const core::runtime::Settings& arguments);
    Outcome change(std::uint32_t process, std::string_view setting,
                   const core::runtime::SettingValue& value);

    // Hosts (switches have power only).
    Outcome powerOff(std::uint32_t node);
    Outcome powerOn(std::uint32_t node);
    storage::HostDisk& disk(std::uint32_t host);
    /// What power losses do to what the host had not synced; random unless set.
    void setUnsyncedFate(std::uint32_t host, storage::UnsyncedFate fate);
    void setCpuFactor(std::uint32_t host, std::int64_t percent);
    void setDrift(std::uint32_t host, std::int64_t ppb);
    void setSkew(std::uint32_t host, core::Duration skew);
    void stepCalendar(std::uint32_t host, core::Duration step);
    const HostClock& clock(std::uint32_t host) const;

    /// Cuts or repairs one direction of a link, or both; tells the sink.
    void setLink(trace::LinkIndex link, std::optional<bool> forwardUp,
                 std::optional<bool> backwardUp);
    network::Carrier& carrier() { return carrier_; }

    // Questions.
    Kernel& kernel() { return kernel_; }
    topology::Topology& topology() { return topology_; }
    Context& context() { return context_; }
    std::size_t processCount() const { return processes_.size(); }
    const ProcessPlan& plan(std::uint32_t process) const;
    bool running(std::uint32_t process) const;
    bool paused(std::uint32_t process) const;
    /// The value of the state "role", empty if there is none.
    const std::string& role(std::uint32_t process) const;
    const ProcessTotals& totals(std::uint32_t process) const;

    void onEvent(EventHook hook) { eventHook_ = std::move(hook); }

    void fire(std::uint64_t argument) override;

private:
    friend class SimEnv;
    friend class SimDisk;
    friend class SimObserver;

    struct Machine;
    struct Program;
    struct Running;

    void failed(Incarnation& incarnation) override;
    void startProcess(std::uint32_t process);
    void endProcess(std::uint32_t process, trace::ProcessEnd how, std::string_view reason);
    void scheduleStart(std::uint32_t process, core::Duration delay);
    Running* runningOf(std::uint32_t process) const;

    Kernel& kernel_;
    topology::Topology& topology_;
    WorldOptions options_;
    Context context_;
    network::Carrier carrier_;
    network::Addresses addresses_;
    std::vector<HostClock*> clocks_; ///< by node; nullptr for switches
    network::Shared shared_;
    network::Datagrams datagrams_;
    network::Streams streams_;
    Calls calls_;
    std::uint64_t nextFile_ = 1;                     ///< ids of open files
    std::vector<std::unique_ptr<Machine>> machines_; ///< by node; nullptr for switches
    std::vector<std::unique_ptr<Program>> processes_;
    std::vector<std::unique_ptr<Running>> ended_; ///< until the event is over
    std::map<std::string, core::runtime::Address, std::less<>> hostsTable_;
    EventHook eventHook_;
};

} // namespace sim::world
