// SPDX-License-Identifier: Apache-2.0
#include "sim/kernel/server.h"

#include <algorithm>
#include <utility>

namespace sim {
namespace {

core::Duration scaled(core::Duration work, std::int64_t percent) {
    __extension__ typedef __int128 Wide;
    const Wide time = static_cast<Wide>(work.ns) * percent / 100;
    return {static_cast<std::int64_t>(std::min<Wide>(time, core::Duration::max().ns))};
}

} // namespace

Server::Server(Kernel& kernel, std::int64_t units)
    : kernel_(kernel), units_(static_cast<std::size_t>(units)) {
    ORRERY_ASSERT(units >= 1);
}

Server::~Server() {
    clear();
}

void Server::submit(std::uint64_t owner, core::Duration work, Done done) {
    queue_.push_back({owner, std::max(work, core::Duration{0}), std::move(done)});
    startJobs();
}

void Server::startJobs() {
    for (std::size_t i = 0; i < units_.size() && !queue_.empty(); ++i) {
        Unit& unit = units_[i];
        if (unit.busy) {
            continue;
        }
        unit.busy = true;
        unit.job = std::move(queue_.front());
        queue_.pop_front();
        unit.event =
            kernel_.schedule(kernel_.now() + scaled(unit.job.work, factorPercent_), *this, i);
    }
}

void Server::fire(std::uint64_t index) {
    Unit& unit = units_[index];
    Done done = std::move(unit.job.done);
    unit.busy = false;
    unit.event = {};
    startJobs();
    done();
}

void Server::drop(std::uint64_t owner) {
    std::erase_if(queue_, [owner](const Job& job) { return job.owner == owner; });
    for (Unit& unit : units_) {
        if (unit.busy && unit.job.owner == owner) {
            kernel_.cancel(unit.event);
            unit.busy = false;
            unit.job = {};
        }
    }
    startJobs();
}

void Server::clear() {
    queue_.clear();
    for (Unit& unit : units_) {
        kernel_.cancel(unit.event);
        unit.busy = false;
        unit.job = {};
    }
}

} // namespace sim
