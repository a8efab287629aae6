// SPDX-License-Identifier: Apache-2.0
#include "sim/scenario/building.h"
#include "sim/scenario/fault_reader.h"
#include "sim/scenario/words.h"

#include <limits>

namespace sim::scenario {
namespace {

using faults::EventMoment;
using faults::TimelineEntry;

constexpr std::size_t kMaxEntries = 10'000;

/// `after: lease-expired` or `after: {event: ..., of: ..., nth: ..., where: {...}, wait: ...}`.
EventMoment readMoment(const Building& building, const Node& node) {
    EventMoment moment;
    moment.wait = core::Duration{1};
    if (node.isScalar()) {
        moment.kind = node.name().value_or("");
        checkShown(building, node, Showing::Event, moment.kind, {});
        return moment;
    }
    Keys keys(node);
    if (const auto event = keys.require("event", "EVENT")) {
        moment.kind = event->name().value_or("");
    }
    if (const auto of = keys.get("of")) {
        moment.process = of->text().value_or("");
        findGroup(building.processes, *of, moment.process, "process");
    }
    if (const auto event = keys.get("event")) {
        checkShown(building, *event, Showing::Event, moment.kind, moment.process);
    }
    keys.quantity("nth", Quantity::Integer, moment.nth, {1});
    keys.quantity("wait", Quantity::Duration, moment.wait.ns, {1});
    if (const auto where = keys.get("where")) {
        for (const Node& field : where->named()) {
            if (const auto text = field.text()) {
                moment.where.emplace_back(field.key(), *text);
            }
        }
    }
    return moment;
}

void readWhen(Building& building, const Node& node, Keys& keys, TimelineEntry& entry) {
    const auto at = keys.get("at");
    const auto after = keys.get("after");
    if (at && after) {
        at->complain("'at' and 'after' exclude each other");
    }
    if (!at && !after && node.isMap()) {
        node.complain("'at' is missing", "add 'at: 30 s', or 'after: {event: ...}'");
    }
    if (at) {
        const auto time = readFormula(building, *at, Unit::Time);
        if (time && *time < 0) {
            at->complain(inQuotes(at->value().scalar) + " is before the start of the run");
        }
        entry.at = SimTime{time.value_or(0)};
    }
    if (after) {
        entry.after = readMoment(building, *after);
    }
}

void readEntry(Building& building, const Node& node, std::uint64_t id) {
    TimelineEntry entry;
    entry.id = id;
    Keys keys(node);
    const auto nameNode = keys.get("name");
    const std::optional<std::string> name = nameNode ? nameNode->name() : std::nullopt;
    readWhen(building, node, keys, entry);
    if (name && entry.at) {
        building.references.emplace("timeline." + *name + ".at", Amount::ofTime(entry.at->ns));
    }
    readFault(building, node, keys, entry);
    building.scenario.timeline.push_back(std::move(entry));
}

} // namespace

void readTimeline(Building& building, const Node& node) {
    std::uint64_t id = 0;
    for (const Node& item : node.items()) {
        if (++id > kMaxEntries) {
            node.complain("more than 10,000 lines");
            return;
        }
        readEntry(building, item, id);
    }
}

} // namespace sim::scenario
