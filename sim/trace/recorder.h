// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/wire/dissector.h"
#include "sim/trace/error.h"
#include "sim/trace/outcome.h"
#include "sim/trace/sink.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

/// Writes a run into one SQLite file (docs/reference/trace.md describes every column). The run's
/// thread turns what it is told into rows and finds the messages in streams; a writer thread
/// stores them, commits about every 100 ms of wall time (the first rows sooner) in WAL mode, so
/// that others can read while the file grows, and blocks the run when it falls behind.
namespace sim::trace {

class Catalogue;
struct Branch;

struct RecorderOptions {
    /// Finds messages in streams and summarises datagrams. Protocols without one are recorded
    /// packet by packet. Must outlive the recorder.
    std::span<const core::wire::ProtocolDissectors> dissectors;
    /// Importance and words of event kinds, embedded in the trace; nullptr: every kind is routine.
    const Catalogue* wording = nullptr;
    /// Refuses to let the file grow over so many octets, as a full disk would; 0: no limit.
    std::uint64_t maxFileOctets = 0;
    /// Starts the file there; nullptr: at 0. Copied. What is reported before is compared with the
    /// parent and written only as far as it is still open then.
    const Branch* branch = nullptr;
};

class Recorder final : public Sink {
public:
    /// Makes the file, replacing an old trace of that name (and nothing that is not a trace), and
    /// commits the header. Errors: CannotCreate, DiskFull, Io; NotParent for another level or
    /// seed than the branch's parent has.
    static core::Result<std::unique_ptr<Recorder>, TraceError>
    create(const std::filesystem::path& path, const RunHeader& header, Level level,
           const RecorderOptions& options);

    /// A recorder without file and thread for a run that may be recorded from some later time on:
    /// it only remembers what would be open then. `options.branch` is ignored. Nothing but begin()
    /// and reports may follow.
    static std::unique_ptr<Recorder> rehearse(const RunHeader& header, Level level,
                                              const RecorderOptions& options);

    /// Makes the file, as create() does for that branch if all that was reported since is reported
    /// to it. Errors: as create(); NotParent also for a parent with another past. REQUIRES: made by
    /// rehearse(), not called before; the header has the hosts and processes given there; what was
    /// reported lies before the branch.
    core::Result<void, TraceError> begin(const std::filesystem::path& path, const RunHeader& header,
                                         const Branch& branch);

    /// Without finish() the file keeps everything reported so far, and says it is incomplete.
    ~Recorder() override;

    /// Commits everything reported so far: queries over the whole run are right from here on.
    /// Nothing may be reported afterwards; finish() is still to be called. Errors: DiskFull, Io.
    core::Result<void, TraceError> settle(SimTime end);

    /// Writes what is left, the outcome and the indexes, and closes the file. After a failure
    /// (also one met earlier) the file keeps its last commit. Errors: DiskFull, Io.
    /// REQUIRES: not called before.
    core::Result<void, TraceError> finish(const RunOutcome& outcome);

    /// The first failure of the writer, as soon as it is known: a run may stop early. What is
    /// reported afterwards is dropped.
    std::optional<TraceError> failure() const;

    void hostPower(SimTime at, HostIndex host, bool on, Cause cause) override;
    void linkState(SimTime at, LinkIndex link, bool forwardUp, bool backwardUp,
                   Cause cause) override;
    void linkTraffic(SimTime second, LinkIndex link, bool forward, std::uint64_t packets,
                     std::uint64_t octets) override;
    void processStarted(SimTime at, ProcessIndex process, std::uint32_t incarnation,
                        Cause cause) override;
    void processEnded(SimTime at, ProcessIndex process, std::uint32_t incarnation, ProcessEnd how,
                      std::string_view reason, Cause cause) override;
    void processPaused(SimTime at, ProcessIndex process, bool paused, Cause cause) override;
    void addressMoved(SimTime at, core::runtime::Address address, HostIndex host, bool claimed,
                      Cause cause) override;
    void datagramSent(const DatagramSent& sent) override;
    void connectionOpening(const ConnectionOpening& opening) override;
    void connectionOpened(const ConnectionOpened& opened) override;
    void connectionEnded(const ConnectionEnded& ended) override;
    void segmentSent(const SegmentSent& sent) override;
    void packetEnd(const PacketEnd& end) override;
    void state(SimTime at, ProcessIndex process, std::string_view key,
               const core::runtime::FieldValue& value, Cause cause) override;
    void stateCleared(SimTime at, ProcessIndex process, std::string_view key, Cause cause) override;
    void event(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanBegan(std::uint64_t id, SimTime at, ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanEnded(std::uint64_t id, SimTime at, bool cut) override;
    void counter(SimTime at, ProcessIndex process, std::string_view name,
                 std::int64_t total) override;
    void sample(SimTime at, ProcessIndex process, std::string_view series,
                core::Duration value) override;
    void fault(const FaultRecord& record) override;
    void faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) override;
    void checkFailed(SimTime at, std::string_view check, std::string_view text,
                     Cause cause) override;
    void digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) override;

private:
    struct Parts;
    explicit Recorder(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace sim::trace
