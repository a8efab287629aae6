// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/report.h"

namespace sim::trace {
namespace {

Report ofProcess(std::string_view kind, ProcessIndex process) {
    Report report;
    report.kind = kind;
    report.process = process;
    return report;
}

} // namespace

Report reportHostPower(HostIndex host, bool isSwitch, bool on) {
    Report report;
    report.kind = std::string(isSwitch ? "switch" : "host") + (on ? "-power-on" : "-power-off");
    report.host = host;
    return report;
}

Report reportLinkState(LinkIndex link, bool forwardUp, bool backwardUp) {
    Report report;
    report.link = link;
    if (forwardUp && backwardUp) {
        report.kind = "link-repaired";
    } else {
        report.kind = forwardUp || backwardUp ? "link-cut-one-way" : "link-cut";
    }
    return report;
}

Report reportProcessStarted(ProcessIndex process, std::uint32_t incarnation) {
    Report report = ofProcess(incarnation <= 1 ? "process-started" : "process-restarted", process);
    report.fields.push_back({"incarnation", static_cast<std::int64_t>(incarnation)});
    return report;
}

std::optional<Report> reportProcessEnded(ProcessIndex process, ProcessEnd how,
                                         std::string_view reason) {
    switch (how) {
    case ProcessEnd::Crashed:
        return ofProcess("process-crashed", process);
    case ProcessEnd::HostPowerOff:
        return ofProcess("process-lost-power", process);
    case ProcessEnd::Failed: {
        Report report = ofProcess("process-failed", process);
        report.fields.push_back({"reason", reason});
        return report;
    }
    case ProcessEnd::RunEnded:
        return std::nullopt;
    }
    return std::nullopt;
}

Report reportProcessPaused(ProcessIndex process, bool paused) {
    return ofProcess(paused ? "process-paused" : "process-resumed", process);
}

Report reportAddressMoved(core::runtime::Address address, HostIndex host, bool claimed) {
    Report report;
    report.kind = claimed ? "address-claimed" : "address-released";
    report.host = host;
    report.fields.push_back({"address", address});
    return report;
}

Report reportFault(const FaultRecord& record) {
    Report report;
    report.process = record.process;
    report.host = record.host;
    report.link = record.link;
    report.fields.push_back({"text", record.text});
    for (const auto& [name, value] : record.words) {
        report.fields.push_back({name, std::string_view(value)});
    }
    if (record.ending && !record.words.empty()) {
        report.fields.push_back({"ending", true});
    }
    if (!record.refused.empty()) {
        report.kind = "fault-refused";
        report.fields.push_back({"reason", record.refused});
        return report;
    }
    report.kind = record.over ? "fault-over" : "fault-" + std::string(record.verb);
    if (record.oneWay && record.verb == "partition") {
        report.kind += "-one-way";
    }
    report.fields.push_back({"target", record.target});
    return report;
}

Report reportRefusal(std::string_view reason) {
    Report report;
    report.kind = "action-refused";
    report.fields.push_back({"reason", reason});
    return report;
}

Report reportCheckFailed(std::string_view check, std::string_view text) {
    Report report;
    report.kind = "check-failed";
    report.fields.push_back({"check", check});
    report.fields.push_back({"text", text});
    return report;
}

} // namespace sim::trace
