// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The benchmark program's registry. A benchmark measures one or more lines (so that a ratio and
/// both its numbers come from one run) and runs in a process of its own: memory is not inherited
/// from the one before, and SimGrid's engine exists once a process. To add one: write a function
/// that calls Registry::add, declare it in registry.h and call it in main.cpp.
namespace bench {

enum class Better { Higher, Lower };

struct Line {
    std::string name; ///< "star/100/messages"
    std::string unit; ///< "messages/s"
    Better better = Better::Higher;
    std::optional<double> target; ///< at least, or at most if lower is better

    bool met(double value) const {
        return !target || (better == Better::Higher ? value >= *target : value <= *target);
    }
};

struct Benchmark {
    std::vector<Line> lines;
    std::function<std::vector<double>()> run; ///< one value a line; empty: it failed
};

class Registry {
public:
    void add(std::vector<Line> lines, std::function<std::vector<double>()> run) {
        benchmarks_.push_back({std::move(lines), std::move(run)});
    }
    const std::vector<Benchmark>& all() const { return benchmarks_; }

private:
    std::vector<Benchmark> benchmarks_;
};

/// Seconds of wall time since it was made.
class Stopwatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Octets of memory this process has resident now.
std::int64_t residentOctets();

/// Runs a program that lies beside this one and prints a number; nullopt if it fails.
std::optional<double> numberFrom(const std::string& program);

/// Keeps a computed value from being optimised away.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "r,m"(value) : "memory");
}

} // namespace bench
