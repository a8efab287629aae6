// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/runtime/env.h"
#include "core/runtime/process.h"
#include "sim/faults/fault.h"
#include "sim/kernel/sim_time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The world in which the contract of Env (docs/reference/env.md) is tested. The suite knows only
/// this class: the simulator stands behind it today, real sockets may later. A test describes the
/// world, declares processes, schedules steps and faults, lets time run, and looks at what its
/// processes saw.
namespace tests::env {

/// Time since the world began. Real harnesses measure it.
using Time = sim::SimTime;

/// What a harness may be unable to do; tests that need it are skipped there. The simulator can do
/// everything.
enum class Capability {
    ExactTimes,    ///< callbacks happen at the very nanosecond that the contract computes
    NetworkFaults, ///< loss, duplicates, reordering, delay, cut, partition
    Power,         ///< hosts lose power and come back
    DiskFaults,    ///< slow-disk, fill-disk, fail-sync, flip-bits; disk figures of HostOptions
    ClockFaults,   ///< skew, steps and drift
    CpuFaults,     ///< slow-cpu; a given number of cores
    CutChunks,     ///< stream chunks are cut at random
    Multicast,
    Addresses, ///< claimAddress and releaseAddress
    Seeds,     ///< the same seed gives the same run
    Causes,    ///< Observed::cause is filled in
};

/// What becomes of unsynced writes and names when a host loses power.
enum class UnsyncedFate {
    Drawn, ///< as in a scenario: each lost, kept or torn at random
    Kept,  ///< all reach the disk
    Lost,  ///< none does
};

struct HostOptions {
    std::string name;
    core::Duration clockSkew;
    std::int64_t clockDriftPpb = 0;
    std::int64_t cores = 1;
    core::Duration diskLatency{100'000};
    core::Duration diskSyncLatency{1'000'000};
    std::int64_t diskBytesPerSecond = 500'000'000;
    std::int64_t diskCapacity = 1'000'000'000; ///< octets
    UnsyncedFate unsynced = UnsyncedFate::Drawn;
};

struct LinkOptions {
    core::Duration latency{1'000'000}; ///< one way
    core::Duration jitter;
    std::int64_t bitsPerSecond = 1'000'000'000;
    std::int64_t lossPerMillion = 0;
};

enum class Shape {
    Mesh, ///< a link between each two hosts, named "a--b" in the order of World::hosts
    Star, ///< a link from each host to the switch "hub", named "a--hub"
};

struct World {
    std::vector<HostOptions> hosts; ///< the n-th (from 1) has the address 10.0.0.n
    Shape shape = Shape::Mesh;
    LinkOptions link;
    std::uint64_t seed = 1;
    core::WallTime start{1'767'225'600'000'000'000}; ///< true calendar time of Time 0
    bool cutChunks = false;                          ///< cut stream chunks at random places
};

struct StartOptions {
    bool restartOnFailure = false; ///< after a crash or fail(), restartDelay later
    core::Duration restartDelay{1'000'000'000};
    core::Duration startDelay; ///< after Time 0, and after every power-on
};

/// The parts of a test's process; each may be empty.
struct Script {
    std::function<void(core::runtime::Env&)> start;
    std::function<core::Result<void, std::string>(core::runtime::Env&, std::string_view action,
                                                  const core::runtime::Settings& arguments)>
        action;
    std::function<void(core::runtime::Env&, std::string_view name,
                       const core::runtime::SettingValue& value)>
        setting;
};

/// What an Observer was told, in the order it was told.
struct Observed {
    enum class What { State, StateCleared, Event, SpanBegan, SpanEnded, SpanCut, Counter, Sample };
    enum class Cause { None, Packet, Event, Timeline };

    What what = What::Event;
    Time at;
    std::string process;
    std::string name;  ///< key, kind, counter or series; for the end of a span: its kind
    std::string value; ///< of a state: integers in decimal, addresses and texts as they are written
    std::vector<std::pair<std::string, std::string>> fields; ///< of an event or span, as `value`
    std::int64_t number = 0;   ///< counter: total after the change; sample: nanoseconds
    std::uint64_t id = 0;      ///< of an event or span: from 1
    Cause cause = Cause::None; ///< nearest of any kind
    std::uint64_t causeId = 0;
};

class EnvHarness {
public:
    virtual ~EnvHarness() = default;

    virtual bool can(Capability capability) const = 0;

    /// Builds hosts and links. Called once, before anything else.
    virtual void build(const World& world) = 0;

    /// Declares a process that starts at Time 0 + options.startDelay. REQUIRES: nothing has run
    /// yet; the name is new; the host exists. Settings given to the factory are empty; actions
    /// and settings of any name reach it unvalidated.
    virtual void startProcess(std::string name, std::string host,
                              core::runtime::ProcessFactory factory,
                              const StartOptions& options) = 0;

    /// Carries out a fault, action or setting change at `at`, ahead of everything else of that
    /// nanosecond; those of the same nanosecond in the order of the calls. REQUIRES: at > now(),
    /// or nothing has run yet.
    virtual void inject(Time at, const sim::faults::Fault& fault) = 0;

    /// Runs everything that is due up to and including `until`; then now() == until.
    virtual void runUntil(Time until) = 0;

    /// May be called from the handlers of processes too.
    virtual Time now() const = 0;

    /// Everything observed so far.
    virtual const std::vector<Observed>& observed() const = 0;
    /// Why faults and actions were refused, in order.
    virtual const std::vector<std::string>& refusals() const = 0;

    // On top of these.

    void start(std::string name, std::string host, Script script, StartOptions options = {});
    void start(std::string name, std::string host, std::function<void(core::runtime::Env&)> body,
               StartOptions options = {});
    /// Runs `step` as a handler of the process at `at` (as the operator action "step"): it may
    /// call Env. Refused if the process is paused or not running then.
    void at(Time when, std::string process, std::function<void(core::runtime::Env&)> step);
    void runFor(core::Duration duration) { runUntil(now() + duration); }

    /// 10.0.0.n for the n-th host. REQUIRES: built; the host exists.
    core::runtime::Address addressOf(std::string_view host) const;
    core::runtime::Endpoint endpoint(std::string_view host, std::uint16_t port) const {
        return {addressOf(host), port};
    }

protected:
    /// build() calls it.
    void rememberHosts(const World& world);

private:
    class ScriptProcess;

    std::vector<std::string> hosts_;
    std::vector<std::function<void(core::runtime::Env&)>> steps_;
};

/// The simulator behind the harness, every packet by the message path.
std::unique_ptr<EnvHarness> makeSimHarness();
/// The same with bulk transfers by the fluid path, as runs have it: one a program, for SimGrid
/// cannot be started twice.
std::unique_ptr<EnvHarness> makeFluidSimHarness();

} // namespace tests::env
