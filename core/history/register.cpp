// SPDX-License-Identifier: Apache-2.0
#include "core/history/register.h"

#include <algorithm>

namespace core::history {
namespace {

std::string text(const std::optional<std::string>& value) {
    return value ? *value : "nothing";
}

std::string answerOf(const RegisterOperation& operation) {
    if (!operation.returnedAt) {
        return " -> ?";
    }
    switch (operation.action) {
    case Action::Get:
        return " -> " + text(operation.found);
    case Action::CompareAndSet:
        return operation.succeeded ? " -> done" : " -> refused";
    case Action::Put:
    case Action::Delete:
        return "";
    }
    return "";
}

bool overlaps(const RegisterOperation& a, const RegisterOperation& b) {
    return a.key == b.key && (!a.returnedAt || *a.returnedAt >= b.calledAt) &&
           (!b.returnedAt || *b.returnedAt >= a.calledAt);
}

} // namespace

std::string_view toString(Action action) {
    switch (action) {
    case Action::Get:
        return "get";
    case Action::Put:
        return "put";
    case Action::CompareAndSet:
        return "compare-and-set";
    case Action::Delete:
        return "delete";
    }
    return "unknown";
}

std::optional<RegisterModel::State> RegisterModel::step(const State& state,
                                                        const Operation& operation) {
    // An optional of an optional: what is returned must say which of the two is empty.
    using Next = std::optional<State>;
    const bool returned = operation.returnedAt.has_value();
    const bool fits = state == operation.expected;
    switch (operation.action) {
    case Action::Get:
        return returned && operation.found != state ? Next() : Next(std::in_place, state);
    case Action::Put:
        return Next(std::in_place, operation.value);
    case Action::Delete:
        return Next(std::in_place, std::nullopt);
    case Action::CompareAndSet:
        return returned && fits != operation.succeeded
                   ? Next()
                   : Next(std::in_place, fits ? operation.value : state);
    }
    return Next();
}

std::uint64_t RegisterModel::hashOf(const State& state) {
    return state ? hash64(*state, 1) : 0;
}

Judgement judgeRegisters(std::span<const RegisterOperation> history, std::uint64_t budget) {
    return judge<RegisterModel>(history, budget);
}

std::string toString(const RegisterOperation& operation) {
    std::string line =
        operation.client + " " + std::string(toString(operation.action)) + " " + operation.key;
    if (operation.action == Action::CompareAndSet) {
        line += " " + text(operation.expected) + " -> " + text(operation.value);
    } else if (operation.action == Action::Put) {
        line += " " + text(operation.value);
    }
    line += answerOf(operation) + " [" + std::to_string(operation.calledAt) + ", ";
    return line + (operation.returnedAt ? std::to_string(*operation.returnedAt) : "?") + "]";
}

std::string explain(const Judgement& judgement, std::span<const RegisterOperation> history) {
    if (judgement.verdict == Verdict::Linearizable) {
        return {};
    }
    if (!judgement.blocked) {
        return "undecided for key " + judgement.key + " after " + std::to_string(judgement.steps) +
               " steps\n";
    }
    const RegisterOperation& blocked = history[*judgement.blocked];
    std::string lines = "no order explains: " + toString(blocked) + "\nin order before it:\n";
    constexpr std::size_t kShown = 8;
    const std::size_t from = judgement.longest.size() - std::min(kShown, judgement.longest.size());
    for (std::size_t i = from; i < judgement.longest.size(); ++i) {
        lines += "  " + toString(history[judgement.longest[i]]) + "\n";
    }
    lines += "at the same time:\n";
    for (const RegisterOperation& other : history) {
        if (&other != &blocked && overlaps(other, blocked)) {
            lines += "  " + toString(other) + "\n";
        }
    }
    return lines;
}

} // namespace core::history
