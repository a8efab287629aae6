// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"

#include <optional>
#include <string>
#include <vector>

/// What the simulator itself reports, as events like those of components, so that stories,
/// headlines and causes treat both alike. Kinds are worded in sim/trace/wording.yaml.
namespace sim::trace {

struct Report {
    std::string kind;
    ProcessIndex process = kNoIndex;
    HostIndex host = kNoIndex;
    LinkIndex link = kNoIndex;
    std::vector<core::runtime::Field> fields; ///< borrow from the arguments of the report
};

Report reportHostPower(HostIndex host, bool isSwitch, bool on);
/// Directions that are up; one way counts as cut.
Report reportLinkState(LinkIndex link, bool forwardUp, bool backwardUp);
Report reportProcessStarted(ProcessIndex process, std::uint32_t incarnation);
/// nullopt for the end of the run, which is nobody's doing.
std::optional<Report> reportProcessEnded(ProcessIndex process, ProcessEnd how,
                                         std::string_view reason);
Report reportProcessPaused(ProcessIndex process, bool paused);
Report reportAddressMoved(core::runtime::Address address, HostIndex host, bool claimed);
/// "fault-power-off", or "fault-refused".
Report reportFault(const FaultRecord& record);
/// "action-refused": the operator action just reported was impossible.
Report reportRefusal(std::string_view reason);
Report reportCheckFailed(std::string_view check, std::string_view text);

} // namespace sim::trace
