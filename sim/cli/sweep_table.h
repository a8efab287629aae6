// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/cli/sweep_plan.h"
#include "sim/trace/outcome.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The result of a sweep: one row a run, in the order of the plan whoever came home first.
namespace sim::cli {

class SweepTable {
public:
    explicit SweepTable(const std::vector<Varied>& varied) : varied_(varied) {}

    /// Adds what a run printed with --json, at its place. False if that is no such report.
    bool add(std::size_t place, std::uint64_t seed, const Choice& choice, const std::string& json);

    /// For people: aligned columns, then a summary for each choice of values.
    std::string text() const;
    /// For programs: RFC 4180, values as whole numbers in the unit that the head names.
    std::string csv() const;

private:
    struct Measure {
        std::string name;
        trace::MeasureUnit unit = trace::MeasureUnit::Count;
    };
    struct Row {
        std::uint64_t seed = 0;
        Choice choice;
        std::string digest;
        std::vector<std::optional<std::int64_t>> values; ///< by measure
        std::string failing; ///< names of the expectations that fail; empty: all hold
    };

    std::vector<std::vector<std::string>> cells() const;
    std::string summary() const;
    std::string summaryOf(const std::vector<const Row*>& rows, std::size_t measure) const;

    std::vector<Varied> varied_;
    std::vector<Measure> measures_; ///< as the first report lists them
    std::map<std::size_t, Row> rows_;
};

} // namespace sim::cli
