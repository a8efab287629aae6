// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/scene/recorded.h"

#include "core/components/components.h"
#include "sim/run/run.h"
#include "sim/scenario/loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace sim::scene::testing {
namespace {

namespace fs = std::filesystem;

scenario::Scenario loaded(const std::string& yaml) {
    const scenario::DiskFiles disk;
    scenario::MemoryFiles files(disk);
    files.add("/scenario.yaml", yaml);
    scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    options.files = &files;
    auto scenario = scenario::load("/scenario.yaml", options);
    if (!scenario) {
        ADD_FAILURE() << scenario::toString(scenario.error().at(0));
    }
    return std::move(scenario).value();
}

template <class Entries>
std::uint32_t indexOf(const Entries& entries, std::string_view name) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return entry.name == name; });
    EXPECT_NE(found, entries.end()) << name;
    return static_cast<std::uint32_t>(found - entries.begin());
}

} // namespace

Recorded::Recorded() {
    std::string name = (fs::temp_directory_path() / "orrery-scene-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
}

Recorded::~Recorded() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void Recorded::record(const std::string& name, const std::string& yaml, core::Duration until,
                      std::optional<SimTime> from, const std::string& parent) {
    run::RunRequest request;
    request.until = until;
    request.level = scenario::Level::Full;
    request.traceFile = file(name);
    if (from) {
        request.branch = trace::branchOf(file(parent), *from).value();
    }
    const auto report = run::run(loaded(yaml), request);
    EXPECT_TRUE(report) << (report ? "" : report.error().text);
}

std::unique_ptr<trace::Reader> Recorded::open(const std::string& name) const {
    auto reader = trace::Reader::open(file(name));
    EXPECT_TRUE(reader) << (reader ? "" : reader.error().text);
    return reader ? std::move(reader).value() : nullptr;
}

std::string shopWith(const std::string& timeline) {
    return R"(orrery: 1
title: {en: "A shop"}
seed: 11
start: 2026-03-02T09:00:00Z
duration: 60 s
topology:
  defaults:
    host: {link: {to: core, latency: 2 ms, bandwidth: 100 Mbit/s}}
  switches:
    core: {}
    edge: {}
  links:
    uplink: {from: edge, to: core, latency: 5 ms, bandwidth: 100 Mbit/s}
  hosts:
    near: {count: 2}
    far: {count: 2, link: {to: edge, latency: 3 ms}}
    registry-host: {}
    web: {count: 3}
    spare: {power: off}
deploy:
  registry: {component: registry, on: registry-host}
  web: {component: http-service, on: web, registry: registry}
  late: {component: http-service, on: spare, registry: registry}
workload:
  near: {component: http-client, on: near, discovery: registry, registry: registry, rate: 20/s,
         keep-connections: true, connect-timeout: 1 s, request-timeout: 2 s}
  far: {component: http-client, on: far, discovery: registry, registry: registry, rate: 20/s,
        keep-connections: false, connect-timeout: 1 s, request-timeout: 2 s}
)" + (timeline.empty() ? std::string() : "timeline:\n" + timeline);
}

trace::HostIndex hostNamed(const trace::Reader& reader, std::string_view name) {
    return indexOf(reader.summary().header.hosts, name);
}
trace::LinkIndex linkNamed(const trace::Reader& reader, std::string_view name) {
    return indexOf(reader.summary().header.links, name);
}
trace::ProcessIndex processNamed(const trace::Reader& reader, std::string_view name) {
    return indexOf(reader.summary().header.processes, name);
}

} // namespace sim::scene::testing
