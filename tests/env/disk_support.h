// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/env/suite.h"

#include <map>

/// Shared by the disk tests.
namespace tests::env {

inline constexpr std::size_t kSector = 4096;

inline World diskWorld(UnsyncedFate fate, std::uint64_t seed = 1) {
    World world = worldOf({"a"});
    world.hosts[0].unsynced = fate;
    world.seed = seed;
    return world;
}

inline FileId openFile(Env& env, std::string_view name) {
    const auto file = env.disk().open(name, OpenMode::OpenOrCreate);
    EXPECT_TRUE(file) << name;
    return file ? *file : FileId{};
}

inline void append(Env& env, FileId file, std::string_view text) {
    EXPECT_TRUE(env.disk().append(file, core::viewOf(text)));
}

/// A sync that must succeed.
inline void sync(Env& env, FileId file) {
    env.disk().sync(file, [](core::Result<void, DiskError> done) { EXPECT_TRUE(done); });
}
inline void syncDir(Env& env) {
    env.disk().syncDir([](core::Result<void, DiskError> done) { EXPECT_TRUE(done); });
}

/// Names and contents of all files of a process.
using Files = std::map<std::string, std::string>;

/// Reads everything the process can see into `files`.
inline void readAll(Env& env, Files& files) {
    files.clear();
    for (const std::string& name : env.disk().list("")) {
        const auto file = env.disk().open(name, OpenMode::Existing);
        ASSERT_TRUE(file);
        const std::size_t size = *env.disk().size(*file);
        files[name] = "unread";
        env.disk().read(*file, 0, size, [&files, name](core::Result<Bytes, DiskError> bytes) {
            ASSERT_TRUE(bytes);
            files[name] = core::textOf(*bytes);
        });
    }
}

/// Runs `body` as the first incarnation of a process, takes the power at 10 s, and says which
/// files are there afterwards.
inline Files filesAfterPowerLoss(EnvHarness& h, std::function<void(Env&)> body) {
    Files files{{"never", "started again"}};
    h.start("p", "a", [&files, body = std::move(body)](Env& env) {
        if (env.self().incarnation == 1) {
            body(env);
        } else {
            readAll(env, files);
        }
    });
    h.inject(t(10_s), powerOff("a"));
    h.inject(t(11_s), powerOn("a"));
    h.runUntil(t(20_s));
    return files;
}

} // namespace tests::env
