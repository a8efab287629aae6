// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/function.h"
#include "sim/kernel/kernel.h"

#include <cstdint>
#include <deque>
#include <vector>

/// A first-in-first-out server with one or more identical units (the cores of a cpu, the arm of a
/// disk) in integer nanoseconds. Written instead of using SimGrid's Exec and Io, whose progress
/// is rounded at every step of the clock (docs/decisions).
namespace sim {

class Server final : public EventTarget {
public:
    using Done = core::UniqueFunction<void()>;

    /// REQUIRES: units >= 1; the kernel outlives the server.
    Server(Kernel& kernel, std::int64_t units);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Queues a job that occupies one unit for `work` times the factor in force when it starts,
    /// then calls `done`. `owner` serves drop().
    void submit(std::uint64_t owner, core::Duration work, Done done);

    /// Forgets all jobs of an owner, running ones included: their units are free at once.
    void drop(std::uint64_t owner);
    /// Forgets everything (the machine lost power).
    void clear();

    /// Jobs that start from now on take percent/100 of their time. REQUIRES: percent > 0.
    void setFactor(std::int64_t percent) { factorPercent_ = percent; }

    std::size_t waiting() const { return queue_.size(); }

    void fire(std::uint64_t unit) override;

private:
    struct Job {
        std::uint64_t owner = 0;
        core::Duration work;
        Done done;
    };
    struct Unit {
        bool busy = false;
        Job job;
        EventHandle event;
    };

    void startJobs();

    Kernel& kernel_;
    std::vector<Unit> units_;
    std::deque<Job> queue_;
    std::int64_t factorPercent_ = 100;
};

} // namespace sim
