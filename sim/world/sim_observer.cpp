// SPDX-License-Identifier: Apache-2.0
#include "sim/world/machine.h"
#include "sim/world/sim_env.h"

#include <algorithm>

namespace sim::world {

void SimObserver::state(std::string_view key, core::runtime::FieldValue value) {
    if (key == "role") {
        const auto* text = std::get_if<std::string_view>(&value);
        world_.processes_[owner_.process()]->role = text == nullptr ? "" : std::string(*text);
    }
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->state(world_.kernel_.now(), owner_.process(), key, value,
                                    world_.context_.cause);
    }
}

void SimObserver::clearState(std::string_view key) {
    if (key == "role") {
        world_.processes_[owner_.process()]->role.clear();
    }
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->stateCleared(world_.kernel_.now(), owner_.process(), key,
                                           world_.context_.cause);
    }
}

void SimObserver::event(const core::runtime::EventKind& kind,
                        std::span<const core::runtime::Field> fields) {
    Context& context = world_.context_;
    const std::uint64_t id = context.nextEvent++;
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->event(id, world_.kernel_.now(), owner_.process(), kind.name, fields,
                                    context.cause);
    }
    // What the handler does from here on, it does because of this.
    context.cause = trace::Cause::event(id);
    if (world_.eventHook_) {
        world_.eventHook_(id, owner_.process(), kind.name, fields);
    }
}

core::runtime::SpanId SimObserver::beginSpan(const core::runtime::EventKind& kind,
                                             std::span<const core::runtime::Field> fields) {
    const std::uint64_t id = world_.context_.nextEvent++;
    openSpans_[id] = true;
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->spanBegan(id, world_.kernel_.now(), owner_.process(), kind.name,
                                        fields, world_.context_.cause);
    }
    return {id};
}

void SimObserver::endSpan(core::runtime::SpanId span) {
    if (openSpans_.erase(span.value) != 0 && world_.options_.sink != nullptr) {
        world_.options_.sink->spanEnded(span.value, world_.kernel_.now(), false);
    }
}

void SimObserver::count(std::string_view counter, std::int64_t delta) {
    auto& counters = world_.processes_[owner_.process()]->totals.counters;
    auto found = counters.find(counter);
    if (found == counters.end()) {
        found = counters.emplace(std::string(counter), 0).first;
    }
    found->second += delta;
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->counter(world_.kernel_.now(), owner_.process(), counter,
                                      found->second);
    }
}

void SimObserver::sample(std::string_view series, core::Duration value) {
    auto& samples = world_.processes_[owner_.process()]->totals.samples;
    auto found = samples.find(series);
    if (found == samples.end()) {
        found = samples.emplace(std::string(series), SampleSummary{0, {}, value, value}).first;
    }
    SampleSummary& summary = found->second;
    ++summary.count;
    summary.sum += value;
    summary.least = std::min(summary.least, value);
    summary.most = std::max(summary.most, value);
    if (world_.options_.sink != nullptr) {
        world_.options_.sink->sample(world_.kernel_.now(), owner_.process(), series, value);
    }
}

void SimObserver::finish() {
    for (const auto& [id, open] : openSpans_) {
        if (world_.options_.sink != nullptr) {
            world_.options_.sink->spanEnded(id, world_.kernel_.now(), true);
        }
    }
    openSpans_.clear();
}

} // namespace sim::world
