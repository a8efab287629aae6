// SPDX-License-Identifier: Apache-2.0
#include "sim/scene/look.h"

#include <algorithm>
#include <sstream>
#include <variant>

namespace sim::scene {
namespace {

using core::Duration;
using core::runtime::Address;
using core::runtime::Endpoint;

std::string textOf(const trace::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : trace::valueText(value, trace::Language::English);
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> all;
    for (std::string word; in >> word;) {
        all.push_back(word);
    }
    return all;
}

std::optional<Address> addressIn(const std::string& text) {
    if (const auto endpoint = core::runtime::parseEndpoint(text)) {
        return endpoint->address;
    }
    return core::runtime::parseAddress(text);
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

class Gatherer {
public:
    Gatherer(const Cast& cast, SimTime at) : cast_(cast), at_(at) {
        const std::size_t count = cast.header().processes.size();
        looks_.resize(count);
        memberNames_.resize(count);
        for (trace::ProcessIndex i = 0; i < count; ++i) {
            looks_[i].condition = cast.world().conditionOf(i, at);
        }
    }

    Looks gather(const std::vector<const StateSpan*>& states) {
        std::vector<std::pair<const StateSpan*, const AspectRow*>> expiries;
        for (const StateSpan* state : states) {
            const AspectRow* row = aspectOf(state->key);
            if (row == nullptr || state->process >= looks_.size() ||
                !looks_[state->process].lives()) {
                continue;
            }
            if (row->aspect == Aspect::Expiry) {
                expiries.emplace_back(state, row);
            } else {
                take(*state, *row);
            }
        }
        for (const auto& [state, row] : expiries) {
            takeExpiry(*state, *row);
        }
        compareLeaders();
        for (const auto& [state, row] : leaders_) {
            takeLeader(*state);
        }
        for (ProcessLook& look : looks_) {
            std::erase_if(look.cards, [](const BeliefCard& card) { return card.beliefs.empty(); });
        }
        return std::move(looks_);
    }

private:
    void take(const StateSpan& state, const AspectRow& row) {
        ProcessLook& look = looks_[state.process];
        switch (row.aspect) {
        case Aspect::Role:
            look.role = textOf(state.value);
            look.leads = look.role == "leader";
            break;
        case Aspect::Term:
            if (const auto* term = std::get_if<std::int64_t>(&state.value)) {
                look.term = *term;
            }
            break;
        case Aspect::Leader:
            leaders_.emplace_back(&state, &row);
            break;
        case Aspect::Targets:
            takeTargets(state, row);
            break;
        case Aspect::Lease:
            takeLease(state, row);
            break;
        case Aspect::Timer:
            if (const auto left = leftOfTimer(state)) {
                look.rings.push_back(*left);
            }
            break;
        case Aspect::Members:
            look.members = textOf(state.value);
            memberNames_[state.process] = words(look.members);
            look.isOutsider = isOutsider(state.process);
            break;
        case Aspect::Number:
        case Aspect::Word:
            look.notes.push_back({&row, textOf(state.value)});
            break;
        case Aspect::Alarm:
            if (const auto* on = std::get_if<bool>(&state.value); on != nullptr && *on) {
                look.alarms.push_back({&row, {}});
            }
            break;
        case Aspect::Expiry:
            break;
        }
    }

    /// It knows members, and they are others (or none): "kv-1", "(kv-1)" without a vote, "+" and
    /// the like.
    bool isOutsider(trace::ProcessIndex process) const {
        const std::string& own = cast_.header().processes[process].name;
        const auto& members = memberNames_[process];
        return std::none_of(members.begin(), members.end(), [&](const std::string& member) {
            return member == own || member == "(" + own + ")";
        });
    }

    void takeTargets(const StateSpan& state, const AspectRow& row) {
        BeliefCard card{state.key, &row, {}, {}};
        for (const std::string& word : words(textOf(state.value))) {
            if (const auto address = addressIn(word)) {
                const Belief belief = beliefIn(*address, word);
                // What nobody chooses among needs no card: a name server's own address.
                if (belief.isFalse || cast_.tagOf(belief.process) != nullptr) {
                    card.beliefs.push_back(belief);
                }
            }
        }
        looks_[state.process].cards.push_back(std::move(card));
    }

    Belief beliefIn(Address address, const std::string& word) const {
        const trace::HostIndex owner = cast_.world().hostOf(address, at_);
        const trace::HostIndex host = owner != trace::kNoIndex ? owner : cast_.firstOwner(address);
        const trace::ProcessIndex process = cast_.serverOn(host);
        Belief belief{process, word, owner == trace::kNoIndex || !isUp(process), 1};
        if (const Tag* tag = cast_.tagOf(process)) {
            belief.text = tag->text;
        } else if (process != trace::kNoIndex) {
            belief.text = cast_.header().processes[process].name;
        }
        return belief;
    }

    bool isUp(trace::ProcessIndex process) const {
        return process < looks_.size() && looks_[process].lives();
    }

    /// One line of a list, and a ring at whom it is about.
    void takeLease(const StateSpan& state, const AspectRow& row) {
        const trace::ProcessIndex about = cast_.processNamed(variablePart(row, state.key));
        if (about == trace::kNoIndex) {
            return;
        }
        auto& cards = looks_[state.process].cards;
        auto card = std::find_if(cards.begin(), cards.end(),
                                 [&](const BeliefCard& one) { return one.row == &row; });
        if (card == cards.end()) {
            cards.push_back({std::string(row.key), &row, {}, {}});
            card = std::prev(cards.end());
        }
        const Tag* tag = cast_.tagOf(about);
        card->beliefs.push_back(
            {about, tag ? tag->text : cast_.header().processes[about].name, !isUp(about), 1});
        if (const auto left = leftUntil(state)) {
            looks_[about].rings.push_back(*left);
        }
    }

    void takeExpiry(const StateSpan& state, const AspectRow& row) {
        const std::string about =
            std::string(row.about) + std::string(variablePart(row, state.key));
        for (BeliefCard& card : looks_[state.process].cards) {
            if (card.key == about) {
                card.left = leftUntil(state);
            }
        }
    }

    /// A paused process looks at no clock: its rings stand still.
    SimTime clockOf(const StateSpan& state) const {
        return looks_[state.process].condition == ProcessCondition::Paused
                   ? std::max(state.since, cast_.pausedSince(state.process, at_))
                   : at_;
    }

    static std::optional<double> share(Duration left, Duration all) {
        if (all.ns <= 0) {
            return std::nullopt;
        }
        return std::clamp(static_cast<double>(left.ns) / static_cast<double>(all.ns), 0.0, 1.0);
    }

    /// The value is what was left when it was set.
    std::optional<double> leftOfTimer(const StateSpan& state) const {
        const auto* all = std::get_if<Duration>(&state.value);
        return all == nullptr ? std::nullopt : share(*all - (clockOf(state) - state.since), *all);
    }

    /// The value is a reading of the process's monotonic clock, which started with its host. The
    /// clock's drift is left out.
    std::optional<double> leftUntil(const StateSpan& state) const {
        const auto* until = std::get_if<Duration>(&state.value);
        if (until == nullptr) {
            return std::nullopt;
        }
        const trace::HostIndex host = cast_.header().processes[state.process].host;
        const SimTime end = cast_.bootOf(host, at_) + *until;
        return share(end - clockOf(state), end - state.since);
    }

    bool sameGroup(trace::ProcessIndex a, trace::ProcessIndex b) const {
        const auto& processes = cast_.header().processes;
        return processes[a].group == processes[b].group ||
               contains(memberNames_[a], processes[b].name) ||
               contains(memberNames_[b], processes[a].name);
    }

    void compareLeaders() {
        for (trace::ProcessIndex i = 0; i < looks_.size(); ++i) {
            for (trace::ProcessIndex j = 0; looks_[i].leads && j < looks_.size(); ++j) {
                looks_[i].deposed =
                    looks_[i].deposed ||
                    (looks_[j].leads && looks_[j].term > looks_[i].term &&
                     looks_[j].condition == ProcessCondition::Running && sameGroup(i, j));
            }
        }
    }

    void takeLeader(const StateSpan& state) {
        trace::ProcessIndex leader = trace::kNoIndex;
        std::string text = textOf(state.value);
        if (text.empty()) {
            return;
        }
        const auto* endpoint = std::get_if<Endpoint>(&state.value);
        if (endpoint != nullptr) {
            leader = cast_.serverOn(cast_.world().hostOf(endpoint->address, at_));
        } else {
            leader = cast_.processNamed(text);
        }
        if (leader == state.process) {
            return;
        }
        const bool right = leader != trace::kNoIndex && looks_[leader].lives() &&
                           looks_[leader].leads && !looks_[leader].deposed;
        if (leader != trace::kNoIndex) {
            text = cast_.header().processes[leader].name;
        }
        looks_[state.process].leader = Belief{leader, text, !right, 1};
    }

    const Cast& cast_;
    SimTime at_;
    Looks looks_;
    std::vector<std::vector<std::string>> memberNames_; ///< by process
    std::vector<std::pair<const StateSpan*, const AspectRow*>> leaders_;
};

void count(std::vector<Belief>& beliefs, const Belief& belief) {
    const auto same = std::find_if(beliefs.begin(), beliefs.end(), [&](const Belief& other) {
        return other.process == belief.process && other.text == belief.text;
    });
    if (same == beliefs.end()) {
        beliefs.push_back(belief);
    } else {
        same->believers += belief.believers;
    }
}

} // namespace

bool BeliefCard::isFalse() const {
    return std::any_of(beliefs.begin(), beliefs.end(),
                       [](const Belief& belief) { return belief.isFalse; });
}

bool ProcessLook::believesFalse() const {
    return deposed || (leader && leader->isFalse) ||
           std::any_of(cards.begin(), cards.end(),
                       [](const BeliefCard& card) { return card.isFalse(); });
}

Looks looksAt(const Cast& cast, const std::vector<const StateSpan*>& states, SimTime at) {
    return Gatherer(cast, at).gather(states);
}

std::vector<BeliefCard> joinedCards(const Looks& looks,
                                    const std::vector<trace::ProcessIndex>& processes) {
    std::vector<BeliefCard> joined;
    for (const trace::ProcessIndex process : processes) {
        for (const BeliefCard& card : looks[process].cards) {
            auto same = std::find_if(joined.begin(), joined.end(), [&](const BeliefCard& other) {
                return other.key == card.key;
            });
            if (same == joined.end()) {
                joined.push_back({card.key, card.row, {}, card.left});
                same = std::prev(joined.end());
            }
            for (const Belief& belief : card.beliefs) {
                count(same->beliefs, belief);
            }
        }
    }
    for (BeliefCard& card : joined) {
        std::stable_sort(card.beliefs.begin(), card.beliefs.end(),
                         [](const Belief& a, const Belief& b) { return a.process < b.process; });
    }
    return joined;
}

std::vector<Belief> joinedLeaders(const Looks& looks,
                                  const std::vector<trace::ProcessIndex>& processes) {
    std::vector<Belief> joined;
    for (const trace::ProcessIndex process : processes) {
        if (looks[process].leader) {
            count(joined, *looks[process].leader);
        }
    }
    return joined;
}

} // namespace sim::scene
