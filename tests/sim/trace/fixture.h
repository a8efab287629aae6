// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/trace/catalogue.h"
#include "sim/trace/explain.h"
#include "sim/trace/reader.h"
#include "sim/trace/recorder.h"
#include "sim/trace/report.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <unistd.h>

/// A small world and a hand that feeds a recorder, without any simulator.
namespace sim::trace::testing {

inline constexpr std::int64_t kMs = 1'000'000;
inline constexpr Cause kNoCause{};

inline SimTime ms(std::int64_t count) {
    return {count * kMs};
}

/// A folder of its own that goes when the test ends.
class Folder {
public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "orrery-trace-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Lines that end in '\n' are the messages of the toy protocol.
class LineDissector final : public core::wire::StreamDissector {
public:
    void consume(core::wire::Direction direction, core::ByteView bytes,
                 std::vector<core::wire::FoundMessage>& found) override {
        Half& half = halves_[direction == core::wire::Direction::FromClient ? 0 : 1];
        for (const std::uint8_t octet : bytes) {
            ++half.offset;
            if (octet != '\n') {
                half.line += static_cast<char>(octet);
                continue;
            }
            found.push_back({direction, half.begin, half.offset, core::wire::MessageRole::Request,
                             half.line, false});
            half.begin = half.offset;
            half.line.clear();
        }
    }

private:
    struct Half {
        std::uint64_t begin = 0;
        std::uint64_t offset = 0;
        std::string line;
    };
    std::array<Half, 2> halves_;
};

inline core::wire::FoundMessage echoDissector(core::ByteView payload) {
    return {core::wire::Direction::FromClient,
            0,
            payload.size(),
            core::wire::MessageRole::Heartbeat,
            std::string(core::textOf(payload)),
            false};
}

inline constexpr auto makeLineDissector = []() -> std::unique_ptr<core::wire::StreamDissector> {
    return std::make_unique<LineDissector>();
};
inline const std::array<core::wire::ProtocolDissectors, 2> kDissectors{
    {{"echo", &echoDissector, nullptr}, {"line", nullptr, +makeLineDissector}}};

/// web-1 and web-2 on a switch, a process on each: indexes 0 and 1 for host, link and process.
inline RunHeader world() {
    RunHeader header;
    header.scenarioPath = "two-hosts.yaml";
    header.title = {"Two hosts", "两台主机"};
    header.seed = 0xfedcba9876543210;
    header.horizon = core::Duration{60'000 * kMs};
    header.fidelity = "mixed";
    header.sources = {{"two-hosts.yaml", "orrery: 1\n"}, {"common.yaml", "x: 1\n"}};
    header.overlays = {{"overlay.yaml", "timeline: []\n"}};
    header.sets = {"deploy.web.ttl=30s"};
    header.build = {{"compiler", "GCC 12"}};
    for (std::uint32_t i = 0; i < 2; ++i) {
        const std::string number = std::to_string(i + 1);
        HostEntry host;
        host.name = "web-" + number;
        host.address = {0x0a000001 + i};
        header.hosts.push_back(host);
        header.links.push_back({"web-" + number + "--switch", i, 2, {100'000}, 1'000'000'000});
        header.processes.push_back({"server-" + number, i, "http-service", "server", "{}"});
    }
    HostEntry middle;
    middle.name = "switch";
    middle.isSwitch = true;
    header.hosts.push_back(middle);
    return header;
}

inline Catalogue simulatorCatalogue() {
    const std::array<WordingText, 2> files{
        simulatorWording(),
        WordingText{"test.yaml",
                    "lease-expired:\n  importance: 3\n"
                    "  en: '{process} drops {instance}: no heartbeat for {age}'\n"
                    "  zh: '{process} 移除 {instance}：{age} 未收到心跳'\n"
                    "gives-up:\n  importance: 2\n  en: '{process} gives up on {address}'\n"
                    "  zh: '{process} 放弃 {address}'\n"}};
    auto catalogue = Catalogue::load(files);
    EXPECT_TRUE(catalogue) << (catalogue ? "" : catalogue.error().text);
    return std::move(catalogue).value();
}

/// A trace in the making, and its reader after done().
class Trace {
public:
    explicit Trace(Level level, std::uint64_t maxFileOctets = 0)
        : path(folder / "run.trace"), wording(simulatorCatalogue()) {
        auto made = Recorder::create(path, world(), level, {kDissectors, &wording, maxFileOctets});
        EXPECT_TRUE(made) << (made ? "" : made.error().text);
        recorder = std::move(made).value();
    }

    void datagram(std::uint64_t packet, SimTime at, std::string_view payload,
                  Cause cause = kNoCause) {
        DatagramSent sent;
        sent.packet = packet;
        sent.at = at;
        sent.process = 0;
        sent.fromHost = 0;
        sent.toHost = 1;
        sent.from = {{0x0a000001}, 4000};
        sent.to = {{0x0a000002}, 53};
        sent.protocol = "echo";
        sent.payload = core::viewOf(payload);
        sent.cause = cause;
        recorder->datagramSent(sent);
    }
    void end(std::uint64_t packet, SimTime at, Fate fate = Fate::Delivered,
             LinkIndex link = kNoIndex) {
        recorder->packetEnd({packet, at, fate, fate == Fate::Delivered ? 1 : kNoIndex, link});
    }
    void connect(std::uint64_t connection, SimTime at, std::string_view protocol = "line") {
        ConnectionOpening opening;
        opening.connection = connection;
        opening.at = at;
        opening.clientProcess = 0;
        opening.clientHost = 0;
        opening.serverHost = 1;
        opening.client = {{0x0a000001}, 49152};
        opening.server = {{0x0a000002}, 80};
        opening.protocol = protocol;
        recorder->connectionOpening(opening);
        recorder->connectionOpened({connection, at, 1});
    }
    void segment(std::uint64_t packet, SimTime at, std::uint64_t offset, std::string_view payload,
                 bool again = false,
                 core::wire::Direction direction = core::wire::Direction::FromClient) {
        SegmentSent sent;
        sent.packet = packet;
        sent.at = at;
        sent.connection = 1;
        sent.direction = direction;
        sent.offset = offset;
        sent.payload = core::viewOf(payload);
        sent.retransmission = again;
        recorder->segmentSent(sent);
    }

    /// Finishes the run at `end` and opens the file.
    const Reader& done(SimTime end = ms(1000), RunOutcome outcome = {}) {
        outcome.end = end;
        const auto finished = recorder->finish(outcome);
        EXPECT_TRUE(finished) << (finished ? "" : finished.error().text);
        return open();
    }
    const Reader& open() {
        auto opened = Reader::open(path);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().text);
        reader = std::move(opened).value();
        return *reader;
    }

    Folder folder;
    std::filesystem::path path;
    Catalogue wording;
    std::unique_ptr<Recorder> recorder;
    std::unique_ptr<Reader> reader;
};

inline std::string single(const Reader& reader, std::string_view sql) {
    const auto table = reader.query(sql);
    EXPECT_TRUE(table) << (table ? "" : table.error().text);
    return table && !table->rows.empty() ? table->rows[0][0].value_or("NULL") : "(no row)";
}

} // namespace sim::trace::testing
