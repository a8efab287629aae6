// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "sim/trace/address_names.h"
#include "sim/trace/catalogue.h"
#include "sim/trace/header.h"
#include "sim/trace/report.h"
#include "sim/trace/sink.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

/// The story of a run: one line for each event that matters, in plain words. From a trace file, or
/// collected while a run goes on without one.
namespace sim::trace {

class Reader;

struct StoryLine {
    SimTime at;                ///< of the first occurrence
    SimTime until;             ///< of the last one
    std::uint64_t count = 1;   ///< occurrences, of all members together
    std::uint64_t members = 1; ///< of one group, that did it
    int importance = 1;
    std::string text;
    std::uint64_t event = 0; ///< events.id of the first occurrence; 0 while no trace is read
    std::string kind;
};

/// "[  30.000 s] host web-3 loses power"; a folded line ends in "(14 times until 44.2 s)", or
/// in "(until 44.2 s)" where several did it once each, one after the other.
std::string toString(const StoryLine& line, Language language);

/// One event on its way into a story.
struct StoryEvent {
    SimTime at;
    int importance = 1;
    std::string_view kind;
    ProcessIndex process = kNoIndex;
    HostIndex host = kNoIndex;
    LinkIndex link = kNoIndex;
    std::span<const NamedValue> fields;
    std::uint64_t id = 0; ///< events.id, if known
};

/// Folds what a room would not tell apart, within ten seconds of the last time: the same words
/// again count on the line of the first time, so that a herd of retries is one line; and what
/// members of one group do alike is one line about them, if the kind has words for several
/// (`en-many`). What those words do not mention may differ. What is alike is judged by the English
/// words, so both languages have the same lines. Addresses show as names of hosts. Header and
/// catalogue must outlive it.
class StoryBuilder {
public:
    StoryBuilder(const RunHeader& header, const Catalogue& wording);
    /// Goes on from what `before` has heard, with another reader's header and catalogue. REQUIRES:
    /// of the same run.
    StoryBuilder(const StoryBuilder& before, const RunHeader& header, const Catalogue& wording);
    StoryBuilder(const StoryBuilder&) = delete; // would keep the references by accident
    StoryBuilder& operator=(const StoryBuilder&) = delete;

    void add(const StoryEvent& event);
    std::vector<StoryLine> lines(Language language) const;
    bool isSwitch(HostIndex host) const {
        return host < header_.hosts.size() && header_.hosts[host].isSwitch;
    }

private:
    struct Entry {
        StoryLine line; ///< without words yet
        ProcessIndex process = kNoIndex;
        HostIndex host = kNoIndex;
        LinkIndex link = kNoIndex;
        std::string group; ///< empty: told one by one
        std::vector<NamedValue> fields;
        std::set<ProcessIndex> members;
    };

    Emitter emitterOf(ProcessIndex process, HostIndex host, LinkIndex link) const;
    /// The group of a process; empty if it is the only member.
    std::string_view groupOf(ProcessIndex process) const;
    std::string textOf(const Entry& entry, Language language) const;
    std::string membersOf(const Entry& entry, Language language) const;

    const RunHeader& header_;
    const Catalogue& wording_;
    AddressNames names_;
    std::map<std::string, std::size_t, std::less<>> groupSizes_;
    std::vector<Entry> entries_;
    std::map<std::string, std::size_t> entryOf_; ///< by what must be alike
};

/// The story in a trace file, of events of at least `leastImportance`. Errors: Io.
core::Result<std::vector<StoryLine>, TraceError> storyOf(const Reader& reader, Language language,
                                                         int leastImportance = 2);

/// Listens to a run. Header and catalogue must outlive it.
class StoryCollector final : public Sink {
public:
    StoryCollector(const RunHeader& header, const Catalogue& wording, Language language,
                   int leastImportance = 2);

    std::vector<StoryLine> lines() const { return builder_.lines(language_); }

    void hostPower(SimTime at, HostIndex host, bool on, Cause cause) override;
    void linkState(SimTime at, LinkIndex link, bool forwardUp, bool backwardUp,
                   Cause cause) override;
    void processStarted(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                        Cause cause) override;
    void processEnded(SimTime at, ProcessIndex process, std::uint32_t incarnation, ProcessEnd how,
                      std::string_view reason, Cause cause) override;
    void processPaused(SimTime at, ProcessIndex process, bool paused, Cause cause) override;
    void addressMoved(SimTime at, core::runtime::Address address, HostIndex host, bool claimed,
                      Cause cause) override;
    void event(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanBegan(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, Cause cause) override;
    void fault(const FaultRecord& record) override;
    void faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) override;
    void checkFailed(SimTime at, std::string_view check, std::string_view text,
                     Cause cause) override;

private:
    void tell(SimTime at, const Report& report);

    const Catalogue& wording_;
    Language language_;
    int leastImportance_;
    StoryBuilder builder_;
};

/// A rolling hash of what processes show of themselves: events, spans and states with their
/// times, emitters, kinds, keys, names and values; never of words, nor of causes (they are nearer
/// at some levels than at others). Equal for equal runs at every level.
class StoryHasher final : public Sink {
public:
    std::uint64_t value() const { return hash_; }

    void state(SimTime at, ProcessIndex process, std::string_view key,
               const core::runtime::FieldValue& value, Cause cause) override;
    void stateCleared(SimTime at, ProcessIndex process, std::string_view key, Cause cause) override;
    void event(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanBegan(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanEnded(std::uint64_t id, SimTime at, bool cut) override;

private:
    void word(std::uint64_t value);
    void text(std::string_view value);
    void value(const core::runtime::FieldValue& value);
    void begin(char what, SimTime at, ProcessIndex process, std::string_view name);

    std::uint64_t hash_ = 0;
};

} // namespace sim::trace
