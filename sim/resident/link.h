// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Packets between the processes of a resident and its clients: lists of words, and open files
/// that go with them, over UNIX sockets that keep the bounds of packets (unix(7): SOCK_SEQPACKET,
/// SCM_RIGHTS). Only processes of one user and one program talk to each other.
namespace sim::resident {

/// An open file, closed with this object.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const { return number_; }
    bool isOpen() const { return number_ >= 0; }
    void close() { *this = Descriptor(); }

private:
    int number_ = -1;
};

using Words = std::vector<std::string>;

struct Packet {
    Words words;
    std::vector<Descriptor> files;
};

/// At most so many files go with a packet.
inline constexpr std::size_t kMostFiles = 2;
/// Longer packets are not sent.
inline constexpr std::size_t kMostOctets = 64 * 1024;

/// False if nobody is there, or for a packet that is too long. Never blocks; never SIGPIPE.
/// REQUIRES: words hold no NUL; one at least.
bool send(const Descriptor& socket, const Words& words, const std::vector<int>& files = {});

enum class Arrival {
    Packet,
    Nothing, ///< within the time, or a signal came first
    End,     ///< the other side is gone
};
/// Waits so long (forever without a time) for a packet.
Arrival receive(const Descriptor& socket, Packet& packet,
                std::optional<std::chrono::milliseconds> patience = {});

/// Two ends of one socket.
std::optional<std::pair<Descriptor, Descriptor>> socketPair();

/// Listens at a path, for this user only; what was there goes. Errors: one sentence.
core::Result<Descriptor, std::string> listenAt(const std::filesystem::path& path);
/// The next client; not open if there is none, or if it is another user's.
Descriptor accept(const Descriptor& listening);
/// Not open if nobody listens there.
Descriptor connectTo(const std::filesystem::path& path);

/// Tells one build of the program, as it runs, from every other.
std::string programIdentity();

} // namespace sim::resident
