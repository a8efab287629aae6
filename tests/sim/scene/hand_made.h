// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/stage.h"
#include "sim/trace/recorder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Small worlds made by hand: hosts around one switch, what befalls them, and a slice to fill.
namespace sim::scene::testing {

inline SimTime seconds(double count) {
    return {static_cast<std::int64_t>(count * 1e9)};
}

struct Member {
    std::string name;      ///< of the host and of its process
    std::string component; ///< empty: no process
    double x = 0.1;
    double y = 0.5;
};

class HandMade {
public:
    /// `crowd`: so many processes on the first host instead of one.
    explicit HandMade(const std::vector<Member>& members, int crowd = 0) {
        std::string name = (std::filesystem::temp_directory_path() / "orrery-made-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        for (const Member& member : members) {
            const auto index = static_cast<std::uint32_t>(header_.hosts.size());
            trace::HostEntry host;
            host.name = member.name;
            host.address = {0x0a000001 + index};
            host.x = member.x;
            host.y = member.y;
            header_.hosts.push_back(host);
            const int processes = index == 0 && crowd > 0 ? crowd : !member.component.empty();
            for (int i = 1; i <= processes; ++i) {
                trace::ProcessEntry process;
                process.name = member.name + (crowd > 0 ? "-" + std::to_string(i) : "");
                process.group = member.name.substr(0, member.name.find('-'));
                process.host = index;
                process.component = member.component;
                header_.processes.push_back(process);
            }
        }
        trace::HostEntry core;
        core.name = "core";
        core.isSwitch = true;
        core.x = core.y = 0.5;
        header_.hosts.push_back(core);
        for (std::uint32_t i = 0; i + 1 < header_.hosts.size(); ++i) {
            trace::LinkEntry link;
            link.name = header_.hosts[i].name + "--core";
            link.from = i;
            link.to = static_cast<std::uint32_t>(header_.hosts.size() - 1);
            link.latency = {1'000'000};
            header_.links.push_back(link);
        }
        header_.title = {"A small world", "一个小世界"};
        header_.level = "full";
        recorder_ =
            trace::Recorder::create(folder_ / "a.trace", header_, trace::Level::Full, {}).value();
        for (trace::ProcessIndex i = 0; i < header_.processes.size(); ++i) {
            recorder_->processStarted({}, i, 1, {});
        }
        slice.end = seconds(1000);
        slice.lookback = {10'000'000'000};
        slice.routes.emplace_back();
        settings.window = {1'000'000'000};
    }
    ~HandMade() {
        recorder_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    HandMade(const HandMade&) = delete;
    HandMade& operator=(const HandMade&) = delete;

    trace::Recorder& happens() { return *recorder_; }
    void fault(double at, const std::string& verb, const std::string& text,
               const std::string& target, trace::HostIndex host = trace::kNoIndex,
               trace::ProcessIndex process = trace::kNoIndex,
               trace::LinkIndex link = trace::kNoIndex) {
        trace::FaultRecord record;
        record.timeline = ++faults_;
        record.at = seconds(at);
        record.verb = verb;
        record.text = text;
        record.target = target;
        record.host = host;
        record.process = process;
        record.link = link;
        recorder_->fault(record);
    }

    void state(trace::ProcessIndex process, const std::string& key, trace::Value value,
               double since = 0, SimTime until = SimTime::max()) {
        slice.states.push_back({process, key, std::move(value), seconds(since), until});
    }
    /// From one host to another, over both their links.
    Flight& flight(trace::HostIndex from, trace::HostIndex to, double sent, double ended) {
        Flight flight;
        flight.message = slice.flights.size() + 1;
        flight.sent = seconds(sent);
        flight.ended = seconds(ended);
        flight.from = from;
        flight.to = to;
        flight.route = static_cast<std::uint32_t>(slice.routes.size());
        flight.role = core::wire::MessageRole::Request;
        slice.routes.push_back({{from, true}, {to, false}});
        slice.flights.push_back(flight);
        return slice.flights.back();
    }

    std::shared_ptr<const World> world() {
        if (!world_) {
            trace::RunOutcome outcome;
            outcome.end = seconds(1000);
            EXPECT_TRUE(recorder_->finish(outcome));
            recorder_.reset();
            const auto reader = trace::Reader::open(folder_ / "a.trace").value();
            world_ = World::read(*reader).value();
        }
        return world_;
    }
    Picture picture(double at) {
        slice.blockEnds.assign(slice.flights.size() / Slice::kFlightBlock + 1, SimTime::max());
        return Stage(world(), settings).draw(slice, seconds(at), nullptr);
    }
    std::string text(double at) { return toText(picture(at)); }

    Slice slice;
    StageSettings settings;

private:
    std::filesystem::path folder_;
    trace::RunHeader header_;
    std::unique_ptr<trace::Recorder> recorder_;
    std::shared_ptr<const World> world_;
    std::uint64_t faults_ = 0;
};

/// Three that elect a leader, and one client: processes and hosts 0, 1, 2 and 3.
inline std::vector<Member> voters() {
    return {{"kv-1", "kv-server", 0.9, 0.2},
            {"kv-2", "kv-server", 0.9, 0.5},
            {"kv-3", "kv-server", 0.9, 0.8},
            {"app-1", "kv-client", 0.1, 0.5}};
}

/// A client, a registry and two servers: processes and hosts 0, 1, 2 and 3.
inline std::vector<Member> shop() {
    return {{"client-1", "http-client", 0.1, 0.5},
            {"registry", "registry", 0.5, 0.2},
            {"web-1", "http-service", 0.9, 0.3},
            {"web-2", "http-service", 0.9, 0.7}};
}

/// The lines of a picture's text that hold both pieces.
inline std::vector<std::string> linesWith(const std::string& text, const std::string& first,
                                          const std::string& second = {}) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        const std::string line = text.substr(at, end - at);
        if (line.find(first) != std::string::npos && line.find(second) != std::string::npos) {
            lines.push_back(line);
        }
        at = end + 1;
    }
    return lines;
}

} // namespace sim::scene::testing
