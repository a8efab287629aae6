// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"
#include "tests/env/disk_model.h"
#include "tests/env/disk_support.h"

#include <algorithm>

/// A process does what it likes with its disk, crashes and loses power, a thousand times over;
/// what it finds afterwards must be what the reference model allows. A failure names its seed.
namespace tests::env {
namespace {

using disk_model::Certainty;
using disk_model::Fate;

constexpr int kSchedules = 1000;
constexpr std::uint64_t kCapacity = 16 * kSector;
constexpr const char* kNames[] = {"a", "b", "c", "log/1", "log/2"};

/// How often power losses left everything, only the durable, or something in between.
struct Outcomes {
    int losses = 0;
    int everything = 0;
    int lessThanThat = 0;
    int failedSyncs = 0;
    int noSpace = 0;
};

class Trial {
public:
    Trial(EnvHarness& h, Fate fate, std::uint64_t seed, Outcomes& outcomes)
        : h_(h), fate_(fate), draws_(seed), outcomes_(outcomes) {}

    void run() {
        h_.start("p", "a", [this](Env& env) { begin(env); });
        Duration at = 1_ms;
        for (int i = 0; i < 120; ++i) {
            const std::uint64_t what = draws_.below(100);
            if (what < 3) {
                powerLoss_.insert(restarts(at, powerOff("a"), powerOn("a")));
                at += 100_ms;
            } else if (what < 6) {
                restarts(at, crash("p"), restart("p"));
                at += 100_ms;
            } else if (what < 8 && fate_ == Fate::Drawn) {
                h_.inject(t(at), failSync("a"));
            } else {
                h_.at(t(at), "p", [this](Env& env) { step(env); });
            }
            at += draws_.between(1_ns, 300_us);
        }
        powerLoss_.insert(restarts(at, powerOff("a"), powerOn("a")));
        h_.runUntil(t(at + 1_s));
        EXPECT_EQ(h_.refusals(), std::vector<std::string>());
    }

private:
    struct Open {
        FileId id;
        disk_model::FileRef file;
    };
    /// A sync whose outcome its process does not know yet.
    struct Sync {
        disk_model::FileRef file; ///< nullptr: of the names
        std::size_t covered = 0;
    };

    /// Down at `at` and up 10 ms later; returns the number of the new incarnation.
    std::uint32_t restarts(Duration at, const Fault& down, const Fault& up) {
        h_.inject(t(at), down);
        h_.inject(t(at + 10_ms), up);
        return ++restarts_ + 1;
    }

    void begin(Env& env) {
        const bool lost = powerLoss_.contains(env.self().incarnation);
        for (const auto& [id, sync] : syncs_) {
            // The disk went on with it after a crash; a power loss ended it.
            settle(sync, lost ? Certainty::Pending : Certainty::Doubt);
        }
        syncs_.clear();
        for (const Open& open : open_) {
            open.file->opens -= 1;
        }
        open_.clear();
        readEverything(env);
        // By then all has been read.
        env.after(50_ms, [this, lost] { lost ? judgeLoss() : judgeCrash(); });
    }

    void readEverything(Env& env) {
        found_.clear();
        for (const std::string& name : env.disk().list("")) {
            const auto file = env.disk().open(name, OpenMode::Existing);
            ASSERT_TRUE(file);
            found_[name] = "unread";
            const auto keep = [this, name](core::Result<Bytes, DiskError> bytes) {
                ASSERT_TRUE(bytes);
                found_[name] = core::textOf(*bytes);
            };
            env.disk().read(*file, 0, *env.disk().size(*file), keep);
            env.disk().close(*file);
        }
    }

    Files visible() const {
        Files files;
        for (const auto& [name, file] : model_.names) {
            files[name] = file->content;
        }
        return files;
    }

    void judgeCrash() { EXPECT_TRUE(found_ == visible()) << "a crash lost something"; }

    void judgeLoss() {
        outcomes_.losses += 1;
        (found_ == visible() ? outcomes_.everything : outcomes_.lessThanThat) += 1;
        EXPECT_TRUE(model_.adopt(found_, fate_)) << "the disk holds what it may not hold";
    }

    void settle(const Sync& sync, Certainty outcome) {
        if (sync.file == nullptr) {
            model_.syncedNames(sync.covered, outcome);
            return;
        }
        for (std::size_t i = 0; i < sync.covered; ++i) {
            Certainty& certainty = sync.file->changes[i].certainty;
            certainty = certainty == Certainty::Pending ? outcome : certainty;
        }
    }

    void step(Env& env) {
        const std::uint64_t what = draws_.below(100);
        if (open_.empty() || what < 15) {
            open(env);
        } else if (what < 50) {
            write(env);
        } else if (what < 58) {
            truncate(env);
        } else if (what < 72) {
            sync(env);
        } else if (what < 80) {
            syncDir(env);
        } else if (what < 86) {
            rename(env);
        } else if (what < 90) {
            remove(env);
        } else if (what < 95) {
            close(env);
        } else {
            read(env);
        }
    }

    std::string anyName() { return kNames[draws_.below(std::size(kNames))]; }
    Open& anyOpen() { return open_[draws_.below(open_.size())]; }

    void open(Env& env) {
        const std::string name = anyName();
        const auto mode = static_cast<OpenMode>(draws_.below(3));
        const bool there = model_.names.contains(name);
        const auto id = env.disk().open(name, mode);
        if (there ? mode == OpenMode::CreateNew : mode == OpenMode::Existing) {
            EXPECT_FALSE(id);
            return;
        }
        if (!there && model_.used() >= kCapacity) {
            outcomes_.noSpace += 1;
            EXPECT_FALSE(id) << "created on a full disk";
            return;
        }
        ASSERT_TRUE(id);
        if (!there) {
            model_.name(name, std::make_shared<disk_model::File>());
        }
        open_.push_back({*id, model_.names.at(name)});
        open_.back().file->opens += 1;
    }

    void close(Env& env) {
        const std::size_t index = draws_.below(open_.size());
        env.disk().close(open_[index].id);
        open_[index].file->opens -= 1;
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
    }

    /// Whether the disk has room for a file to grow, by the model.
    bool fits(const disk_model::File& file, std::uint64_t size) const {
        const std::uint64_t before = file.content.size();
        const std::uint64_t used = model_.used();
        return size <= before || (used < kCapacity && size - before <= kCapacity - used);
    }

    void write(Env& env) {
        Open& target = anyOpen();
        const std::uint64_t most = draws_.chance(1, 3) ? 3 * kSector : 600;
        const std::string bytes(1 + draws_.below(most), static_cast<char>('A' + draws_.below(58)));
        const std::uint64_t size = target.file->content.size();
        const bool appends = draws_.chance(1, 2);
        const std::uint64_t offset = appends ? size : draws_.below(size + 2000);
        const bool room = fits(*target.file, offset + bytes.size());
        const auto done = appends ? env.disk().append(target.id, core::viewOf(bytes))
                                  : env.disk().write(target.id, offset, core::viewOf(bytes));
        EXPECT_EQ(done.has_value(), room);
        outcomes_.noSpace += room ? 0 : 1;
        if (done) {
            target.file->write(offset, bytes);
        }
    }

    void truncate(Env& env) {
        Open& target = anyOpen();
        const std::uint64_t size = draws_.below(target.file->content.size() + 3000);
        const bool room = fits(*target.file, size);
        const auto done = env.disk().truncate(target.id, size);
        EXPECT_EQ(done.has_value(), room);
        if (done) {
            target.file->truncate(size);
        }
    }

    SyncCallback await(Sync sync) {
        const int number = ++syncCount_;
        syncs_[number] = std::move(sync);
        return [this, number](core::Result<void, DiskError> done) {
            outcomes_.failedSyncs += done ? 0 : 1;
            settle(syncs_.at(number), done ? Certainty::Durable : Certainty::Doubt);
            syncs_.erase(number);
        };
    }
    void sync(Env& env) {
        const Open& target = anyOpen();
        env.disk().sync(target.id, await({target.file, target.file->changes.size()}));
    }
    void syncDir(Env& env) { env.disk().syncDir(await({nullptr, model_.nameChanges()})); }

    void rename(Env& env) {
        const std::string from = anyName();
        const std::string to = anyName();
        const bool there = model_.names.contains(from);
        EXPECT_EQ(env.disk().rename(from, to).has_value(), there);
        if (there) {
            model_.rename(from, to);
        }
    }

    void remove(Env& env) {
        const std::string name = anyName();
        const bool there = model_.names.contains(name);
        EXPECT_EQ(env.disk().remove(name).has_value(), there);
        if (there) {
            model_.remove(name);
        }
    }

    void read(Env& env) {
        const Open& target = anyOpen();
        EXPECT_EQ(*env.disk().size(target.id), target.file->content.size());
        const std::uint64_t offset = draws_.below(target.file->content.size() + 10);
        const std::string expected =
            target.file->content.substr(std::min(offset, target.file->content.size()), 5000);
        env.disk().read(target.id, offset, 5000, [expected](core::Result<Bytes, DiskError> bytes) {
            ASSERT_TRUE(bytes);
            EXPECT_TRUE(core::textOf(*bytes) == expected) << "not what was written";
        });
    }

    EnvHarness& h_;
    Fate fate_;
    core::RandomStream draws_;
    Outcomes& outcomes_;
    disk_model::Volume model_;
    std::vector<Open> open_;
    std::map<int, Sync> syncs_;
    int syncCount_ = 0;
    std::uint32_t restarts_ = 0;
    std::set<std::uint32_t> powerLoss_; ///< incarnations that began after one
    Files found_;
};

UnsyncedFate worldFate(Fate fate) {
    return fate == Fate::Kept   ? UnsyncedFate::Kept
           : fate == Fate::Lost ? UnsyncedFate::Lost
                                : UnsyncedFate::Drawn;
}

void runSchedules(const std::function<EnvHarness&(const World&)>& build, Fate fate, int count,
                  Outcomes& outcomes) {
    for (int i = 0; i < count && !::testing::Test::HasFailure(); ++i) {
        const auto seed = static_cast<std::uint64_t>(i) + 1;
        SCOPED_TRACE("seed " + std::to_string(seed));
        World world = diskWorld(worldFate(fate), seed);
        world.hosts[0].diskLatency = 20_us;
        world.hosts[0].diskSyncLatency = 200_us;
        world.hosts[0].diskCapacity = static_cast<std::int64_t>(kCapacity);
        Trial(build(world), fate, seed, outcomes).run();
    }
}

} // namespace

TEST_P(DiskModel, PowerLossesLeaveWhatTheModelAllows) {
    NEEDS(Power);
    NEEDS(DiskFaults);
    Outcomes outcomes;
    runSchedules([this](const World& world) -> EnvHarness& { return build(world); }, Fate::Drawn,
                 kSchedules, outcomes);
    EXPECT_GT(outcomes.losses, kSchedules);
    EXPECT_GT(outcomes.everything, 20);
    EXPECT_GT(outcomes.lessThanThat, kSchedules);
    EXPECT_GT(outcomes.failedSyncs, 100);
    EXPECT_GT(outcomes.noSpace, 100);
}

TEST_P(DiskModel, WhatIsNotSyncedIsKeptOrLostAsAWhole) {
    NEEDS(Power);
    for (const Fate fate : {Fate::Kept, Fate::Lost}) {
        Outcomes outcomes;
        runSchedules([this](const World& world) -> EnvHarness& { return build(world); }, fate, 200,
                     outcomes);
        EXPECT_EQ(outcomes.lessThanThat == 0, fate == Fate::Kept);
    }
}

} // namespace tests::env
