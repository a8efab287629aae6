// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/sink.h"

namespace sim::trace {

std::string_view toString(Fate fate) {
    switch (fate) {
    case Fate::Delivered:
        return "delivered";
    case Fate::LostOnLink:
        return "lost";
    case Fate::LinkCut:
        return "link-cut";
    case Fate::NoRoute:
        return "no-route";
    case Fate::Partitioned:
        return "partitioned";
    case Fate::HostDown:
        return "host-down";
    case Fate::NoListener:
        return "no-listener";
    case Fate::ProcessGone:
        return "process-gone";
    case Fate::Duplicate:
        return "duplicate";
    case Fate::QueueOverflow:
        return "queue-overflow";
    case Fate::StreamGone:
        return "stream-gone";
    }
    return "unknown";
}

std::string_view toString(ProcessEnd end) {
    switch (end) {
    case ProcessEnd::Crashed:
        return "crashed";
    case ProcessEnd::HostPowerOff:
        return "host-power-off";
    case ProcessEnd::Failed:
        return "failed";
    case ProcessEnd::RunEnded:
        return "run-ended";
    }
    return "unknown";
}

} // namespace sim::trace
