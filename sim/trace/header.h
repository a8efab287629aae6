// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/time.h"
#include "core/runtime/address.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What is known before a run starts: written to the trace's first commit, so that a reader can
/// draw the topology while the file still grows.
namespace sim::trace {

/// A text in English and Chinese; zh may be empty (readers fall back to English).
struct Text {
    std::string en;
    std::string zh;

    friend bool operator==(const Text&, const Text&) = default;
};

struct HostEntry {
    std::string name;
    core::runtime::Address address;
    bool isSwitch = false; ///< switches have no address and run no process
    std::string rack;      ///< may be empty
    std::string zone;      ///< may be empty
    bool poweredOn = true; ///< at the start
    double x = 0;          ///< position for display, 0 to 1
    double y = 0;
};

struct LinkEntry {
    std::string name;       ///< "web-1--switch"
    std::uint32_t from = 0; ///< host index
    std::uint32_t to = 0;   ///< host index
    core::Duration latency; ///< one way
    std::int64_t bitsPerSecond = 0;
};

struct ProcessEntry {
    std::string name;
    std::uint32_t host = 0;
    std::string component; ///< "dns-server"
    std::string group;     ///< "web" for web-1 to web-6; the own name for a single process
    std::string settings;  ///< JSON object of the effective settings
};

struct SourceFile {
    std::string name; ///< as included: relative to the scenario
    std::string text; ///< verbatim

    friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

struct RunHeader {
    std::string scenarioPath; ///< as given by the user, last component only
    Text title;
    Text summary;
    std::uint64_t seed = 0;
    core::WallTime start;             ///< calendar time of the first instant
    core::Duration horizon;           ///< where this run stops
    bool fixedHorizon = false;        ///< the scenario makes no sense beyond it
    std::string level;                ///< "story", "full", "bytes"
    std::string fidelity;             ///< "mixed" or "fluid"
    std::vector<SourceFile> sources;  ///< scenario first, then includes
    std::vector<SourceFile> overlays; ///< in order of application
    std::vector<std::string> sets;    ///< "--set" arguments, verbatim
    std::vector<std::pair<std::string, std::string>>
        build;                 ///< executable hash, compiler, library versions
    core::Duration recordFrom; ///< where the file starts; 0 but for a branch
    std::string parentDigest;  ///< of the trace that a branch continues; empty: none
    std::string parentPath;    ///< where that trace was
    std::vector<HostEntry> hosts;
    std::vector<LinkEntry> links;
    std::vector<ProcessEntry> processes;
};

} // namespace sim::trace
