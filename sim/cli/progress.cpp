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
    if (style_ == ProgressStyle::None || horizon.ns <= 0) {
        return;
    }
    const int percent = static_cast<int>(now.ns / ((horizon.ns + 99) / 100));
    if (percent != lastPercent_) {
        draw(percent, core::formatSeconds({now.ns}, 1) + " s of " +
                          core::formatSeconds({horizon.ns}, 1) + " s");
    }
}

void ProgressBar::showCount(std::size_t done, std::size_t total) {
    if (style_ != ProgressStyle::None && total > 0) {
        draw(static_cast<int>(done * 100 / total),
             std::to_string(done) + " of " + std::to_string(total) + " runs");
    }
}

void ProgressBar::draw(int percent, const std::string& text) {
    lastPercent_ = percent;
    if (style_ == ProgressStyle::Lines) {
        fmt::print(stderr, "{} %, {}\n", percent, text);
        return;
    }
    shown_ = true;
    constexpr int kWidth = 40;
    const int filled = percent * kWidth / 100;
    fmt::print(stderr, "\r[{}{}] {:>3} %  {} ", std::string(filled, '='),
               std::string(kWidth - filled, ' '), percent, text);
}

void ProgressBar::clear() {
    if (shown_) {
        fmt::print(stderr, "\r{}\r", std::string(79, ' '));
        shown_ = false;
    }
}

} // namespace sim::cli
