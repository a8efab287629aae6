// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/faults/injector.h"
#include "sim/topology/topology.h"
#include "sim/world/world.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Three hosts in a triangle for tests of the injector. web-1 on "a" sends a datagram to web-2 on
/// "b" every 100 ms; jobs-1 and jobs-2 on "b" and "c" do what the tests say.
namespace sim::faults {

using namespace core::literals;
using core::runtime::Env;
using core::runtime::Settings;

constexpr SimTime at(core::Duration d) {
    return SimTime{} + d;
}

class Room : private trace::Sink {
public:
    struct Record {
        std::uint64_t entry;
        SimTime time;
        std::string verb;
        std::string text;
        std::string target;
        trace::Cause cause;
    };

    explicit Room(std::uint64_t seed = 1)
        : topology(triangle()), world(kernel, topology, optionsOf(seed)), injector(world, this) {
        world.carrier().countFlows();
        world.onEvent([this](auto id, auto process, auto kind, auto fields) {
            injector.observe(id, process, kind, fields);
        });
        add("web-1", "web", 0, [](Env& env) { beat(env); });
        add("web-2", "web", 1, [this](Env& env) {
            ASSERT_TRUE(env.network().bind(9, "beat", [this](auto, core::ByteView bytes) {
                arrivals.emplace_back(kernel.now(), bytes[0]);
            }));
        });
        add("jobs-1", "jobs", 1, {});
        add("jobs-2", "jobs", 2, {});
    }

    /// Adds an entry with the next id.
    std::uint64_t line(SimTime when, Fault fault) {
        return line(TimelineEntry{0, when, {}, std::move(fault), ""});
    }
    std::uint64_t line(TimelineEntry entry) {
        entry.id = ++entries;
        entry.text = std::string(toString(entry.fault.verb)) + " #" + std::to_string(entry.id);
        injector.add(std::move(entry));
        return entries;
    }
    /// Runs `step` in a process.
    void step(SimTime when, std::string process, std::function<void(Env&)> step) {
        steps.push_back(std::move(step));
        Fault fault;
        fault.verb = Verb::Action;
        fault.targets = {{std::move(process), {}}};
        fault.name = "step";
        fault.arguments.set("number", static_cast<std::int64_t>(steps.size() - 1));
        line(when, std::move(fault));
    }
    void run(core::Duration until) {
        if (!std::exchange(started, true)) {
            world.start();
        }
        kernel.run(at(until));
    }
    /// Beats that arrived from `from` on and before `to`.
    std::size_t beats(core::Duration from, core::Duration to) const {
        std::size_t count = 0;
        for (const auto& arrival : arrivals) {
            count += arrival.first >= at(from) && arrival.first < at(to) ? 1 : 0;
        }
        return count;
    }

    Kernel kernel;
    topology::Topology topology;
    world::World world;
    Injector injector;
    std::vector<std::pair<SimTime, int>> arrivals; ///< when, and the number modulo 256
    std::vector<Record> records;
    std::vector<std::string> refused;
    std::vector<std::string> heard; ///< actions and settings that reached a process
    std::vector<std::function<void(Env&)>> steps;
    std::uint64_t entries = 0;
    bool started = false;

private:
    class Scripted final : public core::runtime::Process {
    public:
        Scripted(Room& room, Env& env, std::function<void(Env&)> body)
            : room_(room), env_(env), body_(std::move(body)) {}
        void start() override {
            if (body_) {
                body_(env_);
            }
        }
        core::Result<void, std::string> handleAction(std::string_view action,
                                                     const Settings& arguments) override {
            if (action == "step") {
                room_.steps[static_cast<std::size_t>(arguments.integer("number"))](env_);
                return {};
            }
            room_.heard.push_back(env_.self().name + " " + std::string(action));
            if (action == "balk") {
                return core::Failure{std::string("not today")};
            }
            return {};
        }
        void changeSetting(std::string_view name, const core::runtime::SettingValue&) override {
            room_.heard.push_back(env_.self().name + " set " + std::string(name));
        }

    private:
        Room& room_;
        Env& env_;
        std::function<void(Env&)> body_;
    };

    static void beat(Env& env) {
        const auto socket = env.network().bind(0, "beat", nullptr);
        ASSERT_TRUE(socket);
        send(env, *socket, 0);
    }
    static void send(Env& env, core::runtime::SocketId socket, int number) {
        env.after(100_ms, [&env, socket, number] {
            core::Bytes bytes(72);
            bytes[0] = static_cast<std::uint8_t>(number);
            EXPECT_TRUE(env.network().sendTo(socket, {*env.lookupHost("b"), 9}, bytes));
            send(env, socket, number + 1);
        });
    }

    static topology::TopologySpec triangle() {
        topology::TopologySpec spec;
        for (const char* name : {"a", "b", "c"}) {
            topology::NodeSpec node;
            node.name = name;
            node.address = {0x0a000001U + static_cast<std::uint32_t>(spec.nodes.size())};
            node.diskLatency = 1_ms;
            node.diskSyncLatency = 1_ms;
            spec.nodes.push_back(node);
        }
        for (const auto& [from, to] : {std::pair{0u, 1u}, std::pair{1u, 2u}}) {
            topology::LinkSpec link;
            link.name = spec.nodes[from].name + "--" + spec.nodes[to].name;
            link.from = from;
            link.to = to;
            link.latency = 1_ms;
            spec.links.push_back(link);
        }
        return spec;
    }
    world::WorldOptions optionsOf(std::uint64_t seed) {
        world::WorldOptions options;
        options.seed = seed;
        options.sink = this;
        return options;
    }
    void add(std::string name, std::string group, std::uint32_t host,
             std::function<void(Env&)> body) {
        world::ProcessPlan plan;
        plan.name = std::move(name);
        plan.group = std::move(group);
        plan.host = host;
        plan.factory = [this, body = std::move(body)](Env& env, const Settings&) {
            return std::make_unique<Scripted>(*this, env, body);
        };
        world.addProcess(std::move(plan));
    }

    void fault(const trace::FaultRecord& record) override {
        if (!record.refused.empty()) {
            faultRefused(record.at, record.timeline, record.refused);
            return;
        }
        records.push_back({record.timeline, record.at, std::string(record.verb),
                           std::string(record.text), std::string(record.target), record.cause});
    }
    void faultRefused(SimTime, std::uint64_t entry, std::string_view reason) override {
        refused.push_back(std::to_string(entry) + ": " + std::string(reason));
    }
};

/// web-1, web-2, jobs-1, jobs-2 by their indices in the world.
enum Who : std::uint32_t { kWeb1, kWeb2, kJobs1, kJobs2 };

inline Fault faultOn(Verb verb, Target target, std::optional<core::Duration> lasting = {}) {
    Fault fault;
    fault.verb = verb;
    fault.targets = {std::move(target)};
    fault.lasting = lasting;
    return fault;
}
inline Fault faultOn(Verb verb, std::string name, std::optional<core::Duration> lasting = {}) {
    return faultOn(verb, Target{std::move(name), {}}, lasting);
}

} // namespace sim::faults
