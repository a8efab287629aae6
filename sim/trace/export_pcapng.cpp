// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/export.h"
#include "sim/trace/export_file.h"
#include "sim/trace/frames.h"
#include "sim/trace/pcapng_writer.h"
#include "sim/trace/tcp_replay.h"

#include <charconv>
#include <map>
#include <set>
#include <tuple>

namespace sim::trace {
namespace {

using Done = core::Result<void, TraceError>;

constexpr std::size_t kConnectionPage = 4'096;
constexpr std::size_t kSegmentPage = 256; // of up to 64 KiB each

/// What Wireshark shows as the packet's comment; empty for what arrived.
std::string commentOf(const Reader& reader, const SegmentRow& segment) {
    if (!segment.fate || *segment.fate == Fate::Delivered || *segment.fate == Fate::Duplicate) {
        return {};
    }
    const bool arrived = *segment.fate == Fate::NoListener || *segment.fate == Fate::ProcessGone ||
                         *segment.fate == Fate::StreamGone;
    std::string comment = arrived ? "not received: " : "lost: ";
    comment += *segment.fate == Fate::LostOnLink ? "random loss" : toString(*segment.fate);
    if (segment.lostOn != kNoIndex) {
        comment += " on ";
        comment += reader.linkName(segment.lostOn);
    }
    return comment;
}

/// Which octets are sent again: (connection, direction, begin, whether it is a FIN) -> last row.
using Repeats =
    std::map<std::tuple<std::uint64_t, core::wire::Direction, std::uint64_t, bool>, std::uint64_t>;

/// What must be known before the first row is written.
struct Foreknowledge {
    TcpReplay::PowerOffs powerOffs;
    Repeats repeats;
};

std::int64_t numberOf(const std::optional<std::string>& cell) {
    std::int64_t value = 0;
    const std::string text = cell.value_or("");
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

core::Result<Foreknowledge, TraceError> learn(const Reader& reader) {
    Foreknowledge known;
    const auto offs = reader.query("SELECT host, at FROM host_power WHERE powered_on = 0");
    if (!offs) {
        return core::Failure{offs.error()};
    }
    for (const auto& row : offs->rows) {
        known.powerOffs.insert(
            {static_cast<HostIndex>(numberOf(row[0])), SimTime{numberOf(row[1])}});
    }
    const auto again = reader.query("SELECT connection, direction, begin, fin, max(id) FROM "
                                    "segments WHERE retransmission = 1 GROUP BY 1, 2, 3, 4");
    if (!again) {
        return core::Failure{again.error()};
    }
    for (const auto& row : again->rows) {
        known.repeats[{numberOf(row[0]),
                       numberOf(row[1]) == 0 ? core::wire::Direction::FromClient
                                             : core::wire::Direction::FromServer,
                       numberOf(row[2]), numberOf(row[3]) != 0}] =
            static_cast<std::uint64_t>(numberOf(row[4]));
    }
    return known;
}

/// Rows in order of id, read a page at a time.
template <class Row>
class Pages {
public:
    using Query = core::Result<std::vector<Row>, TraceError> (Reader::*)(std::uint64_t,
                                                                         std::size_t) const;
    Pages(const Reader& reader, Query query, std::size_t size)
        : reader_(reader), query_(query), size_(size) {}

    /// The next row, nullptr at the end or after an error.
    const Row* peek() {
        if (at_ == rows_.size() && !over_) {
            auto page = (reader_.*query_)(last_, size_);
            at_ = 0;
            rows_.clear();
            if (page) {
                rows_ = std::move(page).value();
            } else {
                error_ = page.error();
            }
            over_ = rows_.empty();
        }
        return over_ ? nullptr : &rows_[at_];
    }
    void pop() { last_ = rows_[at_++].id; }
    const std::optional<TraceError>& error() const { return error_; }

private:
    const Reader& reader_;
    Query query_;
    std::size_t size_;
    std::vector<Row> rows_;
    std::size_t at_ = 0;
    std::uint64_t last_ = 0;
    bool over_ = false;
    std::optional<TraceError> error_;
};

class Capture {
public:
    Capture(const Reader& reader, ExportFile& out, Foreknowledge known)
        : reader_(reader), out_(out), writer_(out), repeats_(std::move(known.repeats)),
          replay_(reader.summary().until, std::move(known.powerOffs),
                  [this](const TcpReplay::Packet& packet) { writeTcp(packet); }) {}

    Done write() {
        writeHeader();
        Pages<ConnectionRow> connections(reader_, &Reader::connectionsAfter, kConnectionPage);
        Pages<SegmentRow> segments(reader_, &Reader::segmentsAfter, kSegmentPage);
        while (out_.good()) {
            const ConnectionRow* connection = connections.peek();
            const SegmentRow* segment = segments.peek();
            if (connection != nullptr &&
                (segment == nullptr || connection->opening <= segment->sent)) {
                replay_.advance(connection->opening);
                replay_.open(*connection);
                connections.pop();
            } else if (segment != nullptr) {
                replay_.advance(segment->sent);
                writeSegment(*segment);
                segments.pop();
            } else {
                break;
            }
        }
        for (const auto& error : {connections.error(), segments.error()}) {
            if (error) {
                return core::Failure{*error};
            }
        }
        replay_.finish();
        return out_.finish();
    }

private:
    void writeHeader() {
        const RunHeader& header = reader_.summary().header;
        writer_.begin("Orrery, scenario " + header.scenarioPath + " (" + header.title.en +
                          "), seed " + std::to_string(header.seed),
                      "simulated network");
        std::vector<std::pair<core::runtime::Address, std::string>> names;
        for (const HostEntry& host : header.hosts) {
            if (!host.isSwitch) {
                names.emplace_back(host.address, host.name);
            }
        }
        writer_.names(names);
    }

    /// Of the host's own address, also when it speaks for one that moves; of the address itself if
    /// nobody has it.
    MacAddress macAt(HostIndex host, core::runtime::Address address) const {
        const auto& hosts = reader_.summary().header.hosts;
        const bool known = host < hosts.size() && !address.isMulticast();
        return macOf(known ? hosts[host].address : address);
    }

    void writeSegment(const SegmentRow& segment) {
        const std::string comment = commentOf(reader_, segment);
        if (segment.connection != 0) {
            replay_.send(segment, comment, isSentAgain(segment));
        } else if (segment.copyOf == 0 && segment.from.port != 0 && !isSameSend(segment)) {
            const FrameEnds ends{macAt(segment.fromHost, segment.from.address),
                                 macAt(segment.toHost, segment.to.address), segment.from,
                                 segment.to};
            for (const core::Bytes& frame : frames_.udp(ends, segment.payload)) {
                writeFrame(segment.sent, frame, comment);
            }
        }
    }

    bool isSentAgain(const SegmentRow& segment) const {
        const auto found =
            repeats_.find({segment.connection, segment.direction, segment.begin, segment.fin});
        return found != repeats_.end() && found->second > segment.id;
    }

    /// A group's datagram has a row for each receiving host but leaves its sender once.
    bool isSameSend(const SegmentRow& segment) {
        if (!segment.to.address.isMulticast()) {
            group_.hosts.clear();
            return false;
        }
        const bool again = !group_.hosts.empty() && group_.sent == segment.sent &&
                           group_.from == segment.from && group_.to == segment.to &&
                           group_.payload == segment.payload &&
                           !group_.hosts.contains(segment.toHost);
        if (!again) {
            group_ = {segment.sent, segment.from, segment.to, segment.payload, {}};
        }
        group_.hosts.insert(segment.toHost);
        return again;
    }

    void writeTcp(const TcpReplay::Packet& packet) {
        const ConnectionRow& row = *packet.connection;
        FrameEnds ends{macAt(row.clientHost, row.client.address),
                       macAt(row.serverHost, row.server.address), row.client, row.server};
        if (packet.direction == core::wire::Direction::FromServer) {
            std::swap(ends.fromMac, ends.toMac);
            std::swap(ends.from, ends.to);
        }
        writeFrame(packet.at, frames_.tcp(ends, packet.header, packet.payload), packet.comment);
    }

    void writeFrame(SimTime at, const core::Bytes& frame, std::string_view comment) {
        writer_.packet(reader_.summary().header.start + core::Duration{at.ns}, frame, comment);
    }

    struct GroupSend {
        SimTime sent;
        core::runtime::Endpoint from;
        core::runtime::Endpoint to;
        core::Bytes payload;
        std::set<HostIndex> hosts; ///< that this very datagram went to
    };

    const Reader& reader_;
    ExportFile& out_;
    PcapngWriter writer_;
    Frames frames_;
    Repeats repeats_;
    TcpReplay replay_;
    GroupSend group_;
};

} // namespace

Done exportPcapng(const Reader& reader, const std::filesystem::path& file) {
    if (reader.summary().level != Level::Bytes) {
        return core::Failure{
            TraceError{TraceErrorKind::WrongLevel,
                       reader.path().string() +
                           ": a packet capture needs the octets, which only a trace of level bytes "
                           "has; run the scenario again with --level bytes"}};
    }
    auto known = learn(reader);
    if (!known) {
        return core::Failure{known.error()};
    }
    ExportFile out(file);
    return Capture(reader, out, std::move(known).value()).write();
}

} // namespace sim::trace
