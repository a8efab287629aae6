// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// What a benchmark prints: a number beside its target.
namespace bench {

enum class Better { Higher, Lower };

void printHead();
void printRow(const std::string& name, double value, const std::string& unit,
              std::optional<double> target = std::nullopt, Better better = Better::Lower);

/// Of a list of times, all in one unit.
class Times {
public:
    void add(double value) { values_.push_back(value); }
    bool isEmpty() const { return values_.empty(); }
    /// `share` of them are at most so long. REQUIRES: not empty.
    double atMost(double share) const;
    double median() const { return atMost(0.5); }
    double worst() const { return atMost(1); }

private:
    std::vector<double> values_;
};

/// Milliseconds of wall time since it was made.
class Stopwatch {
public:
    double milliseconds() const;

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Milliseconds since it was made: of wall time, or of this process's processor time if
/// ORRERY_BENCH_BUSY is set: for what is computed here on a machine that others use as well.
class WorkWatch {
public:
    WorkWatch();
    double milliseconds() const;

private:
    double start_;
};

/// On a window of that many logical pixels, ready to be painted.
void showAtOnce(QWidget& widget, QSize size);

/// Megabytes of memory this process has resident now.
double residentMegabytes();

} // namespace bench
