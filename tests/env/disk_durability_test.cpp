// SPDX-License-Identifier: Apache-2.0
#include "tests/env/disk_support.h"

#include <set>

namespace tests::env {
namespace {

constexpr std::uint64_t kSeeds = 60;

std::string sectors(std::size_t count, char letter) {
    return std::string(count * kSector, letter);
}

} // namespace

TEST_P(Disks, F21SyncedDataSurvivesAPowerLoss) {
    NEEDS(Power);
    const Files files = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [](Env& env) {
        const FileId file = openFile(env, "f");
        append(env, file, "hello, disk");
        EXPECT_TRUE(env.disk().write(file, 7, core::viewOf("DISK")));
        EXPECT_TRUE(env.disk().truncate(file, 9));
        sync(env, file);
        syncDir(env);
    });
    EXPECT_EQ(files, (Files{{"f", "hello, DI"}}));
}

TEST_P(Disks, F22SyncCoversItsFileAndWhatWasWrittenBefore) {
    NEEDS(Power);
    const Files files = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [](Env& env) {
        const FileId one = openFile(env, "one");
        const FileId two = openFile(env, "two");
        syncDir(env);
        append(env, one, "before");
        append(env, two, "other");
        sync(env, one);
        append(env, one, " after");
    });
    EXPECT_EQ(files, (Files{{"one", "before"}, {"two", ""}}));
}

TEST_P(Disks, F23ProcessCrashLosesNothing) {
    EnvHarness& h = build(diskWorld(UnsyncedFate::Lost));
    Files files;
    h.start("p", "a", [&](Env& env) {
        if (env.self().incarnation == 2) {
            readAll(env, files);
            return;
        }
        append(env, openFile(env, "f"), "unsynced");
        append(env, openFile(env, "g"), "renamed");
        openFile(env, "gone");
        EXPECT_TRUE(env.disk().rename("g", "h"));
        EXPECT_TRUE(env.disk().remove("gone"));
    });
    h.inject(t(1_ms), restart("p"));
    h.runUntil(t(2_s));
    EXPECT_EQ(files, (Files{{"f", "unsynced"}, {"h", "renamed"}}));
}

TEST_P(Disks, F24ClosingDoesNotSync) {
    NEEDS(Power);
    const Files files = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [](Env& env) {
        const FileId file = openFile(env, "f");
        syncDir(env);
        append(env, file, "unsynced");
        env.disk().close(file);
    });
    EXPECT_EQ(files, (Files{{"f", ""}}));
}

TEST_P(Disks, F25UnsyncedWritesMayBeLostKeptOrTorn) {
    NEEDS(Power);
    std::set<std::string> outcomes;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Files files =
            filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Drawn, seed)), [](Env& env) {
                const FileId file = openFile(env, "f");
                append(env, file, sectors(4, 'a'));
                sync(env, file);
                syncDir(env);
                env.after(5_s, [&env, file] {
                    const std::string text = sectors(4, 'b');
                    EXPECT_TRUE(env.disk().write(file, 0, core::viewOf(text)));
                });
            });
        ASSERT_EQ(files.count("f"), 1u);
        outcomes.insert(files.at("f"));
    }
    EXPECT_EQ(outcomes.count(sectors(4, 'a')), 1u) << "never lost";
    EXPECT_EQ(outcomes.count(sectors(4, 'b')), 1u) << "never kept";
    EXPECT_GT(outcomes.size(), 2u) << "never torn";
    const Files kept = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Kept)), [](Env& env) {
        append(env, openFile(env, "f"), "kept");
    });
    EXPECT_EQ(kept, (Files{{"f", "kept"}}));
}

TEST_P(Disks, F26SectorsAreNeverTorn) {
    NEEDS(Power);
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Files files =
            filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Drawn, seed)), [](Env& env) {
                const FileId file = openFile(env, "f");
                append(env, file, sectors(6, 'a'));
                sync(env, file);
                syncDir(env);
                env.after(5_s, [&env, file] {
                    for (const char letter : {'b', 'c'}) {
                        const std::string text = sectors(6, letter);
                        EXPECT_TRUE(env.disk().write(file, 0, core::viewOf(text)));
                    }
                });
            });
        ASSERT_EQ(files.count("f"), 1u);
        const std::string& content = files.at("f");
        ASSERT_EQ(content.size(), 6 * kSector);
        for (std::size_t at = 0; at < content.size(); at += kSector) {
            const std::string sector = content.substr(at, kSector);
            ASSERT_EQ(sector, std::string(kSector, sector[0])) << "seed " << seed;
            ASSERT_TRUE(sector[0] >= 'a' && sector[0] <= 'c');
        }
    }
}

TEST_P(Disks, F27CreatedFileIsCertainAfterSyncDirOnly) {
    NEEDS(Power);
    const Files files = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [](Env& env) {
        append(env, openFile(env, "certain"), "");
        syncDir(env);
        const FileId file = openFile(env, "uncertain");
        append(env, file, "synced");
        sync(env, file);
    });
    EXPECT_EQ(files, (Files{{"certain", ""}}));
}

TEST_P(Disks, F28RenamesAndRemovalsAreCertainAfterSyncDirOnly) {
    NEEDS(Power);
    const auto prepare = [](Env& env) {
        for (const char* name : {"one", "two"}) {
            const FileId file = openFile(env, name);
            append(env, file, name);
            sync(env, file);
        }
        syncDir(env);
    };
    const auto change = [](Env& env) {
        EXPECT_TRUE(env.disk().rename("one", "renamed"));
        EXPECT_TRUE(env.disk().remove("two"));
    };
    const Files uncertain =
        filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [&](Env& env) {
            prepare(env);
            env.after(1_s, [&env, change] { change(env); });
        });
    EXPECT_EQ(uncertain, (Files{{"one", "one"}, {"two", "two"}}));
    const Files certain = filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Lost)), [&](Env& env) {
        prepare(env);
        env.after(1_s, [&env, change] {
            change(env);
            syncDir(env);
        });
    });
    EXPECT_EQ(certain, (Files{{"renamed", "one"}}));
}

TEST_P(Disks, F29NamesAreThoseAfterSomeOfTheFirstChanges) {
    NEEDS(Power);
    const std::vector<Words> allowed{{"f0"},       {"f0", "f1"}, {"f0", "f1", "f2"},
                                     {"f1", "f2"}, {"f2", "f9"}, {"f2"}};
    std::set<std::size_t> seen;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Files files =
            filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Drawn, seed)), [](Env& env) {
                openFile(env, "f0");
                syncDir(env);
                env.after(5_s, [&env] {
                    openFile(env, "f1");
                    openFile(env, "f2");
                    EXPECT_TRUE(env.disk().remove("f0"));
                    EXPECT_TRUE(env.disk().rename("f1", "f9"));
                    EXPECT_TRUE(env.disk().remove("f9"));
                });
            });
        Words names;
        for (const auto& [name, content] : files) {
            names.push_back(name);
        }
        const auto found = std::find(allowed.begin(), allowed.end(), names);
        ASSERT_NE(found, allowed.end()) << "seed " << seed;
        seen.insert(static_cast<std::size_t>(found - allowed.begin()));
    }
    EXPECT_GT(seen.size(), 2u) << "the fate of names is hardly drawn";
}

TEST_P(Disks, F30RenameIsAtomic) {
    NEEDS(Power);
    std::set<std::string> seen;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const Files files =
            filesAfterPowerLoss(build(diskWorld(UnsyncedFate::Drawn, seed)), [](Env& env) {
                const FileId old = openFile(env, "config");
                append(env, old, sectors(3, 'o'));
                sync(env, old);
                syncDir(env);
                env.after(5_s, [&env] {
                    const FileId fresh = openFile(env, "config.tmp");
                    append(env, fresh, sectors(3, 'n'));
                    env.disk().sync(fresh, [&env](auto) {
                        EXPECT_TRUE(env.disk().rename("config.tmp", "config"));
                    });
                });
            });
        ASSERT_EQ(files.count("config"), 1u) << "seed " << seed;
        const std::string& content = files.at("config");
        ASSERT_TRUE(content == sectors(3, 'o') || content == sectors(3, 'n')) << "seed " << seed;
        seen.insert(content);
    }
    EXPECT_EQ(seen.size(), 2u) << "the fate of a rename is not drawn";
}

} // namespace tests::env
