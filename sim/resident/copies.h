// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/resident/link.h"
#include "sim/run/checkpoints.h"

#include <functional>
#include <map>
#include <sys/types.h>

/// Copies of a computing process, made by fork(2) at times spread evenly over the run. A copy
/// sleeps until the keeper hands it a client, then makes a copy of itself for that client and
/// sleeps on. Memory is shared until it is written; the copies get fewer, and their distances
/// larger, when all together take more than they may.
namespace sim::resident {

inline constexpr std::int64_t kMostCopies = 16;
/// No copy is made when less than this is left on the machine.
inline constexpr std::uint64_t kLeastOctetsFree = std::uint64_t{1} << 30;

/// What a copy says to its client. kReady: it could go on as that run, and kGo is the answer;
/// kBegun: it does, with its time; kDone: with the exit code. kStop comes from the client.
inline constexpr const char* kReady = "ready";
inline constexpr const char* kGo = "go";
inline constexpr const char* kBegun = "begun";
inline constexpr const char* kDone = "done";
inline constexpr const char* kStop = "stop";

class Copies final : public run::Checkpoints {
public:
    /// What the words of a client ask for; nullopt: they make no sense here. Called in a copy, in
    /// the client's folder.
    using Understand = std::function<std::optional<run::Continuation>(const Words& words)>;

    /// `mostOctets`: of memory, for this process and its copies together.
    Copies(Descriptor report, std::uint64_t mostOctets, Understand understand)
        : report_(std::move(report)), mostOctets_(mostOctets), understand_(std::move(understand)) {}

    std::optional<SimTime> next(SimTime now, SimTime horizon) override;
    std::optional<run::Continuation> at(SimTime now) override;

    /// This process is a client's.
    bool isClients() const { return client_.isOpen(); }
    /// It goes on with the client's run: refuse() would come too late.
    bool hasBegun() const { return begun_; }
    /// Tells the client why its run must be computed elsewhere, or that a copy of a time before
    /// `earlier` might do, and ends the process.
    [[noreturn]] void refuse(const std::string& why, std::optional<SimTime> earlier = {});
    /// Tells the client that its run is over, and ends the process.
    [[noreturn]] void finish(int code);

private:
    /// In a copy, until a client comes; never returns without one.
    std::optional<run::Continuation> sleep(Descriptor orders);
    std::optional<run::Continuation> attend();
    bool mayBegin();
    void begin();
    bool copy(Descriptor& orders);
    void makeRoom();

    Descriptor report_;
    std::uint64_t mostOctets_;
    Understand understand_;
    core::Duration spacing_;
    bool isLast_ = false;
    std::map<SimTime, pid_t> copies_;
    SimTime time_; ///< of this copy
    // Of a client's process.
    Descriptor client_;
    std::vector<Descriptor> outputs_;
    bool begun_ = false;
};

} // namespace sim::resident
