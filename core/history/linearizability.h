// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/hash.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// Is a history of concurrent operations linearizable: can each operation be given one moment
/// between its call and its return so that the object, taken through them in that order, would
/// have answered as it did (Herlihy and Wing, "Linearizability", 1990)?
///
/// The search is that of Wing and Gong, "Testing and verifying concurrent objects", 1993: take out
/// any operation that no pending return comes before, go on if the model allows its answer, else go
/// back; with Lowe's list with constant-time removal and his cache of (operations taken, state),
/// "Testing for linearizability", 2017; one search for each part of a partition, as Athalye's
/// Porcupine does. Differences: an operation of unknown outcome may be taken at any later place or
/// never, and what bounds the search is a number of steps, not time, so that a verdict is the same
/// on every machine.
///
/// A Model is a type with
///     using State = ...;                 // ordered by ==
///     using Operation = ...;             // with `calledAt` and `optional returnedAt`, integers
///     static State initial();
///     /// The state after `operation`, nullopt if it cannot have answered so in `state`. An
///     /// operation that did not return is possible in every state.
///     static std::optional<State> step(const State& state, const Operation& operation);
///     static std::uint64_t hashOf(const State& state);
///     /// Operations with different keys do not touch each other.
///     static std::string keyOf(const Operation& operation);
namespace core::history {

enum class Verdict {
    Linearizable,
    NotLinearizable,
    Unknown, ///< the budget was used up before an answer was found
};
std::string_view toString(Verdict verdict);

struct Judgement {
    Verdict verdict = Verdict::Linearizable;
    std::string key; ///< of the part that is not linearizable, or was not decided
    /// Not linearizable: the longest order that the search found, and the operation that could not
    /// be placed when it returned; indexes into the history.
    std::vector<std::size_t> longest;
    std::optional<std::size_t> blocked;
    std::uint64_t steps = 0;
};

inline constexpr std::uint64_t kDefaultSteps = 20'000'000;

namespace detail {

/// The operations taken, one bit each.
class TakenSet {
public:
    explicit TakenSet(std::size_t size) : words_((size + 63) / 64) {}

    void flip(std::size_t i) { words_[i / 64] ^= std::uint64_t{1} << (i % 64); }
    std::uint64_t hash() const {
        std::uint64_t state = 0;
        for (const std::uint64_t word : words_) {
            state = combine64(state, word);
        }
        return state;
    }
    friend bool operator==(const TakenSet&, const TakenSet&) = default;

private:
    std::vector<std::uint64_t> words_;
};

/// Calls and returns in order of time as a doubly linked list; taking an operation out and putting
/// it back costs the same however long the list is.
class EventList {
public:
    struct Event {
        std::size_t operation = 0;
        bool isCall = false;
        std::size_t partner = 0; ///< of a call: its return, or itself if it never returned
        std::size_t previous = 0;
        std::size_t next = 0;
    };
    struct Times {
        std::int64_t call = 0;
        std::optional<std::int64_t> back;
    };

    /// Events at the same time: calls first, so that the operations overlap.
    explicit EventList(const std::vector<Times>& operations);

    std::size_t first() const { return events_[0].next; }
    static constexpr std::size_t kEnd = 0;
    const Event& operator[](std::size_t event) const { return events_[event]; }
    void takeOut(std::size_t call);
    void putBack(std::size_t call);

private:
    void unlink(std::size_t event);
    void relink(std::size_t event);

    std::vector<Event> events_; ///< 0 is before the first and behind the last
};

/// The search over one part. `operations` are its operations, `total` those that returned.
template <class Model>
class Search {
public:
    using Operation = typename Model::Operation;
    using State = typename Model::State;

    Search(std::vector<const Operation*> operations, std::uint64_t budget)
        : operations_(std::move(operations)), list_(timesOf(operations_)),
          taken_(operations_.size()), state_(Model::initial()), budget_(budget) {
        for (const Operation* operation : operations_) {
            missing_ += operation->returnedAt ? 1 : 0;
        }
    }

    Verdict run();
    std::uint64_t steps() const { return steps_; }
    const std::vector<std::size_t>& longest() const { return longest_; }
    std::optional<std::size_t> blocked() const { return blocked_; }

private:
    struct Taken {
        std::size_t call;
        State before;
    };
    using Cache = std::map<std::uint64_t, std::vector<std::pair<TakenSet, State>>>;

    static std::vector<EventList::Times> timesOf(const std::vector<const Operation*>& operations) {
        std::vector<EventList::Times> times;
        for (const Operation* operation : operations) {
            times.push_back({operation->calledAt, operation->returnedAt});
        }
        return times;
    }
    bool returned(std::size_t operation) const {
        return operations_[operation]->returnedAt.has_value();
    }

    bool tryToTake(std::size_t call);
    bool remember(const State& next);
    /// Back to before the last one taken; the event to try then, kEnd if none is left.
    std::optional<std::size_t> goBack();
    void noteBlocked(std::size_t operation);

    std::vector<const Operation*> operations_;
    EventList list_;
    TakenSet taken_;
    State state_;
    std::vector<Taken> stack_;
    Cache cache_;
    std::size_t missing_ = 0; ///< operations that returned and are not taken
    std::uint64_t budget_;
    std::uint64_t steps_ = 0;
    std::vector<std::size_t> longest_;
    std::optional<std::size_t> blocked_;
};

template <class Model>
Verdict Search<Model>::run() {
    std::size_t event = list_.first();
    while (missing_ > 0) {
        if (++steps_ > budget_) {
            return Verdict::Unknown;
        }
        if (event != EventList::kEnd && list_[event].isCall) {
            event = tryToTake(event) ? list_.first() : list_[event].next;
            continue;
        }
        // An operation returned that was not taken, or all is taken that may be.
        if (event != EventList::kEnd) {
            noteBlocked(list_[event].operation);
        }
        const auto resumed = goBack();
        if (!resumed) {
            return Verdict::NotLinearizable;
        }
        event = *resumed;
    }
    return Verdict::Linearizable;
}

template <class Model>
bool Search<Model>::tryToTake(std::size_t call) {
    const std::size_t operation = list_[call].operation;
    auto next = Model::step(state_, *operations_[operation]);
    if (!next) {
        return false;
    }
    taken_.flip(operation);
    if (!remember(*next)) {
        taken_.flip(operation);
        return false;
    }
    stack_.push_back({call, std::exchange(state_, std::move(*next))});
    list_.takeOut(call);
    missing_ -= returned(operation) ? 1 : 0;
    return true;
}

template <class Model>
bool Search<Model>::remember(const State& next) {
    auto& same = cache_[combine64(taken_.hash(), Model::hashOf(next))];
    for (const auto& [taken, state] : same) {
        if (taken == taken_ && state == next) {
            return false;
        }
    }
    same.emplace_back(taken_, next);
    return true;
}

template <class Model>
std::optional<std::size_t> Search<Model>::goBack() {
    if (stack_.empty()) {
        return std::nullopt;
    }
    Taken last = std::move(stack_.back());
    stack_.pop_back();
    const std::size_t operation = list_[last.call].operation;
    state_ = std::move(last.before);
    taken_.flip(operation);
    missing_ += returned(operation) ? 1 : 0;
    list_.putBack(last.call);
    return list_[last.call].next;
}

template <class Model>
void Search<Model>::noteBlocked(std::size_t operation) {
    if (blocked_ && stack_.size() <= longest_.size()) {
        return;
    }
    blocked_ = operation;
    longest_.clear();
    for (const Taken& taken : stack_) {
        longest_.push_back(list_[taken.call].operation);
    }
}

} // namespace detail

/// Judges a history in any order. `budget`: steps of the search for each key.
template <class Model>
Judgement judge(std::span<const typename Model::Operation> history,
                std::uint64_t budget = kDefaultSteps) {
    std::map<std::string, std::vector<std::size_t>> parts;
    for (std::size_t i = 0; i < history.size(); ++i) {
        parts[Model::keyOf(history[i])].push_back(i);
    }
    Judgement judgement;
    for (const auto& [key, indexes] : parts) {
        std::vector<const typename Model::Operation*> operations;
        for (const std::size_t i : indexes) {
            operations.push_back(&history[i]);
        }
        detail::Search<Model> search(std::move(operations), budget);
        const Verdict verdict = search.run();
        judgement.steps += search.steps();
        if (verdict == Verdict::Linearizable ||
            (verdict == Verdict::Unknown && judgement.verdict == Verdict::Unknown)) {
            continue;
        }
        judgement.verdict = verdict;
        judgement.key = key;
        if (verdict == Verdict::NotLinearizable) {
            for (const std::size_t i : search.longest()) {
                judgement.longest.push_back(indexes[i]);
            }
            judgement.blocked = indexes[search.blocked().value()];
            return judgement;
        }
    }
    return judgement;
}

} // namespace core::history
