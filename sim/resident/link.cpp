// SPDX-License-Identifier: Apache-2.0
#include "sim/resident/link.h"

#include "core/base/assert.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sim::resident {
namespace {

constexpr int kBacklog = 16;
constexpr const char* kProtocol = "1"; ///< of these packets

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words) {
        text += word;
        text += '\0';
    }
    return text;
}

Words split(std::string_view text) {
    Words words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\0'), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// sun_path has room for 107 octets, and paths have not: the folder goes by its descriptor.
struct Place {
    Descriptor folder;
    sockaddr_un address{};
    bool fits = false;
};

Place placeOf(const std::filesystem::path& path) {
    Place place;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    place.folder = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    const std::string text =
        "/proc/self/fd/" + std::to_string(place.folder.number()) + "/" + path.filename().string();
    place.address.sun_family = AF_UNIX;
    place.fits = place.folder.isOpen() && text.size() < sizeof place.address.sun_path;
    if (place.fits) {
        std::memcpy(place.address.sun_path, text.c_str(), text.size() + 1);
    }
    return place;
}

Descriptor newSocket(int flags) {
    return Descriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0));
}

const sockaddr* plain(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

bool isOurs(const Descriptor& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

void takeFiles(msghdr& message, Packet& packet) {
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(part) + i * sizeof number, sizeof number);
            packet.files.emplace_back(number);
        }
    }
}

} // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

bool send(const Descriptor& socket, const Words& words, const std::vector<int>& files) {
    ORRERY_ASSERT(!words.empty() && files.size() <= kMostFiles);
    std::string text = joined(words);
    if (text.size() > kMostOctets) {
        return false;
    }
    iovec octets{text.data(), text.size()};
    alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(kMostFiles * sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &octets;
    message.msg_iovlen = 1;
    if (!files.empty()) {
        message.msg_control = room.data();
        message.msg_controllen = CMSG_SPACE(files.size() * sizeof(int));
        cmsghdr* part = CMSG_FIRSTHDR(&message);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(files.size() * sizeof(int));
        std::memcpy(CMSG_DATA(part), files.data(), files.size() * sizeof(int));
    }
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(socket.number(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(text.size());
}

Arrival receive(const Descriptor& socket, Packet& packet,
                std::optional<std::chrono::milliseconds> patience) {
    pollfd waiting{socket.number(), POLLIN, 0};
    if (::poll(&waiting, 1, patience ? static_cast<int>(patience->count()) : -1) <= 0) {
        return Arrival::Nothing;
    }
    std::string text(kMostOctets, '\0');
    iovec octets{text.data(), text.size()};
    alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(kMostFiles * sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &octets;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    ssize_t count = -1;
    do { // a reset is told before the packets that came before it, and once
        count = ::recvmsg(socket.number(), &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (count < 0 && errno == ECONNRESET);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
        return Arrival::Nothing;
    }
    if (count <= 0) {
        return Arrival::End;
    }
    packet = {};
    takeFiles(message, packet);
    packet.words = split(std::string_view(text).substr(0, static_cast<std::size_t>(count)));
    return Arrival::Packet;
}

std::optional<std::pair<Descriptor, Descriptor>> socketPair() {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return std::nullopt;
    }
    return std::pair{Descriptor(ends[0]), Descriptor(ends[1])};
}

core::Result<Descriptor, std::string> listenAt(const std::filesystem::path& path) {
    const Place place = placeOf(path);
    if (!place.fits) {
        return core::Failure{path.string() + " is no place for a socket"};
    }
    struct stat status {};
    if (::lstat(path.c_str(), &status) == 0 && !S_ISSOCK(status.st_mode)) {
        return core::Failure{path.string() + " is there already, and no socket"};
    }
    ::unlink(path.c_str());
    Descriptor socket = newSocket(SOCK_NONBLOCK);
    const mode_t before = ::umask(S_IRWXG | S_IRWXO);
    const int bound = ::bind(socket.number(), plain(place.address), sizeof place.address);
    const int why = errno;
    ::umask(before);
    if (bound != 0 || ::listen(socket.number(), kBacklog) != 0) {
        return core::Failure{path.string() + ": " + std::strerror(bound != 0 ? why : errno)};
    }
    return socket;
}

Descriptor accept(const Descriptor& listening) {
    Descriptor socket(::accept4(listening.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket.isOpen() && !isOurs(socket)) {
        socket.close();
    }
    return socket;
}

Descriptor connectTo(const std::filesystem::path& path) {
    const Place place = placeOf(path);
    Descriptor socket = newSocket(SOCK_NONBLOCK);
    if (!place.fits ||
        ::connect(socket.number(), plain(place.address), sizeof place.address) != 0 ||
        !isOurs(socket)) {
        socket.close();
    }
    return socket;
}

std::string programIdentity() {
    struct stat status {};
    if (::stat("/proc/self/exe", &status) != 0) {
        return "";
    }
    std::string text = kProtocol;
    for (const auto part :
         {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
          static_cast<std::int64_t>(status.st_size),
          static_cast<std::int64_t>(status.st_mtim.tv_sec),
          static_cast<std::int64_t>(status.st_mtim.tv_nsec)}) {
        text += " " + std::to_string(part);
    }
    return text;
}

} // namespace sim::resident
