// SPDX-License-Identifier: Apache-2.0
// Goal: packets arrive whole with their files or not at all, and nobody waits for one who is gone.
#include "sim/resident/link.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace sim::resident {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class Link : public ::testing::Test {
protected:
    Link() {
        std::string name = (fs::temp_directory_path() / "orrery-link-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~Link() override {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    static std::size_t openFiles() {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
    }

    fs::path folder_;
};

TEST_F(Link, KeepsTheBoundsOfPacketsAndWords) {
    const auto ends = socketPair();
    ASSERT_TRUE(ends);
    const std::vector<Words> sent{
        {"one"}, {"", "two", ""}, {"three", std::string(30'000, 'x'), "\n \"'$"}};
    for (const Words& words : sent) {
        EXPECT_TRUE(send(ends->first, words));
    }
    for (const Words& words : sent) {
        Packet packet;
        ASSERT_EQ(receive(ends->second, packet, milliseconds(0)), Arrival::Packet);
        EXPECT_EQ(packet.words, words);
        EXPECT_TRUE(packet.files.empty());
    }
    Packet packet;
    EXPECT_EQ(receive(ends->second, packet, milliseconds(1)), Arrival::Nothing);
}

TEST_F(Link, PassesOpenFilesAndLeaksNone) {
    const std::size_t before = openFiles();
    {
        const auto ends = socketPair();
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        ASSERT_TRUE(send(ends->first, {"files"}, {pipe[0], pipe[1]}));
        ::close(pipe[0]);
        ::close(pipe[1]);
        Packet packet;
        ASSERT_EQ(receive(ends->second, packet), Arrival::Packet);
        ASSERT_EQ(packet.files.size(), 2U);
        char octet = 'o';
        EXPECT_EQ(::write(packet.files[1].number(), &octet, 1), 1);
        octet = 0;
        EXPECT_EQ(::read(packet.files[0].number(), &octet, 1), 1);
        EXPECT_EQ(octet, 'o');
    }
    EXPECT_EQ(openFiles(), before);
}

TEST_F(Link, NoticesTheEndAfterWhatWasSentBeforeIt) {
    auto ends = socketPair();
    ASSERT_TRUE(send(ends->second, {"never read"}));
    ASSERT_TRUE(send(ends->first, {"the last"}));
    ends->first.close(); // with something unread, which resets the other side
    Packet packet;
    ASSERT_EQ(receive(ends->second, packet), Arrival::Packet);
    EXPECT_EQ(packet.words, Words{"the last"});
    EXPECT_EQ(receive(ends->second, packet), Arrival::End);
    EXPECT_FALSE(send(ends->second, {"anybody?"})); // and no SIGPIPE
}

TEST_F(Link, SendsNothingThatIsTooLong) {
    const auto ends = socketPair();
    EXPECT_FALSE(send(ends->first, {std::string(kMostOctets, 'x')}));
    EXPECT_TRUE(send(ends->first, {std::string(kMostOctets - 1, 'x')}));
    Packet packet;
    ASSERT_EQ(receive(ends->second, packet), Arrival::Packet);
    EXPECT_EQ(packet.words[0].size(), kMostOctets - 1);
}

TEST_F(Link, NeverBlocksOnWhoDoesNotRead) {
    const auto ends = socketPair();
    int sent = 0;
    while (send(ends->first, {std::string(10'000, 'x')})) {
        ASSERT_LT(++sent, 10'000);
    }
    EXPECT_GT(sent, 0);
}

TEST_F(Link, FindsASocketAtALongPathWhichIsForItsUserOnly) {
    fs::path deep = folder_;
    for (int i = 0; i < 5; ++i) {
        deep /= std::string(40, 'd');
    }
    fs::create_directories(deep);
    const fs::path path = deep / "socket";
    EXPECT_FALSE(connectTo(path).isOpen());
    const auto listening = listenAt(path);
    ASSERT_TRUE(listening) << listening.error();
    EXPECT_EQ(fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all),
              fs::perms::none);
    const Descriptor client = connectTo(path);
    ASSERT_TRUE(client.isOpen());
    const Descriptor server = accept(*listening);
    ASSERT_TRUE(server.isOpen());
    ASSERT_TRUE(send(client, {"hello"}));
    Packet packet;
    ASSERT_EQ(receive(server, packet), Arrival::Packet);
    EXPECT_EQ(packet.words, Words{"hello"});
}

TEST_F(Link, TakesThePlaceOfADeadSocketButOfNothingElse) {
    const fs::path path = folder_ / "socket";
    ASSERT_TRUE(listenAt(path)); // closed at once: a dead one
    EXPECT_FALSE(connectTo(path).isOpen());
    const auto second = listenAt(path);
    ASSERT_TRUE(second);
    EXPECT_TRUE(connectTo(path).isOpen());
    std::ofstream(folder_ / "file") << "mine";
    EXPECT_FALSE(listenAt(folder_ / "file"));
    EXPECT_FALSE(connectTo(folder_ / "file").isOpen());
    EXPECT_FALSE(listenAt(folder_ / "absent" / "socket"));
    EXPECT_FALSE(listenAt(folder_ / std::string(200, 'n')));
}

TEST_F(Link, KnowsItsProgramFromOthers) {
    EXPECT_FALSE(programIdentity().empty());
    EXPECT_EQ(programIdentity(), programIdentity());
}

} // namespace
} // namespace sim::resident
