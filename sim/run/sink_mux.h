// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/sink.h"

#include <vector>

namespace sim::run {

/// Passes everything on to several sinks, in order. Borrowed.
class SinkMux final : public trace::Sink {
public:
    using SimTime = sim::SimTime;
    using Cause = trace::Cause;

    void add(trace::Sink* sink) { sinks_.push_back(sink); }
    void clear() { sinks_.clear(); }
    bool empty() const { return sinks_.empty(); }

    void hostPower(SimTime at, trace::HostIndex host, bool on, Cause cause) override;
    void linkState(SimTime at, trace::LinkIndex link, bool forwardUp, bool backwardUp,
                   Cause cause) override;
    void linkTraffic(SimTime second, trace::LinkIndex link, bool forward, std::uint64_t packets,
                     std::uint64_t octets) override;
    void processStarted(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                        Cause cause) override;
    void processEnded(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                      trace::ProcessEnd how, std::string_view reason, Cause cause) override;
    void processPaused(SimTime at, trace::ProcessIndex process, bool paused, Cause cause) override;
    void addressMoved(SimTime at, core::runtime::Address address, trace::HostIndex host,
                      bool claimed, Cause cause) override;
    void datagramSent(const trace::DatagramSent& sent) override;
    void connectionOpening(const trace::ConnectionOpening& opening) override;
    void connectionOpened(const trace::ConnectionOpened& opened) override;
    void connectionEnded(const trace::ConnectionEnded& ended) override;
    void segmentSent(const trace::SegmentSent& sent) override;
    void packetEnd(const trace::PacketEnd& end) override;
    void state(SimTime at, trace::ProcessIndex process, std::string_view key,
               const core::runtime::FieldValue& value, Cause cause) override;
    void stateCleared(SimTime at, trace::ProcessIndex process, std::string_view key,
                      Cause cause) override;
    void event(std::uint64_t id, SimTime at, trace::ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanBegan(std::uint64_t id, SimTime at, trace::ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, Cause cause) override;
    void spanEnded(std::uint64_t id, SimTime at, bool cut) override;
    void counter(SimTime at, trace::ProcessIndex process, std::string_view name,
                 std::int64_t total) override;
    void sample(SimTime at, trace::ProcessIndex process, std::string_view series,
                core::Duration value) override;
    void fault(const trace::FaultRecord& record) override;
    void faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) override;
    void checkFailed(SimTime at, std::string_view check, std::string_view text,
                     Cause cause) override;
    void digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) override;

private:
    template <class Method, class... Args>
    void each(Method method, const Args&... args) {
        for (trace::Sink* sink : sinks_) {
            (sink->*method)(args...);
        }
    }

    std::vector<trace::Sink*> sinks_;
};

} // namespace sim::run
