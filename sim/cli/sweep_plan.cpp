// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/sweep_plan.h"

#include <charconv>
#include <optional>

namespace sim::cli {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = code == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

/// Splits at commas that stand in no bracket and no quotes.
std::vector<std::string> splitValues(std::string_view text) {
    std::vector<std::string> values(1);
    int depth = 0;
    char quote = '\0';
    for (const char letter : text) {
        if (quote != '\0') {
            quote = letter == quote ? '\0' : quote;
        } else if (letter == '"' || letter == '\'') {
            quote = letter;
        } else if (letter == '[' || letter == '{') {
            ++depth;
        } else if (letter == ']' || letter == '}') {
            --depth;
        } else if (letter == ',' && depth == 0) {
            values.emplace_back();
            continue;
        }
        values.back() += letter;
    }
    return values;
}

} // namespace

core::Result<SeedRange, std::string> parseSeeds(std::string_view text) {
    const std::size_t dots = text.find("..");
    const auto first = number(text.substr(0, dots));
    const auto last = dots == std::string_view::npos ? first : number(text.substr(dots + 2));
    if (!first || !last) {
        return core::Failure{"--seeds '" + std::string(text) +
                             "' is no range of seeds; write one like 1..20"};
    }
    if (*last < *first) {
        return core::Failure{"--seeds '" + std::string(text) +
                             "' ends before it begins; write the smaller seed first"};
    }
    if (*last - *first >= kMaxRuns) {
        return core::Failure{"--seeds '" + std::string(text) + "' are more than " +
                             std::to_string(kMaxRuns) + " runs"};
    }
    return SeedRange{*first, *last};
}

core::Result<Varied, std::string> parseVaried(std::string_view text) {
    const std::size_t equals = text.find('=');
    Varied varied;
    varied.path = text.substr(0, equals);
    if (equals != std::string_view::npos) {
        varied.values = splitValues(text.substr(equals + 1));
    }
    bool good = !varied.path.empty() && !varied.values.empty();
    for (const std::string& value : varied.values) {
        good = good && !value.empty();
    }
    if (!good) {
        return core::Failure{"--vary '" + std::string(text) +
                             "' names no values; write it like deploy.ns.ttl=5s,30s"};
    }
    return varied;
}

std::vector<Choice> choicesOf(const std::vector<Varied>& varied) {
    std::vector<Choice> choices(1);
    for (const Varied& one : varied) {
        std::vector<Choice> longer;
        for (const Choice& choice : choices) {
            for (const std::string& value : one.values) {
                longer.push_back(choice);
                longer.back().push_back(value);
            }
        }
        choices = std::move(longer);
    }
    return choices;
}

} // namespace sim::cli
