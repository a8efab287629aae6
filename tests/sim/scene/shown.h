// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/scene/slice.h"
#include "sim/trace/value.h"

#include <string>

/// What shows at a time, as text that does not tell from which slice it was taken.
namespace sim::scene::testing {

inline std::string shown(const Slice& slice, SimTime at, core::Duration window) {
    const Visible visible = visibleAt(slice, at, window);
    std::string text;
    const auto add = [&](auto... numbers) { ((text += std::to_string(numbers) + " "), ...); };
    for (const Flight* flight : visible.flights) {
        text += "\nflight ";
        add(flight->message, flight->sent.ns, flight->ended.ns, static_cast<int>(flight->fate),
            static_cast<int>(flight->isOpen), static_cast<int>(flight->role), flight->from,
            flight->to, flight->lostOn);
        for (const trace::RouteHop& hop : slice.routes.at(flight->route)) {
            add(hop.link, static_cast<int>(hop.forward));
        }
    }
    for (const Attempt* attempt : visible.attempts) {
        text += "\nattempt " + core::runtime::toString(attempt->server) + " ";
        add(attempt->connection, attempt->opening.ns, attempt->ended.ns,
            static_cast<int>(attempt->refused), static_cast<int>(attempt->timedOut), attempt->from,
            attempt->to);
    }
    for (const StateSpan* state : visible.states) {
        text += "\nstate " + state->key + "=" +
                trace::valueText(state->value, trace::Language::English) + " ";
        add(state->process, state->since.ns);
    }
    for (const trace::EventRow* event : visible.events) {
        text += "\nevent " + event->kind + " ";
        add(event->id, event->at.ns);
    }
    for (const trace::ProcessIndex process : visible.failing) {
        text += "\nfailing ";
        add(process);
    }
    return text;
}

} // namespace sim::scene::testing
