// SPDX-License-Identifier: Apache-2.0
#include "sim/checks/raft_checks.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace sim::checks {
namespace {

using core::runtime::Field;
using core::runtime::FieldValue;
using trace::ProcessIndex;

/// A place in a log and, by its chain, all before it.
struct Place {
    std::int64_t index = 0;
    std::int64_t term = 0;
    std::int64_t chain = 0;
};

std::int64_t numberIn(std::span<const Field> fields, std::string_view name) {
    for (const Field& field : fields) {
        const auto* number = std::get_if<std::int64_t>(&field.value);
        if (field.name == name && number != nullptr) {
            return *number;
        }
    }
    return 0;
}

std::string textOf(const Place& place) {
    return "entry " + std::to_string(place.index) + " of term " + std::to_string(place.term);
}

class RaftSafety final : public Check {
public:
    RaftSafety(std::vector<ProcessIndex> members, std::vector<ProcessPlace> all)
        : members_(std::move(members)), all_(std::move(all)) {}

    void processStarted(SimTime, ProcessIndex process, std::uint32_t, trace::Cause) override {
        Member& member = of_[process];
        member.states.clear();
        member.vote.clear();
        member.applied = 0;
    }

    void event(std::uint64_t, SimTime when, ProcessIndex process, std::string_view kind,
               std::span<const Field> fields, trace::Cause) override {
        if (std::find(members_.begin(), members_.end(), process) == members_.end()) {
            return;
        }
        const Place place{numberIn(fields, "index"), numberIn(fields, "term"),
                          numberIn(fields, "chain")};
        if (kind == "entry-appended") {
            appended(when, process, place);
        } else if (kind == "entry-applied") {
            applied(when, process, place);
        } else if (kind == "snapshot-installed") {
            installed(when, process, place);
        } else if (kind == "leader-elected") {
            elected(when, process, place.term);
        }
    }

    void state(SimTime when, ProcessIndex process, std::string_view key, const FieldValue& value,
               trace::Cause) override {
        if (std::find(members_.begin(), members_.end(), process) == members_.end()) {
            return;
        }
        Member& member = of_[process];
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            numberChanged(when, process, member, key, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value);
                   text != nullptr && key == "vote") {
            if (!member.vote.empty() && *text != member.vote) {
                fail(when, process, "changed its vote within a term");
            }
            member.vote = *text;
        }
    }

private:
    struct Member {
        std::map<std::string, std::int64_t, std::less<>> states; ///< of this incarnation
        std::string vote;                                        ///< in the present term
        std::int64_t applied = 0;                                ///< by this incarnation
        std::int64_t durableTerm = 0;                            ///< by all incarnations
        std::int64_t snapshot = 0;
        std::map<std::int64_t, Place> log; ///< as far as it was seen being written

        std::int64_t number(std::string_view key) const {
            const auto found = states.find(key);
            return found == states.end() ? 0 : found->second;
        }
    };
    struct Applied {
        Place place;
        std::int64_t by = 0; ///< no leader of a later term committed it
    };

    void fail(SimTime when, ProcessIndex process, const std::string& what) {
        const std::string name =
            process < all_.size() ? all_[process].name : "process " + std::to_string(process);
        violated("at " + core::formatSeconds({when.ns}, 6) + " s " + name + " " + what);
    }

    void appended(SimTime when, ProcessIndex process, const Place& place) {
        const auto [known, isNew] = known_.try_emplace({place.index, place.term}, place.chain);
        if (known->second != place.chain) {
            fail(when, process, "has another log up to " + textOf(place) + " than another server");
        }
        auto& log = of_[process].log;
        log.erase(log.lower_bound(place.index), log.end());
        log[place.index] = place;
    }

    void applied(SimTime when, ProcessIndex process, const Place& place) {
        Member& member = of_[process];
        if (member.applied != 0 && place.index != member.applied + 1) {
            fail(when, process,
                 "applied " + textOf(place) + " after entry " + std::to_string(member.applied));
        }
        member.applied = place.index;
        const std::int64_t by = std::max(member.number("term"), place.term);
        const auto [first, isNew] = applied_.try_emplace(place.index, Applied{place, by});
        if (first->second.place.chain != place.chain) {
            fail(when, process,
                 "applied " + textOf(place) + " where another server applied " +
                     textOf(first->second.place));
        }
    }

    void installed(SimTime when, ProcessIndex process, const Place& place) {
        Member& member = of_[process];
        const auto first = applied_.find(place.index);
        if (first != applied_.end() && first->second.place.chain != place.chain) {
            fail(when, process, "installed a snapshot of another log at " + textOf(place));
        }
        member.applied = place.index;
        member.snapshot = place.index;
        member.log.clear();
    }

    void elected(SimTime when, ProcessIndex process, std::int64_t term) {
        const auto [leader, isNew] = leaders_.try_emplace(term, process);
        if (leader->second != process) {
            fail(when, process, "leads in term " + std::to_string(term) + " beside another leader");
        }
        // The last entry that was surely applied before this term; its chain stands for all.
        auto last = applied_.rbegin();
        while (last != applied_.rend() && last->second.by >= term) {
            ++last;
        }
        const Member& member = of_[process];
        if (last == applied_.rend() || last->first <= member.snapshot) {
            return;
        }
        const auto own = member.log.find(last->first);
        if (own == member.log.end() || own->second.chain != last->second.place.chain) {
            fail(when, process,
                 "leads in term " + std::to_string(term) + " without " +
                     textOf(last->second.place) + ", which was applied");
        }
    }

    void numberChanged(SimTime when, ProcessIndex process, Member& member, std::string_view key,
                       std::int64_t number) {
        const std::int64_t before = member.number(key);
        if ((key == "term" || key == "commit") && number < before) {
            fail(when, process,
                 "went back from " + std::string(key) + " " + std::to_string(before) + " to " +
                     std::to_string(number));
        }
        if (key == "term" && number != before) {
            member.vote.clear();
        }
        member.states[std::string(key)] = number;
        if (key == "commit" && number > member.number("log-last")) {
            fail(when, process,
                 "committed entry " + std::to_string(number) + ", which it does not have");
        }
        // A snapshot is shown while it is being written: it stands for what others committed.
        if (key == "applied" && number > member.snapshot &&
            number > std::min(member.number("commit"), member.number("durable-index"))) {
            fail(when, process,
                 "applied entry " + std::to_string(number) +
                     ", which is not committed and durable there");
        }
        if (key == "durable-term") {
            if (number < member.durableTerm || number > member.number("term")) {
                fail(when, process,
                     "has term " + std::to_string(number) + " on disk, of " +
                         std::to_string(std::max(member.durableTerm, member.number("term"))));
            }
            member.durableTerm = number;
        }
    }

    std::vector<ProcessIndex> members_;
    std::vector<ProcessPlace> all_;
    std::map<ProcessIndex, Member> of_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> known_; ///< chains
    std::map<std::int64_t, Applied> applied_;                             ///< by index
    std::map<std::int64_t, ProcessIndex> leaders_;                        ///< by term
};

} // namespace

std::unique_ptr<Check> makeRaftSafety(std::vector<ProcessIndex> members,
                                      std::vector<ProcessPlace> all) {
    return std::make_unique<RaftSafety>(std::move(members), std::move(all));
}

} // namespace sim::checks
