// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/progress.h"

#include "core/base/time.h"

#include <fmt/core.h>

#include <csignal>
#include <string>

namespace sim::cli {
namespace {

std::atomic<bool> interrupted{false};

void onSignal(int signal) {
    if (interrupted.exchange(true)) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

} // namespace

const std::atomic<bool>& catchInterrupts() {
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    return interrupted;
}

void ProgressBar::show(SimTime now, SimTime horizon) {
    if (!visible_ || horizon.ns <= 0) {
        return;
    }
    const int percent = static_cast<int>(now.ns / ((horizon.ns + 99) / 100));
    if (percent == lastPercent_) {
        return;
    }
    lastPercent_ = percent;
    shown_ = true;
    constexpr int kWidth = 40;
    const int filled = percent * kWidth / 100;
    fmt::print(stderr, "\r[{}{}] {:>3} %  {} s of {} s ", std::string(filled, '='),
               std::string(kWidth - filled, ' '), percent, core::formatSeconds({now.ns}, 1),
               core::formatSeconds({horizon.ns}, 1));
}

void ProgressBar::clear() {
    if (shown_) {
        fmt::print(stderr, "\r{}\r", std::string(79, ' '));
        shown_ = false;
    }
}

} // namespace sim::cli
