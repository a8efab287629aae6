// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/sweep_table.h"

#include "sim/run/measure.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace sim::cli {
namespace {

using nlohmann::json;

trace::MeasureUnit unitOf(const std::string& name) {
    for (const trace::MeasureUnit unit : {trace::MeasureUnit::Time, trace::MeasureUnit::Octets}) {
        if (toString(unit) == name) {
            return unit;
        }
    }
    return trace::MeasureUnit::Count;
}

std::string_view suffixOf(trace::MeasureUnit unit) {
    switch (unit) {
    case trace::MeasureUnit::Time:
        return "_ns";
    case trace::MeasureUnit::Octets:
        return "_octets";
    case trace::MeasureUnit::Count:
        break;
    }
    return "";
}

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string text = "\"";
    for (const char letter : cell) {
        text += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return text + "\"";
}

std::string csvLine(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        line += (line.empty() ? "" : ",") + quoted(cell);
    }
    return line + "\r\n";
}

} // namespace

bool SweepTable::add(std::size_t place, std::uint64_t seed, const Choice& choice,
                     const std::string& text) {
    const json report = json::parse(text, nullptr, false);
    if (!report.is_object() || !report.contains("digest") || !report.contains("measures") ||
        !report.contains("expectations")) {
        return false;
    }
    Row row;
    row.seed = seed;
    row.choice = choice;
    row.digest = report["digest"].get<std::string>();
    const bool first = rows_.empty();
    for (const json& measure : report["measures"]) {
        if (first) {
            measures_.push_back(
                {measure["name"].get<std::string>(), unitOf(measure["unit"].get<std::string>())});
        }
        const json& value = measure["value"];
        row.values.push_back(value.is_null() ? std::nullopt
                                             : std::optional(value.get<std::int64_t>()));
    }
    for (const json& expectation : report["expectations"]) {
        if (expectation["verdict"] != "holds") {
            row.failing +=
                (row.failing.empty() ? "" : " ") + expectation["name"].get<std::string>();
        }
    }
    rows_.emplace(place, std::move(row));
    return true;
}

std::vector<std::vector<std::string>> SweepTable::cells() const {
    std::vector<std::vector<std::string>> lines(1);
    lines[0].emplace_back("seed");
    for (const Varied& varied : varied_) {
        lines[0].push_back(varied.path);
    }
    for (const Measure& measure : measures_) {
        lines[0].push_back(measure.name);
    }
    lines[0].insert(lines[0].end(), {"digest", "verdict"});
    for (const auto& [place, row] : rows_) {
        std::vector<std::string>& line = lines.emplace_back();
        line.push_back(std::to_string(row.seed));
        line.insert(line.end(), row.choice.begin(), row.choice.end());
        for (std::size_t i = 0; i < measures_.size(); ++i) {
            line.push_back(row.values[i] ? run::formatValue(*row.values[i], measures_[i].unit)
                                         : "-");
        }
        line.push_back(row.digest);
        line.push_back(row.failing.empty() ? "holds" : "FAILS: " + row.failing);
    }
    return lines;
}

std::string SweepTable::text() const {
    const std::vector<std::vector<std::string>> lines = cells();
    std::vector<std::size_t> widths(lines[0].size());
    for (const std::vector<std::string>& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], line[i].size());
        }
    }
    std::string text;
    for (const std::vector<std::string>& line : lines) {
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            text += fmt::format("{:>{}}  ", line[i], widths[i]);
        }
        text += line.back() + "\n";
    }
    return text + "\n" + summary();
}

/// "least 3, median 5, most 9"; the lower of two medians.
std::string SweepTable::summaryOf(const std::vector<const Row*>& rows, std::size_t measure) const {
    std::vector<std::int64_t> values;
    for (const Row* row : rows) {
        if (row->values[measure]) {
            values.push_back(*row->values[measure]);
        }
    }
    if (values.empty()) {
        return "nothing measured";
    }
    std::sort(values.begin(), values.end());
    const auto shown = [&](std::size_t at) {
        return run::formatValue(values[at], measures_[measure].unit);
    };
    return fmt::format("least {}, median {}, most {}", shown(0), shown((values.size() - 1) / 2),
                       shown(values.size() - 1));
}

std::string SweepTable::summary() const {
    std::vector<std::vector<const Row*>> groups;
    for (const auto& [place, row] : rows_) {
        if (groups.empty() || groups.back().front()->choice != row.choice) {
            groups.emplace_back();
        }
        groups.back().push_back(&row);
    }
    std::string text;
    for (const std::vector<const Row*>& rows : groups) {
        std::string head;
        for (std::size_t i = 0; i < varied_.size(); ++i) {
            head += varied_[i].path + "=" + rows.front()->choice[i] +
                    (i + 1 < varied_.size() ? ", " : ": ");
        }
        const auto holding = std::count_if(rows.begin(), rows.end(),
                                           [](const Row* row) { return row->failing.empty(); });
        text += fmt::format("{}{} of {} runs hold\n", head, holding, rows.size());
        for (std::size_t i = 0; i < measures_.size(); ++i) {
            text += fmt::format("  {}: {}\n", measures_[i].name, summaryOf(rows, i));
        }
    }
    return text;
}

std::string SweepTable::csv() const {
    std::vector<std::string> head{"seed"};
    for (const Varied& varied : varied_) {
        head.push_back(varied.path);
    }
    for (const Measure& measure : measures_) {
        head.push_back(measure.name + std::string(suffixOf(measure.unit)));
    }
    head.insert(head.end(), {"digest", "verdict", "failing"});
    std::string text = csvLine(head);
    for (const auto& [place, row] : rows_) {
        std::vector<std::string> line{std::to_string(row.seed)};
        line.insert(line.end(), row.choice.begin(), row.choice.end());
        for (const std::optional<std::int64_t>& value : row.values) {
            line.push_back(value ? std::to_string(*value) : "");
        }
        line.insert(line.end(), {row.digest, row.failing.empty() ? "holds" : "fails", row.failing});
        text += csvLine(line);
    }
    return text;
}

} // namespace sim::cli
