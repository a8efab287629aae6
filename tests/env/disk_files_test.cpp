// SPDX-License-Identifier: Apache-2.0
#include "tests/env/suite.h"

#include <limits>

namespace tests::env {
namespace {

/// Runs one process on one host with this start handler for a minute.
void runProcess(EnvHarness& h, std::function<void(Env&)> body) {
    h.start("p", "a", std::move(body));
    h.runUntil(t(1_min));
}

FileId openFile(Env& env, std::string_view name) {
    const auto file = env.disk().open(name, OpenMode::OpenOrCreate);
    EXPECT_TRUE(file) << name;
    return file ? *file : FileId{};
}

void append(Env& env, FileId file, std::string_view text) {
    EXPECT_TRUE(env.disk().append(file, core::viewOf(text)));
}

/// Reads a stretch of a file into `out`; "error: ..." if that fails.
void readInto(Env& env, FileId file, std::uint64_t offset, std::size_t length, std::string& out) {
    env.disk().read(file, offset, length, [&out](core::Result<Bytes, DiskError> bytes) {
        out = bytes ? std::string(core::textOf(*bytes))
                    : "error: " + std::string(toString(bytes.error()));
    });
}

template <class T>
std::optional<DiskError> errorOf(const core::Result<T, DiskError>& result) {
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

TEST_P(Disks, F1OpeningAnAbsentFileFails) {
    EnvHarness& h = build({"a"});
    std::optional<DiskError> error;
    runProcess(h, [&](Env& env) { error = errorOf(env.disk().open("f", OpenMode::Existing)); });
    EXPECT_EQ(error, DiskError::NotFound);
}

TEST_P(Disks, F2CreatingAnExistingFileFails) {
    EnvHarness& h = build({"a"});
    std::optional<DiskError> first = DiskError::BadName;
    std::optional<DiskError> second;
    runProcess(h, [&](Env& env) {
        first = errorOf(env.disk().open("f", OpenMode::CreateNew));
        second = errorOf(env.disk().open("f", OpenMode::CreateNew));
    });
    EXPECT_EQ(first, std::nullopt);
    EXPECT_EQ(second, DiskError::AlreadyExists);
}

TEST_P(Disks, F3OpenOrCreateMakesOrKeeps) {
    EnvHarness& h = build({"a"});
    std::vector<std::uint64_t> sizes;
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "dir/f");
        sizes.push_back(*env.disk().size(file));
        append(env, file, "12345");
        env.disk().close(file);
        sizes.push_back(*env.disk().size(openFile(env, "dir/f")));
        sizes.push_back(*env.disk().size(*env.disk().open("dir/f", OpenMode::Existing)));
    });
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{0, 5, 5}));
}

TEST_P(Disks, F4BadNamesAreRefused) {
    EnvHarness& h = build({"a"});
    int refused = 0;
    const Words bad{"", ".", "..", "../f", "a/./b", "a/..", "a//b", "/a", "a/"};
    runProcess(h, [&](Env& env) {
        openFile(env, "f");
        for (const std::string& name : bad) {
            refused += errorOf(env.disk().open(name, OpenMode::OpenOrCreate)) == DiskError::BadName;
            refused += errorOf(env.disk().rename("f", name)) == DiskError::BadName;
            refused += errorOf(env.disk().remove(name)) == DiskError::BadName;
        }
        openFile(env, "...");
        openFile(env, ".hidden/..f");
    });
    EXPECT_EQ(refused, static_cast<int>(bad.size()) * 3);
}

TEST_P(Disks, F5FilesOfAProcessAreItsOwn) {
    EnvHarness& h = build({"a"});
    std::optional<DiskError> error;
    Words seen{"not yet"};
    h.start("p", "a", [](Env& env) { append(env, openFile(env, "f"), "mine"); });
    h.start("q", "a", [&](Env& env) {
        env.after(1_s, [&] {
            error = errorOf(env.disk().open("f", OpenMode::Existing));
            seen = env.disk().list("");
        });
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(error, DiskError::NotFound);
    EXPECT_EQ(seen, Words{});
}

TEST_P(Disks, F6OpensOfOneFileShareItsContent) {
    EnvHarness& h = build({"a"});
    std::string content;
    bool distinct = false;
    runProcess(h, [&](Env& env) {
        const FileId one = openFile(env, "f");
        const FileId two = openFile(env, "f");
        distinct = one != two;
        append(env, one, "ab");
        append(env, two, "cd");
        env.disk().close(one);
        readInto(env, two, 0, 10, content);
    });
    EXPECT_TRUE(distinct);
    EXPECT_EQ(content, "abcd");
}

TEST_P(Disks, F7ChangesAreSeenAtOnce) {
    EnvHarness& h = build({"a"});
    std::vector<std::uint64_t> sizes;
    std::vector<std::string> contents(3);
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "f");
        const auto look = [&](std::size_t i) {
            sizes.push_back(*env.disk().size(file));
            readInto(env, file, 0, 100, contents[i]);
        };
        append(env, file, "abcdef");
        look(0);
        EXPECT_TRUE(env.disk().write(file, 2, core::viewOf("XY")));
        look(1);
        EXPECT_TRUE(env.disk().truncate(file, 3));
        look(2);
    });
    EXPECT_EQ(sizes, (std::vector<std::uint64_t>{6, 6, 3}));
    EXPECT_EQ(contents, (Words{"abcdef", "abXYef", "abX"}));
}

TEST_P(Disks, F8GapsAreZeros) {
    EnvHarness& h = build({"a"});
    std::string content;
    std::uint64_t size = 0;
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, "abcd");
        EXPECT_TRUE(env.disk().truncate(file, 2));
        EXPECT_TRUE(env.disk().truncate(file, 5));
        EXPECT_TRUE(env.disk().write(file, 7, core::viewOf("Z")));
        size = *env.disk().size(file);
        readInto(env, file, 0, 100, content);
    });
    EXPECT_EQ(size, 8u);
    EXPECT_EQ(content, std::string("ab\0\0\0\0\0Z", 8));
}

TEST_P(Disks, F9ReadGivesWhatTheFileHeldAtTheCall) {
    EnvHarness& h = build({"a"});
    std::vector<std::string> contents(5, "unread");
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, "abcdef");
        readInto(env, file, 1, 3, contents[0]);
        readInto(env, file, 4, 100, contents[1]);
        readInto(env, file, 6, 1, contents[2]);
        readInto(env, file, 1'000, 1, contents[3]);
        readInto(env, file, 1, std::numeric_limits<std::size_t>::max(), contents[4]);
        EXPECT_TRUE(env.disk().write(file, 0, core::viewOf("ABCDEFGH")));
    });
    EXPECT_EQ(contents, (Words{"bcd", "ef", "", "", "bcdef"}));
}

TEST_P(Disks, F10ReadAndSyncAlwaysCallBackButNeverDuringTheCall) {
    EnvHarness& h = build({"a"});
    int called = 0;
    int duringCalls = 0;
    int unknown = 0;
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, "x");
        for (const FileId id : {file, FileId{}, FileId{987'654'321}}) {
            env.disk().read(id, 0, 1, [&](auto result) {
                called += 1;
                unknown += errorOf(result) == DiskError::UnknownFile;
            });
            env.disk().sync(id, [&](auto result) {
                called += 1;
                unknown += errorOf(result) == DiskError::UnknownFile;
            });
        }
        env.disk().syncDir([&](auto result) { called += result ? 1 : 100; });
        duringCalls = called;
    });
    EXPECT_EQ(duringCalls, 0);
    EXPECT_EQ(called, 7);
    EXPECT_EQ(unknown, 4);
}

TEST_P(Disks, F11ClosedFileIsUnknown) {
    EnvHarness& h = build({"a"});
    int unknown = 0;
    runProcess(h, [&](Env& env) {
        const FileId file = openFile(env, "f");
        env.disk().close(file);
        env.disk().close(file);
        env.disk().close(FileId{987'654'321});
        const auto expectUnknown = [&](std::optional<DiskError> error) {
            unknown += error == DiskError::UnknownFile;
        };
        expectUnknown(errorOf(env.disk().size(file)));
        expectUnknown(errorOf(env.disk().append(file, core::viewOf("x"))));
        expectUnknown(errorOf(env.disk().write(file, 0, core::viewOf("x"))));
        expectUnknown(errorOf(env.disk().truncate(file, 0)));
        env.disk().read(file, 0, 1, [=](auto result) { expectUnknown(errorOf(result)); });
        env.disk().sync(file, [=](auto result) { expectUnknown(errorOf(result)); });
    });
    EXPECT_EQ(unknown, 6);
}

TEST_P(Disks, F12RenameReplacesAndOpenFilesStayOpen) {
    EnvHarness& h = build({"a"});
    std::vector<std::string> contents(3);
    Words names;
    runProcess(h, [&](Env& env) {
        const FileId fresh = openFile(env, "new");
        const FileId old = openFile(env, "f");
        append(env, fresh, "fresh");
        append(env, old, "old");
        EXPECT_TRUE(env.disk().rename("new", "f"));
        EXPECT_TRUE(env.disk().rename("f", "f"));
        append(env, fresh, "!");
        names = env.disk().list("");
        readInto(env, openFile(env, "f"), 0, 100, contents[0]);
        readInto(env, fresh, 0, 100, contents[1]);
        readInto(env, old, 0, 100, contents[2]);
    });
    EXPECT_EQ(names, (Words{"f"}));
    EXPECT_EQ(contents, (Words{"fresh!", "fresh!", "old"}));
}

TEST_P(Disks, F13RemovedFileLivesOnThroughItsIds) {
    EnvHarness& h = build({"a"});
    std::vector<std::string> contents(2);
    Words names{"?"};
    runProcess(h, [&](Env& env) {
        const FileId old = openFile(env, "f");
        append(env, old, "old");
        EXPECT_TRUE(env.disk().remove("f"));
        names = env.disk().list("");
        append(env, old, " and more");
        const auto fresh = env.disk().open("f", OpenMode::CreateNew);
        ASSERT_TRUE(fresh);
        append(env, *fresh, "new");
        readInto(env, old, 0, 100, contents[0]);
        readInto(env, *fresh, 0, 100, contents[1]);
    });
    EXPECT_EQ(names, Words{});
    EXPECT_EQ(contents, (Words{"old and more", "new"}));
}

TEST_P(Disks, F14RenameAndRemoveNeedTheFile) {
    EnvHarness& h = build({"a"});
    std::optional<DiskError> renamed;
    std::optional<DiskError> removed;
    runProcess(h, [&](Env& env) {
        openFile(env, "f");
        renamed = errorOf(env.disk().rename("absent", "f"));
        removed = errorOf(env.disk().remove("absent"));
    });
    EXPECT_EQ(renamed, DiskError::NotFound);
    EXPECT_EQ(removed, DiskError::NotFound);
}

TEST_P(Disks, F15ListIsSortedByOctets) {
    EnvHarness& h = build({"a"});
    Words all;
    Words logs;
    Words none{"?"};
    runProcess(h, [&](Env& env) {
        for (const char* name : {"log/2", "b", "log/10", "log", "B", "log/\xc3\xa9", "lo"}) {
            openFile(env, name);
        }
        all = env.disk().list("");
        logs = env.disk().list("log/");
        none = env.disk().list("z");
    });
    EXPECT_EQ(all, (Words{"B", "b", "lo", "log", "log/10", "log/2", "log/\xc3\xa9"}));
    EXPECT_EQ(logs, (Words{"log/10", "log/2", "log/\xc3\xa9"}));
    EXPECT_EQ(none, Words{});
}

} // namespace tests::env
