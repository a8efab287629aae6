// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

/// Reads a capture with tshark, Wireshark's terminal program: one map of field to text a packet.
/// Several values of a field are joined by ';'.
namespace sim::trace::testing {

using Packet = std::map<std::string, std::string>;

struct Dissection {
    bool ran = false; ///< false: tshark is not installed, or it stopped
    std::vector<Packet> packets;

    std::size_t count(const std::string& field, const std::string& value = {}) const {
        std::size_t found = 0;
        for (const Packet& packet : packets) {
            std::istringstream values(packet.at(field));
            for (std::string one; std::getline(values, one, ';');) {
                found += value.empty() || one == value ? 1 : 0;
            }
        }
        return found;
    }
};

inline std::vector<std::string> fieldNames() {
    return {"frame.time_epoch",
            "frame.comment",
            "_ws.malformed",
            "_ws.expert.severity",
            "eth.src",
            "ip.src",
            "ip.dst",
            "ip.checksum.status",
            "ip.fragment.count",
            "udp.checksum.status",
            "udp.length",
            "udp.dstport",
            "tcp.checksum.status",
            "tcp.stream",
            "tcp.flags",
            "tcp.len",
            "tcp.dstport",
            "tcp.window_size",
            "tcp.analysis.lost_segment",
            "tcp.analysis.ack_lost_segment",
            "tcp.analysis.retransmission",
            "tcp.analysis.fast_retransmission",
            "tcp.analysis.spurious_retransmission",
            "tcp.analysis.out_of_order",
            "tcp.analysis.duplicate_ack",
            "http.request.method",
            "http.response.code",
            "dns.flags.response"};
}

inline Dissection dissect(const std::filesystem::path& capture) {
    std::string command = "tshark -n -r '" + capture.string() +
                          "' -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE "
                          "-o ip.check_checksum:TRUE -d tcp.port==8761,http "
                          "-T fields -E occurrence=a -E 'aggregator=;'";
    for (const std::string& field : fieldNames()) {
        command += " -e " + field;
    }
    command += " 2>/dev/null";
    std::string text;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[65'536];
    for (std::size_t length = 0;
         pipe != nullptr && (length = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        text.append(buffer, length);
    }
    Dissection result;
    result.ran = pipe != nullptr && ::pclose(pipe) == 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        Packet packet;
        std::istringstream cells(line + '\t');
        for (const std::string& field : fieldNames()) {
            std::getline(cells, packet[field], '\t');
        }
        result.packets.push_back(std::move(packet));
    }
    return result;
}

} // namespace sim::trace::testing
