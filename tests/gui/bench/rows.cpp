// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/bench/rows.h"

#include <QCoreApplication>
#include <QWindow>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <unistd.h>

namespace bench {

void printHead() {
    std::printf("%-52s %10s %-11s %12s\n", "benchmark", "value", "unit", "target");
    std::fflush(stdout);
}

void printRow(const std::string& name, double value, const std::string& unit,
              std::optional<double> target, Better better) {
    char wanted[32] = "-";
    const char* verdict = "";
    if (target) {
        const bool higher = better == Better::Higher;
        std::snprintf(wanted, sizeof wanted, "%s %.4g", higher ? ">=" : "<=", *target);
        verdict = (higher ? value >= *target : value <= *target) ? "met" : "MISSED";
    }
    std::printf("%-52s %10.4g %-11s %12s  %s\n", name.c_str(), value, unit.c_str(), wanted,
                verdict);
    std::fflush(stdout);
}

double Stopwatch::milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_)
        .count();
}

namespace {

double workTime() {
    static const bool kBusy = std::getenv("ORRERY_BENCH_BUSY") != nullptr;
    timespec time{};
    clock_gettime(kBusy ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace

WorkWatch::WorkWatch() : start_(workTime()) {}

double WorkWatch::milliseconds() const {
    return workTime() - start_;
}

double Times::atMost(double share) const {
    std::vector<double> sorted = values_;
    std::sort(sorted.begin(), sorted.end());
    const double rank = std::ceil(share * static_cast<double>(sorted.size()));
    const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
}

void showAtOnce(QWidget& widget, QSize size) {
    widget.resize(size);
    widget.show();
    while (!widget.windowHandle()->isExposed()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QCoreApplication::processEvents();
}

double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double whole = 0;
    double resident = 0;
    file >> whole >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace bench
