// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/faults/fault.h"
#include "sim/kernel/kernel.h"
#include "sim/trace/sink.h"
#include "sim/world/world.h"

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Carries out a timeline: finds out at its moment what each entry aims at, does it, ends it when
/// its time is over, and reports what it resolved to or why it was impossible. The end of an entry
/// concerns those to which it was done, and nobody if it was refused. Of several effects on one
/// host or link the latest that still lasts prevails; what is cut stays so until every cut has
/// ended.
namespace sim::faults {

class Injector final : public EventTarget {
public:
    /// Borrows both; `sink` may be nullptr.
    Injector(world::World& world, trace::Sink* sink);

    /// Schedules an entry. REQUIRES: `at` is not in the past; ids are unique.
    void add(TimelineEntry entry);

    /// When a run with `lines` from the start would be another one: the first time of a line that
    /// only one of the two has; 0 if it waits for an event (it counts from the start), never if
    /// there is none.
    SimTime partsFrom(const std::vector<TimelineEntry>& lines) const;
    /// Goes on as if the timeline had been `lines` from the start. REQUIRES: partsFrom(lines) lies
    /// in the future; Carrier::countFlows() since the start, if a new line draws for packets.
    void amend(const std::vector<TimelineEntry>& lines);

    /// To be told of every observed event: entries may wait for it.
    void observe(std::uint64_t event, std::uint32_t process, std::string_view kind,
                 std::span<const core::runtime::Field> fields);

    /// Why entries were refused so far: "line 3: web-3 is not running".
    const std::vector<std::string>& refusals() const { return refusals_; }

    void fire(std::uint64_t argument) override;

private:
    using Outcome = world::World::Outcome;

    struct Entry {
        TimelineEntry line;
        EventHandle due;       ///< of its beginning
        std::int64_t seen = 0; ///< matching events so far
        bool armed = false;
        bool withdrawn = false; ///< by amend(), before it began
        /// Processes, hosts or links to which it was done: its end is for these, whoever has the
        /// role by then. A partition: one element.
        std::vector<std::uint32_t> touched;
        trace::Cause cause;   ///< of what it does: the entry itself
        trace::Cause trigger; ///< the event it waited for, if any
    };

    /// Does the entry, or ends it.
    void carryOut(Entry& entry, bool ending);
    std::vector<std::uint32_t> resolve(const Entry& entry, Verb verb);
    EventHandle schedule(std::size_t index, SimTime at, bool ending);
    /// The entry of that very line; nullptr: there is none.
    const Entry* find(const TimelineEntry& line) const;
    void report(const Entry& entry, Verb verb, const std::string& target,
                const std::string& obstacle, std::uint32_t host, std::uint32_t process,
                std::uint32_t link);
    /// Reports the entry as impossible, before anything was done.
    void refuse(const Entry& entry, Verb verb, const std::string& target,
                const std::string& reason);
    /// A process refused what was reported as being done to it.
    void refuseLate(const Entry& entry, const std::string& reason);

    /// Why the verb is impossible for a process or node now; empty if it is possible.
    std::string obstacleTo(Verb verb, std::uint32_t process) const;
    std::string obstacleAt(Verb verb, std::uint32_t host) const;
    bool onProcess(const Entry& entry, Verb verb, std::uint32_t process);
    bool onHost(const Entry& entry, Verb verb, std::uint32_t host);
    bool onLink(const Entry& entry, Verb verb, trace::LinkIndex link);
    void onPartition(Entry& entry, Verb verb);
    void heal(const Entry& entry, const std::string& name);
    using Sides = std::vector<std::vector<std::uint32_t>>; ///< hosts
    /// Who stands where now; why that is impossible.
    core::Result<Sides, std::string> sidesOf(const Fault& fault) const;
    std::string textOf(const Sides& sides, bool oneWay) const;
    Outcome toProcess(const Fault& fault, Verb verb, std::uint32_t process);
    void toHost(const Entry& entry, Verb verb, std::uint32_t host);
    void toLink(const Entry& entry, Verb verb, trace::LinkIndex link);
    std::string obstacleOn(const Entry& entry, Verb verb, trace::LinkIndex link) const;
    void cutOrRepair(const Entry& entry, Verb verb, trace::LinkIndex link);

    /// Notes that an entry began or ended. The effect that holds from now on is that of the latest
    /// that lasts; nullptr: none does.
    const Fault* prevailing(const Entry& entry, Verb verb, std::uint32_t target);

    /// Members of a group, one process, or those that have the role now.
    std::vector<std::uint32_t> processesOf(const Target& target) const;
    std::vector<std::uint32_t> hostsOf(const Target& target) const;
    std::vector<trace::LinkIndex> linksOf(const Target& target) const;
    bool matches(const EventMoment& moment, std::uint32_t process, std::string_view kind,
                 std::span<const core::runtime::Field> fields) const;

    world::World& world_;
    trace::Sink* sink_;
    std::deque<Entry> entries_;        ///< stable addresses: a handler may add more
    std::vector<std::size_t> waiting_; ///< entries that wait for an event
    /// By verb and host or link: whose effect lasts, in the order in which they began.
    std::map<std::pair<Verb, std::uint32_t>, std::vector<const Entry*>> standing_;
    std::vector<std::string> refusals_;
    bool ending_ = false; ///< what is being carried out is the end of its entry
};

/// A field as `where` writes it: durations with their unit, addresses dotted, truth as true/false.
std::string textOfField(const core::runtime::FieldValue& value);

} // namespace sim::faults
