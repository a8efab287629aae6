// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/run/shop.h"

#include "core/base/assert.h"
#include "core/base/hash.h"
#include "core/components/components.h"
#include "sim/scenario/loader.h"
#include "sim/trace/value.h"

#include <algorithm>
#include <iostream>

namespace sim::run::testing {
namespace {

using trace::Cause;

std::uint64_t word(std::uint64_t value) {
    return value;
}
std::uint64_t word(std::string_view text) {
    return core::hash64(text, text.size());
}
std::uint64_t word(core::ByteView bytes) {
    return core::hash64(bytes, bytes.size());
}
std::uint64_t word(SimTime at) {
    return static_cast<std::uint64_t>(at.ns);
}
std::uint64_t word(const core::runtime::Endpoint& end) {
    return core::combine64(end.address.value, end.port);
}
std::uint64_t word(std::span<const core::runtime::Field> fields) {
    std::string json;
    trace::appendJson(json, fields);
    return word(json);
}
std::uint64_t word(const core::runtime::FieldValue& value) {
    const core::runtime::Field field{"value", value};
    return word(std::span(&field, 1));
}
std::uint64_t word(const Cause& cause) {
    const auto one = [](const trace::CauseRef& ref) {
        return core::combine64(static_cast<std::uint64_t>(ref.kind), ref.id);
    };
    return core::combine64(one(cause.full), one(cause.story));
}

class Ear final : public trace::Sink {
public:
    explicit Ear(Heard& heard) : heard_(heard) {}

    void hostPower(SimTime at, trace::HostIndex host, bool on, Cause cause) override {
        note(at, "hostPower", host, std::uint64_t{on}, cause);
    }
    void linkState(SimTime at, trace::LinkIndex link, bool forward, bool backward,
                   Cause cause) override {
        note(at, "linkState", link, std::uint64_t{forward}, std::uint64_t{backward}, cause);
    }
    void linkTraffic(SimTime second, trace::LinkIndex link, bool forward, std::uint64_t packets,
                     std::uint64_t octets) override {
        auto& sums = heard_.traffic[{second.ns, link, forward ? 0 : 1}];
        sums[0] += packets;
        sums[1] += octets;
    }
    void processStarted(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                        Cause cause) override {
        note(at, "processStarted", process, incarnation, cause);
    }
    void processEnded(SimTime at, trace::ProcessIndex process, std::uint32_t incarnation,
                      trace::ProcessEnd how, std::string_view reason, Cause cause) override {
        note(at, "processEnded", process, incarnation, toString(how), reason, cause);
    }
    void processPaused(SimTime at, trace::ProcessIndex process, bool paused, Cause cause) override {
        note(at, "processPaused", process, std::uint64_t{paused}, cause);
    }
    void addressMoved(SimTime at, core::runtime::Address address, trace::HostIndex host,
                      bool claimed, Cause cause) override {
        note(at, "addressMoved", address.value, host, std::uint64_t{claimed}, cause);
    }
    void datagramSent(const trace::DatagramSent& sent) override {
        note(sent.at, "datagramSent", sent.packet, sent.process, sent.fromHost, sent.toHost,
             sent.from, sent.to, sent.protocol, sent.payload, sent.copyOf, sent.cause);
    }
    void connectionOpening(const trace::ConnectionOpening& opening) override {
        note(opening.at, "connectionOpening", opening.connection, opening.clientProcess,
             opening.client, opening.server, opening.protocol, opening.cause);
    }
    void connectionOpened(const trace::ConnectionOpened& opened) override {
        note(opened.at, "connectionOpened", opened.connection, opened.serverProcess);
    }
    void connectionEnded(const trace::ConnectionEnded& ended) override {
        note(ended.at, "connectionEnded", ended.connection, static_cast<std::uint64_t>(ended.side),
             static_cast<std::uint64_t>(ended.end), std::uint64_t{ended.aborted}, ended.cause);
    }
    void segmentSent(const trace::SegmentSent& sent) override {
        note(sent.at, "segmentSent", sent.packet, sent.connection,
             static_cast<std::uint64_t>(sent.direction), sent.offset, sent.payload,
             std::uint64_t{sent.fin}, std::uint64_t{sent.retransmission}, sent.cause);
    }
    void packetEnd(const trace::PacketEnd& end) override {
        note(end.at, toString(end.fate), end.packet, end.process, end.link);
    }
    void state(SimTime at, trace::ProcessIndex process, std::string_view key,
               const core::runtime::FieldValue& value, Cause cause) override {
        note(at, "state", process, key, value, cause);
    }
    void stateCleared(SimTime at, trace::ProcessIndex process, std::string_view key,
                      Cause cause) override {
        note(at, "stateCleared", process, key, cause);
    }
    void event(std::uint64_t id, SimTime at, trace::ProcessIndex process, std::string_view kind,
               std::span<const core::runtime::Field> fields, Cause cause) override {
        note(at, "event", id, process, kind, fields, cause);
    }
    void spanBegan(std::uint64_t id, SimTime at, trace::ProcessIndex process, std::string_view kind,
                   std::span<const core::runtime::Field> fields, Cause cause) override {
        note(at, "spanBegan", id, process, kind, fields, cause);
    }
    void spanEnded(std::uint64_t id, SimTime at, bool cut) override {
        note(at, "spanEnded", id, std::uint64_t{cut});
    }
    void counter(SimTime at, trace::ProcessIndex process, std::string_view name,
                 std::int64_t total) override {
        note(at, "counter", process, name, static_cast<std::uint64_t>(total));
    }
    void sample(SimTime at, trace::ProcessIndex process, std::string_view series,
                core::Duration value) override {
        note(at, "sample", process, series, static_cast<std::uint64_t>(value.ns));
    }
    void fault(const trace::FaultRecord& record) override {
        note(record.at, "fault", record.timeline, record.verb, record.text, record.target,
             record.refused, record.cause);
    }
    void faultRefused(SimTime at, std::uint64_t timeline, std::string_view reason) override {
        note(at, "faultRefused", timeline, reason);
    }
    void checkFailed(SimTime at, std::string_view check, std::string_view text,
                     Cause cause) override {
        note(at, "checkFailed", check, text, cause);
    }
    void digestBlock(std::uint64_t index, SimTime end, std::uint64_t hash) override {
        note(end, "digestBlock", index, hash);
    }

private:
    template <class... Words>
    void note(SimTime at, std::string_view what, const Words&... words) {
        std::uint64_t state = word(at);
        ((state = core::combine64(state, word(words))), ...);
        heard_.reports.push_back({at, std::string(what), state});
    }

    Heard& heard_;
};

/// The reports before `until`. They are in order of time but for the end of a digest block, which
/// is told when the next event begins.
std::vector<const OneReport*> before(const std::vector<OneReport>& reports, SimTime until) {
    std::vector<const OneReport*> early;
    for (const OneReport& report : reports) {
        if (report.at < until) {
            early.push_back(&report);
        }
    }
    return early;
}

std::string inWords(const OneReport& report) {
    return report.what + " at " + core::formatSeconds({report.at.ns}, 9) + " s";
}

} // namespace

scenario::Scenario shop(const std::string& overlay) {
    const std::string folder = ORRERY_SOURCE_DIR "/tests/sim/run/";
    const scenario::DiskFiles disk;
    scenario::MemoryFiles files(disk);
    scenario::LoadOptions options;
    options.schemas = core::components::schemas();
    options.files = &files;
    if (!overlay.empty()) {
        files.add(folder + "overlay.yaml", overlay);
        options.overlays.push_back(folder + "overlay.yaml");
    }
    auto loaded = scenario::load(folder + "shop.yaml", options);
    if (!loaded) {
        for (const scenario::Diagnostic& diagnostic : loaded.error()) {
            std::cerr << scenario::toString(diagnostic) << "\n" << overlay;
        }
    }
    return std::move(loaded).value();
}

std::size_t Heard::count(std::string_view what) const {
    return static_cast<std::size_t>(std::count_if(
        reports.begin(), reports.end(), [what](const OneReport& one) { return one.what == what; }));
}

std::string Heard::firstDifference(const Heard& other, SimTime until) const {
    const std::vector<const OneReport*> mine = before(reports, until);
    const std::vector<const OneReport*> theirs = before(other.reports, until);
    for (std::size_t i = 0; i < std::min(mine.size(), theirs.size()); ++i) {
        if (mine[i]->what != theirs[i]->what || mine[i]->hash != theirs[i]->hash) {
            return inWords(*mine[i]) + " instead of " + inWords(*theirs[i]);
        }
    }
    if (mine.size() != theirs.size()) {
        return mine.size() < theirs.size() ? "no " + inWords(*theirs[mine.size()])
                                           : "one more " + inWords(*mine[theirs.size()]);
    }
    constexpr std::int64_t kSecondNs = 1'000'000'000;
    const auto whole = [until](const auto& map) {
        return std::vector(map.begin(), map.lower_bound({until.ns - until.ns % kSecondNs, 0, 0}));
    };
    return whole(traffic) == whole(other.traffic) ? "" : "traffic of a link";
}

Heard hear(const scenario::Scenario& scenario, SimTime horizon) {
    Heard heard;
    Ear ear(heard);
    RunRequest request;
    request.until = core::Duration{horizon.ns};
    request.level = scenario::Level::Off;
    request.sinks.push_back(&ear);
    heard.report = run(scenario, request).value();
    return heard;
}

} // namespace sim::run::testing
