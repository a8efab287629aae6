// SPDX-License-Identifier: Apache-2.0
#include "tests/env/disk_support.h"

#include <bit>

namespace tests::env {
namespace {

/// 1,000 sectors: 8.192 ms at the 500 MB/s of the default disk.
constexpr std::size_t kBig = 1'000 * kSector;
constexpr Duration kTransfer = 8'192_us;
constexpr Duration kLatency = 100_us;
constexpr Duration kSync = 1_ms;

template <class T>
std::optional<DiskError> errorOf(const core::Result<T, DiskError>& result) {
    return result ? std::nullopt : std::optional(result.error());
}

World small(std::int64_t capacity) {
    World world = diskWorld(UnsyncedFate::Kept);
    world.hosts[0].diskCapacity = capacity;
    return world;
}

void idle(EnvHarness& h) {
    h.start("p", "a", [](Env&) {});
}

} // namespace

TEST_P(Disks, F16WarmReadCallsBackAtTheSameInstant) {
    NEEDS(ExactTimes);
    EnvHarness& h = build({"a"});
    Times done;
    idle(h);
    h.at(t(1_s), "p", [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, std::string(kBig, 'x'));
        env.disk().read(file, 0, kBig, [&](auto) { done.push_back(h.now()); });
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(done, (Times{t(1_s)}));
}

TEST_P(Disks, F17ColdReadTakesLatencyAndTransferOnce) {
    NEEDS(DiskFaults);
    NEEDS(Power);
    EnvHarness& h = build(diskWorld(UnsyncedFate::Kept));
    Times done;
    h.start("p", "a", [&](Env& env) {
        if (env.self().incarnation == 1) {
            append(env, openFile(env, "f"), std::string(kBig, 'x'));
        }
    });
    h.inject(t(1_s), powerOff("a"));
    h.inject(t(2_s), powerOn("a"));
    for (const Duration when : {3_s, 4_s}) {
        h.at(t(when), "p", [&](Env& env) {
            const FileId file = openFile(env, "f");
            env.disk().read(file, 0, kBig, [&](auto bytes) {
                EXPECT_TRUE(bytes && bytes->size() == kBig);
                done.push_back(h.now());
            });
        });
    }
    h.runUntil(t(5_s));
    EXPECT_EQ(done, (Times{t(3_s + kLatency + kTransfer), t(4_s)}));
}

TEST_P(Disks, F18SyncTakesLatencySyncLatencyAndTransfer) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    Times done;
    idle(h);
    FileId file;
    const auto syncAt = [&](Duration when) {
        h.at(t(when), "p",
             [&](Env& env) { env.disk().sync(file, [&](auto) { done.push_back(h.now()); }); });
    };
    h.at(t(1_s), "p", [&](Env& env) {
        file = openFile(env, "f");
        append(env, file, std::string(kBig, 'x'));
    });
    syncAt(2_s);
    syncAt(3_s);
    h.at(t(4_s), "p", [&](Env& env) {
        EXPECT_TRUE(env.disk().write(file, 2 * kSector + 5, core::viewOf("one sector")));
    });
    syncAt(5_s);
    h.runUntil(t(6_s));
    EXPECT_EQ(done, (Times{t(2_s + kLatency + kSync + kTransfer), t(3_s + kLatency + kSync),
                           t(5_s + kLatency + kSync + 8'192_ns)}));
}

TEST_P(Disks, F19DiskServesAllProcessesInOrder) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    Log log;
    for (const char* name : {"p", "q"}) {
        h.start(name, "a", [&h, &log, name](Env& env) {
            const FileId file = openFile(env, "f");
            env.after(1_s, [&h, &log, &env, file, name] {
                for (int i = 0; i < 2; ++i) {
                    env.disk().sync(file, [&h, &log, name](auto) {
                        log.entries.push_back({name, h.now()});
                    });
                }
            });
        });
    }
    h.runUntil(t(2_s));
    const Duration each = kLatency + kSync;
    EXPECT_EQ(log.words(), (Words{"p", "p", "q", "q"}));
    EXPECT_EQ(log.times(),
              (Times{t(1_s + each), t(1_s + each * 2), t(1_s + each * 3), t(1_s + each * 4)}));
}

TEST_P(Disks, F20SlowDiskStretchesWhatItStartsLater) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    Times done;
    idle(h);
    h.inject(t(1_s + 500_us), slowDisk("a", 400));
    h.inject(t(3_s), slowDisk("a", 100));
    for (const Duration when : {1_s, 2_s, 4_s}) {
        h.at(t(when), "p", [&](Env& env) {
            const FileId file = openFile(env, "f");
            env.disk().sync(file, [&](auto) { done.push_back(h.now()); });
        });
    }
    h.runUntil(t(5_s));
    const Duration each = kLatency + kSync;
    EXPECT_EQ(done, (Times{t(1_s + each), t(2_s + each * 4), t(4_s + each)}));
}

TEST_P(Disks, F31FailedSyncReportsAndTheProcessStillReads) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    idle(h);
    std::vector<std::optional<DiskError>> results;
    Files files;
    h.inject(t(1_s), failSync("a", 2));
    for (int i = 0; i < 3; ++i) {
        h.at(t(2_s + 1_s * i), "p", [&](Env& env) {
            const FileId file = openFile(env, "f");
            append(env, file, "x");
            env.disk().sync(file, [&](auto result) { results.push_back(errorOf(result)); });
        });
    }
    h.at(t(6_s), "p", [&](Env& env) { readAll(env, files); });
    h.runUntil(t(7_s));
    EXPECT_EQ(results, (std::vector<std::optional<DiskError>>{
                           DiskError::SyncFailed, DiskError::SyncFailed, std::nullopt}));
    EXPECT_EQ(files, (Files{{"f", "xxx"}}));
}

TEST_P(Disks, F32LaterSyncDoesNotRepairAFailedOne) {
    NEEDS(DiskFaults);
    NEEDS(Power);
    int lost = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        EnvHarness& h = build(diskWorld(UnsyncedFate::Lost, seed));
        h.inject(t(1_s), failSync("a"));
        std::vector<bool> succeeded;
        const Files files = filesAfterPowerLoss(h, [&](Env& env) {
            const FileId file = openFile(env, "f");
            append(env, file, std::string(2 * kSector, 'a'));
            sync(env, file);
            syncDir(env);
            const auto overwrite = [&env, &succeeded, file](std::uint64_t at, char letter) {
                const std::string text(kSector, letter);
                EXPECT_TRUE(env.disk().write(file, at, core::viewOf(text)));
                env.disk().sync(file,
                                [&succeeded](auto done) { succeeded.push_back(done.has_value()); });
            };
            env.after(2_s, [overwrite] { overwrite(0, 'b'); });
            env.after(3_s, [overwrite] { overwrite(kSector, 'c'); });
        });
        ASSERT_EQ(succeeded, (std::vector<bool>{false, true}));
        const std::string second(kSector, 'c');
        const std::string& content = files.at("f");
        ASSERT_TRUE(content == std::string(kSector, 'a') + second ||
                    content == std::string(kSector, 'b') + second);
        lost += content[0] == 'a' ? 1 : 0;
    }
    EXPECT_GT(lost, 0);
}

TEST_P(Disks, F33FailingDiskFailsSyncDir) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    idle(h);
    std::vector<std::optional<DiskError>> results;
    h.inject(t(1_s), failSync("a"));
    h.at(t(2_s), "p", [&](Env& env) {
        openFile(env, "f");
        env.disk().syncDir([&](auto result) { results.push_back(errorOf(result)); });
        env.disk().syncDir([&](auto result) { results.push_back(errorOf(result)); });
    });
    h.runUntil(t(3_s));
    EXPECT_EQ(results,
              (std::vector<std::optional<DiskError>>{DiskError::SyncFailed, std::nullopt}));
}

TEST_P(Disks, F34FullDiskTakesNothingOfAWriteThatNeedsSpace) {
    NEEDS(DiskFaults);
    EnvHarness& h = build(small(100 * kSector));
    idle(h);
    int noSpace = 0;
    Files files;
    h.at(t(1_s), "p", [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, std::string(98 * kSector, 'x'));
        const std::string text(4 * kSector, 'y');
        const auto expectFull = [&](const core::Result<void, DiskError>& result) {
            noSpace += errorOf(result) == DiskError::NoSpace;
        };
        expectFull(env.disk().append(file, core::viewOf(text)));
        expectFull(env.disk().write(file, 97 * kSector, core::viewOf(text)));
        expectFull(env.disk().truncate(file, 102 * kSector));
        EXPECT_EQ(*env.disk().size(file), 98 * kSector);
        readAll(env, files);
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(noSpace, 3);
    EXPECT_EQ(files, (Files{{"f", std::string(98 * kSector, 'x')}}));
}

TEST_P(Disks, F35FullDiskStillDoesWhatNeedsNoSpace) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    idle(h);
    FileId file;
    Files files;
    h.at(t(1_s), "p", [&](Env& env) {
        file = openFile(env, "f");
        append(env, file, "abcdef");
        openFile(env, "g");
    });
    h.inject(t(2_s), fillDisk("a"));
    h.at(t(3_s), "p", [&](Env& env) {
        EXPECT_EQ(errorOf(env.disk().append(file, core::viewOf(std::string(2 * kSector, 'x')))),
                  DiskError::NoSpace);
        EXPECT_TRUE(env.disk().write(file, 1, core::viewOf("XY")));
        EXPECT_TRUE(env.disk().truncate(file, 5));
        EXPECT_TRUE(env.disk().rename("f", "h"));
        EXPECT_TRUE(env.disk().remove("g"));
        sync(env, file);
        syncDir(env);
        readAll(env, files);
    });
    h.runUntil(t(4_s));
    EXPECT_EQ(files, (Files{{"h", "aXYde"}}));
}

TEST_P(Disks, F36ProcessesOfAHostShareItsSpace) {
    NEEDS(DiskFaults);
    EnvHarness& h = build(small(100 * kSector));
    idle(h);
    h.start("q", "a", [](Env&) {});
    std::optional<DiskError> error;
    h.at(t(1_s), "p",
         [](Env& env) { append(env, openFile(env, "f"), std::string(60 * kSector, 'x')); });
    h.at(t(2_s), "q", [&](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, std::string(30 * kSector, 'x'));
        error = errorOf(env.disk().append(file, core::viewOf(std::string(20 * kSector, 'x'))));
    });
    h.runUntil(t(3_s));
    EXPECT_EQ(error, DiskError::NoSpace);
}

TEST_P(Disks, F37SpaceOfARemovedFileIsFreeWhenItIsClosed) {
    NEEDS(DiskFaults);
    EnvHarness& h = build(small(100 * kSector));
    idle(h);
    std::vector<std::optional<DiskError>> results;
    h.at(t(1_s), "p", [&](Env& env) {
        const FileId first = openFile(env, "f");
        append(env, first, std::string(80 * kSector, 'x'));
        const FileId second = openFile(env, "g");
        const std::string text(50 * kSector, 'y');
        EXPECT_TRUE(env.disk().remove("f"));
        results.push_back(errorOf(env.disk().append(second, core::viewOf(text))));
        env.disk().close(first);
        results.push_back(errorOf(env.disk().append(second, core::viewOf(text))));
    });
    h.runUntil(t(2_s));
    EXPECT_EQ(results, (std::vector<std::optional<DiskError>>{DiskError::NoSpace, std::nullopt}));
}

TEST_P(Disks, F38CreatingOnAFullDiskFails) {
    NEEDS(DiskFaults);
    EnvHarness& h = build({"a"});
    idle(h);
    std::vector<std::optional<DiskError>> results;
    h.at(t(1_s), "p", [](Env& env) { openFile(env, "there"); });
    h.inject(t(2_s), fillDisk("a"));
    h.at(t(3_s), "p", [&](Env& env) {
        results.push_back(errorOf(env.disk().open("new", OpenMode::CreateNew)));
        results.push_back(errorOf(env.disk().open("new", OpenMode::OpenOrCreate)));
        results.push_back(errorOf(env.disk().open("there", OpenMode::OpenOrCreate)));
        EXPECT_EQ(env.disk().list(""), (Words{"there"}));
    });
    h.runUntil(t(4_s));
    EXPECT_EQ(results, (std::vector<std::optional<DiskError>>{DiskError::NoSpace,
                                                              DiskError::NoSpace, std::nullopt}));
}

TEST_P(Disks, F39FlippedBitSpoilsTheReadAndNotTheDisk) {
    NEEDS(DiskFaults);
    NEEDS(Power);
    EnvHarness& h = build(diskWorld(UnsyncedFate::Kept));
    const std::string text(3 * kSector, 'x');
    std::vector<int> flipped;
    h.start("p", "a", [&](Env& env) {
        const FileId file = openFile(env, "f");
        if (env.self().incarnation == 1) {
            append(env, file, text);
            return;
        }
        env.disk().read(file, 0, text.size(), [&](auto bytes) {
            ASSERT_TRUE(bytes && bytes->size() == text.size());
            int bits = 0;
            for (std::size_t i = 0; i < text.size(); ++i) {
                bits += std::popcount(
                    static_cast<unsigned>((*bytes)[i] ^ static_cast<std::uint8_t>(text[i])));
            }
            flipped.push_back(bits);
        });
    });
    h.inject(t(1_s), flipBits("a", 1'000'000));
    h.inject(t(2_s), powerOff("a"));
    h.inject(t(3_s), powerOn("a"));
    h.inject(t(4_s), flipBits("a", 0));
    h.inject(t(5_s), powerOff("a"));
    h.inject(t(6_s), powerOn("a"));
    h.runUntil(t(7_s));
    EXPECT_EQ(flipped, (std::vector<int>{1, 0}));
}

} // namespace tests::env
