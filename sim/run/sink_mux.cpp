// SPDX-License-Identifier: Apache-2.0
#include "sim/run/sink_mux.h"

namespace sim::run {

using trace::Sink;

void SinkMux::hostPower(SimTime at, trace::HostIndex host, bool on, Cause cause) {
    each(&Sink::hostPower, at, host, on, cause);
}

void SinkMux::linkState(SimTime at, trace::LinkIndex link, bool forwardUp, bool backwardUp,
                        Cause cause) {
    each(&Sink::linkState, at, link, forwardUp, backwardUp, cause);
}

void SinkMux::linkTraffic(SimTime second, trace::LinkIndex link, bool forward,
                          std::uint64_t packets, std::uint64_t octets) {
    each(&Sink::linkTraffic, second, link, forward, packets, octets);
}

void SinkMux::processStarted(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                             Cause cause) {
    each(&Sink::processStarted, at, process, incarnation, cause);
}

void SinkMux::processEnded(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                           trace::ProcessEnd how, std::string_view reason, Cause cause) {
    each(&Sink::processEnded, at, process, incarnation, how, reason, cause);
}

void SinkMux::processPaused(SimTime at, trace::ProcessIndex process, bool paused, Cause cause) {
    each(&Sink::processPaused, at, process, paused, cause);
}

void SinkMux::addressMoved(SimTime at, core::runtime::Address address, trace::HostIndex host,
                           bool claimed, Cause cause) {
    each(&Sink::addressMoved, at, address, host, claimed, cause);
}

void SinkMux::datagramSent(const trace::DatagramSent& sent) {
    each(&Sink::datagramSent, sent);
}

void SinkMux::connectionOpening(const trace::ConnectionOpening& opening) {
    each(&Sink::connectionOpening, opening);
}

void SinkMux::connectionOpened(const trace::ConnectionOpened& opened) {
    each(&Sink::connectionOpened, opened);
}

void SinkMux::connectionEnded(const trace::ConnectionEnded& ended) {
    each(&Sink::connectionEnded, ended);
}

void SinkMux::segmentSent(const trace::SegmentSent& sent) {
    each(&Sink::segmentSent, sent);
}

void SinkMux::packetEnd(const trace::PacketEnd& end) {
    each(&Sink::packetEnd, end);
}

void SinkMux::state(SimTime at, trace::ProcessIndex process, std::string_view key,
                    const core::runtime::FieldValue& value, Cause cause) {
    each(&Sink::state, at, process, key, value, cause);
}

void SinkMux::stateCleared(SimTime at, trace::ProcessIndex process, std::string_view key,
                           Cause cause) {
    each(&Sink::stateCleared, at, process, key, cause);
}

void SinkMux::event(std::uint64_t id, SimTime at, trace::ProcessIndex process,
                    std::string_view kind, std::span<const core::runtime::Field> fields,
                    Cause cause) {
    each(&Sink::event, id, at, process, kind, fields, cause);
}

void SinkMux::spanBegan(std::uint64_t id, SimTime at, trace::ProcessIndex process,
                        std::string_view kind, std::span<const core::runtime::Field> fields,
                        Cause cause) {
    each(&Sink::spanBegan, id, at, process, kind, fields, cause);
}

void SinkMux::spanEnded(std::uint64_t id, SimTime at, bool cut) {
    each(&Sink::spanEnded, id, at, cut);
}

void SinkMux::counter(SimTime at, trace::ProcessIndex process, std::string_view name,
                      std::int64_t total) {
    each(&Sink::counter, at, process, name, total);
}

void SinkMux::sample(SimTime at, trace::ProcessIndex process, std::string_view series,
                     core::Duration value) {
    each(&Sink::sample, at, process, series, value);
}

void SinkMux::fault(const trace::FaultRecord& record) {
    each(&Sink::fault, record);
}

void SinkMux::faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) {
    each(&Sink::faultRefused, at, timeline, reason);
}

void SinkMux::checkFailed(SimTime at, std::string_view check, std::string_view text, Cause cause) {
    each(&Sink::checkFailed, at, check, text, cause);
}

void SinkMux::digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) {
    each(&Sink::digestBlock, index, end, hash);
}

} // namespace sim::run
